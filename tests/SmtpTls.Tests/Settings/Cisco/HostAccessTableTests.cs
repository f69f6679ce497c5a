using SmtpTls.Cisco;

namespace SmtpTls.Tests.Cisco;

public sealed class HostAccessTableTests
{
    [Fact]
    public void Each_entry_is_read_with_its_policy()
    {
        IReadOnlyList<EsaTlsPolicy> policies = EsaSamples.Judge(EsaSamples.Hat, EsaTlsSetting.Preferred);

        Assert.Equal(
            [
                ("RELAYLIST", "$RELAYED", EsaAccessRule.Relay, (TlsMode?)TlsMode.Opportunistic),
                ("WHITELIST", "$SECURE", EsaAccessRule.Accept, TlsMode.Required),
                ("BLACKLIST", "$BLOCKED", EsaAccessRule.Reject, null),
                ("spamdomain.com", null, EsaAccessRule.Reject, null),
                ("251.192.1.", null, EsaAccessRule.TcpRefuse, null),
                ("169.254.10.10", null, EsaAccessRule.Relay, TlsMode.Required),
                ("SUSPECTLIST", "$ACCEPTED", EsaAccessRule.Accept, TlsMode.Opportunistic),
                ("ALL", "$ACCEPTED", EsaAccessRule.Accept, TlsMode.Opportunistic),
                ("$SPARE", "$SPARE", EsaAccessRule.Accept, TlsMode.None),
            ],
            policies.Select(policy => (policy.Name, policy.MailFlowPolicy, policy.Access!.Value, policy.Mode)));
        Assert.Equal(EsaPolicyKind.MailFlowPolicy, policies[8].Kind);
        Assert.Equal(["PolicyUnused"], policies[8].Ids());
        Assert.Equal(("partners", true, true), (policies[0].MandatoryFor, policies[0].SmtpAuth!.Value, policies[0].SmtpAuthRequiresTls!.Value));
        Assert.Equal((true, PeerAuthentication.Certificate), (policies[1].Verify!.Value, policies[1].Authentication!.Value));
        Assert.Equal([false, true], [policies[0].FromDefault, policies[7].FromDefault]);
        Assert.All(policies.Take(8), policy => Assert.Empty(policy.Findings));
    }

    [Fact]
    public void Without_the_default_parameters_what_depends_on_them_is_not_known()
    {
        IReadOnlyList<EsaTlsPolicy> policies = EsaSamples.Judge(EsaSamples.Hat);

        Assert.Equal(["ALL", "SUSPECTLIST"], policies.Where(policy => policy.Ids().Contains("DefaultUnknown")).Select(policy => policy.Name).Order());
        Assert.Null(policies.Single(policy => policy.Name == "ALL").Mode);
    }

    [Theory]
    [InlineData("ACCEPT { tls = \"off\" }", "TlsOff")]
    [InlineData("ACCEPT { tls = \"sometimes\" }", "UnknownSetting")]
    [InlineData("ACCEPT { tls = \"1\" }", "UnknownSetting")]
    [InlineData("ACCEPT { tls = \"default\" }", "DefaultUnknown")]
    [InlineData("ACCEPT { tls = off\n tls_verify = on\n }", "TlsOff,VerifyWithoutTls")]
    [InlineData("ACCEPT { tls = \"on\" tls_verify = \"1\" }", "VerifyOptional")]
    [InlineData("ACCEPT { tls = \"required\" tls_exceptions = \"partners\" }", "AddressListUnused")]
    [InlineData("RELAY { tls = \"on\" smtpauth_allow = \"on\" smtpauth_requiretls = \"off\" }", "PasswordsInClear")]
    [InlineData("RELAY { tls = \"on\" smtpauth_allow = \"required\" smtpauth_requiretls = \"0\" }", "PasswordsInClear")]
    [InlineData("RELAY { tls = \"on\" smtpauth_allow = \"on\" }", "AuthTlsUnknown")]
    [InlineData("RELAY { tls = \"off\" smtpauth_allow = \"on\" smtpauth_requiretls = \"on\" }", "TlsOff,AuthNeedsTls")]
    [InlineData("RELAY { tls = \"required\" smtpauth_allow = \"on\" smtpauth_requiretls = \"off\" }", "")]
    [InlineData("RELAY { tls = \"on\" smtpauth_allow = \"off\" smtpauth_requiretls = \"off\" }", "")]
    [InlineData("REJECT { tls = \"off\" }", "")]
    [InlineData("$NOPE", "PolicyMissing")]
    public void What_is_wrong_with_an_entry_is_said(string rule, string ids) =>
        Assert.Equal(ids.Split(',', StringSplitOptions.RemoveEmptyEntries), EsaSamples.Judge("$USED ACCEPT\nALL:\n" + rule)[0].Ids());

    [Fact]
    public void A_name_that_stands_twice_is_said() =>
        Assert.Equal(["DuplicateSenderGroup"], EsaSamples.Judge("$A ACCEPT { tls = \"on\" }\nX:\n 1.2.3.4\n $A\nX:\n 5.6.7.8\n $A\n")[1].Ids());

    [Fact]
    public void An_entry_without_rule_is_an_error_with_its_line_and_the_rest_is_read()
    {
        EsaFileContent content = EsaSamples.Read("$A\n    ACCEPT\nBROKEN:\n    1.2.3.4\nNEXT:\n    $A\n$LOST\n$B\n    REJECT\nlast.example");

        Assert.Equal(
            ["'file', line 3: 'BROKEN'", "'file', line 7: '$LOST'", "'file', line 10: 'last.example'"],
            content.Faults.Select(fault => fault.Message.Split(" has ")[0]));
        Assert.Equal(["NEXT"], content.HostAccessTable!.Entries.Select(entry => entry.Name));
        Assert.Equal(["$A", "$B"], content.HostAccessTable.Policies.Select(policy => policy.Name));
    }

    [Theory]
    [InlineData("$A ACCEPT ( never closed\nALL $A")]
    [InlineData("$A ACCEPT { smtp_banner_text = \"never closed\n }\nALL $A")]
    [InlineData("$A ACCEPT # { tls = \"off\" }\nALL $A (a (b) c)")]
    [InlineData("$A ACCEPT\nALL $A\n\nDefault Policy Parameters\n==========\nAllow TLS Connections: No")]
    public void What_is_not_closed_or_beside_the_table_hides_nothing(string text)
    {
        EsaFileContent content = EsaSamples.Read(text);

        Assert.Empty(content.Faults);
        Assert.Equal("ALL", content.HostAccessTable!.Entries.Single().Name);
        Assert.Null(content.HostAccessTable.Policies.Single().Parameters.Tls);
    }

    [Fact]
    public void A_table_redirected_by_Windows_PowerShell_is_read()
    {
        byte[] bytes = [.. System.Text.Encoding.Unicode.GetPreamble(), .. System.Text.Encoding.Unicode.GetBytes(EsaSamples.Hat.ReplaceLineEndings("\r\n"))];

        Assert.Equal(8, EsaSamples.Read(bytes).HostAccessTable!.Entries.Count);
    }
}
