using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using SmtpTls.Smtp;

namespace SmtpTls.Tls;

/// <summary>BouncyCastle's client: the same answer on every system, and it sees what the system has switched off.</summary>
internal sealed class ManagedTlsEngine : ITlsEngine
{
    private readonly SecureRandom _random = new();

    /// <inheritdoc/>
    public TlsEngineName Name => TlsEngineName.Managed;

    /// <inheritdoc/>
    public async Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken)
    {
        ManagedTlsClient client = new(new ObservingCrypto(_random), options);
        TlsClientProtocol protocol = new();
        ManagedTlsStream stream = new(protocol, transport);
        try
        {
            protocol.Connect(client);
            bool done = await stream.HandshakeAsync(cancellationToken).ConfigureAwait(false);
            return done
                ? Seen(client) with { Stream = stream }
                : Seen(client) with { Error = $"The server closed the connection {Progress(client)} and sent no alert." };
        }
        catch (TlsFatalAlertReceived e)
        {
            TlsAlert alert = TlsAlerts.Get(e.AlertDescription);
            return Seen(client) with { Alert = alert, AlertReceived = true, Error = $"The server ended the handshake with the alert {alert}: {alert.Meaning}." };
        }
        catch (TlsFatalAlert e)
        {
            TlsAlert alert = TlsAlerts.Get(e.AlertDescription);
            await TrySendAlertAsync(stream, cancellationToken).ConfigureAwait(false);
            return Seen(client) with { Alert = alert, Error = OwnAlert(stream, alert) };
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Seen(client) with { Error = $"The connection was lost {Progress(client)}: {e.Message}" };
        }
    }

    private static TlsHandshake Seen(ManagedTlsClient client) => new()
    {
        Protocol = client.Version,
        CipherSuite = client.Suite is { } code ? CipherSuites.Find(code) : null,
        Group = client.Group,
        SignatureScheme = client.Scheme,
        Certificates = client.Certificates,
        ClientCertificateRequested = client.Version is null ? null : client.CertificateRequested,
        ClientCertificateSent = client.CertificateSent,
        AcceptableIssuers = client.AcceptableIssuers,
        OcspStapled = client.Certificates.Count == 0 ? null : client.OcspStapled,
    };

    private static string Progress(ManagedTlsClient client) =>
        client.Version is null ? "after the ClientHello" : "in the middle of the handshake";

    private static string OwnAlert(ManagedTlsStream stream, TlsAlert alert)
    {
        // 20 to 23 are the content types of TLS records (RFC 8446 section 5.1).
        bool isTls = stream.FirstBytes.Length > 0 && stream.FirstBytes[0] is >= 20 and <= 23;
        return isTls
            ? $"This side ended the handshake with the alert {alert}: {alert.Meaning}."
            : $"What the server sent is not TLS: '{SmtpText.Decode(stream.FirstBytes)}'.";
    }

    private static async Task TrySendAlertAsync(ManagedTlsStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The server is gone; it will not miss the alert.
        }
    }
}
