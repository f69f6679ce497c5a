using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using SmtpTls.Certificates;
using SmtpTls.Tls;

namespace SmtpTls.Benchmarks;

/// <summary>A handshake by each engine against the same server, an SslStream in this process: its half is in every number.</summary>
[MemoryDiagnoser]
public class HandshakeBenchmarks : IDisposable
{
    private const string Host = "localhost";

    private readonly X509Certificate2 _certificate = SelfSignedCertificate.Create(Host);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ITlsEngine _managed = TlsEngines.Create(TlsEngineName.Managed);
    private readonly ITlsEngine _platform = TlsEngines.Create(TlsEngineName.Platform);

    [Params(SslProtocolVersion.Tls12, SslProtocolVersion.Tls13)]
    public SslProtocolVersion Protocol { get; set; }

    [GlobalSetup]
    public void Listen() => _listener.Start();

    [GlobalCleanup]
    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "-Engine Platform (SslStream)")]
    public Task Platform() => ShakeHandsAsync(_platform);

    [Benchmark(Description = "-Engine Managed (BouncyCastle)")]
    public Task Managed() => ShakeHandsAsync(_managed);

    private async Task ShakeHandsAsync(ITlsEngine engine)
    {
        using TcpClient client = new();
        Task<TcpClient> accepting = _listener.AcceptTcpClientAsync();
        await client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint);
        using TcpClient server = await accepting;
        await using SslStream tls = new(server.GetStream());
        Task serving = tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, AllowTlsResume = false });
        TlsHandshake handshake = await engine.AuthenticateAsync(
            client.GetStream(), new TlsClientOptions { ServerName = Host, Protocols = [Protocol] }, CancellationToken.None);
        await serving;
        if (handshake.Protocol != Protocol)
            throw new InvalidOperationException(handshake.Error);
        foreach (X509Certificate2 certificate in handshake.Certificates)
            certificate.Dispose();
        await handshake.Stream!.DisposeAsync();
    }
}
