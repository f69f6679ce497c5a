using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

public sealed class TlsEngineTests : IDisposable
{
    private readonly X509Certificate2 _certificate = new TestCertificate().Create();

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData(TlsEngineName.Managed, SslProtocols.Tls13, SslProtocolVersion.Tls13)]
    [InlineData(TlsEngineName.Managed, SslProtocols.Tls12, SslProtocolVersion.Tls12)]
    [InlineData(TlsEngineName.Platform, SslProtocols.Tls13, SslProtocolVersion.Tls13)]
    [InlineData(TlsEngineName.Platform, SslProtocols.Tls12, SslProtocolVersion.Tls12)]
    public async Task Data_goes_both_ways_and_the_handshake_is_told(TlsEngineName engine, SslProtocols protocol, SslProtocolVersion expected)
    {
        string? serverSaw = null;
        TlsHandshake handshake = await RunAsync(engine, new TlsClientOptions { ServerName = "mx.example.com" }, Server(protocol), async tls =>
        {
            serverSaw = tls.TargetHostName;
            byte[] data = new byte[100_000];
            await tls.ReadExactlyAsync(data);
            await tls.WriteAsync(data);
        }, async stream =>
        {
            byte[] sent = RandomNumberGenerator.GetBytes(100_000);
            byte[] received = new byte[sent.Length];
            await stream.WriteAsync(sent);
            await stream.ReadExactlyAsync(received);
            Assert.Equal(sent, received);
        });

        Assert.True(handshake.Succeeded);
        Assert.Equal(expected, handshake.Protocol);
        Assert.StartsWith(expected == SslProtocolVersion.Tls13 ? "TLS_AES" : "TLS_ECDHE_ECDSA", handshake.CipherSuite!.Name, StringComparison.Ordinal);
        Assert.Equal(_certificate.Thumbprint, Assert.Single(handshake.Certificates).Thumbprint);
        Assert.Equal("mx.example.com", serverSaw);
        // The platform tells no group and no scheme, and cannot know that a server will not ask for a certificate.
        Assert.Equal(
            engine == TlsEngineName.Managed ? ("x25519", "ecdsa_secp256r1_sha256", false) : (null, null, null),
            (handshake.Group, handshake.SignatureScheme, handshake.ClientCertificateRequested));
    }

    public static TheoryData<TlsEngineName, SslProtocols, bool> ClientKeys
    {
        get
        {
            TheoryData<TlsEngineName, SslProtocols, bool> data = [];
            foreach (TlsEngineName engine in Enum.GetValues<TlsEngineName>())
            {
                foreach (SslProtocols protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
                {
                    data.Add(engine, protocol, true);
                    data.Add(engine, protocol, false);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ClientKeys))]
    public async Task A_client_certificate_is_presented(TlsEngineName engine, SslProtocols protocol, bool rsa)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 own = new TestCertificate { Subject = "CN=client", Key = key, ExtendedKeyUsage = "1.3.6.1.5.5.7.3.2" }.Create();
        string? seen = null;
        TlsHandshake handshake = await RunAsync(engine, new TlsClientOptions { ClientCertificate = own }, Server(protocol, client: true), async tls =>
        {
            seen = tls.RemoteCertificate?.Subject;
            await tls.WriteAsync(new byte[1]);
        }, async stream => await stream.ReadExactlyAsync(new byte[1]));

        Assert.True(handshake.Succeeded);
        Assert.Equal("CN=client", seen);
        Assert.Equal((true, true), (handshake.ClientCertificateRequested, handshake.ClientCertificateSent));
    }

    [Fact]
    public async Task No_version_in_common_is_an_alert()
    {
        TlsHandshake handshake = await RunAsync(
            TlsEngineName.Managed, new TlsClientOptions { Protocols = [SslProtocolVersion.Tls12] }, Server(SslProtocols.Tls13), _ => Task.CompletedTask);

        Assert.False(handshake.Succeeded);
        Assert.Equal((70, true), (handshake.Alert!.Code, handshake.AlertReceived));
        Assert.Contains("protocol_version(70)", handshake.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_platform_tells_the_systems_own_reason()
    {
        TlsHandshake handshake = await RunAsync(
            TlsEngineName.Platform, new TlsClientOptions { Protocols = [SslProtocolVersion.Tls12] }, Server(SslProtocols.Tls13), _ => Task.CompletedTask);

        Assert.Equal((70, true), (handshake.Alert!.Code, handshake.AlertReceived));
        Assert.Equal("The server ended the handshake with the alert protocol_version(70): the two sides have no TLS version in common.", handshake.Error);
        Assert.Equal([SslProtocolVersion.Tls12], handshake.Offered);
    }

    [Theory]
    [InlineData("error:0A00014D:SSL routines::legacy sigalg disallowed or unsupported", "The handshake failed: legacy sigalg disallowed or unsupported (OpenSSL error 0A00014D).")]
    [InlineData("The token supplied to the function is invalid.", "The handshake failed: The token supplied to the function is invalid.")]
    public void The_innermost_reason_is_the_one_that_is_told(string inner, string expected) => Assert.Equal(
        expected, PlatformTls.Describe(new AuthenticationException("Authentication failed, see inner exception.", new IOException("SSL_ERROR_SSL", new IOException(inner)))));

    [Fact]
    public void A_suite_that_the_system_does_not_tell_is_not_known() => Assert.Null(PlatformTls.SuiteOf(TlsCipherSuite.TLS_NULL_WITH_NULL_NULL));

    [Theory]
    [InlineData("500 what?\r\n", "500 what?")]
    [InlineData("", "closed the connection")]
    public async Task What_is_not_tls_is_said_to_be_none(string answer, string expected)
    {
        (Socket client, Socket server) = await ConnectAsync();
        using NetworkStream transport = new(client, ownsSocket: true);
        Task<TlsHandshake> handshake = new ManagedTlsEngine().AuthenticateAsync(transport, new TlsClientOptions(), TestContext.Current.CancellationToken);
        await server.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken);
        await server.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        server.Shutdown(SocketShutdown.Both);

        TlsHandshake result = await handshake;
        server.Dispose();

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private SslServerAuthenticationOptions Server(SslProtocols protocol, bool client = false) => new()
    {
        ServerCertificate = _certificate,
        EnabledSslProtocols = protocol,
        ClientCertificateRequired = client,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
    };

    private static async Task<TlsHandshake> RunAsync(
        TlsEngineName engine, TlsClientOptions options, SslServerAuthenticationOptions server, Func<SslStream, Task> serve, Func<Stream, Task>? use = null)
    {
        (Socket client, Socket accepted) = await ConnectAsync();
        using NetworkStream transport = new(client, ownsSocket: true);
        Task serving = ServeAsync(accepted, server, serve);
        TlsHandshake handshake = await TlsEngines.Create(engine).AuthenticateAsync(transport, options, TestContext.Current.CancellationToken);
        if (handshake.Stream is { } stream)
        {
            if (use is not null)
                await use(stream);
            await stream.DisposeAsync();
        }
        transport.Close();
        await serving;
        return handshake;
    }

    private static async Task ServeAsync(Socket socket, SslServerAuthenticationOptions options, Func<SslStream, Task> serve)
    {
        await using SslStream tls = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsServerAsync(options);
            await serve(tls);
            _ = await tls.ReadAsync(new byte[1]);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // The client is what is tested; it says what it saw.
        }
    }

    private static async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Socket client = new(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint);
        return (client, await listener.AcceptSocketAsync());
    }
}
