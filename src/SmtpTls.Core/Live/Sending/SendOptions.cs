using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Testing;

namespace SmtpTls.Sending;

/// <summary>How to send.</summary>
internal sealed record SendOptions
{
    /// <summary>What to do about TLS.</summary>
    public required SendTlsMode Mode { get; init; }

    /// <summary>The name for EHLO; <see langword="null"/> for the connection's own address literal.</summary>
    public string? HeloName { get; init; }

    /// <summary>The versions to offer; empty for the system's choice.</summary>
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [];

    /// <summary>A certificate to present if the server asks for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Certificates to send behind it. .NET Framework sends what its stores have instead.</summary>
    public IReadOnlyList<X509Certificate2> ClientIntermediates { get; init; } = [];

    /// <summary>How to judge the server's certificate.</summary>
    public CertificateVerifierOptions Verification { get; init; } = new();

    /// <summary>User name and password for AUTH, which is tried inside TLS only; <see langword="null"/> for no AUTH.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Time limit of each step.</summary>
    public TimeSpan Timeout { get; init; } = ProbeOptions.DefaultTimeout;

    /// <summary>Time limit for the answer to QUIT, of which nothing depends.</summary>
    public TimeSpan QuitTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
