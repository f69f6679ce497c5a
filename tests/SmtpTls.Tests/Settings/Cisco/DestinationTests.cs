using SmtpTls.Cisco;

namespace SmtpTls.Tests.Cisco;

public sealed class DestinationTests
{
    [Fact]
    public void Each_domain_is_read_with_what_it_takes_from_the_default()
    {
        IReadOnlyList<EsaTlsPolicy> policies = EsaSamples.Judge(EsaSamples.Destinations);

        Assert.Equal(["DEFAULT", "partner.example", "old.example", ".sub.example"], policies.Select(policy => policy.Name));
        Assert.All(policies, policy => Assert.Equal((EsaPolicyKind.Destination, "mx.example.com", true), (policy.Kind, policy.Certificate, policy.AlertOnFailure)));
        Assert.Equal([false, false, false, true], policies.Select(policy => policy.FromDefault));
        Assert.Equal([TlsMode.Opportunistic, TlsMode.Required, TlsMode.None, TlsMode.Opportunistic], policies.Select(policy => policy.Mode!.Value));
        Assert.Equal(["TlsOff", "WeakerThanDefault"], policies[2].Ids());
        Assert.Empty(policies[0].Findings);
    }

    [Theory]
    [InlineData("0", EsaTlsSetting.Off, TlsMode.None, false, PeerAuthentication.None)]
    [InlineData("off", EsaTlsSetting.Off, TlsMode.None, false, PeerAuthentication.None)]
    [InlineData("1", EsaTlsSetting.Preferred, TlsMode.Opportunistic, false, PeerAuthentication.None)]
    [InlineData("On", EsaTlsSetting.Preferred, TlsMode.Opportunistic, false, PeerAuthentication.None)]
    [InlineData("2", EsaTlsSetting.Required, TlsMode.Required, false, PeerAuthentication.EncryptionOnly)]
    [InlineData("REQUIRED", EsaTlsSetting.Required, TlsMode.Required, false, PeerAuthentication.EncryptionOnly)]
    [InlineData("3", EsaTlsSetting.PreferredVerify, TlsMode.Opportunistic, true, PeerAuthentication.None)]
    [InlineData("on_verify", EsaTlsSetting.PreferredVerify, TlsMode.Opportunistic, true, PeerAuthentication.None)]
    [InlineData("Preferred - Verify", EsaTlsSetting.PreferredVerify, TlsMode.Opportunistic, true, PeerAuthentication.None)]
    [InlineData("4", EsaTlsSetting.RequiredVerify, TlsMode.Required, true, PeerAuthentication.Domain)]
    [InlineData("require_verify", EsaTlsSetting.RequiredVerify, TlsMode.Required, true, PeerAuthentication.Domain)]
    [InlineData("Required (Verify)", EsaTlsSetting.RequiredVerify, TlsMode.Required, true, PeerAuthentication.Domain)]
    [InlineData("Required - Verify Hosted Domains", EsaTlsSetting.RequiredVerifyHostedDomains, TlsMode.Required, true, PeerAuthentication.Domain)]
    public void A_setting_has_one_meaning_in_every_spelling(string text, EsaTlsSetting setting, TlsMode mode, bool verify, PeerAuthentication authentication)
    {
        EsaTlsPolicy policy = EsaSamples.Judge($"[DEFAULT]\ntable_tls = {text}\n").Single();

        Assert.Equal((setting, mode, verify, authentication), (policy.Setting!.Value, policy.Mode!.Value, policy.Verify!.Value, policy.Authentication!.Value));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("required_maybe")]
    [InlineData("verify")]
    [InlineData("off_verify")]
    public void A_setting_that_is_not_documented_is_not_guessed(string text)
    {
        EsaTlsPolicy policy = EsaSamples.Judge($"[DEFAULT]\ntable_tls = on\ncertificate = mx\n[a.example]\ntable_tls = {text}\n")[1];

        Assert.Equal((null, null, null), (policy.Setting, policy.Mode, policy.Authentication));
        Finding finding = Assert.Single(policy.Findings);
        Assert.Equal("UnknownSetting", finding.Id);
        Assert.Contains($"'{text}'", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mandatory", "off", TlsMode.Required, true, PeerAuthentication.Dane, "DaneWithoutTls")]
    [InlineData("mandatory", "on", TlsMode.Required, true, PeerAuthentication.Dane, null)]
    [InlineData("Opportunistic", "on", TlsMode.Opportunistic, true, PeerAuthentication.None, null)]
    [InlineData("none", "on", TlsMode.Opportunistic, false, PeerAuthentication.None, null)]
    [InlineData("9", "on", TlsMode.Opportunistic, false, PeerAuthentication.None, "UnknownDane")]
    public void Dane_counts_beside_the_setting(string dane, string tls, TlsMode mode, bool verify, PeerAuthentication authentication, string? finding)
    {
        EsaTlsPolicy policy = EsaSamples.Judge($"[DEFAULT]\ntable_tls = {tls}\ndane_option = {dane}\ncertificate = mx\n").Single();

        Assert.Equal((mode, verify, authentication), (policy.Mode!.Value, policy.Verify!.Value, policy.Authentication!.Value));
        Assert.Equal(finding is null ? [] : [finding], policy.Ids());
    }

    [Fact]
    public void Entries_that_differ_in_case_or_a_final_dot_are_one_domain()
    {
        IReadOnlyList<EsaTlsPolicy> policies = EsaSamples.Judge(
            "[DEFAULT]\ntable_tls = on\ncertificate = mx\n[a.example]\ntable_tls = 2\n[A.Example.]\ntable_tls = 4\n[default]\ntable_tls = 0\n[b.example]\nlimit_type = host\n");

        Assert.Equal(5, policies.Count);
        Assert.All([0, 1, 2, 3], i => Assert.Contains("DuplicateDestination", policies[i].Ids()));
        Assert.Contains("'A.Example.' (line 6)", policies[1].Findings[0].Text, StringComparison.Ordinal);
        Assert.Empty(policies[4].Findings);
    }

    [Theory]
    [InlineData("[DEFAULT]\ntable_tls = off\ncertificate = mx", 0, "TlsOff")]
    [InlineData("[DEFAULT]\ntable_tls = on", 0, "CertificateNotSet")]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = Cisco ESA Certificate", 0, "DemoCertificate")]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = Demo", 0, "DemoCertificate")]
    [InlineData("[DEFAULT]\nlimit_type = 0\ncertificate = mx", 0, "DefaultUnknown")]
    [InlineData("[a.example]\nlimit_type = 0", 0, "DefaultUnknown")]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = mx\nsend_tls_req_alert = 0\n[a.example]\ntable_tls = 4", 0, "AlertOff")]
    [InlineData("[DEFAULT]\ntable_tls = on\n[a.example]\ntable_tls = 3", 1, "VerifyWithoutConsequence")]
    [InlineData("[DEFAULT]\ntable_tls = on\n[a.example]\ntable_tls = 2", 1, "AnyCertificate")]
    [InlineData("[DEFAULT]\ntable_tls = on\n[a.example]\ntable_tls = preferred", 1, "SameAsDefault")]
    [InlineData("[DEFAULT]\ntable_tls = 4\n[a.example]\ntable_tls = on", 1, "WeakerThanDefault")]
    [InlineData("[DEFAULT]\ntable_tls = on\n[a.example]\nsend_tls_req_alert = 1", 1, "GlobalInDomain")]
    public void What_is_wrong_is_said_once_and_where_it_is(string text, int index, string id) =>
        Assert.Equal([id], EsaSamples.Judge(text)[index].Ids());

    [Theory]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = Demonstrator GmbH", 0)]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = mx\nsend_tls_req_alert = 0", 0)]
    [InlineData("[DEFAULT]\ntable_tls = 2\ncertificate = mx\nsend_tls_req_alert = 1\n[a.example]\ntable_tls = 4", 1)]
    [InlineData("[DEFAULT]\ntable_tls = 4\ncertificate = mx\n[a.example]\ntable_tls = on\ndane_option = mandatory", 1)]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = mx\n[a.example]\ntable_tls = 2\ndane_option = mandatory", 1)]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = mx\n[a.example]\ntable_tls = on_verify\ndane_option = mandatory", 1)]
    [InlineData("[DEFAULT]\ntable_tls = on\ncertificate = mx\n[a.example]\ntable_tls = on\ndane_option = mandatory", 1)]
    public void What_is_right_gives_no_finding(string text, int index) => Assert.Empty(EsaSamples.Judge(text)[index].Findings);

    [Fact]
    public void A_line_that_makes_no_sense_is_told_by_its_number_and_not_quoted()
    {
        EsaFileContent content = EsaSamples.Read("[DEFAULT]\ntable_tls = on\nMIIEvQIBADANSECRET\n[]\n[b.example]\ntable_tls = off");

        Assert.Equal(2, content.Faults.Count);
        Assert.All(content.Faults, fault => Assert.Equal("DestinationLineMalformed", fault.ErrorId));
        Assert.Contains("line 3", content.Faults[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", content.Faults[0].Message, StringComparison.Ordinal);
        Assert.Equal("b.example", content.Destinations!.Domains.Single().Name);
    }

    [Fact]
    public void Sections_of_something_else_are_no_destination_controls() =>
        Assert.Equal("NotDestinationControls", Assert.Throws<EsaFileException>(() => EsaSamples.Read("[client]\npassword = SECRET\n")).ErrorId);
}
