using System.IO.Compression;
using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>Puts one question over a stream and reads the answer as far as it is wanted; then says goodbye. Finishes no handshake of TLS 1.2 or older.</summary>
internal sealed class HelloExchange(Stream stream, HelloQuestion question)
{
    // More than any server sends before its hello is done; beyond it nobody listens.
    private const int MaxMessages = 64;
    private const int MaxBytes = 512 * 1024;

    private readonly TlsMessageReader _reader = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _bytes;
    private int _messages;

    /// <summary>Asks. An answer that is none is an answer of the kind <see cref="AnswerKind.Fault"/>.</summary>
    public async Task<HelloAnswer> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (question.Version == SslProtocolVersion.Ssl2)
                return await AskSsl2Async(cancellationToken).ConfigureAwait(false);
            HelloAnswer answer = question.Version == SslProtocolVersion.Tls13
                ? await new Tls13Exchange(this, question).AskAsync(cancellationToken).ConfigureAwait(false)
                : await AskOldAsync(cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch (HelloFormatException e)
        {
            return HelloAnswer.OfFault(FaultKind.Garbage, e.Message);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
        {
            return HelloAnswer.OfFault(FaultKind.Closed, "The server closed the connection without an alert.");
        }
    }

    /// <summary>The reader of this connection.</summary>
    public TlsMessageReader Reader => _reader;

    /// <summary>Sends bytes.</summary>
    public ValueTask SendAsync(byte[] bytes, CancellationToken cancellationToken) => stream.WriteBytesAsync(bytes, cancellationToken);

    /// <summary>The next message that means something; <see langword="null"/> at the end of the connection.</summary>
    public async Task<TlsMessage?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_reader.Next() is { } message)
            {
                if (++_messages > MaxMessages)
                    throw new HelloFormatException("The answer has no end.");
                // Warnings, such as unrecognized_name (RFC 6066 section 3), end nothing.
                if (message.Kind == TlsMessageKind.Alert && message.AlertLevel == 1 && message.Type != 0)
                    continue;
                return message;
            }
            int count = await stream.ReadBytesAsync(_buffer, 0, _buffer.Length, cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return null;
            if ((_bytes += count) > MaxBytes)
                throw new HelloFormatException("The answer has no end.");
            _reader.Add(_buffer.AsSpan(0, count));
        }
    }

    /// <summary>The answer that a message makes which is no hello.</summary>
    public static HelloAnswer Unexpected(TlsMessage? message) => message switch
    {
        null => HelloAnswer.OfFault(FaultKind.Closed, "The server closed the connection without an alert."),
        { Kind: TlsMessageKind.Alert } => Refused(message),
        _ => HelloAnswer.OfFault(FaultKind.Garbage, "The server answered with another message than a ServerHello."),
    };

    /// <summary>What is wrong with the server's choice; <see langword="null"/> where nothing is.</summary>
    public HelloAnswer? Fault(ServerHello hello)
    {
        SslProtocolVersion? version = WireVersions.Find(hello.SelectedVersion);
        if (version != question.Version)
        {
            return version is { } other && other < question.Version
                ? HelloAnswer.Refusal($"The server answers with {ProtocolSpelling.Of(other)}.") with { Hello = hello }
                : HelloAnswer.OfFault(FaultKind.Garbage, $"The server chose the version 0x{hello.SelectedVersion:X4}, which was not on offer.");
        }
        return question.Suites.Contains(hello.CipherSuite)
            ? null
            : HelloAnswer.OfFault(FaultKind.Garbage, $"The server chose the suite 0x{hello.CipherSuite:X4}, which was not on offer.");
    }

    /// <summary>Ends the handshake in good order: user_canceled and close_notify (RFC 8446 section 6.1).</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        int version = Math.Min(WireVersions.Of(question.Version), 0x0303);
        try
        {
            await SendAsync([.. TlsRecords.Write(TlsRecords.Alert, version, [1, 90]), .. TlsRecords.Write(TlsRecords.Alert, version, [1, 0])], cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The answer is there; a server that has gone needs no goodbye.
        }
    }

    /// <summary>The certificates of a compressed Certificate message (RFC 8879): zlib only, and no more than a plain one may hold.</summary>
    public static byte[] Decompress(byte[] body)
    {
        WireReader reader = new(body, "The CompressedCertificate");
        int algorithm = reader.UInt16();
        int length = reader.UInt24();
        byte[] compressed = reader.Vector24().ToArray();
        if (algorithm != 1 || length > TlsMessageReader.MaxMessage || compressed.Length < 2)
            throw new HelloFormatException("The CompressedCertificate is not compressed as was on offer.");
        try
        {
            // The first two bytes are zlib's header (RFC 1950).
            using DeflateStream inflate = new(new MemoryStream(compressed, 2, compressed.Length - 2), CompressionMode.Decompress);
            byte[] plain = new byte[length];
            int at = 0;
            while (at < length && inflate.Read(plain, at, length - at) is > 0 and int count)
                at += count;
            return at == length ? plain : throw new HelloFormatException("The CompressedCertificate is shorter than it says.");
        }
        catch (InvalidDataException e)
        {
            throw new HelloFormatException("The CompressedCertificate cannot be read: " + e.Message);
        }
    }

    private static HelloAnswer Refused(TlsMessage alert)
    {
        TlsAlert known = TlsAlerts.Get(alert.Type);
        return HelloAnswer.Refusal($"The server answers with the alert {known}.", known);
    }

    private async Task<HelloAnswer> AskOldAsync(CancellationToken cancellationToken)
    {
        ClientHello client = QuestionWriter.Write(question, null);
        await SendAsync(QuestionWriter.ToRecords(client, question.Version), cancellationToken).ConfigureAwait(false);
        TlsMessage? first = await NextAsync(cancellationToken).ConfigureAwait(false);
        if (first is null || !first.Is(TlsMessage.ServerHello))
            return Unexpected(first);
        var hello = ServerHello.Parse(first.Body);
        if (Fault(hello) is { } fault)
        {
            await LeaveAsync(cancellationToken).ConfigureAwait(false);
            return fault;
        }
        HelloAnswer answer = new() { Kind = AnswerKind.Accepted, Hello = hello, Suite = CipherSuites.Find(hello.CipherSuite), Stapled = false };
        // A resumed session goes on with change_cipher_spec: there is no certificate.
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { Kind: TlsMessageKind.Handshake } message && message.Type != TlsMessage.ServerHelloDone)
            answer = Read(answer, message);
        await LeaveAsync(cancellationToken).ConfigureAwait(false);
        if (answer.Group is { } group && question.Groups.Count > 0 && !question.Groups.Contains(group))
            return HelloAnswer.OfFault(FaultKind.Garbage, $"The server chose the group {NamedGroups.NameOf(group)}, which was not on offer.");
        return answer;
    }

    private HelloAnswer Read(HelloAnswer answer, TlsMessage message)
    {
        switch (message.Type)
        {
            case TlsMessage.Certificate:
                return answer with { Certificates = CertificateMessage.Parse(message.Body, tls13: false).Certificates };
            case TlsMessage.CertificateStatus:
                return answer with { Stapled = true };
            case TlsMessage.ServerKeyExchange when answer.Suite is { } suite:
                var exchange = ServerKeyExchange.Parse(message.Body, suite, WireVersions.Of(question.Version));
                return answer with { KeyExchange = exchange, Group = exchange?.Group, Scheme = exchange?.SignatureScheme };
            default:
                return answer;
        }
    }

    private async Task<HelloAnswer> AskSsl2Async(CancellationToken cancellationToken)
    {
        await SendAsync(Ssl2Hello.WriteClientHello(question.Suites, QuestionWriter.Random(16)), cancellationToken).ConfigureAwait(false);
        List<byte> bytes = [];
        while (true)
        {
            int count = await stream.ReadBytesAsync(_buffer, 0, _buffer.Length, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return bytes.Count == 0
                    ? HelloAnswer.OfFault(FaultKind.Closed, "The server closed the connection.")
                    : HelloAnswer.OfFault(FaultKind.Garbage, "The answer to the hello of SSL 2.0 ends too early.");
            }
            bytes.AddRange(_buffer.Take(count));
            byte[] all = [.. bytes];
            if (all.Length >= 7 && all[0] == TlsRecords.Alert && all[1] == 3)
                return HelloAnswer.Refusal($"The server answers with the alert {TlsAlerts.Get(all[6])}.", TlsAlerts.Get(all[6]));
            if (all[0] == TlsRecords.Alert && all.Length < 7)
                continue;
            if (Ssl2Hello.LengthOf(all) is not { } length || all.Length < length)
                continue;
            if (all[2] == 0)
                return HelloAnswer.Refusal("The server answers with an ERROR of SSL 2.0.");
            (int[] suites, byte[] certificate) = Ssl2Hello.ReadServerHello(all);
            CipherSuite[] known = [.. suites.Select(CipherSuites.Find).OfType<CipherSuite>()];
            return new HelloAnswer { Kind = AnswerKind.Accepted, Ssl2Suites = known, Certificates = certificate.Length > 0 ? [certificate] : [] };
        }
    }
}
