using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;

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
        HandshakeNotes notes = new("server");
        ManagedTlsClient client = new(new ObservingCrypto(_random, notes), options);
        ObservingClientProtocol protocol = new(notes) { ServerHelloReceived = client.NoteServerHello };
        ManagedTlsStream stream = new(protocol, transport);
        try
        {
            protocol.Connect(client);
            bool done = await stream.HandshakeAsync(cancellationToken).ConfigureAwait(false);
            return done
                ? Seen(client, notes, options) with { Stream = stream }
                : Seen(client, notes, options) with { Error = $"The server closed the connection {Progress(client)} and sent no alert." };
        }
        catch (TlsFatalAlertReceived e)
        {
            TlsAlert alert = TlsAlerts.Get(e.AlertDescription);
            return Seen(client, notes, options) with { Alert = alert, AlertReceived = true, Error = $"The server ended the handshake with the alert {alert}: {alert.Meaning}." };
        }
        catch (TlsFatalAlert e)
        {
            TlsAlert alert = TlsAlerts.Get(e.AlertDescription);
            await stream.TryFlushAsync(cancellationToken).ConfigureAwait(false);
            return Seen(client, notes, options) with { Alert = alert, Error = stream.DescribeOwnAlert(e, notes) };
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Seen(client, notes, options) with { Error = $"The connection was lost {Progress(client)}: {e.Message}" };
        }
    }

    private static TlsHandshake Seen(ManagedTlsClient client, HandshakeNotes notes, TlsClientOptions options)
    {
        List<X509Certificate2> certificates = notes.ReadCertificates();
        return new TlsHandshake
        {
            Offered = ManagedTlsClient.OfferedBy(options),
            Protocol = client.Version,
            CipherSuite = client.Suite is { } code ? CipherSuites.Find(code) : null,
            Group = client.Group,
            KeyExchangeBits = client.KeyExchangeBits,
            SignatureScheme = client.Scheme,
            Certificates = certificates,
            ClientCertificateRequested = client.Version is null ? null : client.CertificateRequested,
            ClientCertificateSent = client.CertificateSent,
            AcceptableIssuers = notes.AcceptableIssuers,
            OcspStapled = notes.Certificates.Count == 0 ? null : notes.Stapled,
            Remarks = notes.Remarks,
        };
    }

    private static string Progress(ManagedTlsClient client) =>
        client.Version is null ? "after the ClientHello" : "in the middle of the handshake";
}
