using SmtpTls.Headers.Dialects;
using SmtpTls.Tls;

namespace SmtpTls.Headers;

/// <summary>Reads Received headers, one after the other. Not for two threads at once.</summary>
internal sealed class HopReader
{
    private const int MaxWithWords = 8;

    private readonly ReceivedHeader _header = new();
    private readonly TextPool<char> _texts = new(SafeText.Of);

    /// <summary>The hop of a header, which may have its name before it; without Index and Delay, which are the message's to say.</summary>
    public Hop Read(string field)
    {
        _header.Read(field.AsSpan());
        Dialect dialect = Dialect.Of(_header);
        HopReading reading = default;
        ReadOnlySpan<char> with = With(_header);
        bool encrypted = ReadTransport(with, ref reading);
        dialect.Read(_header, ref reading);
        Judge(dialect, with, encrypted, ref reading);
        return Make(field, dialect, with, reading);
    }

    private static bool ReadTransport(ReadOnlySpan<char> with, ref HopReading reading)
    {
        ReadOnlySpan<char> rest = with;
        while (!rest.IsEmpty)
        {
            if (WithWord.TryRead(SpanText.NextWord(ref rest), out reading.Transport, out bool encrypted))
                return encrypted;
        }
        return false;
    }

    private void Judge(Dialect dialect, ReadOnlySpan<char> with, bool encrypted, ref HopReading reading)
    {
        if (_header.HoldsAnother)
        {
            HopTransport transport = reading.Transport;
            reading = new HopReading { Transport = transport, Evidence = "Another Received header stands inside this one, as no server writes it." };
            return;
        }
        if (reading.Encrypted is null && encrypted)
            (reading.Encrypted, reading.Evidence) = (true, "with " + with.ToString());
        if (reading.Encrypted is null && IsLocal())
            reading.Transport = HopTransport.Local;
        if (reading is { Encrypted: true, Transport: HopTransport.Unknown or HopTransport.Local })
            reading.Transport = HopTransport.Smtp;
        if (reading.Encrypted is null)
            ReadSilence(dialect, with, ref reading);
        else if (reading is { Encrypted: true, Protocol: null })
            Infer(dialect, ref reading);
        else if (reading is { Encrypted: true, Protocol: SslProtocolVersion.Tls13, Suite: { } suite } && suite.MaxProtocol < SslProtocolVersion.Tls13)
            reading.Suite = OfTls13(suite) ?? suite;
    }

    private void ReadSilence(Dialect dialect, ReadOnlySpan<char> with, ref HopReading reading)
    {
        string word = with.IsEmpty ? "no word about TLS" : "with " + _texts.Get(with);
        if (reading.Transport == HopTransport.Local)
            (reading.Encrypted, reading.Evidence) = (false, reading.Evidence ?? "Handed over inside the machine.");
        else if (reading.Transport == HopTransport.Lmtp && HopAddress.IsLoopback(HopAddress.Find(_header)))
            (reading.Encrypted, reading.Evidence) = (false, word + ", on loopback");
        else if (reading.Transport is HopTransport.Smtp && dialect.IsMarked(_header))
            (reading.Encrypted, reading.Evidence) = (false, $"{word}; {dialect.Silence}");
        else
            reading.Evidence ??= word;
    }

    // The suite leaves no choice where only one version knows it. AES128-GCM-SHA256 without a key exchange does: it is TLS 1.2's name, and
    // what is left of TLS 1.3's where a product drops the prefix.
    private static void Infer(Dialect dialect, ref HopReading reading)
    {
        if (reading.Suite is not { } suite || suite.MinProtocol != suite.MaxProtocol || suite.MinProtocol < SslProtocolVersion.Tls12)
            return;
        if (suite.KeyExchange == "RSA" && !(reading.VersionWritten && dialect.WritesOpenSslVersions))
            return;
        reading.Protocol = suite.MinProtocol;
        reading.Evidence += $"; only {ProtocolSpelling.Of(suite.MinProtocol)} has this suite";
    }

    // GnuTLS 3.6 wrote the key exchange of TLS 1.3 before its suites: ECDHE_RSA_AES_256_GCM_SHA384 is TLS_AES_256_GCM_SHA384.
    private static CipherSuite? OfTls13(CipherSuite suite) => CipherSuites.All.FirstOrDefault(
        other => other.MinProtocol == SslProtocolVersion.Tls13 && suite.Name.EndsWith(other.Name.Substring("TLS".Length), StringComparison.Ordinal));

    // What the machine handed to itself: (from user@localhost), [local], [unix socket].
    private bool IsLocal()
    {
        if (_header.IsComment(0))
            return _header[0].StartsWithText("from ");
        ReadOnlySpan<char> from = _header.Between(_header.From, Math.Max(_header.By - 1, 0));
        return from.IndexOfText("[local]") >= 0 || from.IndexOfText("[unix socket]") >= 0 || from.StartsWithText("mail pickup service");
    }

    private Hop Make(string field, Dialect dialect, ReadOnlySpan<char> with, HopReading reading)
    {
        ReadOnlySpan<char> address = HopAddress.Find(_header);
        Hop hop = new()
        {
            From = Text(From()),
            FromAddress = Text(address),
            By = _header.By < 0 ? null : Text(_header[_header.By]),
            With = Text(with),
            Transport = reading.Transport,
            Encrypted = reading.Encrypted,
            Dialect = dialect.Name,
            Evidence = SafeText.Of(reading.Evidence ?? ""),
            Time = _header.Time,
            Raw = SafeText.Lines(field.Length > HeaderScanner.MaxLength ? field.Substring(0, HeaderScanner.MaxLength) : field),
        };
        hop.Internal = HopAddress.IsInternal(hop);
        if (reading.Encrypted == true)
        {
            hop.Protocol = reading.Protocol;
            hop.CipherSuite = reading.Suite?.Name ?? SafeText.OrNull(reading.UnknownSuite);
            hop.Bits = reading.Bits;
            hop.ClientCertificate = reading.ClientCertificate;
            hop.ClientCertificateName = SafeText.OrNull(reading.ClientCertificateName);
        }
        return hop;
    }

    private string? Text(ReadOnlySpan<char> text) => _texts.Get(text);

    private ReadOnlySpan<char> From()
    {
        if (_header.From < 0)
            return [];
        int end = _header.From + 1;
        while (end < _header.Count && end < _header.From + MaxWithWords && _header.KindOf(end) == HeaderPartKind.Word && end != _header.By - 1)
            end++;
        // "mail pickup service" is the only name of more than one word that a server writes.
        ReadOnlySpan<char> name = _header.Between(_header.From, end);
        return name.Is("mail pickup service") ? name : _header.IsComment(_header.From) ? [] : _header[_header.From];
    }

    private static ReadOnlySpan<char> With(ReceivedHeader header)
    {
        int first = header.With;
        if (first < 0)
            return [];
        // qpsmtpd: with (AES256-SHA encrypted) ESMTPS
        while (header.IsComment(first))
            first++;
        int end = first;
        while (end < header.Count && end < first + MaxWithWords && header.KindOf(end) == HeaderPartKind.Word && !EndsWith(header, end, first))
            end++;
        return header.Between(first, end);
    }

    private static bool EndsWith(ReceivedHeader header, int part, int first) =>
        header.IsWord(part, "id") || header.IsWord(part, "for") || (part > first && (header.IsWord(part, "via") || header.IsWord(part, "tls")
        || header.IsWord(part, "by") || header.IsWord(part, "envelope-from") || header.IsWord(part, "TLS") || header.IsWord(part, "convert")));
}
