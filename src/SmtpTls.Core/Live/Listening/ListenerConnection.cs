using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Listening;

/// <summary>One connection to a listener, from the greeting to the record of it. Every wait has its time limit, every input its bound.</summary>
internal sealed class ListenerConnection : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly NetworkStream _transport;
    private readonly ListenerOptions _options;
    private readonly ITlsServer _tls;
    private readonly ServerDialogue _dialogue;
    private readonly TranscriptRecorder _transcript = new();
    private readonly SessionObservation _seen;
    private Stream _stream;
    private SmtpLineReader _reader;

    public ListenerConnection(Socket socket, ListenerOptions options, ITlsServer tls)
    {
        _socket = socket;
        _socket.NoDelay = true;
        // close_notify is written without waiting: to a peer that reads nothing it may take this long.
        _socket.SendTimeout = (int)Farewell.TotalMilliseconds;
        _transport = new NetworkStream(socket, ownsSocket: true);
        _options = options;
        _tls = tls;
        _dialogue = new ServerDialogue(options.HostName, options.Mode, options.MaxMessageSize);
        _stream = _transport;
        _reader = new SmtpLineReader(_transport);
        _seen = new SessionObservation
        {
            Start = DateTimeOffset.UtcNow,
            Remote = Plain((IPEndPoint)socket.RemoteEndPoint!),
            Local = Plain((IPEndPoint)socket.LocalEndPoint!),
        };
    }

    /// <summary>Serves the sender until one of the two has enough.</summary>
    /// <param name="stop">Ends the session; what there is of it is still recorded.</param>
    public async Task<ListenerSession> RunAsync(CancellationToken stop)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.CancelAfter(_options.SessionTimeout);
        try
        {
            _seen.End = await ServeAsync(source.Token).ConfigureAwait(false);
        }
        catch (TlsAlertException e)
        {
            _seen.LateAlert = e;
            _transcript.Note($"The TLS alert {e.Alert} {(e.Received ? "came" : "was sent")}: {e.Meaning}.");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            _transcript.Note(SocketErrors.ConnectionLost(e, "sender"));
        }
        catch (SmtpDialogueException e)
        {
            await GiveUpAsync(SessionEnd.TimedOut, e.Message, ServerReplies.TimedOut).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await GiveUpAsync(SessionEnd.Stopped, "The listener was stopped.", ServerReplies.Stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            string reason = $"The session lasted longer than {_options.SessionTimeout.TotalSeconds:0} seconds.";
            await GiveUpAsync(SessionEnd.TimedOut, reason, ServerReplies.TimedOut).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever a sender manages to bring about, there is a record of it.
            await GiveUpAsync(SessionEnd.GivenUp, $"The listener failed: {e.GetType().Name}: {e.Message}", ServerReplies.Failed).ConfigureAwait(false);
        }
        Dispose();
        return SessionJudge.Judge(_seen, _options, _transcript.Lines, _transcript.Elapsed);
    }

    /// <summary>Closes the connection, after close_notify where there is TLS.</summary>
    public void Dispose()
    {
        try
        {
            if (_stream != _transport)
                _stream.Dispose();
            _socket.Shutdown(SocketShutdown.Send);
            // Closing with something unread would reset the connection, and the last reply could get lost.
            byte[] scrap = new byte[4096];
            for (int drained = 0; _socket.Available > 0 && drained < SmtpLimits.ReplyLength;)
                drained += _socket.Receive(scrap);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The peer was faster; there is nobody left to say goodbye to.
        }
        finally
        {
            _transport.Dispose();
        }
    }

    private async Task<SessionEnd> ServeAsync(CancellationToken token)
    {
        if (_options.ImplicitTls && !await HandshakeAsync(token).ConfigureAwait(false))
            return SessionEnd.HandshakeFailed;
        await SendAsync(_dialogue.Greeting, token).ConfigureAwait(false);
        while (await WithinAsync(_reader.ReadLineAsync(token).AsTask(), "command", token).ConfigureAwait(false) is { } line)
        {
            ServerAnswer answer = Take(line);
            // Looked for before the reply goes out: what comes after it may be the handshake.
            if (answer.Next == ServerStep.StartTls)
                DropPlaintext();
            await SendAsync(answer.Reply, token).ConfigureAwait(false);
            switch (answer.Next)
            {
                case ServerStep.Message when !await TakeMessageAsync(token).ConfigureAwait(false):
                    _transcript.Note("The sender closed the connection within the message.");
                    return SessionEnd.Left;
                case ServerStep.StartTls when !await HandshakeAsync(token).ConfigureAwait(false):
                    return SessionEnd.HandshakeFailed;
                case ServerStep.Close when answer.Reply == ServerReplies.Bye:
                    return SessionEnd.Quit;
                case ServerStep.Close:
                    _seen.GaveUp = $"The listener gave up on the sender: {answer.Reply}.";
                    return SessionEnd.GivenUp;
            }
        }
        byte[] rest = _reader.TakeBuffered();
        if (rest.Length > 0)
            _transcript.Client(SafeText.Decode(rest), "the connection was closed within this line");
        _transcript.Note("The sender closed the connection.");
        return SessionEnd.Left;
    }

    private ServerAnswer Take(SmtpLine line)
    {
        ServerAnswer answer = _dialogue.Answer(line);
        _transcript.Client(answer.Shown, answer.Comment);
        bool mail = answer.Shown.StartsWith("MAIL ", StringComparison.OrdinalIgnoreCase);
        bool greeted = mail || _dialogue.HeloName is not null;
        _seen.Commands++;
        _seen.EncryptedCommands += _dialogue.Encrypted ? 1 : 0;
        _seen.MailTried |= mail;
        _seen.Greeted |= greeted;
        _seen.GreetedInTls |= greeted && _dialogue.Encrypted;
        _seen.HeloName = _dialogue.HeloName ?? _seen.HeloName;
        _seen.StartTls |= answer.Shown.StartsWith("STARTTLS", StringComparison.OrdinalIgnoreCase);
        if (_dialogue.Sender is not null)
        {
            _seen.MailFrom = _dialogue.Sender;
            _seen.Recipients = [.. _dialogue.Recipients];
        }
        return answer;
    }

    // RFC 3207 section 6, and what is known as command injection: it must not be taken for commands inside TLS.
    private void DropPlaintext()
    {
        int dropped = _reader.TakeBuffered().Length;
        byte[] scrap = new byte[4096];
        while (_socket.Available > 0 && dropped < SmtpLimits.ReplyLength)
            dropped += _socket.Receive(scrap);
        if (dropped == 0)
            return;
        _seen.Injected = dropped;
        _transcript.Note(SessionJudge.Injected(dropped));
    }

    private async Task<bool> HandshakeAsync(CancellationToken token)
    {
        _seen.HandshakeBegun = true;
        TlsServerOptions options = new()
        {
            Certificate = _options.Certificate!,
            Intermediates = _options.Intermediates,
            Protocols = _options.Protocols,
            RequestClientCertificate = _options.RequestClientCertificate,
        };
        TlsServerHandshake handshake = await WithinAsync(_tls.AuthenticateAsync(_transport, options, token), "TLS handshake", token).ConfigureAwait(false);
        _seen.Handshake = handshake;
        if (handshake.ClientCertificates.Count > 0)
            _seen.ClientCertificate = CertificateInfoFactory.Create(handshake.ClientCertificates[0]);
        foreach (IDisposable certificate in handshake.ClientCertificates)
            certificate.Dispose();
        if (handshake.Stream is null)
        {
            _transcript.Note(handshake.Error!);
            return false;
        }
        _stream = handshake.Stream;
        _reader = new SmtpLineReader(_stream);
        _dialogue.TlsStarted();
        _transcript.Encrypted = true;
        _transcript.Note($"TLS: {handshake.Protocol}, {handshake.CipherSuite?.Name}{(handshake.Group is { } group ? ", " + group : "")}");
        return true;
    }

    private async Task<bool> TakeMessageAsync(CancellationToken token)
    {
        MessageReader message = new();
        while (!message.IsDone)
        {
            ReadOnlyMemory<byte> bytes = await WithinAsync(_reader.PeekAsync(token).AsTask(), "part of the message", token).ConfigureAwait(false);
            if (bytes.IsEmpty)
                return false;
            _reader.Advance(message.Take(bytes.Span));
        }
        _seen.Headers = [.. message.Header];
        _seen.MessageSize = message.Size;
        _transcript.Note($"A message of {message.Size} bytes came: {message.Header.Count} header fields are kept{(message.IsHeaderCut ? " and more were not" : "")}, "
            + "the body was counted and thrown away."
            + (message.BareLineFeeds > 0 ? $" {message.BareLineFeeds} lines end with a bare line feed (RFC 5321 section 2.3.8)." : ""));
        SmtpReply reply = _dialogue.MessageEnded(message.Size);
        if (reply.Severity == SmtpReplySeverity.Success)
            _seen.Messages++;
        await SendAsync(reply, token).ConfigureAwait(false);
        return true;
    }

    private async Task GiveUpAsync(SessionEnd end, string note, SmtpReply reply)
    {
        _seen.End = end;
        _seen.GaveUp = note;
        _transcript.Note(note);
        // In the middle of a handshake there is nothing that could be said.
        if (_seen.HandshakeBegun && _seen.Handshake is null)
            return;
        try
        {
            await SendAsync(reply, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SmtpDialogueException)
        {
            _transcript.Note("The last reply could not be sent.");
        }
    }

    private async Task SendAsync(SmtpReply reply, CancellationToken token)
    {
        string wire = reply.ToWire();
        foreach (string line in wire.Split(["\r\n"], StringSplitOptions.RemoveEmptyEntries))
            _transcript.Server(line);
        await WithinAsync(SendBytesAsync(Encoding.UTF8.GetBytes(wire), token), "room for a reply", token).ConfigureAwait(false);
    }

    private async Task<bool> SendBytesAsync(byte[] bytes, CancellationToken token)
    {
        await _stream.WriteBytesAsync(bytes, token).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Waits for one read or write, no longer than the time limit. The connection stays usable for a last reply: sockets of .NET Framework
    /// know no cancellation, so what is given up stays pending until the socket is closed.
    /// </summary>
    private async Task<T> WithinAsync<T>(Task<T> task, string awaited, CancellationToken token)
    {
        if (!task.IsCompleted)
        {
            TimeSpan limit = !token.CanBeCanceled ? Farewell : _seen.Greeted ? _options.Timeout : _options.GreetingTimeout;
            using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task first = await Task.WhenAny(task, Task.Delay(limit, timer.Token)).ConfigureAwait(false);
            timer.Cancel();
            if (first != task)
            {
                _ = task.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                token.ThrowIfCancellationRequested();
                throw new SmtpDialogueException(SmtpDialogueError.TimedOut, $"No {awaited} came within {limit.TotalSeconds:0.###} seconds.");
            }
        }
        return await task.ConfigureAwait(false);
    }

    // At an IPv6 wildcard, IPv4 addresses come as ::ffff:192.0.2.1.
    private static IPEndPoint Plain(IPEndPoint point) =>
        point.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(point.Address.MapToIPv4(), point.Port) : point;
}
