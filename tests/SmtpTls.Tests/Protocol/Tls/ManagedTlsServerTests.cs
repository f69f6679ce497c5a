using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

public sealed class ManagedTlsServerTests
{
    public static TheoryData<SslProtocolVersion, bool, bool> Handshakes
    {
        get
        {
            TheoryData<SslProtocolVersion, bool, bool> data = [];
            foreach (SslProtocolVersion version in new[] { SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12, SslProtocolVersion.Tls13 })
            {
                foreach (bool rsa in new[] { true, false })
                {
                    data.Add(version, rsa, false);
                    data.Add(version, rsa, true);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Handshakes))]
    public async Task Every_version_serves_either_key_and_shows_the_client(SslProtocolVersion version, bool rsa, bool client)
    {
        using X509Certificate2 certificate = Certificate("CN=mx.example.com", rsa);
        using X509Certificate2 own = Certificate("CN=client", rsa);

        (TlsHandshake clientSaw, TlsServerHandshake serverSaw) = await RunAsync(
            new TlsServerOptions { Certificate = certificate, Protocols = [version], RequestClientCertificate = client },
            new TlsClientOptions { ServerName = "mx.example.com", ClientCertificate = own });

        Assert.Null(clientSaw.Error);
        Assert.Null(serverSaw.Error);
        Assert.Equal((version, version), (clientSaw.Protocol, serverSaw.Protocol));
        Assert.Equal(clientSaw.CipherSuite, serverSaw.CipherSuite);
        Assert.Equal((clientSaw.Group, "mx.example.com"), (serverSaw.Group, serverSaw.ServerName));
        Assert.Equal(certificate.Thumbprint, Assert.Single(clientSaw.Certificates).Thumbprint);
        Assert.Equal(client, clientSaw.ClientCertificateRequested);
        bool sent = client && version >= SslProtocolVersion.Tls12;
        Assert.Equal((sent, sent ? 1 : 0), (clientSaw.ClientCertificateSent, serverSaw.ClientCertificates.Count));
        Assert.Equal([SslProtocolVersion.Tls13, SslProtocolVersion.Tls12, SslProtocolVersion.Tls11, SslProtocolVersion.Tls10], serverSaw.OfferedProtocols);
        Assert.Contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", serverSaw.OfferedCipherSuites);
    }

    [Fact]
    public async Task Senders_that_know_only_RSA_key_exchange_are_served_and_no_others_are_given_it()
    {
        using X509Certificate2 certificate = Certificate("CN=mx.example.com", rsa: true);
        TlsServerOptions options = new() { Certificate = certificate };
        CipherSuite old = CipherSuites.All.Single(suite => suite.Name == "TLS_RSA_WITH_AES_128_GCM_SHA256");
        CipherSuite better = CipherSuites.All.Single(suite => suite.Name == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

        (TlsHandshake clientSaw, TlsServerHandshake serverSaw) = await RunAsync(options, new TlsClientOptions { CipherSuites = [old], Protocols = [SslProtocolVersion.Tls12] });
        (_, TlsServerHandshake both) = await RunAsync(options, new TlsClientOptions { CipherSuites = [old, better], Protocols = [SslProtocolVersion.Tls12] });

        Assert.Null(clientSaw.Error);
        Assert.Equal((old, SslProtocolVersion.Tls12), (serverSaw.CipherSuite, serverSaw.Protocol));
        Assert.Null(clientSaw.KeyExchangeBits);
        Assert.Equal(better, both.CipherSuite);
        Assert.NotNull(both.KeyExchangeBits);
    }

    [Fact]
    public async Task Both_sides_say_when_they_have_no_version_in_common()
    {
        using X509Certificate2 certificate = Certificate("CN=mx.example.com", rsa: false);

        (TlsHandshake clientSaw, TlsServerHandshake serverSaw) = await RunAsync(
            new TlsServerOptions { Certificate = certificate, Protocols = [SslProtocolVersion.Tls13] },
            new TlsClientOptions { Protocols = [SslProtocolVersion.Tls12] });

        Assert.Equal(("protocol_version", true), (clientSaw.Alert!.Name, clientSaw.AlertReceived));
        Assert.Equal(("protocol_version", false), (serverSaw.Alert!.Name, serverSaw.AlertReceived));
        Assert.Equal([SslProtocolVersion.Tls12], serverSaw.OfferedProtocols);
    }

    [Fact]
    public async Task A_client_that_speaks_no_tls_is_shown()
    {
        using X509Certificate2 certificate = Certificate("CN=mx.example.com", rsa: false);
        (NetworkStream client, NetworkStream server) = await ConnectAsync();
        await using NetworkStream ownedClient = client;
        await using NetworkStream ownedServer = server;
        Task<TlsServerHandshake> serving = new ManagedTlsServer().AuthenticateAsync(
            server, new TlsServerOptions { Certificate = certificate }, TestContext.Current.CancellationToken);

        await client.WriteAsync("EHLO client.example.com\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Contains("'EHLO client.example.com", (await serving).Error, StringComparison.Ordinal);
    }

    private static X509Certificate2 Certificate(string subject, bool rsa) => new TestCertificate
    {
        Subject = subject,
        Key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256),
    }.Create();

    private static async Task<(TlsHandshake Client, TlsServerHandshake Server)> RunAsync(TlsServerOptions serverOptions, TlsClientOptions clientOptions)
    {
        (NetworkStream client, NetworkStream server) = await ConnectAsync();
        await using NetworkStream ownedClient = client;
        await using NetworkStream ownedServer = server;
        Task<TlsServerHandshake> serving = new ManagedTlsServer().AuthenticateAsync(server, serverOptions, TestContext.Current.CancellationToken);
        TlsHandshake clientSaw = await new ManagedTlsEngine().AuthenticateAsync(client, clientOptions, TestContext.Current.CancellationToken);
        TlsServerHandshake serverSaw = await serving;
        if (clientSaw.Stream is { } a && serverSaw.Stream is { } b)
        {
            await a.WriteAsync(new byte[] { 1, 2, 3 });
            byte[] received = new byte[3];
            await b.ReadExactlyAsync(received);
            Assert.Equal([1, 2, 3], received);
            await b.DisposeAsync();
            Assert.Equal(0, await a.ReadAsync(received));
            await a.DisposeAsync();
        }
        return (clientSaw, serverSaw);
    }

    private static async Task<(NetworkStream Client, NetworkStream Server)> ConnectAsync()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Socket client = new(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint);
        return (new NetworkStream(client, ownsSocket: true), new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true));
    }
}
