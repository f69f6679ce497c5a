using System.Text;

namespace SmtpTls.Logs;

/// <summary>
/// Exim with GnuTLS writes what GnuTLS negotiated, part by part: <c>ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM</c> (key exchange,
/// signature, cipher), in TLS 1.2 with or without a MAC behind the cipher (<c>AES_256_CBC__SHA1</c>).
/// </summary>
internal readonly ref struct GnuTlsSuite(bool isGnuTls, ReadOnlySpan<byte> keyExchange, ReadOnlySpan<byte> suite)
{
    public bool IsGnuTls { get; } = isGnuTls;

    public ReadOnlySpan<byte> KeyExchange { get; } = keyExchange;

    /// <summary>The IANA name where the parts leave no doubt; otherwise what was written.</summary>
    public ReadOnlySpan<byte> Suite { get; } = suite;

    public static GnuTlsSuite Parse(ReadOnlySpan<byte> version, ReadOnlySpan<byte> written)
    {
        int first = written.IndexOf("__"u8);
        if (first < 0)
            return default;
        string[] parts = Encoding.ASCII.GetString(written.ToArray()).Split(["__"], StringSplitOptions.None);
        string exchange = parts[0].Split('_')[0];
        string cipher = parts[parts.Length - 1];
        bool tls13 = version.SequenceEqual("TLS1.3"u8) || version.SequenceEqual("TLSv1.3"u8);
        string name = tls13 ? Tls13(cipher) : Tls12(exchange, parts);
        return new GnuTlsSuite(true, written.Slice(0, first), name.Length == 0 ? written : Encoding.ASCII.GetBytes(name));
    }

    private static string Tls13(string cipher) => cipher switch
    {
        "AES_256_GCM" => "TLS_AES_256_GCM_SHA384",
        "AES_128_GCM" => "TLS_AES_128_GCM_SHA256",
        "CHACHA20_POLY1305" => "TLS_CHACHA20_POLY1305_SHA256",
        "AES_128_CCM" => "TLS_AES_128_CCM_SHA256",
        "AES_128_CCM_8" => "TLS_AES_128_CCM_8_SHA256",
        _ => "",
    };

    // ECDHE_SECP256R1 RSA_SHA256 AES_256_GCM: the suite's hash goes with the cipher, the signature's does not.
    private static string Tls12(string exchange, string[] parts)
    {
        if (parts.Length < 3 || exchange is not ("ECDHE" or "DHE"))
            return "";
        string signature = parts[1].Split('_')[0];
        string authentication = signature == "ECDSA" ? "ECDSA" : signature is "RSA" or "RSA-PSS" ? "RSA" : "";
        string hash = parts[parts.Length - 1] switch
        {
            "AES_256_GCM" => "AES_256_GCM_SHA384",
            "AES_128_GCM" => "AES_128_GCM_SHA256",
            "CHACHA20_POLY1305" => "CHACHA20_POLY1305_SHA256",
            _ => "",
        };
        return authentication.Length == 0 || hash.Length == 0 ? "" : $"TLS_{exchange}_{authentication}_WITH_{hash}";
    }
}
