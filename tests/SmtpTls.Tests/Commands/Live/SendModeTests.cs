using System.Management.Automation;
using System.Text;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>What each TLS mode sends or refuses, and how a message arrives.</summary>
public sealed class SendModeTests : SendSmtpTlsMessageTests
{
    public static TheoryData<string, string, string, bool?, string?> Modes => new()
    {
        // Off never says STARTTLS, whatever is offered.
        { "Off", "good", "Sent", false, null },
        { "Off", "not offered", "Sent", false, null },
        // Opportunistic: TLS where it is offered, whatever the certificate; in the clear only where it is not.
        { "Opportunistic", "good", "Sent", true, null },
        { "Opportunistic", "other name", "Sent", true, "certificate-host-mismatch" },
        { "Opportunistic", "untrusted", "Sent", true, "certificate-not-trusted" },
        { "Opportunistic", "not offered", "Sent", false, "starttls-not-supported" },
        { "Opportunistic", "stripped", "Sent", false, "starttls-not-supported" },
        { "Opportunistic", "helo only", "Sent", false, "starttls-not-supported" },
        { "Opportunistic", "refused", "Refused", false, "starttls-not-supported" },
        { "Opportunistic", "refused for now", "TemporaryFailure", false, null },
        { "Opportunistic", "broken", "HandshakeFailed", false, "validation-failure" },
        { "Opportunistic", "hangs up", "HandshakeFailed", false, "validation-failure" },
        // Required: encrypted or nothing.
        { "Required", "good", "Sent", true, null },
        { "Required", "other name", "Sent", true, "certificate-host-mismatch" },
        { "Required", "untrusted", "Sent", true, "certificate-not-trusted" },
        { "Required", "not offered", "NotOffered", false, "starttls-not-supported" },
        { "Required", "stripped", "NotOffered", false, "starttls-not-supported" },
        { "Required", "helo only", "NotOffered", false, "starttls-not-supported" },
        { "Required", "refused", "Refused", false, "starttls-not-supported" },
        { "Required", "refused for now", "TemporaryFailure", false, null },
        { "Required", "broken", "HandshakeFailed", false, "validation-failure" },
        { "Required", "hangs up", "HandshakeFailed", false, "validation-failure" },
        // Verified: a certificate for this server, or nothing.
        { "Verified", "good", "Sent", true, null },
        { "Verified", "other name", "NotVerified", true, "certificate-host-mismatch" },
        { "Verified", "untrusted", "NotVerified", true, "certificate-not-trusted" },
        { "Verified", "not offered", "NotOffered", false, "starttls-not-supported" },
        { "Verified", "stripped", "NotOffered", false, "starttls-not-supported" },
        { "Verified", "helo only", "NotOffered", false, "starttls-not-supported" },
        { "Verified", "refused", "Refused", false, "starttls-not-supported" },
        { "Verified", "refused for now", "TemporaryFailure", false, null },
        { "Verified", "broken", "HandshakeFailed", false, "validation-failure" },
        { "Verified", "hangs up", "HandshakeFailed", false, "validation-failure" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_mode_sends_or_refuses_exactly_where_it_says(string mode, string world, string status, bool? encrypted, string? failure)
    {
        string script = world switch
        {
            "not offered" => Plain + (mode is "Off" or "Opportunistic" ? Envelope + Message : "") + Quit,
            "stripped" => Offered.Replace("STARTTLS", "XXXXXXXA", StringComparison.Ordinal) + (mode == "Opportunistic" ? Envelope + Message : "") + Quit,
            "helo only" => "S: 220 mx\nC: EHLO\nS: 502 What?\nC: HELO\nS: 250 mx\n" + (mode == "Opportunistic" ? Envelope + Message : "") + Quit,
            "refused" => Offered + "C: STARTTLS\nS: 502 5.5.1 Not now, not ever\n" + Quit,
            "refused for now" => Offered + "C: STARTTLS\nS: 454 4.7.0 TLS not available\n" + Quit,
            "broken" => Offered + "C: STARTTLS\nS: 220 Go\nREAD\nS: this is no TLS",
            "hangs up" => Offered + "C: STARTTLS\nS: 220 Go\nREAD",
            _ when mode == "Off" => Offered + Envelope + Message + Quit,
            _ when status == "NotVerified" => Encrypted + Quit,
            _ => Good,
        };
        await using ScriptedServer server = new(script) { Certificate = world == "other name" ? OtherName : Certificate };

        EngineResult run = Send(server, $"-TlsMode {mode}" + (world == "untrusted" ? "" : " -TrustedRoot $root"));

        PSObject result = run.ThrowOnError().Only;
        Assert.Equal((status, encrypted, failure), (result.Text("Status"), result.Get("Encrypted"), result.Get("Failure")));
        bool sent = status == "Sent";
        Assert.Equal(sent, result.Get("Sent"));
        Assert.Equal(sent ? 1 : 0, server.Messages.Count);
        Assert.Equal(mode, result.Text("TlsMode"));
        Assert.Empty(server.Surprises);
        Assert.Equal(1, server.Connections);
        Assert.Equal(sent, server.Received.Any(line => line.StartsWith("MAIL", StringComparison.Ordinal)));
        Assert.Equal(!sent || failure is not null, result.Get("Reason") is not null);
        // Never in silence.
        Assert.Equal(sent && mode == "Opportunistic" && encrypted == false, run.Warnings.Any(text => text.Contains("in the clear", StringComparison.Ordinal)));
        if (encrypted == true)
        {
            Assert.Equal(("Tls13", world != "untrusted", world != "other name"), (result.Text("Protocol"), result.Get("CertificateValid"), result.Get("NameMatch")));
            Assert.StartsWith("TLS_", result.Text("CipherSuite"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_message_arrives_as_it_was_composed()
    {
        string envelope = """
            C: MAIL FROM:<a@sender.example>
            S: 250 Ok
            C: RCPT TO:<b@example.com>
            S: 250 Ok
            C: RCPT TO:<c@xn--bcher-kva.example>
            S: 250 Ok
            C: RCPT TO:<hidden@example.com>
            S: 250 Ok

            """;
        // A domain alone does not need SMTPUTF8.
        string ehlo = InsideTls.Replace("S: 250 SIZE", "S: 250-8BITMIME\nS: 250-SMTPUTF8\nS: 250 SIZE", StringComparison.Ordinal);
        await using ScriptedServer server = new(Offered + StartTls + ehlo + envelope + Message + Quit) { Certificate = Certificate };

        PSObject result = Engine.Run(
            """
            param($port)
            Send-SmtpTlsMessage 127.0.0.1 -Port $port -From 'Ann Author <a@sender.example>' -To b@example.com -Cc 'c@bücher.example' -Bcc hidden@example.com `
                -Subject 'Grüße' -Body ".`r`nline two" -Header @{ 'X-Test' = 42 } -HeloName client.example.com
            """,
            ("port", server.Port)).ThrowOnError().Only;

        Assert.Equal("Sent", result.Text("Status"));
        Assert.Equal("250 2.0.0 Queued as 4711", result.Text("Reply"));
        Assert.Equal("b@example.com c@xn--bcher-kva.example hidden@example.com", result.Text("Accepted"));
        Assert.Contains("EHLO client.example.com", server.Received);
        string message = Assert.Single(server.Messages);
        MimeKit.MimeMessage read = await MimeKit.MimeMessage.LoadAsync(
            new MemoryStream(Encoding.Latin1.GetBytes(message.Replace("\n..", "\n.", StringComparison.Ordinal))), TestContext.Current.CancellationToken);
        Assert.Equal(("Grüße", "Ann Author", "42"), (read.Subject, read.From.Mailboxes.Single().Name, read.Headers["X-Test"]));
        Assert.Equal(".\r\nline two", read.TextBody!.TrimEnd().ReplaceLineEndings("\r\n"));
        Assert.Equal(result.Text("MessageId"), read.MessageId);
        Assert.DoesNotContain("hidden", message, StringComparison.Ordinal);
        Assert.DoesNotContain("line two", string.Join("\n", (IEnumerable<object>)result.Get("Transcript")!), StringComparison.Ordinal);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_result_survives_serialization()
    {
        await using ScriptedServer server = new(Good) { Certificate = Certificate };

        PSObject result = Send(server, "-TrustedRoot $root").ThrowOnError().Only;
        PSObject back = (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(result, 3));

        foreach (string property in new[] { "Status", "TlsMode", "Protocol", "CipherSuite", "Sent", "Reply", "MessageId", "DaysLeft" })
            Assert.Equal(result.Text(property), back.Properties[property].Value?.ToString() ?? "");
    }
}
