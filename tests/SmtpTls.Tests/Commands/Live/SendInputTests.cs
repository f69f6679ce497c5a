using System.Management.Automation;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>What is given: addresses, files, servers.</summary>
public sealed class SendInputTests : SendSmtpTlsMessageTests
{
    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-WhatIf -TlsMode Off")]
    public async Task WhatIf_does_not_even_connect(string arguments)
    {
        await using ScriptedServer server = new("HANG");

        EngineResult run = Send(server, arguments);

        Assert.Empty(run.ThrowOnError().Output);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task An_international_address_needs_a_server_that_offers_smtputf8()
    {
        string able = Offered + StartTls + "C: EHLO\nS: 250-hi\nS: 250-8BITMIME\nS: 250 SMTPUTF8\nC: MAIL FROM:<a@sender.example> SMTPUTF8\nS: 250 Ok\nC: RCPT TO:<j\u00c3\u00bcrgen@example.com>\nS: 250 Ok\n";
        await using ScriptedServer yes = new(able + Message + Quit) { Certificate = Certificate };
        await using ScriptedServer no = new(Encrypted + Quit) { Certificate = Certificate };

        PSObject sent = Send(yes, "-TrustedRoot $root", to: "jürgen@example.com").ThrowOnError().Only;
        PSObject refused = Send(no, "-TrustedRoot $root", to: "jürgen@example.com").ThrowOnError().Only;

        Assert.Equal(("Sent", "jürgen@example.com"), (sent.Text("Status"), sent.Text("Accepted")));
        Assert.Equal("NotSupported", refused.Text("Status"));
        Assert.Contains("SMTPUTF8", refused.Text("Reason"), StringComparison.Ordinal);
        Assert.Empty(yes.Surprises);
        Assert.Empty(no.Surprises);
    }

    [Theory]
    [InlineData("-From \"a@b.example`r`nRCPT TO:<x@y.example>\" -To b@example.com", "InvalidFrom", "line break")]
    [InlineData("-From a@sender.example -To \"b@example.com>`r`nDATA\"", "InvalidTo", "line break")]
    [InlineData("-From a@sender.example -To b@example.com -Cc 'a@b@c'", "InvalidCc", "two @")]
    [InlineData("-From a@sender.example -To b@example.com -Bcc nobody", "InvalidBcc", "nobody")]
    [InlineData("-From a@sender.example -To b@example.com -Subject \"x`r`nBcc: y@example.com\"", "InvalidMessage", "subject")]
    [InlineData("-From a@sender.example -To b@example.com -Header @{ 'X-Test' = \"x`nBcc: y@example.com\" }", "InvalidMessage", "X-Test")]
    [InlineData("-From a@sender.example -To b@example.com -Header @{ 'X Test:' = 'x' }", "InvalidMessage", "header field")]
    [InlineData("-From a@sender.example -To b@example.com -HeloName \"x`r`nQUIT\"", "InvalidHeloName", "QUIT")]
    [InlineData("-From a@sender.example -To b@example.com -TlsMode Off -Credential $credential", "CredentialWithoutTls", "TLS")]
    [InlineData("-From a@sender.example -To b@example.com -TlsMode Off -ImplicitTls", "InvalidServer", "implicit TLS")]
    [InlineData("-From a@sender.example -To b@example.com -Path /no/such.eml", "PathNotFound", "such.eml")]
    [InlineData("-From a@sender.example -To b@example.com -TlsMode Sometimes", "CannotConvertArgumentNoMessage", "Opportunistic")]
    public async Task Input_that_cannot_be_used_is_named_and_nothing_is_sent(string arguments, string errorId, string named)
    {
        await using ScriptedServer server = new("HANG");

        EngineResult run = Engine.Run(
            $"param($port, $credential) Send-SmtpTlsMessage 127.0.0.1 -Port $port {arguments}", ("port", server.Port), ("credential", Credential()));

        ErrorRecord error = Assert.Single(run.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Servers_come_by_property_name_and_a_bad_one_holds_up_nobody()
    {
        await using ScriptedServer server = new(Good) { Certificate = Certificate };

        EngineResult run = Engine.Run(
            """
            param($port)
            $rows = [pscustomobject]@{ MxHost = 'not a host'; Port = $port }, [pscustomobject]@{ MxHost = '127.0.0.1'; Port = $port }
            $rows | Send-SmtpTlsMessage -From a@sender.example -To b@example.com
            """,
            ("port", server.Port));

        Assert.Equal("Sent", run.Only.Text("Status"));
        Assert.Equal("not a host", Assert.Single(run.Errors).TargetObject);
    }

    [Fact]
    public async Task Message_files_are_sent_as_they_are_to_the_envelope_alone()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string text = "From: Somebody <old@example.org>\r\nTo: everyone@example.net\r\nBcc: secret@example.net\r\nMessage-ID: <1@example.org>\r\nSubject:  odd   spacing\r\n\r\n.dot\r\nend\r\n";
            await File.WriteAllTextAsync(Path.Combine(folder, "good.eml"), text, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "bad.eml"), "this is no message\r\n", TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder, "outlook.eml"), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], TestContext.Current.CancellationToken);
            await using ScriptedServer server = new(Good, Good) { Certificate = Certificate };

            EngineResult run = Engine.Run(
                """
                param($port, $folder)
                Send-SmtpTlsMessage 127.0.0.1 -Port $port -From a@sender.example -To b@example.com -Path "$folder/*.eml"
                [pscustomobject]@{ FullName = "$folder/good.eml" } | Send-SmtpTlsMessage 127.0.0.1 -Port $port -From a@sender.example -To b@example.com
                """,
                ("port", server.Port), ("folder", folder));

            Assert.Equal(["Sent", "Sent"], run.Output.Select(result => result.Text("Status")));
            Assert.Equal("1@example.org", run.Output[0].Text("MessageId"));
            Assert.Equal(2, run.Errors.Count);
            Assert.Contains(run.Errors, error => error.ToString().Contains("Outlook", StringComparison.Ordinal));
            Assert.Contains(run.Errors, error => error.ToString().Contains("no mail message", StringComparison.Ordinal));
            string expected = text.Replace("Bcc: secret@example.net\r\n", "", StringComparison.Ordinal).Replace("\n.dot", "\n..dot", StringComparison.Ordinal);
            Assert.All(server.Messages, message => Assert.Equal(expected.ReplaceLineEndings("\n"), message));
            Assert.Empty(server.Surprises);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
