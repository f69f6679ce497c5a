using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>
/// Puts names to what is wrong with a chain. Time, keys, signature algorithms and usage are read from the certificates,
/// because the systems differ there; trust, signatures, constraints and revocation are the operating system's findings.
/// </summary>
internal static class ChainInspector
{
    private const int MinRsaBits = 2048;
    private const int MinEcBits = 224;

    /// <summary>What the system may find and what it is called here. Time and partial chains are told apart below.</summary>
    private static readonly (X509ChainStatusFlags Flags, CertificateProblem Problem, string Text)[] SystemFindings =
    [
        (X509ChainStatusFlags.Revoked, CertificateProblem.Revoked, "is revoked"),
        (X509ChainStatusFlags.NotSignatureValid, CertificateProblem.InvalidChain, "has a signature that its issuer's key does not verify"),
        (X509ChainStatusFlags.Cyclic, CertificateProblem.InvalidChain, "is part of a chain that leads back to itself"),
        (
            X509ChainStatusFlags.InvalidNameConstraints | X509ChainStatusFlags.HasNotSupportedNameConstraint
                | X509ChainStatusFlags.HasNotDefinedNameConstraint | X509ChainStatusFlags.HasNotPermittedNameConstraint
                | X509ChainStatusFlags.HasExcludedNameConstraint,
            CertificateProblem.InvalidChain,
            "has names that a CA above it may not certify (name constraints)"),
        (
            X509ChainStatusFlags.InvalidExtension | X509ChainStatusFlags.HasNotSupportedCriticalExtension
                | X509ChainStatusFlags.InvalidPolicyConstraints | X509ChainStatusFlags.NoIssuanceChainPolicy,
            CertificateProblem.InvalidChain,
            "has an extension that is malformed, unknown and critical, or not fulfilled"),
        (X509ChainStatusFlags.ExplicitDistrust, CertificateProblem.UntrustedRoot, "is distrusted by this machine's settings"),
        (X509ChainStatusFlags.HasWeakSignature, CertificateProblem.WeakSignature, "has a signature that this machine holds too weak"),
        (
            X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation,
            CertificateProblem.RevocationUnknown,
            "could not be checked for revocation: there is no CRL or OCSP answer"),
    ];

    /// <summary>Everything that is wrong, in order of weight, and from the leaf upwards where that is equal.</summary>
    /// <param name="chain">The chain as built.</param>
    /// <param name="sent">The certificates as sent.</param>
    /// <param name="time">The moment to judge for.</param>
    public static IEnumerable<CertificateFinding> Inspect(BuiltChain chain, IReadOnlyList<X509Certificate2> sent, DateTimeOffset time) =>
        Trust(chain)
            .Concat(Completeness(chain, sent))
            .Concat(chain.Elements.SelectMany((element, depth) => System(element, depth)))
            .Concat(chain.Elements.SelectMany((element, depth) => Certificate(element.Certificate, depth, depth == chain.Elements.Count - 1, time)))
            .Concat(Usage(chain))
            .OrderBy(finding => finding.Problem);

    private static IEnumerable<CertificateFinding> Trust(BuiltChain chain)
    {
        if (chain.IsTrusted)
        {
            yield break;
        }

        string issuer = Quoted.Value(chain.Top.Issuer);
        bool alone = chain.Elements.Count == 1;
        yield return (alone, CertificateInfoFactory.IsSelfIssued(chain.Top)) switch
        {
            (true, true) => new(CertificateProblem.SelfSigned, "The certificate is self-signed and not among the trusted roots."),
            (true, false) => new(
                CertificateProblem.MissingIntermediate,
                $"The certificate of the issuer {issuer} is neither sent by the server nor known here."),
            (false, true) => new(CertificateProblem.UntrustedRoot, $"The root {issuer} is not trusted."),
            (false, false) => new(
                CertificateProblem.UntrustedRoot,
                $"The chain ends in {Quoted.Value(chain.Top.Subject)}; the certificate of its issuer {issuer} is neither sent by the server nor known here."),
        };
    }

    // What this machine happens to have in its store of intermediates, the next sender has not (RFC 8446 section 4.4.2 leaves out the root
    // only). Link by link, and the first one that is missing: openssl s_client stops there with "unable to get local issuer certificate".
    private static IEnumerable<CertificateFinding> Completeness(BuiltChain chain, IReadOnlyList<X509Certificate2> sent)
    {
        for (int depth = 1; depth < chain.Elements.Count; depth++)
        {
            X509Certificate2 issuer = chain.Elements[depth].Certificate;
            if (CertificateInfoFactory.IsSelfIssued(issuer))
                yield break;
            if (sent.Any(s => CertificateInfoFactory.IsSameAuthority(s, issuer)))
                continue;
            yield return new(
                CertificateProblem.MissingIntermediate,
                depth == 1
                    ? $"The server does not send the certificate of its issuer {Quoted.Value(issuer.Subject)}; this machine has it, others need not."
                    : $"The server does not send {Quoted.Value(issuer.Subject)}, the certificate of the issuer of "
                        + $"{Quoted.Value(chain.Elements[depth - 1].Certificate.Subject)}; this machine has it, others need not.");
            yield break;
        }
    }

    private static IEnumerable<CertificateFinding> System(BuiltChainElement element, int depth) =>
        SystemFindings.Where(known => (element.Status & known.Flags) != 0)
            .Select(known => new CertificateFinding(known.Problem, $"{Name(element.Certificate, depth)} {known.Text}."));

    private static IEnumerable<CertificateFinding> Certificate(X509Certificate2 certificate, int depth, bool isTop, DateTimeOffset time)
    {
        string name = Name(certificate, depth);
        DateTimeOffset notBefore = CertificateInfoFactory.Utc(certificate.NotBefore);
        DateTimeOffset notAfter = CertificateInfoFactory.Utc(certificate.NotAfter);
        if (time > notAfter)
        {
            yield return new(CertificateProblem.Expired, $"{name} expired on {Date(notAfter)}.");
        }

        if (time < notBefore)
        {
            yield return new(CertificateProblem.NotYetValid, $"{name} is not valid before {Date(notBefore)}.");
        }

        PublicKeyFacts key = PublicKeyFacts.Read(certificate.PublicKey);
        int least = key.Algorithm switch { "RSA" or "DSA" => MinRsaBits, "ECDSA" => MinEcBits, _ => 0 };
        if (key.Size > 0 && key.Size < least)
        {
            yield return new(CertificateProblem.WeakKey, $"{name} has a key of {key.Size} bits ({key.Algorithm}); {least} is the least.");
        }

        // Nobody relies on a root's signature of itself.
        string? algorithm = certificate.SignatureAlgorithm.Value;
        if (SignatureAlgorithms.IsWeak(algorithm) && !(isTop && CertificateInfoFactory.IsSelfIssued(certificate)))
        {
            yield return new(CertificateProblem.WeakSignature, $"{name} is signed with {SignatureAlgorithms.Name(algorithm)}.");
        }
    }

    // RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12; an extended key usage of a CA limits what is below it, as every browser has it.
    private static IEnumerable<CertificateFinding> Usage(BuiltChain chain)
    {
        bool found = false;
        for (int depth = 0; depth < chain.Elements.Count; depth++)
        {
            (X509Certificate2 certificate, X509ChainStatusFlags status, _) = chain.Elements[depth];
            CertificateUsage usage = CertificateUsage.Read(certificate);
            bool isAnchor = depth == chain.Elements.Count - 1 && CertificateInfoFactory.IsSelfIssued(certificate);
            string? fault =
                usage.IsMalformed ? "has a usage extension that cannot be read"
                : depth == 0 && !usage.AllowsServerAuthentication ? "may not be used for server authentication (extended key usage)"
                : depth == 0 && !usage.AllowsHandshake(PublicKeyFacts.Read(certificate.PublicKey).Algorithm) ? "may not be used for TLS (key usage)"
                : depth > 0 && !isAnchor && !usage.AllowsIssuing ? "has issued a certificate and is no CA (basic constraints, key usage)"
                : depth > 0 && !isAnchor && !usage.AllowsServerAuthentication ? "may not issue certificates for server authentication (extended key usage)"
                : (status & X509ChainStatusFlags.InvalidBasicConstraints) != 0 ? "may not stand where it stands in the chain (basic constraints)"
                : (status & X509ChainStatusFlags.NotValidForUsage) != 0 && isAnchor && !found ? "is not trusted for server authentication on this machine"
                : null;
            if (fault is not null)
            {
                found = true;
                yield return new(CertificateProblem.WrongKeyUsage, $"{Name(certificate, depth)} {fault}.");
            }
        }
    }

    private static string Name(X509Certificate2 certificate, int depth) =>
        depth == 0 ? "The certificate" : $"The CA certificate {Quoted.Value(certificate.Subject)}";

    private static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
