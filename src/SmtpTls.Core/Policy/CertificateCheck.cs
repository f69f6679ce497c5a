using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Policy;

/// <summary>
/// Judges the certificate of a policy host within the platform's handshake: what the platform takes is good, and a chain to a root that
/// was given. What it refuses is put into words.
/// </summary>
internal sealed class CertificateCheck(string host, IReadOnlyList<X509Certificate2> trustedRoots)
{
    /// <summary>The certificate, once seen.</summary>
    public CertificateInfo? Certificate { get; private set; }

    /// <summary>In sentences, why it was refused; <see langword="null"/> where it was not.</summary>
    public string? Fault { get; private set; }

    /// <summary>The decision.</summary>
    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            Fault = "it sent none.";
            return false;
        }
        using X509Certificate2 leaf = new(certificate);
        Certificate = CertificateInfoFactory.Create(leaf);
        if (errors == SslPolicyErrors.None)
            return true;
        // The chain as the platform built it holds what was sent.
        X509Certificate2[] others = [.. (chain?.ChainElements.Cast<X509ChainElement>() ?? []).Select(e => e.Certificate).Skip(1)
            .Concat(chain?.ChainPolicy.ExtraStore.Cast<X509Certificate2>() ?? [])];
        CertificateVerdict verdict = CertificateVerifier.Verify([leaf, .. others.Take(CertificateVerifier.MaxSent)], host, new() { TrustedRoots = trustedRoots });
        bool good = trustedRoots.Count > 0 && verdict is { Valid: true, NameMatch: true };
        Fault = good ? null : verdict.Reasons.Count > 0 ? string.Join(" ", verdict.Reasons) : $"{errors}.";
        return good;
    }
}
