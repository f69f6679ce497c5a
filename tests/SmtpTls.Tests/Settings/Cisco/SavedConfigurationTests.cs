using System.Security.Cryptography.X509Certificates;
using SmtpTls.Cisco;

namespace SmtpTls.Tests.Cisco;

public sealed class SavedConfigurationTests
{
    [Fact]
    public void A_listener_is_read_with_its_table_and_defaults()
    {
        IReadOnlyList<EsaTlsPolicy> policies = EsaSamples.Judge(EsaSamples.Configuration(
            EsaSamples.Listener("<hat_default_tls>on</hat_default_tls><hat_default_smtpauth_allow>0</hat_default_smtpauth_allow>", EsaSamples.Hat)));

        EsaTlsPolicy listener = policies[0];
        Assert.Equal((EsaPolicyKind.Listener, "InboundMail", EsaListenerType.Public, 25), (listener.Kind, listener.Name, listener.ListenerType!.Value, listener.Port!.Value));
        Assert.Equal((TlsMode.Opportunistic, EsaTlsSetting.Preferred, false), (listener.Mode!.Value, listener.Setting!.Value, listener.SmtpAuth!.Value));
        Assert.Equal(["CertificateUnknown"], listener.Ids());
        EsaTlsPolicy all = policies.Single(policy => policy.Name == "ALL");
        Assert.Equal(("InboundMail", true, TlsMode.Opportunistic), (all.Listener, all.FromDefault, all.Mode!.Value));
        Assert.Equal("InboundMail: ALL", all.ToString());
        Assert.Equal(10, policies.Count);
    }

    [Fact]
    public void What_is_missing_is_said_to_be_missing()
    {
        EsaFileContent content = EsaSamples.Read("<config><hostname>a</hostname></config>");
        Assert.Equal(2, content.Missing.Count);
        Assert.Contains("no <listeners>", content.Missing[0], StringComparison.Ordinal);
        Assert.Contains("Destination Controls", content.Missing[1], StringComparison.Ordinal);

        EsaTlsPolicy listener = EsaSamples.Judge("<config><listeners><listener/></listeners></config>").Single();
        Assert.Equal("(no name)", listener.Name);
        Assert.Equal((null, null, null), (listener.Mode, listener.Port, listener.ListenerType));
        Assert.Equal(["HatMissing", "CertificateUnknown"], listener.Ids());
    }

    [Theory]
    [InlineData("<hat_default_tls>off</hat_default_tls>", "", "ListenerWithoutTls,CertificateUnknown")]
    [InlineData("<hat_default_tls>7</hat_default_tls>", "", "UnknownSetting,CertificateUnknown")]
    [InlineData("", "", "DefaultUnknown,CertificateUnknown")]
    [InlineData("<hat_default_tls>on</hat_default_tls><certificate_name>Cisco ESA Certificate</certificate_name>", "", "DemoCertificate")]
    [InlineData("<hat_default_tls>on</hat_default_tls><certificate_name>mx</certificate_name>", "sslv3tlsv1", "SslAllowed,OldTlsAllowed")]
    [InlineData("<hat_default_tls>on</hat_default_tls><certificate_name>mx</certificate_name>", "tlsv1/tlsv1.2", "OldTlsAllowed")]
    [InlineData("<hat_default_tls>on</hat_default_tls><certificate_name>mx</certificate_name>", "tlsv1_2tlsv1_3", "")]
    public void What_is_wrong_with_a_listener_is_said(string elements, string method, string ids) => Assert.Equal(
        ids.Split(',', StringSplitOptions.RemoveEmptyEntries),
        EsaSamples.Judge(EsaSamples.Configuration(EsaSamples.Listener(elements), ssl: $"<ssl_inbound_method>{method}</ssl_inbound_method>"))[0].Ids());

    [Theory]
    [InlineData(-1, "CertificateExpired")]
    [InlineData(20, "CertificateExpiresSoon")]
    [InlineData(40, null)]
    public void The_certificate_of_a_listener_is_judged_where_the_file_holds_it(int daysLeft, string? id)
    {
        using X509Certificate2 certificate = new TestCertificate { NotBefore = EsaSamples.Now.AddYears(-1), NotAfter = EsaSamples.Now.AddDays(daysLeft) }.Create();
        string held = $"""
            <certificates><certificate_entry><certificate_name>mx 2030</certificate_name>
            <certificate>
            {new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", certificate.RawData))}
            </certificate><key>-----BEGIN PRIVATE KEY-----SECRET-----END PRIVATE KEY-----</key></certificate_entry></certificates>
            """;

        EsaTlsPolicy listener = EsaSamples.Judge(EsaSamples.Configuration(
            EsaSamples.Listener("<hat_default_tls>on</hat_default_tls><certificate_name>mx 2030</certificate_name>"), held))[0];

        Assert.Equal(("mx 2030", certificate.Thumbprint), (listener.Certificate, listener.CertificateThumbprint));
        Assert.Equal(EsaSamples.Now.AddDays(daysLeft), listener.CertificateNotAfter);
        Assert.Equal(id is null ? [] : [id], listener.Ids());
    }

    [Fact]
    public void The_document_type_is_neither_fetched_nor_expanded()
    {
        string bomb = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE config SYSTEM "http://127.0.0.1:1/config.dtd" [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
            <config><listeners><listener><listener_name>VALUE</listener_name></listener></listeners></config>
            """;

        Assert.Equal("plain", EsaSamples.Read(bomb.Replace("VALUE", "plain", StringComparison.Ordinal)).Listeners.Single().Name);
        foreach (string entity in new[] { "&b;", "&x;" })
        {
            EsaFileException error = Assert.Throws<EsaFileException>(() => EsaSamples.Read(bomb.Replace("VALUE", entity, StringComparison.Ordinal)));
            Assert.Equal("FileDamaged", error.ErrorId);
        }
    }

    [Theory]
    [InlineData("<config><listeners><listener>SECRET</wrong>", "FileDamaged")]
    [InlineData("<?xml version=\"1.0\" encoding=\"x-SECRET\"?><config/>", "FileDamaged")]
    [InlineData("<SECRET/>", "NotAnEsaConfiguration")]
    [InlineData("SECRET", "FileFormatUnknown")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----", "FileFormatUnknown")]
    [InlineData(" \r\n", "FileFormatUnknown")]
    [InlineData("", "FileFormatUnknown")]
    public void What_is_no_configuration_is_an_error_that_quotes_nothing(string text, string errorId)
    {
        EsaFileException error = Assert.Throws<EsaFileException>(() => EsaSamples.Read(text));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'file'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_bounded() => Assert.Equal(
        "XmlTooDeep",
        Assert.Throws<EsaFileException>(() => EsaSamples.Read("<config>" + string.Concat(Enumerable.Repeat("<a>", 100_000)))).ErrorId);

    [Fact]
    public void A_text_in_very_many_pieces_is_read_in_one_pass()
    {
        string hat = string.Concat(Enumerable.Repeat("<![CDATA[1.2.3.4 REJECT ]]>", 200_000));

        // Copied anew with each piece it would take hours.
        Assert.Equal(200_000, EsaSamples.Read(EsaSamples.Configuration(EsaSamples.Listener("", hat))).Listeners[0].HostAccessTable!.Entries.Count);
    }

    [Fact]
    public void Letters_beyond_ascii_are_read_as_the_file_says() =>
        Assert.Equal("Zürich", EsaSamples.Read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><config><listeners><listener><listener_name>Zürich</listener_name></listener></listeners></config>").Listeners[0].Name);
}
