using SmtpTls.Tls;

namespace SmtpTls.Logs;

/// <summary>Version and cipher suite as products built on OpenSSL or GnuTLS write them, looked up once per spelling.</summary>
internal sealed class TlsWords(TextPool<byte> pool)
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
        session.Establish(known, found?.Name, keyExchange.Length == 0 ? found?.KeyExchange : pool.Get(keyExchange));
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
    public delegate void TakeApart(TlsWords words, SessionFacts session, ReadOnlySpan<byte> told);

    /// <summary>Whether a reply is what RFC 3207 section 4 has a server say that takes no mail without TLS: 530, must issue a STARTTLS command first.</summary>
    public static bool AreDemanded(ReadOnlySpan<byte> reply) => reply.StartsWith("530"u8) && Bytes.Has(reply, "STARTTLS"u8);

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
        if (GnuTlsDescription.IsOne(text))
            return (GnuTlsDescription.Find(text, version)?.Name ?? text, GnuTlsDescription.KeyExchange(text));
        CipherSuite? known = CipherSuites.Find(text);
        return known is null ? (text, null) : (known.Name, known.KeyExchange == "any" ? null : known.KeyExchange);
    }

    private static Dictionary<TKey, T> Bounded<TKey, T>(Dictionary<TKey, T> known)
        where TKey : notnull
    {
        if (known.Count >= MaxKnown)
            known.Clear();
        return known;
    }
}
