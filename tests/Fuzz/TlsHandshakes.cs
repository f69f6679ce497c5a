using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Tls;

namespace SmtpTls.Fuzz;

/// <summary>
/// What one side of a whole handshake sent, recorded once, is damaged and given to the other side: flight after flight, then the end.
/// The keys of both sides are new in each process, so the same number damages the same places but not the same bytes.
/// </summary>
internal static class TlsHandshakes
{
    private static readonly string[] Tokens = ["\u0016\u0003\u0003", "\u0015\u0003\u0003\u0000\u0002\u0002\u0028", "\u0014\u0003\u0003\u0000\u0001\u0001", "\u000b\u0000", "\u0017\u0003\u0003", "\0\0\0"];
    private static readonly Lazy<X509Certificate2> Certificate = new(MakeCertificate);
    private static readonly Lazy<IReadOnlyList<(byte[] Client, byte[] Server)>> Recorded = new(
        () => [Record(SslProtocolVersion.Tls12), Record(SslProtocolVersion.Tls13), Record(SslProtocolVersion.Tls10)]);

    public static IReadOnlyList<Target> Targets { get; } =
    [
        new("tls-client", ReadAsClient, Tokens) { Seeds = () => [.. Recorded.Value.Select(sent => sent.Server)] },
        new("tls-server", ReadAsServer, Tokens) { Seeds = () => [.. Recorded.Value.Select(sent => sent.Client)] },
    ];

    private static void ReadAsClient(byte[] bytes)
    {
        TlsHandshake seen = AsClient(bytes);
        if (!seen.Succeeded && string.IsNullOrEmpty(seen.Error))
            throw new InvalidOperationException("The handshake failed without a word.");
    }

    private static void ReadAsServer(byte[] bytes)
    {
        TlsServerHandshake seen = AsServer(bytes);
        if (seen.Stream is null && string.IsNullOrEmpty(seen.Error))
            throw new InvalidOperationException("The handshake failed without a word.");
    }

    private static TlsHandshake AsClient(byte[] bytes)
    {
        using OneSided transport = new(bytes);
        return new ManagedTlsEngine().AuthenticateAsync(transport, new TlsClientOptions { ServerName = "mx.example.com" }, default).GetAwaiter().GetResult();
    }

    private static TlsServerHandshake AsServer(byte[] bytes)
    {
        using OneSided transport = new(bytes);
        TlsServerOptions options = new() { Certificate = Certificate.Value, RequestClientCertificate = true };
        return new ManagedTlsServer().AuthenticateAsync(transport, options, default).GetAwaiter().GetResult();
    }

    private static (byte[] Client, byte[] Server) Record(SslProtocolVersion version)
    {
        Pipe toServer = new();
        Pipe toClient = new();
        using Recording client = new(toClient.Reader.AsStream(), toServer.Writer.AsStream());
        using Recording server = new(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        Task<TlsServerHandshake> serving = new ManagedTlsServer().AuthenticateAsync(
            server, new TlsServerOptions { Certificate = Certificate.Value, Protocols = [version], RequestClientCertificate = true }, default);
        Task<TlsHandshake> asking = new ManagedTlsEngine().AuthenticateAsync(
            client, new TlsClientOptions { ServerName = "mx.example.com", ClientCertificate = Certificate.Value }, default);
        if (asking.GetAwaiter().GetResult() is { Succeeded: false } failed)
            throw new InvalidOperationException($"No handshake with {version} to start from: {failed.Error}");
        serving.GetAwaiter().GetResult();
        (byte[] Client, byte[] Server) sent = (client.Sent.ToArray(), server.Sent.ToArray());
        // Undamaged, each gets the other side far: else this fuzzing would test the first bytes only.
        if (AsServer(sent.Client).ServerName != "mx.example.com" || (version < SslProtocolVersion.Tls13 && AsClient(sent.Server).Certificates.Count != 1))
            throw new InvalidOperationException($"What was recorded of {version} leads nowhere.");
        return sent;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=mx.example.com", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary>Gives its bytes, then the end; what is written goes nowhere.</summary>
    private sealed class OneSided(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }

    private sealed class Recording(Stream input, Stream output) : Stream
    {
        public MemoryStream Sent { get; } = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            input.ReadAsync(buffer, offset, count, cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Sent.Write(buffer, offset, count);
            await output.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(WriteAsync(buffer.ToArray(), 0, buffer.Length, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count, default).GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
