using SmtpTls.Exchange;
using static SmtpTls.Tests.Exchange.Samples;

namespace SmtpTls.Tests.Exchange;

public sealed class ConnectorCertificateTests
{
    [Fact]
    public void A_name_is_followed_to_its_certificate()
    {
        ExchangeTlsPolicy policy = Judge(Hybrid with { TlsCertificateName = "<i>CN=Example CA,O=Example<s>CN=MAIL.contoso.com" }, With(Certificate));

        Assert.Equal(
            (CertificateNameState.Found, Certificate.Thumbprint, Certificate.NotAfter),
            (policy.CertificateState, policy.CertificateThumbprint, policy.CertificateNotAfter));
    }

    [Fact]
    public void Of_several_with_the_name_the_latest_begun_is_taken()
    {
        ExchangeTlsPolicy policy = Judge(Hybrid, With(Certificate, Renewed));

        Assert.Equal((CertificateNameState.Ambiguous, Renewed.Thumbprint), (policy.CertificateState, policy.CertificateThumbprint));
    }

    [Fact]
    public void One_certificate_on_several_servers_is_one() =>
        Assert.Equal(CertificateNameState.Found, Judge(Hybrid, With(Certificate with { Server = "MBX1" }, Certificate with { Server = "MBX2" })).CertificateState);

    [Fact]
    public void A_certificate_of_another_server_does_not_count()
    {
        SendConnectorSettings connector = Hybrid with { Servers = ["MBX2"] };

        ExchangeCertificate other = Certificate with { Server = "mbx1.contoso.com" };
        Assert.Equal(CertificateNameState.NotChecked, Judge(connector, With(other)).CertificateState);
        Assert.Equal(CertificateNameState.NotFound, Judge(connector, With(other, Certificate with { Subject = "CN=x", Server = "MBX2" })).CertificateState);
        Assert.Equal(CertificateNameState.Found, Judge(connector, With(Certificate with { Server = "mbx2.contoso.com" })).CertificateState);
        Assert.Equal(CertificateNameState.Found, Judge(connector, With(Certificate)).CertificateState);
    }

    [Fact]
    public void Without_certificates_to_look_among_nothing_is_claimed()
    {
        Assert.Equal(CertificateNameState.NotChecked, Judge(Hybrid).CertificateState);
        Assert.Equal(CertificateNameState.NotSet, Judge(Send).CertificateState);
        Assert.Equal(CertificateNameState.Malformed, Judge(Hybrid with { TlsCertificateName = "mail.contoso.com" }).CertificateState);
        Assert.Equal(CertificateNameState.NotChecked, Judge(Hybrid, With()).CertificateState);
    }

    [Fact]
    public void What_is_wrong_with_the_certificate_is_told_of_the_connector() =>
        Assert.Contains(Judge(Hybrid, With(Certificate with { NotAfter = Now.AddDays(-1) })).Findings, finding => finding.Id == "CertificateExpired");
}
