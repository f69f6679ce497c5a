using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>The exchange of TLS 1.3: a hello, the group that the server asks for, and as far as wanted what it sends encrypted (RFC 8446 section 2).</summary>
internal sealed class Tls13Exchange(HelloExchange exchange, HelloQuestion question)
{
    private readonly List<byte> _transcript = [];
    private Tls13Keys? _keys;
    private CipherSuite _suite = null!;

    /// <summary>Asks.</summary>
    /// <exception cref="HelloFormatException">The answer is no TLS.</exception>
    public async Task<HelloAnswer> AskAsync(CancellationToken cancellationToken)
    {
        exchange.Reader.IsTls13 = true;
        KeyShare? share = question.Share is { } group ? KeyShare.Create(group) : null;
        ClientHello client = QuestionWriter.Write(question, share);
        byte[] message = question.Resume is { } session ? WithTicket(client, session) : QuestionWriter.ToMessage(client);
        await exchange.SendAsync(TlsRecords.Write(TlsRecords.Handshake, 0x0301, message), cancellationToken).ConfigureAwait(false);
        TlsMessage? first = await NextAsync(cancellationToken).ConfigureAwait(false);
        if (first is null || !first.Is(TlsMessage.ServerHello))
            return HelloExchange.Unexpected(first);
        var hello = ServerHello.Parse(first.Body);
        HelloAnswer? fault = exchange.Fault(hello) ?? GroupFault(hello, share);
        if (fault is not null)
        {
            await exchange.LeaveAsync(cancellationToken).ConfigureAwait(false);
            return fault;
        }
        _suite = CipherSuites.Find(hello.CipherSuite)!;
        HelloAnswer answer = new() { Kind = AnswerKind.Accepted, Hello = hello, Suite = _suite, Group = hello.Group, Retried = hello.IsRetryRequest };
        if (!(question.WantsFlight || question.Finish) || !Tls13Records.Knows(_suite))
        {
            await exchange.LeaveAsync(cancellationToken).ConfigureAwait(false);
            return answer;
        }
        _transcript.AddRange(message);
        if (hello.IsRetryRequest)
        {
            share = KeyShare.Create(hello.Group!.Value);
            if (share is null)
            {
                await exchange.LeaveAsync(cancellationToken).ConfigureAwait(false);
                return answer;
            }
            byte[] again = QuestionWriter.ToMessage(Again(client, hello, share));
            byte[] before = Tls13Keys.MessageHash(_suite, message);
            _transcript.Clear();
            _transcript.AddRange([.. before, .. first.ToHandshakeBytes(), .. again]);
            await exchange.SendAsync(TlsRecords.Write(TlsRecords.Handshake, 0x0303, again), cancellationToken).ConfigureAwait(false);
            first = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (first is { Kind: TlsMessageKind.Alert })
                return answer with { RefusedAfterRetry = true, Alert = TlsAlerts.Get(first.Type) };
            if (first is null || !first.Is(TlsMessage.ServerHello))
                return HelloExchange.Unexpected(first);
            hello = ServerHello.Parse(first.Body);
            if (hello.IsRetryRequest || hello.CipherSuite != _suite.Code || hello.Group != share.Group)
                return HelloAnswer.OfFault(FaultKind.Garbage, "The server's second hello contradicts its first.");
        }
        _transcript.AddRange(first.ToHandshakeBytes());
        return await FlightAsync(answer with { Hello = hello }, hello, share!, cancellationToken).ConfigureAwait(false);
    }

    private HelloAnswer? GroupFault(ServerHello hello, KeyShare? share)
    {
        bool known = hello.Group is { } group && question.Groups.Contains(group) && (hello.IsRetryRequest ? group != share?.Group : group == share?.Group);
        return known ? null : HelloAnswer.OfFault(FaultKind.Garbage, hello.Group is { } named
            ? $"The server chose the group {NamedGroups.NameOf(named)}, which was not on offer."
            : "The server's hello names no group.");
    }

    // Section 4.1.2: the same hello with the key that was asked for, and the cookie.
    private static ClientHello Again(ClientHello client, ServerHello retry, KeyShare share) => client with
    {
        Extensions =
        [
            .. client.Extensions!.Where(extension => extension.Type != HelloExtension.KeyShare),
            ClientExtensions.KeyShare([(share.Group, share.PublicKey)]),
            .. retry.Find(HelloExtension.Cookie) is { } cookie ? new[] { ClientExtensions.Cookie(cookie) } : [],
        ],
    };

    // change_cipher_spec may come at any time and means nothing (appendix D.4).
    private async Task<TlsMessage?> NextAsync(CancellationToken cancellationToken)
    {
        TlsMessage? message;
        do
            message = await exchange.NextAsync(cancellationToken).ConfigureAwait(false);
        while (message is { Kind: TlsMessageKind.ChangeCipherSpec });
        return message;
    }

    private async Task<HelloAnswer> FlightAsync(HelloAnswer answer, ServerHello hello, KeyShare share, CancellationToken cancellationToken)
    {
        bool resumed = question.Resume is not null && hello.Find(HelloExtension.PreSharedKey) is not null;
        if (hello.KeyShare is not { } key)
            return HelloAnswer.OfFault(FaultKind.Garbage, "The server's hello brings no key.");
        _keys = new Tls13Keys(_suite, share.Agree(key).Extract(), resumed ? question.Resume!.Key : null);
        _keys.AfterServerHello([.. _transcript]);
        var server = Tls13Records.Create(_suite, _keys, _keys.ServerHandshake);
        exchange.Reader.Decrypt = server.Open;
        if (resumed)
        {
            await exchange.LeaveAsync(cancellationToken).ConfigureAwait(false);
            return answer;
        }
        bool asked = false;
        while (true)
        {
            TlsMessage? message = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (message is null || message.Kind != TlsMessageKind.Handshake)
                return HelloExchange.Unexpected(message);
            if (message.Is(TlsMessage.Finished))
            {
                answer = answer with { Stapled = answer.Stapled ?? false };
                if (question.Finish)
                    return await FinishAsync(answer, message, asked, cancellationToken).ConfigureAwait(false);
                break;
            }
            _transcript.AddRange(message.ToHandshakeBytes());
            asked |= message.Is(TlsMessage.CertificateRequest);
            answer = Read(answer, message);
            // The signature was what the question was about; the Finished behind it tells nothing more.
            if (message.Is(TlsMessage.CertificateVerify) && !question.Finish)
                break;
        }
        var client = Tls13Records.Create(_suite, _keys, _keys.ClientHandshake);
        await SayAsync([.. client.Seal(TlsRecords.Alert, [1, 90]), .. client.Seal(TlsRecords.Alert, [1, 0])], cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private static HelloAnswer Read(HelloAnswer answer, TlsMessage message)
    {
        switch (message.Type)
        {
            case TlsMessage.EncryptedExtensions:
                return answer with { Encrypted = HelloExtension.ReadAll(new WireReader(message.Body, "EncryptedExtensions").Vector16(), "EncryptedExtensions") };
            case TlsMessage.Certificate:
            case TlsMessage.CompressedCertificate:
                bool compressed = message.Type == TlsMessage.CompressedCertificate;
                var certificate = CertificateMessage.Parse(compressed ? HelloExchange.Decompress(message.Body) : message.Body, tls13: true);
                return answer with { Certificates = certificate.Certificates, Stapled = certificate.Stapled, CertificateCompressed = compressed };
            case TlsMessage.CertificateVerify:
                return answer with { Scheme = new WireReader(message.Body, "The CertificateVerify").UInt16() };
            default:
                return answer;
        }
    }

    private async Task<HelloAnswer> FinishAsync(HelloAnswer answer, TlsMessage serverFinished, bool certificateAsked, CancellationToken cancellationToken)
    {
        Tls13Keys keys = _keys!;
        if (!keys.VerifyData(keys.ServerHandshake, [.. _transcript]).AsSpan().SequenceEqual(serverFinished.Body))
            throw new HelloFormatException("The server's Finished does not fit the handshake.");
        _transcript.AddRange(serverFinished.ToHandshakeBytes());
        keys.AfterServerFinished([.. _transcript]);
        var client = Tls13Records.Create(_suite, keys, keys.ClientHandshake);
        List<byte> flight = [];
        if (certificateAsked)
        {
            byte[] empty = TlsMessage.Handshake(TlsMessage.Certificate, [0, 0, 0, 0]);
            _transcript.AddRange(empty);
            flight.AddRange(client.Seal(TlsRecords.Handshake, empty));
        }
        byte[] finished = TlsMessage.Handshake(TlsMessage.Finished, keys.VerifyData(keys.ClientHandshake, [.. _transcript]));
        flight.AddRange(client.Seal(TlsRecords.Handshake, finished));
        _transcript.AddRange(finished);
        var inside = Tls13Records.Create(_suite, keys, keys.ClientApplication);
        exchange.Reader.Decrypt = Tls13Records.Create(_suite, keys, keys.ServerApplication).Open;
        // QUIT is answered behind the tickets, so that nobody has to wait for tickets that do not come.
        flight.AddRange(inside.Seal(TlsRecords.ApplicationData, "QUIT\r\n"u8.ToArray()));
        await exchange.SendAsync([.. flight], cancellationToken).ConfigureAwait(false);
        List<Tls13Ticket> tickets = [];
        bool answered = false;
        while (!answered && await NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (message.Is(TlsMessage.NewSessionTicket))
                tickets.Add(ReadTicket(message.Body, keys));
            // With implicit TLS the greeting comes before the answer to QUIT.
            bool greeting = message.Kind == TlsMessageKind.ApplicationData && message.Body.AsSpan().StartsWith("220"u8);
            answered = !greeting && message.Kind is (TlsMessageKind.ApplicationData or TlsMessageKind.Alert);
            if (message.Kind == TlsMessageKind.Alert && message.Type != 0)
                return answer with { Alert = TlsAlerts.Get(message.Type), Tickets = [.. tickets] };
        }
        await SayAsync(inside.Seal(TlsRecords.Alert, [1, 0]), cancellationToken).ConfigureAwait(false);
        return answer with { Finished = answered, Tickets = [.. tickets] };
    }

    // Section 4.6.1.
    private Tls13Ticket ReadTicket(byte[] body, Tls13Keys keys)
    {
        const string Name = "The NewSessionTicket";
        WireReader reader = new(body, Name);
        uint lifetime = reader.UInt32();
        uint ageAdd = reader.UInt32();
        byte[] nonce = reader.Vector8().ToArray();
        byte[] ticket = reader.Vector16().ToArray();
        byte[]? early = HelloExtension.ReadAll(reader.Vector16(), Name).Find(HelloExtension.EarlyData);
        uint most = early is { Length: 4 } ? new WireReader(early, Name).UInt32() : 0;
        return new Tls13Ticket(_suite, ticket, keys.ResumptionKey([.. _transcript], nonce), ageAdd, TimeSpan.FromSeconds(lifetime), most);
    }

    // Section 4.2.11: the last extension, its binder over all that stands before it.
    private static byte[] WithTicket(ClientHello client, Tls13Ticket session)
    {
        int hash = session.Suite.Hash == "SHA384" ? 48 : 32;
        // The ticket is used at once: its age is about nothing, which hidden by ticket_age_add is ticket_age_add itself.
        byte[] identity = new WireWriter().Vector16(session.Ticket).UInt32(session.AgeAdd).ToArray();
        byte[] binders = new WireWriter().Vector16(new WireWriter().Vector8(new byte[hash]).ToArray()).ToArray();
        byte[] data = new WireWriter().Vector16(identity).Bytes(binders).ToArray();
        byte[] message = QuestionWriter.ToMessage(client with { Extensions = [.. client.Extensions!, new HelloExtension(HelloExtension.PreSharedKey, data)] });
        byte[] binder = Tls13Keys.Binder(session.Suite, session.Key, message.AsSpan(0, message.Length - binders.Length).ToArray());
        binder.CopyTo(message, message.Length - hash);
        return message;
    }

    private async Task SayAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await exchange.SendAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The answer is there; a server that has gone needs no goodbye.
        }
    }
}
