using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpTls.Tls;

namespace SmtpTls.Smtp;

/// <summary>The client's side of one connection: commands out, replies in, TLS in between; every wait within the time limit.</summary>
internal sealed class SmtpConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _transport;
    private readonly TimeBudget _budget;
    private readonly TranscriptRecorder _transcript;
    private Stream _stream;
    private SmtpLineReader _reader;

    private SmtpConnection(Socket socket, TimeBudget budget, TranscriptRecorder transcript)
    {
        _socket = socket;
        _transport = new NetworkStream(socket, ownsSocket: true);
        _budget = budget;
        _transcript = transcript;
        _stream = _transport;
        _reader = new SmtpLineReader(_transport);
    }

    /// <summary>This side's address as EHLO takes it where there is no name (RFC 5321 section 4.1.3).</summary>
    public string AddressLiteral => SmtpSocket.AddressLiteral(_socket);

    /// <summary>Connects.</summary>
    /// <param name="endPoint">Where to.</param>
    /// <param name="budget">Time limits for the connection, each reply and the handshake, and for all of them.</param>
    /// <param name="transcript">Takes down the dialogue.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SmtpDialogueException">There is no connection.</exception>
    public static async Task<SmtpConnection> ConnectAsync(
        IPEndPoint endPoint, TimeBudget budget, TranscriptRecorder transcript, CancellationToken cancellationToken)
    {
        Socket socket = await SmtpSocket.ConnectAsync(endPoint, budget, cancellationToken).ConfigureAwait(false);
        return new SmtpConnection(socket, budget, transcript);
    }

    /// <summary>Sends a command line and reads the reply to it.</summary>
    /// <param name="command">The command without CRLF.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The command has a line ending or another control character in it.</exception>
    /// <exception cref="SmtpDialogueException">There was no whole reply.</exception>
    public Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken)
    {
        // The last door against CR/LF injection; arguments are checked where they are given, too.
        if (command.Any(char.IsControl))
            throw new ArgumentException("A command is one line without control characters.", nameof(command));
        return ExchangeAsync(command, null, cancellationToken);
    }

    /// <summary>Reads a reply that needs no command: the greeting.</summary>
    /// <exception cref="SmtpDialogueException">There was no whole reply.</exception>
    public Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken) => LimitAsync(null, ReceiveReplyAsync, cancellationToken);

    /// <summary>Sends EHLO, and HELO where that is refused for good (RFC 5321 section 3.2).</summary>
    /// <exception cref="SmtpDialogueException">There was no whole reply.</exception>
    public async Task<EhloReply> HelloAsync(string name, CancellationToken cancellationToken)
    {
        SmtpReply ehlo = await CommandAsync("EHLO " + name, cancellationToken).ConfigureAwait(false);
        if (ehlo.Severity != SmtpReplySeverity.Permanent)
            return new EhloReply(ehlo, isHelo: false);
        try
        {
            return new EhloReply(await CommandAsync("HELO " + name, cancellationToken).ConfigureAwait(false), isHelo: true);
        }
        catch (SmtpDialogueException e) when (e.Error == SmtpDialogueError.ConnectionLost)
        {
            // Refused and hung up: the refusal is what there is to tell.
            return new EhloReply(ehlo, isHelo: false);
        }
    }

    /// <summary>
    /// Drops what the server sent after its 220 to STARTTLS: it came in the clear, so nobody knows from whom (RFC 3207 section 6).
    /// </summary>
    /// <returns>How many bytes.</returns>
    public int DropPlaintext()
    {
        int dropped = _reader.TakeBuffered().Length;
        byte[] scrap = new byte[4096];
        try
        {
            // A server that keeps sending is not waited for; the handshake will fail on the rest.
            while (_socket.Available > 0 && dropped < SmtpLimits.ReplyLength)
                dropped += _socket.Receive(scrap);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new SmtpDialogueException(SmtpDialogueError.ConnectionLost, SocketErrors.ConnectionLost(e), e);
        }
        return dropped;
    }

    /// <summary>
    /// Hands the connection's own stream to code that speaks TLS itself, such as a scan that stops after ServerHello. It is one step of the
    /// time budget. The dialogue cannot go on afterwards.
    /// </summary>
    /// <exception cref="SmtpDialogueException">The time limit ran out, or the connection was lost.</exception>
    public Task<T> HandOverAsync<T>(Func<Stream, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        LimitAsync(null, token => work(_transport, token), cancellationToken);

    /// <summary>Makes the TLS handshake. When it succeeds, the dialogue goes on inside.</summary>
    /// <exception cref="SmtpDialogueException">The time limit ran out.</exception>
    public async Task<TlsHandshake> AuthenticateAsync(ITlsEngine engine, TlsClientOptions options, CancellationToken cancellationToken)
    {
        TlsHandshake handshake = await LimitAsync(
            null, token => engine.AuthenticateAsync(_transport, options, token), cancellationToken).ConfigureAwait(false);
        if (handshake.Stream is not null)
        {
            _stream = handshake.Stream;
            _reader = new SmtpLineReader(_stream);
            _transcript.Encrypted = true;
        }
        return handshake;
    }

    /// <summary>Sends QUIT and waits a moment for its answer. Nothing depends on it: servers that just close are many.</summary>
    /// <returns>The answer; <see langword="null"/> when there was none.</returns>
    public async Task<SmtpReply?> QuitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await ExchangeAsync("QUIT", limit, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpDialogueException e)
        {
            _transcript.Note(e.Message);
            return null;
        }
    }

    /// <summary>Closes the connection, after close_notify where there is TLS.</summary>
    public void Dispose()
    {
        try
        {
            if (_stream != _transport)
                _stream.Dispose();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The peer was faster; there is nobody left to say goodbye to.
        }
        finally
        {
            _transport.Dispose();
        }
    }

    private Task<T> LimitAsync<T>(TimeSpan? most, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken) =>
        TimeLimit.RunAsync(_budget, most, _socket.Dispose, operation, cancellationToken);

    private Task<SmtpReply> ExchangeAsync(string command, TimeSpan? most, CancellationToken cancellationToken)
    {
        _transcript.Client(command);
        byte[] line = Encoding.UTF8.GetBytes(command + "\r\n");
        return LimitAsync(most, async token =>
        {
            await _stream.WriteBytesAsync(line, token).ConfigureAwait(false);
            return await ReceiveReplyAsync(token).ConfigureAwait(false);
        }, cancellationToken);
    }

    private async Task<SmtpReply> ReceiveReplyAsync(CancellationToken cancellationToken)
    {
        SmtpReplyParser parser = new();
        while (await _reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            _transcript.Server(line.ToString());
            if (parser.Add(line) is { } reply)
                return reply;
        }
        byte[] rest = _reader.TakeBuffered();
        if (rest.Length > 0)
            _transcript.Server(SafeText.Decode(rest), "the connection was closed within this line");
        throw new SmtpDialogueException(SmtpDialogueError.ConnectionLost, "The server closed the connection.");
    }
}
