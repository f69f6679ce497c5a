using SmtpTls.Certificates;

namespace SmtpTls.Exchange;

/// <summary>Which certificate a connector uses, as far as the certificates given tell.</summary>
internal sealed record ConnectorCertificate
{
    /// <summary>What becomes of the connector's <c>TlsCertificateName</c>.</summary>
    public required CertificateNameState State { get; init; }

    /// <summary>The certificate that the name leads to.</summary>
    public ExchangeCertificate? Certificate { get; init; }

    /// <summary>The certificate to name in its place: a newer one for the same names, or one with the same subject from another issuer.</summary>
    public ExchangeCertificate? Successor { get; init; }

    /// <summary>Whether a certificate covers the connector's FQDN; <see langword="null"/> where that cannot be known.</summary>
    public bool? CoversFqdn { get; init; }

    /// <summary>Looks for the certificate.</summary>
    public static ConnectorCertificate Find(ConnectorSettings connector, IReadOnlyList<ExchangeCertificate>? all)
    {
        List<ExchangeCertificate>? candidates = all?.Where(certificate => MayBeOn(connector, certificate)).ToList();
        if (candidates?.Count == 0)
            candidates = null; // There are none, or other servers' only: of this one's nothing is known.
        if (connector.TlsCertificateName is null)
        {
            return new ConnectorCertificate
            {
                State = CertificateNameState.NotSet,
                CoversFqdn = candidates is not null ? Covers(candidates.Where(IsEligible), connector.Fqdn) : null,
            };
        }

        if (CertificateNameText.Parse(connector.TlsCertificateName) is not { } name)
            return new ConnectorCertificate { State = CertificateNameState.Malformed };
        if (candidates is null)
            return new ConnectorCertificate { State = CertificateNameState.NotChecked };

        // The newest first: that is the one which Exchange takes.
        List<ExchangeCertificate> found = [.. candidates.Where(one => name.Names(one.Issuer, one.Subject)).OrderByDescending(one => one.NotBefore)];
        if (found.Count == 0)
        {
            return new ConnectorCertificate
            {
                State = CertificateNameState.NotFound,
                Successor = Newest(candidates.Where(one => one.Subject.Length > 0 && one.IsSelfSigned != true && IsEligible(one) && DistinguishedNameText.AreEqual(one.Subject, name.Subject))),
            };
        }

        return new ConnectorCertificate
        {
            State = found.All(found[0].IsSameAs) ? CertificateNameState.Found : CertificateNameState.Ambiguous,
            Certificate = found[0],
            Successor = Newest(candidates.Where(one => IsEligible(one) && one.NotBefore > found[0].NotBefore && one.NotAfter > found[0].NotAfter
                && !found.Contains(one) && Replaces(one, found[0]))),
            CoversFqdn = Covers(found.Take(1), connector.Fqdn),
        };
    }

    private static bool MayBeOn(ConnectorSettings connector, ExchangeCertificate certificate) =>
        certificate.Server is not { } server || connector.Servers.Count == 0 || connector.Servers.Any(own => ServerNames.AreSame(own, server));

    // Selection of inbound STARTTLS certificates: only those count that have a key and are assigned to SMTP.
    private static bool IsEligible(ExchangeCertificate certificate) => certificate.HasPrivateKey != false && certificate.IsBoundToSmtp != false;

    private static ExchangeCertificate? Newest(IEnumerable<ExchangeCertificate> certificates) => certificates.OrderByDescending(one => one.NotBefore).FirstOrDefault();

    // Issued for all that the old one is for, and no self-signed one in place of a CA's.
    private static bool Replaces(ExchangeCertificate one, ExchangeCertificate old) =>
        (one.IsSelfSigned != true || old.IsSelfSigned == true)
        && ((old.Subject.Length > 0 && DistinguishedNameText.AreEqual(one.Subject, old.Subject))
            || (old.Names is { DnsNames.Count: > 0 } names && one.Names is { } own && names.DnsNames.All(name => own.DnsNames.Contains(name, StringComparer.OrdinalIgnoreCase))));

    private static bool? Covers(IEnumerable<ExchangeCertificate> certificates, string? fqdn)
    {
        if (fqdn is null)
            return null;
        List<ExchangeCertificate> all = [.. certificates];
        return all.Any(one => one.Names is { } names && NameMatcher.Match(names, fqdn) is not null) ? true
            : all.Any(one => one.Names is null) ? null
            : false;
    }
}
