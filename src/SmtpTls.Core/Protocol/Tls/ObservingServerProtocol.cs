using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>BouncyCastle's server, which shows the client's certificates before it does anything with them.</summary>
internal sealed class ObservingServerProtocol(HandshakeNotes notes) : TlsServerProtocol
{
    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        if (type == HandshakeType.certificate && IsHandshaking)
        {
            long start = buf.Position;
            notes.TakeCertificates(TlsUtilities.ReadFully((int)(buf.Length - start), buf), TlsUtilities.IsTlsV13(Context));
            buf.Position = start;
        }
        base.HandleHandshakeMessage(type, buf);
    }

    // BouncyCastle takes a goodbye within the handshake for a failure of this side.
    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        if (alertDescription == AlertDescription.close_notify && IsHandshaking)
        {
            HandleFailure();
            throw new TlsFatalAlertReceived(alertDescription);
        }
        base.HandleAlertWarningMessage(alertDescription);
    }
}
