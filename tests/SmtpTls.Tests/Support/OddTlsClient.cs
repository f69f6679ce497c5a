using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Support;

/// <summary>A TLS client that sends any bytes as its certificate, with a signature that is none.</summary>
internal sealed class OddTlsClient(byte[] certificate) : DefaultTlsClient(new BcTlsCrypto(new SecureRandom())), TlsAuthentication
{
    /// <summary>Connects to the server that is tested.</summary>
    public static async Task<TlsServerHandshake> ConnectAsync(TlsServerOptions options, byte[] certificate)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using TcpClient accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Task connecting = Task.Run(() => Connect(client.GetStream(), certificate), TestContext.Current.CancellationToken);
        TlsServerHandshake handshake = await new ManagedTlsServer().AuthenticateAsync(accepted.GetStream(), options, TestContext.Current.CancellationToken);
        accepted.Close();
        await connecting;
        return handshake;
    }

    public override TlsAuthentication GetAuthentication() => this;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
    }

    public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest)
    {
        UnreadableCertificate own = new(certificate, new HandshakeNotes("client"));
        bool tls13 = TlsUtilities.IsTlsV13(m_context);
        return new FalseSigner(
            tls13 ? new Certificate([], [new CertificateEntry(own, null)]) : new Certificate([own]),
            tls13 ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256 : SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
    }

    protected override ProtocolVersion[] GetSupportedVersions() => [ProtocolVersion.TLSv13, ProtocolVersion.TLSv12];

    private static void Connect(Stream stream, byte[] certificate)
    {
        try
        {
            TlsClientProtocol protocol = new(stream);
            protocol.Connect(new OddTlsClient(certificate));
            _ = protocol.Stream.ReadByte();
        }
        catch (IOException)
        {
            // The server is what is tested; it says what it saw.
        }
    }
}
