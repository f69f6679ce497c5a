using System.Management.Automation;

namespace SmtpTls.Tests.Lab;

/// <summary>What Test-SmtpStartTls says of each server of the lab.</summary>
public sealed class LabServerTests(LabShell shell) : IClassFixture<LabShell>
{
    private readonly LabDescription _lab = LabDescription.Require();

    public static TheoryData<string> All => Names(_ => true);

    public static TheoryData<string> WithTls => Names(server => server.StartTls != StartTlsOffer.None);

    public static TheoryData<string> AskingForCertificates => Names(server => server.ClientCertificate != "none");

    public static TheoryData<string> RequiringCertificates => Names(server => server.ClientCertificate == "required");

    public static TheoryData<string, TlsEngineName> WithTlsByEngine =>
    [
        .. LabDescription.Known.Where(server => server.StartTls != StartTlsOffer.None).Select(server => (server.Name, TlsEngineName.Managed)),
        .. LabDescription.Known.Where(server => server.StartTls != StartTlsOffer.None && IsOfToday(server)).Select(server => (server.Name, TlsEngineName.Platform)),
    ];

    [Theory]
    [MemberData(nameof(WithTlsByEngine))]
    public async Task Version_suite_chain_and_name_are_what_openssl_and_posttls_finger_say(string name, TlsEngineName engine)
    {
        LabServer server = _lab.Server(name);
        PSObject result = shell.Test(_lab, server, $"-Engine {engine}");

        PeerVerdict openssl = await Peer.OpenSslAsync(_lab, server);
        Assert.Equal(
            (openssl.Protocol.ToString(), openssl.CipherSuite, openssl.Chain, openssl.Name),
            (result.Text("Protocol"), result.Text("CipherSuiteOpenSsl"), result.Get("CertificateValid"), result.Get("NameMatch")));

        if (!Peer.CanPosttlsFinger(server)) return;
        PeerVerdict finger = await Peer.PosttlsFingerAsync(_lab, server);
        Assert.Equal(
            (finger.Protocol.ToString(), finger.CipherSuite, finger.Chain, finger.Name ?? (bool?)result.Get("NameMatch")),
            (result.Text("Protocol"), result.Text("CipherSuiteOpenSsl"), result.Get("CertificateValid"), result.Get("NameMatch")));
    }

    [Theory]
    [MemberData(nameof(WithTls))]
    public void The_certificate_is_judged_as_its_case_says(string name)
    {
        LabServer server = _lab.Server(name);
        CertificateCase expected = _lab.Certificates[server.Certificates[0]];
        PSObject result = shell.Test(_lab, server, "-ClientCertificate $Client");

        Assert.Equal((expected.Valid, expected.NameMatch), (result.Get("CertificateValid"), result.Get("NameMatch")));
        Assert.Equal(string.Join(' ', expected.Problems), result.Text("CertificateProblems"));
        Assert.Equal(expected is { Valid: true, NameMatch: true } ? "Authenticated" : "Encrypted", result.Text("Status"));
        Assert.Equal(expected.Problems.Count == 0, result.Get("Failure") is null);
        Assert.Equal(expected.Problems.Count == 0, result.Get("Reason") is null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void StartTls_is_none_offered_or_required_as_the_server_is_set(string name)
    {
        LabServer server = _lab.Server(name);
        PSObject result = shell.Test(_lab, server);

        Assert.Equal(server.ImplicitTls ? "" : server.StartTls.ToString(), result.Text("StartTls"));
        Assert.Equal(server.ImplicitTls, result.Get("ImplicitTls"));
        Assert.Equal(server.StartTls == StartTlsOffer.None, result.Text("Status") == "NotOffered");
        Assert.Equal(server.StartTls == StartTlsOffer.None, result.Text("Failure") == "starttls-not-supported");
        // The second connection sees whether mail is taken without TLS, where that is a question.
        Assert.Equal(server.ImplicitTls || server.StartTls == StartTlsOffer.None ? 1 : 2, result.Get("Connections"));
    }

    [Theory]
    [MemberData(nameof(WithTls))]
    public void Whether_a_client_certificate_is_asked_for_is_seen(string name)
    {
        LabServer server = _lab.Server(name);
        bool asks = server.ClientCertificate != "none";
        PSObject result = shell.Test(_lab, server);

        Assert.Equal(asks, result.Get("ClientCertificateRequested"));
        Assert.Null(result.Get("ClientCertificateAccepted"));
        // These say whose certificates they take; the others do not.
        if (server.Mta is "postfix" or "exim") Assert.Equal(asks ? "CN=Lab Root" : "", result.Text("AcceptableIssuers"));
        if (IsOfToday(server)) Assert.Equal(asks ? true : null, shell.Test(_lab, server, "-Engine Platform").Get("ClientCertificateRequested"));
    }

    [Theory]
    [MemberData(nameof(AskingForCertificates))]
    public void A_client_certificate_of_the_right_authority_is_taken(string name)
    {
        foreach (TlsEngineName engine in Enum.GetValues<TlsEngineName>())
        {
            PSObject result = shell.Test(_lab, _lab.Server(name), $"-ClientCertificate $Client -Engine {engine}");

            Assert.Equal(
                ("Authenticated", true, null),
                (result.Text("Status"), result.Get("ClientCertificateAccepted"), result.Get("Reason")));
        }
    }

    [Theory]
    [MemberData(nameof(RequiringCertificates))]
    public void A_server_that_insists_on_a_client_certificate_is_told_from_one_that_does_not(string name)
        => Assert.Contains("client certificate", shell.Test(_lab, _lab.Server(name)).Text("Reason"), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("openssl-tls10")]
    [InlineData("openssl-tls11")]
    public void The_platform_engine_fails_where_this_machine_would(string name)
        => Assert.Equal("HandshakeFailed", shell.Test(_lab, _lab.Server(name), "-Engine Platform").Text("Status"));

    [Theory]
    [InlineData("openssl-every-version", "Tls10")]
    [InlineData("openssl-every-version", "Tls11")]
    [InlineData("openssl-every-version", "Tls12")]
    [InlineData("openssl-every-version", "Tls13")]
    [InlineData("postfix-tls13", "Tls12")]
    public void Protocol_offers_one_version_alone(string name, string version)
    {
        LabServer server = _lab.Server(name);
        PSObject result = shell.Test(_lab, server, $"-Protocol {version}");

        bool common = server.Protocols.Any(protocol => protocol.ToString() == version);
        Assert.Equal(common ? ("Authenticated", version) : ("HandshakeFailed", ""), (result.Text("Status"), result.Text("Protocol")));
        if (!common) Assert.Equal("received protocol_version(70)", result.Text("Alert"));
    }

    [Fact]
    public void The_group_is_the_one_that_the_server_insists_on()
        => Assert.Equal(_lab.Server("openssl-curve").Curve, shell.Test(_lab, _lab.Server("openssl-curve")).Text("KeyExchangeGroup"));

    /// <summary>What Debian's default configuration of OpenSSL speaks, and .NET on it.</summary>
    private static bool IsOfToday(LabServer server) => server.Cipher is null && server.Protocols[^1] >= SslProtocolVersion.Tls12;

    private static TheoryData<string> Names(Func<LabServer, bool> which) => [.. LabDescription.Known.Where(which).Select(server => server.Name)];
}
