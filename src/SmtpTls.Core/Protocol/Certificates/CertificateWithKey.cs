using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>A certificate that a server or client can present.</summary>
/// <param name="Certificate">The certificate with its private key.</param>
/// <param name="Others">The certificates that stood beside it: its issuers, as a rule.</param>
internal sealed record CertificateWithKey(X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Others) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (X509Certificate2 other in Others)
        {
            other.Dispose();
        }
    }
}
