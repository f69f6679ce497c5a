namespace SmtpTls.Tls;

/// <summary>Finds a version in the ways that products write it, and writes it as people do.</summary>
internal static class ProtocolSpelling
{
    // The numbers are the bits of Schannel's SP_PROT_* and .NET's SslProtocols: one for the server's side and one for the client's (schannel.h).
    private static readonly Dictionary<string, SslProtocolVersion> Versions = new(StringComparer.Ordinal)
    {
        ["SSL2"] = SslProtocolVersion.Ssl2,
        ["4"] = SslProtocolVersion.Ssl2,
        ["8"] = SslProtocolVersion.Ssl2,
        ["SSL3"] = SslProtocolVersion.Ssl3,
        ["16"] = SslProtocolVersion.Ssl3,
        ["32"] = SslProtocolVersion.Ssl3,
        ["TLS1"] = SslProtocolVersion.Tls10,
        ["64"] = SslProtocolVersion.Tls10,
        ["128"] = SslProtocolVersion.Tls10,
        ["TLS11"] = SslProtocolVersion.Tls11,
        ["256"] = SslProtocolVersion.Tls11,
        ["512"] = SslProtocolVersion.Tls11,
        ["TLS12"] = SslProtocolVersion.Tls12,
        ["1024"] = SslProtocolVersion.Tls12,
        ["2048"] = SslProtocolVersion.Tls12,
        ["TLS13"] = SslProtocolVersion.Tls13,
        ["4096"] = SslProtocolVersion.Tls13,
        ["8192"] = SslProtocolVersion.Tls13,
    };

    private static readonly string[] Sides = ["SERVER", "CLIENT"];

    /// <summary>
    /// The version of <c>TLSv1.3</c>, <c>TLS1.3</c>, <c>TLS 1.3</c>, <c>TLS1_3</c>, <c>Tls13</c>, <c>SP_PROT_TLS1_3_SERVER</c> or its
    /// number <c>4096</c>; <see langword="null"/> where the text is none, or leaves the version open as <c>TLSv1/SSLv3</c> does.
    /// </summary>
    public static SslProtocolVersion? Find(string text) =>
        Versions.TryGetValue(Plain(text), out SslProtocolVersion version) ? version : null;

    /// <summary>The version as people write it: <c>TLS 1.2</c>.</summary>
    public static string Of(SslProtocolVersion version) => version switch
    {
        SslProtocolVersion.Ssl2 => "SSL 2.0",
        SslProtocolVersion.Ssl3 => "SSL 3.0",
        SslProtocolVersion.Tls10 => "TLS 1.0",
        SslProtocolVersion.Tls11 => "TLS 1.1",
        SslProtocolVersion.Tls12 => "TLS 1.2",
        _ => "TLS 1.3",
    };

    private static string Plain(string text)
    {
        string plain = string.Concat(text.Split([' ', '_', '-', '.'], StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
        if (plain.StartsWith("SPPROT", StringComparison.Ordinal))
            plain = plain.Substring("SPPROT".Length);
        foreach (string side in Sides)
        {
            if (plain.EndsWith(side, StringComparison.Ordinal))
                plain = plain.Substring(0, plain.Length - side.Length);
        }
        plain = plain.Replace("SSLV", "SSL").Replace("TLSV", "TLS");
        // SSL 3.0 and TLS 1.0 with or without their zero.
        return plain.Length == 5 && plain[4] == '0' ? plain.Substring(0, 4) : plain;
    }
}
