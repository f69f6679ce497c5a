using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Sending;

/// <summary>
/// One message over one connection, by MailKit. The mode decides once the handshake is done or left out, before AUTH or MAIL FROM.
/// </summary>
internal sealed class Delivery : IDisposable
{
    private static readonly HashSet<string> PlainMechanisms = new(StringComparer.OrdinalIgnoreCase) { "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER" };

    private static readonly HashSet<string> ProvingMechanisms = new(StringComparer.OrdinalIgnoreCase)
    {
        "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512-PLUS",
        "CRAM-MD5", "DIGEST-MD5",
    };

    private readonly Socket _socket;
    private readonly SendOptions _options;
    private readonly SendObservation _seen;
    private readonly TranscriptRecorder _transcript;
    private readonly StepLimit _limit;
    private readonly DialogueLog _log;
    private readonly DeliveryClient _client;

    public Delivery(Socket socket, SendOptions options, SendObservation seen, TranscriptRecorder transcript, CancellationToken cancellationToken)
    {
        _socket = socket;
        _options = options;
        _seen = seen;
        _transcript = transcript;
        _limit = new StepLimit(options.Timeout, socket.Dispose, cancellationToken);
        _log = new DialogueLog(seen, transcript, _limit, new SecretMask(options.Credential?.Password), Describe);
        _client = new DeliveryClient(_log, options) { LocalDomain = options.HeloName ?? SmtpSocket.AddressLiteral(socket) };
    }

    /// <summary>Runs the dialogue. Whatever the server does is in the observations.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            SecureSocketOptions tls = _seen.ImplicitTls ? SecureSocketOptions.SslOnConnect
                : _options.Mode == SendTlsMode.Off ? SecureSocketOptions.None
                : _options.Mode == SendTlsMode.Opportunistic ? SecureSocketOptions.StartTlsWhenAvailable
                : SecureSocketOptions.StartTls;
            await _client.ConnectAsync(new NetworkStream(_socket, ownsSocket: false), _seen.Host, _seen.Port, tls, _limit.Token).ConfigureAwait(false);
            Describe();
            await VerifyAsync(cancellationToken).ConfigureAwait(false);
            _seen.Stop = SendGate.Check(_seen, _options, message);
            if (_seen.Stop is null)
                await SendAsync(message).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTheDialogue(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Note(e);
        }
        _seen.Pending = null;
        // A server that wants another client certificate says so only now, with TLS 1.3; its own is worth showing all the same.
        await VerifyAsync(cancellationToken).ConfigureAwait(false);
        await QuitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _log.Dispose();
        _limit.Dispose();
        foreach (IDisposable certificate in _client.Certificates)
            certificate.Dispose();
    }

    private async Task SendAsync(OutgoingMessage message)
    {
        if (_options.Credential is { } credential)
            await AuthenticateAsync(credential).ConfigureAwait(false);
        // Where SMTPUTF8 is offered, MailKit would use it for the sake of a domain: A-labels go further.
        if (!message.NeedsSmtpUtf8)
            _client.Capabilities &= ~SmtpCapabilities.UTF8;
        using MimeMessage mime = message.Load();
        FormatOptions format = FormatOptions.Default.Clone();
        format.International = message.NeedsSmtpUtf8;
        // A file may have what recipients must not see (RFC 5322 section 3.6.3).
        format.HiddenHeaders.Add(HeaderId.Bcc);
        format.HiddenHeaders.Add(HeaderId.ResentBcc);
        await _client.SendAsync(format, mime, message.Sender, message.Recipients, _limit.Token).ConfigureAwait(false);
    }

    // MailKit goes on to the next mechanism where one is refused, so that a server which is not the right one could refuse until the password
    // itself comes.
    private async Task AuthenticateAsync(NetworkCredential credential)
    {
        if (!_seen.Verified && _client.AuthenticationMechanisms.Any(name => !PlainMechanisms.Contains(name) && ProvingMechanisms.Contains(name)))
            _client.AuthenticationMechanisms.ExceptWith(PlainMechanisms);
        try
        {
            await _client.AuthenticateAsync(Encoding.UTF8, credential, _limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException or InvalidCastException)
        {
            throw new SmtpDialogueException(
                SmtpDialogueError.NotSmtp, $"The server's challenge to {_seen.Pending ?? "AUTH"} makes no sense: {SafeText.Of(e.Message)}", e);
        }
    }

    private void Describe()
    {
        if (!_seen.Encrypted)
            return;
        bool known = _seen.Handshake?.Protocol is not null;
        _client.Describe(_seen);
        if (!known)
            _transcript.Note(_seen.Handshake?.Protocol is null ? "The handshake is done; what follows goes through TLS." : StepComments.Handshake(_seen.Handshake));
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        if (_seen.Certificate is not null || (!_seen.Encrypted && _client.Certificates.Count == 0))
            return;
        _limit.Suspend();
        _seen.Certificate = await CertificateVerifier.VerifyAsync(_client.Certificates, _seen.Host, _options.Verification, cancellationToken).ConfigureAwait(false);
        _transcript.Note(StepComments.Certificate(_seen.Certificate).Comment);
        _limit.Restart();
    }

    private void Note(Exception e)
    {
        string? error = _limit.Expired ? _limit.Message : e switch
        {
            SmtpDialogueException => e.Message,
            SslHandshakeException => PlatformTls.Describe(e),
            SmtpProtocolException => e.Message.Contains("disconnected") ? "The server closed the connection." : e.Message,
            IOException or SocketException or ObjectDisposedException => SocketErrors.ConnectionLost(e),
            // A reply says what happened, or this side stopped.
            _ => null,
        };
        // A refusal of before this is what there is to tell.
        if (error is null || SendJudge.Refusal(_seen) is not null)
            return;
        string? step = e is SslHandshakeException && !_limit.Expired ? null
            : _seen.AwaitsTls ? "The handshake"
            : _seen.Pending is { } command ? SendJudge.Step(command)
            : null;
        _seen.Error = step is null ? error : $"{step}: {error}";
        _transcript.Note(error);
    }

    private async Task QuitAsync(CancellationToken cancellationToken)
    {
        _limit.Restart(_options.QuitTimeout);
        try
        {
            if (_client.IsConnected)
                await _client.DisconnectAsync(quit: true, _limit.Token).ConfigureAwait(false);
            else if (_seen.MayQuitInTheClear)
                await QuitInTheClearAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTheDialogue(e))
        {
            // Nothing depends on the answer to QUIT: servers that just close are many.
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    // MailKit drops a connection without a word when the greeting, EHLO or STARTTLS is refused.
    private async Task QuitInTheClearAsync()
    {
        byte[] quit = Encoding.ASCII.GetBytes("QUIT\r\n");
        byte[] buffer = new byte[1024];
        using NetworkStream stream = new(_socket, ownsSocket: false);
        await stream.WriteBytesAsync(quit, _limit.Token).ConfigureAwait(false);
        _log.LogClient(quit, 0, quit.Length);
        int count = await stream.ReadBytesAsync(buffer, 0, buffer.Length, _limit.Token).ConfigureAwait(false);
        _log.LogServer(buffer, 0, count);
    }

    private static bool IsOfTheDialogue(Exception e) => e is SmtpDialogueException or DeliveryStoppedException or SmtpCommandException
        or SmtpProtocolException or MailKit.ServiceNotAuthenticatedException or MailKit.ServiceNotConnectedException or SslHandshakeException
        or MailKit.Security.AuthenticationException or System.Security.Authentication.AuthenticationException or SaslException
        or NotSupportedException or IOException or SocketException or ObjectDisposedException or OperationCanceledException;
}
