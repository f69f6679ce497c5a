using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>BouncyCastle's server: shows what a client offers, takes any certificate that it gives, and judges none.</summary>
internal sealed class ManagedTlsServer : ITlsServer
{
    private readonly SecureRandom _random = new();

    /// <inheritdoc/>
    public async Task<TlsServerHandshake> AuthenticateAsync(Stream transport, TlsServerOptions options, CancellationToken cancellationToken)
    {
        HandshakeNotes notes = new("client");
        ManagedTlsServerPeer peer = new(new ObservingCrypto(_random, notes), options);
        ObservingServerProtocol protocol = new(notes);
        ManagedTlsStream stream = new(protocol, transport);
        try
        {
            protocol.Accept(peer);
            bool done = await stream.HandshakeAsync(cancellationToken).ConfigureAwait(false);
            return done
                ? Seen(peer, notes) with { Stream = stream }
                : Seen(peer, notes) with { Error = "The client closed the connection in the middle of the handshake and sent no alert." };
        }
        catch (TlsFatalAlertReceived e)
        {
            TlsAlert alert = TlsAlerts.Get(e.AlertDescription);
            return Seen(peer, notes) with { Alert = alert, AlertReceived = true, Error = $"The client ended the handshake with the alert {alert}: {alert.Meaning}." };
        }
        catch (TlsFatalAlert e)
        {
            TlsAlert alert = TlsAlerts.Get(e.AlertDescription);
            await stream.TryFlushAsync(cancellationToken).ConfigureAwait(false);
            return Seen(peer, notes) with { Alert = alert, Error = stream.DescribeOwnAlert(e, notes) };
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Seen(peer, notes) with { Error = $"The connection was lost in the middle of the handshake: {e.Message}" };
        }
    }

    private static TlsServerHandshake Seen(ManagedTlsServerPeer peer, HandshakeNotes notes) => new()
    {
        Protocol = peer.Version,
        CipherSuite = peer.Suite is { } code ? CipherSuites.Find(code) : null,
        Group = peer.Group,
        OfferedProtocols = peer.OfferedProtocols,
        OfferedCipherSuites = peer.OfferedCipherSuites,
        ServerName = peer.ServerName,
        ClientCertificates = notes.ReadCertificates(),
        KeyExchangeBits = peer.KeyExchangeBits,
        Remarks = notes.Remarks,
    };
}
