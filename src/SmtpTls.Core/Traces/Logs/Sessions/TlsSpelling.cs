using SmtpTls.Tls;

namespace SmtpTls.Logs;

/// <summary>Version and cipher suite as products built on OpenSSL or GnuTLS write them, looked up once per spelling.</summary>
internal sealed class TlsSpelling(TextPool<byte> pool)
{
    private const int MaxKnown = 1000;

    private readonly Dictionary<SessionKey, (SslProtocolVersion? Version, string? Suite, string? KeyExchange)> _told = [];
    private readonly Dictionary<string, SslProtocolVersion?> _versions = [];
    private readonly Dictionary<(string Text, SslProtocolVersion? Version), (string Name, string? KeyExchange)> _suites = [];

    /// <summary>Notes an established TLS session. Where the log names no key exchange, the suite does.</summary>
    public void Establish(SessionFacts session, ReadOnlySpan<byte> version, ReadOnlySpan<byte> suite, ReadOnlySpan<byte> keyExchange)
    {
        SslProtocolVersion? known = version.Length == 0 ? null : Version(pool.Get(version)!);
        (string Name, string? KeyExchange)? found = suite.Length == 0 ? null : Suite(pool.Get(suite)!, known);
        session.Establish(known ?? Only(found?.Name), found?.Name, keyExchange.Length == 0 ? found?.KeyExchange : pool.Get(keyExchange));
    }

    /// <summary>The same for a text that holds all of it, and that <paramref name="establish"/> takes apart the first time that it comes.</summary>
    public void Establish(SessionFacts session, ReadOnlySpan<byte> told, TakeApart establish)
    {
        SessionKey key = Bytes.Key(told);
        if (_told.TryGetValue(key, out (SslProtocolVersion? Version, string? Suite, string? KeyExchange) known))
        {
            session.Establish(known.Version, known.Suite, known.KeyExchange);
            return;
        }
        establish(this, session, told);
        if (_told.Count >= MaxKnown)
            _told.Clear();
        _told[key] = (session.Protocol, session.CipherSuite, session.KeyExchange);
    }

    /// <summary>Finds version, suite and key exchange in what a log tells.</summary>
    public delegate void TakeApart(TlsSpelling words, SessionFacts session, ReadOnlySpan<byte> told);

    /// <summary>
    /// Whether a reply refuses mail because there is no TLS: 530, must issue a STARTTLS command first (RFC 3207 section 4), and the words that
    /// servers have for it with other codes (Postfix "Session encryption is required", Sendmail "encryption too weak", Gmail, Exim ACLs).
    /// </summary>
    public static bool IsDemanded(ReadOnlySpan<byte> reply)
    {
        if (reply.Length < 3 || reply[0] is not ((byte)'4' or (byte)'5'))
            return false;
        return (reply.StartsWith("530"u8) && Bytes.Has(reply, "STARTTLS"u8))
            || Bytes.Has(reply, "issue a STARTTLS command first"u8)
            || Bytes.Has(reply, "ession encryption is required"u8)
            || Bytes.Has(reply, "encryption too weak"u8)
            || Bytes.Has(reply, "TLS required"u8)
            || Bytes.Has(reply, "TLS is required"u8)
            || Bytes.Has(reply, "equire TLS"u8)
            || Bytes.Has(reply, "ncryption required"u8)
            || Bytes.Has(reply, "ncryption needed"u8);
    }

    private SslProtocolVersion? Version(string text)
    {
        if (!_versions.TryGetValue(text, out SslProtocolVersion? version))
            Bounded(_versions)[text] = version = ProtocolSpelling.Find(text);
        return version;
    }

    private (string Name, string? KeyExchange) Suite(string text, SslProtocolVersion? version)
    {
        if (!_suites.TryGetValue((text, version), out (string, string?) suite))
            Bounded(_suites)[(text, version)] = suite = Read(text, version);
        return suite;
    }

    private static (string Name, string? KeyExchange) Read(string text, SslProtocolVersion? version)
    {
        if (version == SslProtocolVersion.Tls13 && Tls13Suite(text) is { } name)
            return (name, CipherSuites.Find(text) is { KeyExchange: not "any" } told ? told.KeyExchange : GnuTlsDescription.IsOne(text) ? GnuTlsDescription.KeyExchange(text) : null);
        if (GnuTlsDescription.IsOne(text))
            return (GnuTlsDescription.Find(text, version)?.Name ?? text, GnuTlsDescription.KeyExchange(text));
        CipherSuite? known = CipherSuites.Find(text);
        return known is null ? (text, null) : (known.Name, known.KeyExchange == "any" ? null : known.KeyExchange);
    }

    // GnuTLS 3.6 names key exchange and signature, too (ECDHE_RSA_AES_256_GCM_SHA384), which the suites of TLS 1.3 do not.
    private static string? Tls13Suite(string text)
    {
        string plain = text.ToUpperInvariant().Replace('-', '_').Replace("AES256", "AES_256").Replace("AES128", "AES_128");
        return plain.Contains("AES_256_GCM") ? "TLS_AES_256_GCM_SHA384"
            : plain.Contains("AES_128_GCM") ? "TLS_AES_128_GCM_SHA256"
            : plain.Contains("CHACHA20_POLY1305") ? "TLS_CHACHA20_POLY1305_SHA256"
            : plain.Contains("AES_128_CCM_8") ? "TLS_AES_128_CCM_8_SHA256"
            : plain.Contains("AES_128_CCM") ? "TLS_AES_128_CCM_SHA256"
            : null;
    }

    // OpenSSL 1.0 gives every suite that TLS 1.0 could have, and those that only TLS 1.2 has, the version TLSv1/SSLv3.
    private static SslProtocolVersion? Only(string? suite) =>
        suite is not null && CipherSuites.Find(suite) is { } known && known.MinProtocol >= SslProtocolVersion.Tls12 && known.KeyExchange != "PSK"
            ? known.MinProtocol
            : null;

    private static Dictionary<TKey, T> Bounded<TKey, T>(Dictionary<TKey, T> known)
        where TKey : notnull
    {
        if (known.Count >= MaxKnown)
            known.Clear();
        return known;
    }
}
