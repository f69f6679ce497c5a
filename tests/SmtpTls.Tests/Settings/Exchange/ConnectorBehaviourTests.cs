using SmtpTls.Exchange;
using static SmtpTls.Tests.Exchange.Samples;

namespace SmtpTls.Tests.Exchange;

public sealed class ConnectorBehaviourTests
{
    [Fact]
    public void With_nothing_set_a_connector_is_opportunistic()
    {
        ExchangeTlsPolicy send = Judge(new SendConnectorSettings { Identity = "new" });
        ExchangeTlsPolicy receive = Judge(new ReceiveConnectorSettings { Identity = @"MBX1\new" });

        Assert.All([send, receive], policy =>
        {
            Assert.Equal((TlsMode.Opportunistic, PeerAuthentication.None, null), (policy.Mode, policy.Authentication, policy.CheckedName));
            Assert.StartsWith("Opportunistic: ", policy.Summary, StringComparison.Ordinal);
            Assert.Contains("Exchange's default", policy.Summary, StringComparison.Ordinal);
            Assert.Equal(CertificateNameState.NotSet, policy.CertificateState);
            Assert.Empty(policy.Findings);
        });
    }

    [Fact]
    public void RequireTLS_makes_TLS_mandatory_and_TlsAuthLevel_says_how_much_is_checked()
    {
        Check(Send with { RequireTls = true }, TlsMode.Required, PeerAuthentication.EncryptionOnly, null);
        Check(Send with { RequireTls = true, TlsAuthLevel = TlsAuthLevel.EncryptionOnly }, TlsMode.Required, PeerAuthentication.EncryptionOnly, null);
        Check(Send with { RequireTls = true, TlsAuthLevel = TlsAuthLevel.CertificateValidation }, TlsMode.Required, PeerAuthentication.Certificate, null);
        Check(Send with { RequireTls = true, TlsAuthLevel = TlsAuthLevel.DomainValidation }, TlsMode.Required, PeerAuthentication.Domain, "the recipient's domain");
        Check(Hybrid, TlsMode.Required, PeerAuthentication.Domain, "mail.protection.outlook.com");
        Check(Hybrid with { TlsDomain = null }, TlsMode.Required, PeerAuthentication.Domain, null);
        Check(Send with { TlsAuthLevel = TlsAuthLevel.DomainValidation, TlsDomain = "x.example" }, TlsMode.Opportunistic, PeerAuthentication.None, null);
    }

    [Fact]
    public void What_keeps_TLS_from_coming_about_is_told()
    {
        Check(Send with { IgnoreStartTls = true }, TlsMode.None, PeerAuthentication.None, null, "in the clear (IgnoreSTARTTLS)");
        Check(Send with { ForceHelo = true }, TlsMode.None, PeerAuthentication.None, null, "HELO instead of EHLO");
        Check(Send with { IgnoreStartTls = true, RequireTls = true }, TlsMode.Required, PeerAuthentication.EncryptionOnly, null, "Sends nothing");
        Check(Receive with { AuthMechanism = ReceiveAuthMechanism.None }, TlsMode.None, PeerAuthentication.None, null, "AuthMechanism lacks Tls");
        Check(Receive with { AuthMechanism = ReceiveAuthMechanism.None, RequireTls = true }, TlsMode.Required, PeerAuthentication.EncryptionOnly, null, "Takes no mail");
    }

    [Fact]
    public void Without_a_certificate_for_its_name_a_receive_connector_offers_no_STARTTLS()
    {
        ExchangeTlsPolicy policy = Judge(Receive with { Fqdn = "mx.contoso.com" }, With(Certificate));

        Assert.Equal((TlsMode.None, "NoCertificateForFqdn"), (policy.Mode, policy.Findings[0].Id));
        Assert.Equal(TlsMode.Opportunistic, Judge(Receive with { Fqdn = "mx.contoso.com" }).Mode);
        Assert.Equal(TlsMode.Opportunistic, Judge(Receive with { Fqdn = "mx.contoso.com" }, With()).Mode);
        Assert.Equal(TlsMode.Opportunistic, Judge(Receive with { Fqdn = "mx.contoso.com" }, With(Certificate with { Names = null })).Mode);
        Assert.Equal(TlsMode.Opportunistic, Judge(Receive with { Fqdn = null }, With(Certificate)).Mode);
    }

    [Fact]
    public void Domain_Security_is_mutual_for_the_domains_in_the_list_that_the_connector_serves()
    {
        SendConnectorSettings everywhere = Partner with { AddressSpaces = ["*"] };

        Check(Partner, TlsMode.Required, PeerAuthentication.Mutual, "partner.example", organization: Secured("partner.example", "other.example"));
        Check(everywhere, TlsMode.Opportunistic, PeerAuthentication.Mutual, "partner.example", "For all other domains: opportunistic", Secured("partner.example"));
        Check(everywhere, TlsMode.Opportunistic, PeerAuthentication.None, null, organization: Secured());
        Check(Partner with { DnsRoutingEnabled = false, SmartHosts = ["x.example"] }, TlsMode.Opportunistic, PeerAuthentication.None, null);
        Check(Partner with { IgnoreStartTls = true }, TlsMode.None, PeerAuthentication.None, null);
        Check(Secure, TlsMode.Opportunistic, PeerAuthentication.Mutual, "a.example, b.example", organization: Secured("a.example", "b.example"));
        Check(Secure, TlsMode.Opportunistic, PeerAuthentication.None, null, organization: Secured());
        Check(Secure with { AuthMechanism = ReceiveAuthMechanism.ExternalAuthoritative | ReceiveAuthMechanism.Tls }, TlsMode.Opportunistic, PeerAuthentication.None, null);
    }

    [Fact]
    public void Mutual_TLS_is_not_claimed_where_the_list_of_domains_is_not_known()
    {
        Check(Secure, TlsMode.Opportunistic, PeerAuthentication.None, null, "the list is not known");
        Check(Partner, TlsMode.Opportunistic, PeerAuthentication.None, null, "the list is not known");
    }

    [Fact]
    public void A_connector_that_logs_on_inside_TLS_only_is_not_opportunistic()
    {
        SendConnectorSettings connector = SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuthRequireTLS };

        Check(connector, TlsMode.Required, PeerAuthentication.EncryptionOnly, null, "BasicAuthRequireTLS");
        Check(connector with { RequireTls = true, TlsAuthLevel = TlsAuthLevel.CertificateValidation }, TlsMode.Required, PeerAuthentication.Certificate, null);
        Check(connector with { DnsRoutingEnabled = true, SmartHosts = [] }, TlsMode.Opportunistic, PeerAuthentication.None, null);
        Check(SmartHost with { SmartHostAuth = SmartHostAuthMechanism.BasicAuth }, TlsMode.Opportunistic, PeerAuthentication.None, null);
    }

    [Fact]
    public void A_receive_connector_that_requires_TLS_takes_no_mail_in_the_clear() =>
        Check(Receive with { RequireTls = true }, TlsMode.Required, PeerAuthentication.EncryptionOnly, null, "with TLS only");

    private static void Check(
        ConnectorSettings connector, TlsMode mode, PeerAuthentication authentication, string? checkedName, string text = "", OrganizationSettings? organization = null)
    {
        ExchangeTlsPolicy policy = Judge(connector, organization);
        Assert.Equal((mode, authentication, checkedName), (policy.Mode, policy.Authentication, policy.CheckedName));
        Assert.Contains(text, policy.Summary, StringComparison.Ordinal);
    }
}
