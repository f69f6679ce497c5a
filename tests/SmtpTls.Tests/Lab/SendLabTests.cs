using System.Management.Automation;

namespace SmtpTls.Tests.Lab;

/// <summary>Send-SmtpTlsMessage against real mail servers: each mode with good and bad certificates, with and without STARTTLS.</summary>
public sealed class SendLabTests
{
    public static TheoryData<string, string, string, bool?> Cases => new()
    {
        { "postfix-good", "Off", "Sent", false },
        { "postfix-required", "Off", "Refused", false },
        { "postfix-plain", "Opportunistic", "Sent", false },
        { "postfix-good", "Opportunistic", "Sent", true },
        { "postfix-self-signed", "Opportunistic", "Sent", true },
        { "postfix-plain", "Required", "NotOffered", false },
        { "postfix-required", "Required", "Sent", true },
        { "postfix-expired", "Required", "Sent", true },
        { "postfix-tls12", "Verified", "Sent", true },
        { "postfix-wildcard", "Verified", "Sent", true },
        { "postfix-expired", "Verified", "NotVerified", true },
        { "postfix-wrong-name", "Verified", "NotVerified", true },
        { "postfix-missing-intermediate", "Verified", "NotVerified", true },
        { "postfix-smtps", "Verified", "Sent", true },
        { "exim-good", "Off", "Sent", false },
        { "exim-good", "Opportunistic", "Sent", true },
        { "exim-self-signed", "Required", "Sent", true },
        { "exim-ecdsa", "Verified", "Sent", true },
        { "exim-wrong-name", "Verified", "NotVerified", true },
        { "exim-smtps", "Verified", "Sent", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mode_does_with_a_real_server_what_it_says(string name, string mode, string status, bool? encrypted)
    {
        LabDescription lab = LabDescription.Require();
        LabServer server = lab.Server(name);
        CertificateCase certificate = lab.Certificates[server.Certificates[0]];

        PSObject result = Send(lab, server, $"-TlsMode {mode}");

        string transcript = string.Join("\n", (IEnumerable<object>)result.Get("Transcript")!);
        Assert.True(status == result.Text("Status"), $"{result.Text("Status")}: {result.Text("Reason")}\n{transcript}");
        Assert.Equal((encrypted, status == "Sent"), (result.Get("Encrypted"), result.Get("Sent")));
        if (encrypted == true)
        {
            Assert.Equal(server.Protocols[^1].ToString(), result.Text("Protocol"));
            Assert.Equal((certificate.Valid, certificate.NameMatch), (result.Get("CertificateValid"), result.Get("NameMatch")));
        }
        if (status == "Sent")
            Assert.StartsWith("250 ", result.Text("Reply"), StringComparison.Ordinal);
        else
            Assert.True(status == "Refused" || !transcript.Contains("MAIL FROM", StringComparison.Ordinal), transcript);
        Assert.Contains("C: QUIT", transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postfix-client-required")]
    [InlineData("exim-client-required")]
    public void A_client_certificate_goes_with_its_issuers(string name)
    {
        LabDescription lab = LabDescription.Require();

        Assert.NotEqual("Sent", Send(lab, lab.Server(name), "").Text("Status"));
        PSObject result = Send(lab, lab.Server(name), "-ClientCertificate $client");
        Assert.True(result.Text("Status") == "Sent", result.Text("Reason"));
    }

    private static PSObject Send(LabDescription lab, LabServer server, string arguments)
    {
        using var engine = new PowerShellEngine();
        return engine.Run(
            "param($server, $implicit, $dns, $root, $client) Send-SmtpTlsMessage $server -ImplicitTls:$implicit -DnsServer $dns -TrustedRoot $root "
            + $"-From sender@sender.test -To someone@lab.test -HeloName client.lab.test {arguments}",
            ("server", $"{server.Host}:{server.Port}"), ("implicit", server.ImplicitTls), ("dns", lab.DnsServer), ("root", lab.Root),
            ("client", lab.ClientCertificate)).ThrowOnError().Only;
    }
}
