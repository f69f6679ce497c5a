using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Testing;

/// <summary>How to test an address.</summary>
internal sealed record ProbeOptions
{
    /// <summary>
    /// Longer than the greet delays of the field (5 to 30 seconds), much shorter than the five minutes that
    /// RFC 5321 section 4.5.3.2 gives a mail server that has the time.
    /// </summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(45);

    /// <summary>The name for EHLO; <see langword="null"/> for the connection's own address literal.</summary>
    public string? HeloName { get; init; }

    /// <summary>The reverse path for MAIL FROM; empty is the null sender, as delivery reports and call-outs have it.</summary>
    public string MailFrom { get; init; } = "";

    /// <summary>The versions to offer; empty for the engine's own.</summary>
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [];

    /// <summary>A certificate to present if the server asks for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Certificates to send behind it.</summary>
    public IReadOnlyList<X509Certificate2> ClientIntermediates { get; init; } = [];

    /// <summary>How to judge the server's certificate.</summary>
    public CertificateVerifierOptions Verification { get; init; } = new();

    /// <summary>Time limit of each step.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Time limit for the answer to QUIT, of which nothing depends.</summary>
    public TimeSpan QuitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether to see, with a second connection, if mail is taken without STARTTLS. It opens when the first has been let into
    /// STARTTLS, or when the greeting takes longer than <see cref="SlowBanner"/>, so that a greet delay is waited for only once.
    /// </summary>
    public bool ObserveRequired { get; init; } = true;

    /// <summary>From when on a greeting is slow.</summary>
    public TimeSpan SlowBanner { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether to stop once the certificate is known, without MAIL FROM.</summary>
    public bool StopAfterCertificate { get; init; }
}
