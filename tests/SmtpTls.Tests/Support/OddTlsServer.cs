using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Support;

/// <summary>A TLS server that sends what no proper one would: any bytes as certificates, any signature, any group, any extension.</summary>
internal sealed class OddTlsServer(ProtocolVersion version) : DefaultTlsServer(new BcTlsCrypto(new SecureRandom()))
{
    /// <summary>What it sends as certificates, leaf first.</summary>
    public byte[][] Chain { get; init; } = [];

    /// <summary>Signs; without it the signature is a row of ones.</summary>
    public X509Certificate2? Key { get; init; }

    /// <summary>The Diffie-Hellman group; without it the key exchange is ECDHE.</summary>
    public DHGroup? Prime { get; init; }

    /// <summary>Extensions for the ServerHello, or in TLS 1.3 for the EncryptedExtensions.</summary>
    public IDictionary<int, byte[]> Extensions { get; init; } = new Dictionary<int, byte[]>();

    /// <summary>With TLS 1.3, extensions of the leaf.</summary>
    public IDictionary<int, byte[]>? EntryExtensions { get; init; }

    /// <summary>Has the client connect to it.</summary>
    public async Task<TlsHandshake> GreetAsync(TlsClientOptions? options = null)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using TcpClient accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Task serving = Task.Run(() => Serve(accepted.GetStream()), TestContext.Current.CancellationToken);
        TlsHandshake handshake = await new ManagedTlsEngine().AuthenticateAsync(
            client.GetStream(), options ?? new TlsClientOptions { ServerName = "mx.example.com" }, TestContext.Current.CancellationToken);
        client.Close();
        await serving;
        return handshake;
    }

    public override TlsCredentials GetCredentials()
    {
        bool tls13 = version.Equals(ProtocolVersion.TLSv13);
        TlsCertificate[] certificates = [.. Chain.Select(raw => new UnreadableCertificate(raw, new HandshakeNotes("server")))];
        Certificate chain = tls13
            ? new Certificate([], [.. certificates.Select((one, i) => new CertificateEntry(one, i == 0 ? EntryExtensions : null))])
            : new Certificate(certificates);
        return Key is null
            ? new FalseSigner(chain, tls13 ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
                : SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa))
            : PlatformKeySigner.Create(Key, chain, m_context.SecurityParameters.ClientSigAlgs, tls13)!;
    }

    public override TlsDHConfig GetDHConfig() => new(Prime);

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetServerExtensions() ?? new Dictionary<int, byte[]>();
        foreach (KeyValuePair<int, byte[]> extension in Extensions)
            extensions[extension.Key] = extension.Value;
        return extensions;
    }

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    protected override ProtocolVersion[] GetSupportedVersions() => [version];

    protected override int[] GetSupportedCipherSuites() => version.Equals(ProtocolVersion.TLSv13) ? [0x1301]
        : Prime is not null ? [0x009E]
        : Key?.GetECDsaPublicKey() is not null ? [0xC02B]
        : [0xC02F];

    private void Serve(Stream stream)
    {
        try
        {
            TlsServerProtocol protocol = new(stream);
            protocol.Accept(this);
            protocol.Close();
        }
        catch (IOException)
        {
            // The client is what is tested; it says what it saw.
        }
    }
}

/// <summary>Signs nothing: gives a row of ones.</summary>
internal sealed class FalseSigner(Certificate chain, SignatureAndHashAlgorithm algorithm) : TlsCredentialedSigner
{
    public Certificate Certificate => chain;

    public SignatureAndHashAlgorithm SignatureAndHashAlgorithm => algorithm;

    public byte[] GenerateRawSignature(byte[] hash) => [.. Enumerable.Repeat((byte)1, 256)];

    public TlsStreamSigner? GetStreamSigner() => null;
}
