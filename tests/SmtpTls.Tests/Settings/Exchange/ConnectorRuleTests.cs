using SmtpTls.Exchange;
using static SmtpTls.Tests.Exchange.Samples;

namespace SmtpTls.Tests.Exchange;

public sealed class ConnectorRuleTests
{
    private static readonly RuleCase[] SendCases =
    [
        Case("IgnoreStartTlsWithRequireTls", Send with { IgnoreStartTls = true, RequireTls = true }, Send with { IgnoreStartTls = true }),
        Case("IgnoreStartTls", Send with { IgnoreStartTls = true }, Send),
        Case("ForceHelo", Send with { ForceHelo = true }, Send),
        Case("ForceHelo", Send with { ForceHelo = true, RequireTls = true }, Send with { RequireTls = true }),
        Case(
            "TlsAuthLevelWithoutRequireTls",
            Send with { TlsAuthLevel = TlsAuthLevel.EncryptionOnly },
            Send with { TlsAuthLevel = TlsAuthLevel.EncryptionOnly, RequireTls = true }),
        Case(
            "TlsAuthLevelWithIgnoreStartTls",
            Send with { TlsAuthLevel = TlsAuthLevel.CertificateValidation, IgnoreStartTls = true },
            Send with { TlsAuthLevel = TlsAuthLevel.CertificateValidation }),
        Case("TlsDomainMissing", Hybrid with { TlsDomain = null }, Hybrid),
        Case("TlsDomainUnused", Hybrid with { TlsAuthLevel = TlsAuthLevel.CertificateValidation }, Hybrid),
        Case(
            "RecipientDomainChecked",
            Send with { RequireTls = true, TlsAuthLevel = TlsAuthLevel.DomainValidation },
            Send with { RequireTls = true, TlsAuthLevel = TlsAuthLevel.DomainValidation, TlsDomain = "example.net" }),
        Case("NoClientCertificateForFqdn", Send with { Fqdn = "mx.contoso.com" }, With(Certificate), Send with { Fqdn = "mail.contoso.com" }, With(Certificate)),
        Case(
            "NoClientCertificateForFqdn",
            Send with { Fqdn = "mx.contoso.com" },
            With(Certificate),
            Send with { Fqdn = "mx.contoso.com", IgnoreStartTls = true },
            With(Certificate)),
        Case("SmartHostsWithDnsRouting", SmartHost with { DnsRoutingEnabled = true }, SmartHost),
        Case("SmartHostsMissing", Send with { DnsRoutingEnabled = false }, SmartHost),
        Case(
            "BasicAuthInClear",
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuth },
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuth, RequireTls = true }),
        Case(
            "BasicAuthInClear",
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuth, RequireTls = true, ForceHelo = true },
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuthRequireTLS }),
        Case(
            "BasicAuthRequireTlsWithoutTls",
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuthRequireTLS, IgnoreStartTls = true },
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuthRequireTLS }),
        Case(
            "SmartHostNameNeeded",
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuthRequireTLS, SmartHosts = ["[192.0.2.1]"] },
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuthRequireTLS }),
        Case("SmartHostAuthWithoutSmartHost", Send with { SmartHostAuth = SmartHostAuthMechanism.ExchangeServer }, Send),
        Case(
            "ExternallySecured",
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.ExternalAuthoritative },
            SmartHost with { SmartHostAuth = SmartHostAuthMechanism.ExternalAuthoritative, RequireTls = true }),
        Case("DomainSecureWithoutDnsRouting", SmartHost with { DomainSecureEnabled = true }, SmartHost),
        Case("DomainSecureWithIgnoreStartTls", Partner with { IgnoreStartTls = true }, Partner),
        Case("DomainSecureWildcard", Partner with { AddressSpaces = ["*.partner.example"] }, Partner),
        Case("DomainSecureWildcard", Partner, Secured("*.partner.example"), Partner, Secured("partner.example")),
        Case("DomainNotInSecureList", Partner, Secured("other.example"), Partner, Secured("PARTNER.example")),
        Case("SecureListEmpty", Partner with { AddressSpaces = ["*"] }, Secured(), Partner with { AddressSpaces = ["*"] }, Secured("partner.example")),
        Case("SecureListUnknown", Partner, Nothing, Partner, Secured("partner.example")),
        Case("CloudMailWithoutVerifiedTls", Hybrid with { TlsAuthLevel = TlsAuthLevel.EncryptionOnly }, Hybrid),
        Case("CloudMailWithoutCertificateName", Hybrid with { TlsCertificateName = null }, Hybrid),
    ];

    private static readonly RuleCase[] ReceiveCases =
    [
        Case("NoStartTls", Receive with { AuthMechanism = ReceiveAuthMechanism.None }, Receive),
        Case("RequireTlsWithoutTls", Receive with { AuthMechanism = ReceiveAuthMechanism.Integrated, RequireTls = true }, Receive with { RequireTls = true }),
        Case("NoCertificateForFqdn", Receive with { Fqdn = "mx.contoso.com" }, With(Certificate), Receive, With(Certificate)),
        Case("NoCertificateForFqdn", Receive, With(Certificate with { IsBoundToSmtp = false }), Receive, With(Certificate with { IsBoundToSmtp = null })),
        Case("AuthNoneNotAlone", Receive with { NamesNoneBesideOthers = true }, Receive),
        Case(
            "BasicAuthRequireTlsIncomplete",
            Receive with { AuthMechanism = ReceiveAuthMechanism.Tls | ReceiveAuthMechanism.BasicAuthRequireTLS },
            Receive with { AuthMechanism = ReceiveAuthMechanism.Tls | ReceiveAuthMechanism.BasicAuth | ReceiveAuthMechanism.BasicAuthRequireTLS }),
        Case(
            "ExternalAuthoritativeNotAlone",
            Receive with { AuthMechanism = ReceiveAuthMechanism.ExternalAuthoritative | ReceiveAuthMechanism.ExchangeServer },
            Receive with { AuthMechanism = ReceiveAuthMechanism.ExternalAuthoritative | ReceiveAuthMechanism.Tls }),
        Case(
            "ExternalAuthoritativePermissions",
            Receive with { AuthMechanism = ReceiveAuthMechanism.ExternalAuthoritative, PermissionGroups = ReceivePermissionGroups.AnonymousUsers },
            Receive with { AuthMechanism = ReceiveAuthMechanism.ExternalAuthoritative, PermissionGroups = ReceivePermissionGroups.ExchangeServers }),
        Case(
            "BasicAuthInClear",
            Receive with { AuthMechanism = ReceiveAuthMechanism.Tls | ReceiveAuthMechanism.BasicAuth },
            Receive with { AuthMechanism = ReceiveAuthMechanism.Tls | ReceiveAuthMechanism.BasicAuth, RequireTls = true }),
        Case("InternetMailRequiresTls", Receive with { RequireTls = true }, Receive with { RequireTls = true, RemoteIPRanges = ["192.0.2.0/24"] }),
        Case("InternetMailRequiresTls", Receive with { RequireTls = true, RemoteIPRanges = [] }, Receive with { RequireTls = true, Bindings = ["0.0.0.0:587"] }),
        Case(
            "ImplicitTlsPort",
            Receive with { Bindings = ["0.0.0.0:465"] },
            Receive with { Bindings = ["0.0.0.0:465"], TransportRole = "HubTransport" }),
        Case("DomainSecureWithoutTls", Secure with { AuthMechanism = ReceiveAuthMechanism.Integrated }, Secure),
        Case(
            "DomainSecureWithExternalAuthoritative",
            Secure with { AuthMechanism = ReceiveAuthMechanism.Tls | ReceiveAuthMechanism.ExternalAuthoritative },
            Secure),
        Case("SecureListEmpty", Secure, Secured(), Secure, Secured("partner.example")),
        Case("SecureListUnknown", Secure, Nothing, Secure, Secured("partner.example")),
        Case(
            "CapabilitiesWithoutTls",
            Receive with { TlsDomainCapabilities = ["contoso.com:AcceptCloudServicesMail"], AuthMechanism = ReceiveAuthMechanism.Integrated },
            Receive with { TlsDomainCapabilities = ["contoso.com:AcceptCloudServicesMail"] }),
        Case(
            "CapabilitiesWithoutEncryption",
            Receive with { TlsDomainCapabilities = ["NO-TLS:AcceptOorgProtocol"] },
            Receive with { TlsDomainCapabilities = ["contoso.com:AcceptCloudServicesMail"] }),
        Case(
            "CapabilitiesWithoutCertificateName",
            Receive with { TlsDomainCapabilities = ["contoso.com:AcceptCloudServicesMail"] },
            Receive with { TlsDomainCapabilities = ["contoso.com:AcceptCloudServicesMail"], TlsCertificateName = Certificate.Name }),
        Case(
            "ExtendedProtectionWithoutTls",
            Receive with { ExtendedProtection = ExtendedProtection.Require, AuthMechanism = ReceiveAuthMechanism.Integrated },
            Receive with { ExtendedProtection = ExtendedProtection.Require }),
        Case("ExtendedProtectionRequired", Receive with { ExtendedProtection = ExtendedProtection.Require }, Receive with { ExtendedProtection = ExtendedProtection.Allow }),
        Case("XAnonymousTlsSuppressed", Receive with { SuppressXAnonymousTls = true }, Receive),
        Case("DowngradedAuthMissing", Receive with { SuppressXAnonymousTls = true }, Downgraded(false), Receive with { SuppressXAnonymousTls = true }, Downgraded(true)),
    ];

    private static readonly RuleCase[] CommonCases =
    [
        Case("UnknownValue", Send with { UnknownValues = ["TlsAuthLevel 'Strict'"] }, Send),
        Case("CertificateNameMalformed", Receive with { TlsCertificateName = "CN=mail.contoso.com" }, Receive with { TlsCertificateName = Certificate.Name }),
        Case("CertificateNotFound", Hybrid, With(Certificate with { Subject = "CN=other" }), Hybrid, With(Certificate)),
        Case(
            "NewerCertificateAvailable",
            Hybrid,
            With(Certificate, Renewed with { Issuer = "CN=Example CA 2, O=Example" }),
            Hybrid with { TlsCertificateName = "<I>CN=Example CA 2, O=Example<S>CN=mail.contoso.com" },
            With(Certificate, Renewed with { Issuer = "CN=Example CA 2, O=Example" })),
        Case("CertificateAmbiguous", Hybrid, With(Certificate, Renewed), Hybrid, With(Certificate, Certificate)),
        Case("FqdnNotInCertificate", Hybrid with { Fqdn = "mx.contoso.com" }, With(Certificate), Hybrid, With(Certificate)),
        Case("ConnectorDisabled", Send with { Enabled = false }, Send with { Enabled = null }),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Count)];

    private static IReadOnlyList<RuleCase> All => [.. SendCases, .. ReceiveCases, .. CommonCases];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_rule_finds_what_breaks_it_and_nothing_else(int number) => All[number].Verify();

    [Fact]
    public void Every_rule_has_a_case()
    {
        Assert.Equal(SendConnectorRules.All.Select(rule => rule.Id), SendCases.Select(one => one.Id).Distinct());
        Assert.Equal(ReceiveConnectorRules.All.Select(rule => rule.Id), ReceiveCases.Select(one => one.Id).Distinct());
        Assert.Equal(ConnectorRules.All.Select(rule => rule.Id), CommonCases.Select(one => one.Id).Distinct());
    }

    [Fact]
    public void Connectors_in_order_have_no_findings()
    {
        Assert.All<ConnectorSettings>([Send, SmartHost, Hybrid, Receive], connector => Assert.Empty(Judge(connector).Findings));
        Assert.Empty(Judge(Hybrid, With(Certificate)).Findings);
        Assert.Empty(Judge(Receive, With(Certificate)).Findings);
        Assert.Empty(Judge(Partner, Secured("partner.example")).Findings);
    }

    [Fact]
    public void A_renewed_certificate_comes_with_the_line_to_type()
    {
        ExchangeCertificate renewed = Renewed with { Issuer = "CN=Example's CA, O=Example" };

        Finding newer = Assert.Single(Judge(Hybrid, With(Certificate, renewed)).Findings);
        Assert.Equal("NewerCertificateAvailable", newer.Id);
        Assert.Contains("Set-SendConnector -Identity 'Internet' -TlsCertificateName '<I>CN=Example''s CA, O=Example<S>CN=mail.contoso.com'", newer.Text, StringComparison.Ordinal);

        Finding gone = Assert.Single(Judge(Receive with { TlsCertificateName = Certificate.Name }, With(renewed)).Findings);
        Assert.Equal("CertificateNotFound", gone.Id);
        Assert.Contains(@"Set-ReceiveConnector -Identity 'MBX1\Default Frontend MBX1' -TlsCertificateName", gone.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-SendConnector", Judge(Hybrid, With(renewed with { Subject = "CN=other" })).Findings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_found_however_the_certificates_name_is_written()
    {
        ExchangeCertificate certificate = Certificate with { Subject = "CN=mail.contoso.com, businessCategory=Private Organization, jurisdictionCountryName=US" };

        ExchangeTlsPolicy policy = Judge(
            Hybrid with { TlsCertificateName = $"<I>{Certificate.Issuer}<S>CN=mail.contoso.com, OID.2.5.4.15=Private Organization, OID.1.3.6.1.4.1.311.60.2.1.3=US" },
            With(certificate));

        Assert.Equal(CertificateNameState.Found, policy.CertificateState);
    }

    [Fact]
    public void The_worst_comes_first()
    {
        IReadOnlyList<Finding> findings = Judge(Hybrid with { Enabled = false, TlsDomain = null, TlsCertificateName = null }).Findings;

        Assert.Equal([FindingSeverity.Error, FindingSeverity.Warning, FindingSeverity.Information], findings.Select(finding => finding.Severity));
    }

    private static RuleCase Case(string id, ConnectorSettings broken, ConnectorSettings mended) => Case(id, broken, Nothing, mended, Nothing);

    private static RuleCase Case(
        string id, ConnectorSettings broken, OrganizationSettings around, ConnectorSettings mended, OrganizationSettings aroundMended) =>
        new(id, () => Judge(broken, around).Findings, () => Judge(mended, aroundMended).Findings);
}
