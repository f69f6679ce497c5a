using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

public sealed class SendSmtpTlsMessageTests : IDisposable
{
    private const string Password = "Correct-Horse 17";
    private const string WithAuth = Offered + StartTls + "C: EHLO\nS: 250-mx.example.com\nS: 250 AUTH PLAIN LOGIN\n";

    private readonly PowerShellEngine _engine = new();
    private readonly X509Certificate2 _root = TestCertificate.Lasting(new TestCertificate { Subject = "CN=Test Root", Authority = true });
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _otherName;

    public SendSmtpTlsMessageTests()
    {
        _certificate = TestCertificate.Lasting(new TestCertificate { Issuer = _root, DnsNames = ["mx.example.com"], Addresses = ["127.0.0.1"] });
        _otherName = TestCertificate.Lasting(new TestCertificate { Issuer = _root, DnsNames = ["mx.example.com"] });
    }

    public void Dispose()
    {
        _engine.Dispose();
        _root.Dispose();
        _certificate.Dispose();
        _otherName.Dispose();
    }

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
        await using ScriptedServer server = new(script) { Certificate = world == "other name" ? _otherName : _certificate };

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
        await using ScriptedServer server = new(Offered + StartTls + ehlo + envelope + Message + Quit) { Certificate = _certificate };

        PSObject result = _engine.Run(
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

    [Theory]
    [InlineData("S: 421 4.3.2 Busy\nC: QUIT", "TemporaryFailure", "421 4.3.2 Busy")]
    [InlineData("S: 554 5.7.1 Go away\nC: QUIT\nS: 221 Bye", "Refused", "554 5.7.1 Go away")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 451 4.3.0 Later\nC: QUIT\nS: 221 Bye", "TemporaryFailure", "451 4.3.0 Later")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 550 No\nC: HELO\nS: 550 No\nC: QUIT\nS: 221 Bye", "Refused", "550 No")]
    [InlineData(Offered + StartTls + "C: EHLO\nS: 550 5.7.1 Not you", "Refused", "550 5.7.1 Not you")]
    [InlineData(Offered + StartTls + "C: EHLO\nS: 421 4.7.1 No client certificate", "TemporaryFailure", "421 4.7.1 No client certificate")]
    [InlineData(Encrypted + "C: MAIL\nS: 530 5.7.0 Authentication required\nC: RSET\nS: 250 Ok\n" + Quit, "Refused", "530 5.7.0 Authentication required")]
    [InlineData(Encrypted + "C: MAIL\nS: 451 4.3.0 Later\nC: RSET\nS: 250 Ok\n" + Quit, "TemporaryFailure", "451 4.3.0 Later")]
    [InlineData(Encrypted + "C: MAIL\nS: 250 Ok\nC: RCPT\nS: 550 5.1.1 Nobody\nC: RSET\nS: 250 Ok\n" + Quit, "Refused", "550 5.1.1 Nobody")]
    [InlineData(Encrypted + "C: MAIL\nS: 250 Ok\nC: RCPT\nS: 450 4.2.0 Greylisted\nC: RSET\nS: 250 Ok\n" + Quit, "TemporaryFailure", "450 4.2.0 Greylisted")]
    [InlineData(Encrypted + Envelope + "C: DATA\nS: 554 5.5.1 No\nC: RSET\nS: 250 Ok\n" + Quit, "Refused", "554 5.5.1 No")]
    [InlineData(Encrypted + Envelope + "C: DATA\nS: 354 Go\nMESSAGE\nS: 552 5.3.4 Too big\nC: RSET\nS: 250 Ok\n" + Quit, "Refused", "552 5.3.4 Too big")]
    [InlineData(Encrypted + Envelope + "C: DATA\nS: 354 Go\nMESSAGE\nS: 451 4.3.0 Disk full\nC: RSET\nS: 250 Ok\n" + Quit, "TemporaryFailure", "451 4.3.0 Disk full")]
    public async Task A_refusal_is_a_result_with_the_servers_words(string script, string status, string reply)
    {
        await using ScriptedServer server = new(script) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root").ThrowOnError().Only;

        Assert.Equal((status, false, reply), (result.Text("Status"), result.Get("Sent"), result.Text("Reply")));
        Assert.Contains(reply, result.Text("Reason"), StringComparison.Ordinal);
        Assert.Empty(server.Surprises);
    }

    [Theory]
    [InlineData("RESET", "Unreachable")]
    [InlineData("S: SSH-2.0-OpenSSH_9.2", "Unreachable")]
    [InlineData("FLOOD 220-endless\\r\\n", "Unreachable")]
    [InlineData("FLOOD x", "Unreachable")]
    [InlineData("S: 220 hi\nC: EHLO\nFLOOD 250-X\\r\\n", "Unreachable")]
    [InlineData("S: 220 hi\nC: EHLO", "Unreachable")]
    [InlineData(Offered + "C: STARTTLS", "Unreachable")]
    [InlineData(Offered + StartTls + "C: EHLO", "HandshakeFailed")]
    [InlineData(Encrypted + "C: MAIL", "Unreachable")]
    [InlineData(Encrypted + "C: MAIL\nS: 250 Ok\nC: RCPT\nRESET", "Unreachable")]
    [InlineData(Encrypted + Envelope + "C: DATA", "Unreachable")]
    [InlineData(Encrypted + Envelope + "C: DATA\nS: 354 Go\nMESSAGE", "Unconfirmed")]
    public async Task A_lost_connection_says_where_it_was_lost(string script, string status)
    {
        await using ScriptedServer server = new(script) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root").ThrowOnError().Only;

        Assert.Equal((status, status == "Unconfirmed" ? null : (object)false), (result.Text("Status"), result.Get("Sent")));
        Assert.NotNull(result.Get("Reason"));
        Assert.Empty(server.Surprises);
    }

    [Theory]
    [InlineData("HANG", "Unreachable")]
    [InlineData(Offered + "C: STARTTLS\nHANG", "Unreachable")]
    [InlineData(Offered + "C: STARTTLS\nS: 220 Go\nHANG", "HandshakeFailed")]
    [InlineData(Encrypted + "C: MAIL\nHANG", "Unreachable")]
    [InlineData(Encrypted + Envelope + "C: DATA\nS: 354 Go\nMESSAGE\nHANG", "Unconfirmed")]
    public async Task A_server_that_falls_silent_is_given_up(string script, string status)
    {
        await using ScriptedServer server = new(script) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root -TimeoutSec 1").ThrowOnError().Only;

        Assert.Equal(status, result.Text("Status"));
        Assert.Contains("within 1 seconds", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_quit_is_not_waited_for()
    {
        await using ScriptedServer server = new(Encrypted + Envelope + Message + "C: QUIT\nHANG") { Certificate = _certificate };

        PSObject result = Send(server, "-TimeoutSec 600").ThrowOnError().Only;

        Assert.Equal("Sent", result.Text("Status"));
        Assert.Contains("QUIT", server.Received);
    }

    [Fact]
    public async Task Recipients_that_are_refused_do_not_keep_the_message_from_the_others()
    {
        string envelope = "C: MAIL\nS: 250 Ok\nC: RCPT TO:<b@example.com>\nS: 250 Ok\nC: RCPT TO:<gone@example.com>\nS: 550 5.1.1 Gone\n";
        await using ScriptedServer server = new(Encrypted + envelope + Message + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root", to: "b@example.com, gone@example.com").ThrowOnError().Only;

        Assert.Equal(("PartlySent", true, "b@example.com"), (result.Text("Status"), result.Get("Sent"), result.Text("Accepted")));
        Assert.Equal("gone@example.com: 550 5.1.1 Gone", result.Text("Refused"));
        Assert.Contains("gone@example.com", result.Text("Reason"), StringComparison.Ordinal);
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData("S: 235 2.7.0 Welcome\n" + Envelope + Message + Quit, "Sent")]
    [InlineData("S: 535 5.7.8 No: {token}, {password}\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nREAD\nS: 334 UGFzc3dvcmQ6\nREAD\nS: 535 5.7.8 {base64}\n" + Quit, "AuthenticationFailed")]
    [InlineData("S: 454 4.7.0 Backend down\nC: AUTH LOGIN\nS: 454 4.7.0 Backend down\n" + Quit, "TemporaryFailure")]
    public async Task A_password_goes_through_tls_and_is_shown_nowhere(string after, string status)
    {
        string token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0user\0{Password}"));
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Password));
        string script = WithAuth + "C: AUTH PLAIN\n" + after.Replace("{token}", token, StringComparison.Ordinal)
            .Replace("{password}", Password, StringComparison.Ordinal).Replace("{base64}", base64, StringComparison.Ordinal);
        await using ScriptedServer server = new(script) { Certificate = _certificate };

        EngineResult run = Send(server, "-TlsMode Verified -TrustedRoot $root -Credential $credential -Verbose -Debug");

        PSObject result = run.ThrowOnError().Only;
        Assert.Equal(status, result.Text("Status"));
        Assert.Equal(status == "Sent" ? "user" : null, result.Get("AuthenticatedAs"));
        Assert.Contains($"AUTH PLAIN {token}", server.Received);
        Assert.Empty(server.Surprises);
        string shown = PSSerializer.Serialize(result, 5) + string.Concat(run.Verbose) + string.Concat(run.Warnings);
        Assert.Contains("AUTH PLAIN ***", shown, StringComparison.Ordinal);
        foreach (string secret in new[] { Password, base64, token })
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auth_in_the_clear_is_not_used()
    {
        await using ScriptedServer server = new("S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 AUTH PLAIN LOGIN\n" + Quit);

        PSObject result = Send(server, "-TlsMode Opportunistic -Credential $credential").ThrowOnError().Only;

        Assert.Equal(("NotOffered", false), (result.Text("Status"), result.Get("Sent")));
        Assert.Empty(server.Surprises);
        Assert.DoesNotContain(server.Received, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Auth_that_was_offered_only_in_the_clear_is_forgotten_after_tls()
    {
        string offered = Offered.Replace("SIZE 1000000", "AUTH PLAIN", StringComparison.Ordinal);
        await using ScriptedServer server = new(offered + StartTls + InsideTls + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root -Credential $credential").ThrowOnError().Only;

        Assert.Equal("AuthenticationFailed", result.Text("Status"));
        Assert.Contains("no AUTH inside TLS", result.Text("Reason"), StringComparison.Ordinal);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_mechanism_that_nobody_knows_is_no_auth()
    {
        await using ScriptedServer server = new(Offered + StartTls + "C: EHLO\nS: 250-hi\nS: 250 AUTH X-ODD\n" + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root -Credential $credential").ThrowOnError().Only;

        Assert.Equal(("AuthenticationFailed", false), (result.Text("Status"), result.Get("Sent")));
        Assert.Contains("no mechanism", result.Text("Reason"), StringComparison.Ordinal);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_password_wants_a_server_that_proves_itself()
    {
        await using ScriptedServer server = new(WithAuth + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-Credential $credential").ThrowOnError().Only;

        Assert.Equal(("NotVerified", "Verified", false), (result.Text("Status"), result.Text("TlsMode"), result.Get("Sent")));
        Assert.DoesNotContain(server.Received, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_proves_nothing_cannot_pull_the_client_down_to_the_password()
    {
        string offer = WithAuth.Replace("AUTH PLAIN LOGIN", "AUTH SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN", StringComparison.Ordinal);
        await using ScriptedServer server = new(offer + "C: AUTH SCRAM-SHA-256\nS: 535 5.7.8 No\nC: AUTH CRAM-MD5\nS: 535 5.7.8 No\n" + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-TlsMode Required -Credential $credential").ThrowOnError().Only;

        Assert.Equal("AuthenticationFailed", result.Text("Status"));
        Assert.DoesNotContain(server.Received, line => line.StartsWith("AUTH PLAIN", StringComparison.Ordinal) || line.StartsWith("AUTH LOGIN", StringComparison.Ordinal));
        Assert.Empty(server.Surprises);
    }

    [Theory]
    [InlineData("334 !!!")]
    [InlineData("334 TlRMTVNTUAACAAAA")]
    [InlineData("334 TlRMTVNTUAACAAAA/////////////////////////////////////////////////////////w==")]
    public async Task A_bad_NTLM_challenge_is_a_result_about_its_server(string challenge)
    {
        string offer = WithAuth.Replace("AUTH PLAIN LOGIN", "AUTH NTLM", StringComparison.Ordinal);
        await using ScriptedServer server = new(offer + $"C: AUTH NTLM\nS: {challenge}\nREAD\nS: 501 5.5.2 No\n" + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-TlsMode Required -Credential $credential").ThrowOnError().Only;

        Assert.Equal((false, "127.0.0.1"), (result.Get("Sent"), result.Text("Server")!.Split(':')[0]));
        Assert.Contains("AUTH", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_for_a_server_that_proves_nothing_is_warned_of()
    {
        await using ScriptedServer server = new(WithAuth + "C: AUTH PLAIN\nS: 235 Ok\n" + Envelope + Message + Quit) { Certificate = _certificate };

        EngineResult run = Send(server, "-TlsMode Required -Credential $credential");

        Assert.Equal("Sent", run.ThrowOnError().Only.Text("Status"));
        Assert.Contains("-TlsMode Verified", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

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
    public async Task Bytes_before_tls_are_counted_and_never_believed()
    {
        string injected = Good.Replace("S: 220 Go ahead", "RAW 220 Go ahead\\r\\n250-injected\\r\\n250 AUTH PLAIN\\r\\n", StringComparison.Ordinal);
        await using ScriptedServer server = new(injected) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root").ThrowOnError().Only;

        Assert.Equal(("Sent", "250-injected\r\n250 AUTH PLAIN\r\n".Length), (result.Text("Status"), result.Get("InjectedBytes")));
        Assert.Equal("SIZE 1000000", result.Text("Extensions"));
        Assert.Contains("injection", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Implicit_tls_needs_no_starttls()
    {
        await using ScriptedServer server = new("TLS\nS: 220 hi\n" + InsideTls + Envelope + Message + Quit) { Certificate = _certificate };

        PSObject result = Send(server, "-ImplicitTls -TlsMode Verified -TrustedRoot $root").ThrowOnError().Only;

        Assert.Equal(("Sent", true, "True"), (result.Text("Status"), result.Get("Encrypted"), result.Text("ImplicitTls")));
        Assert.Null(result.Get("StartTlsOffered"));
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task Implicit_tls_that_fails_leaves_nothing_sent()
    {
        await using ScriptedServer server = new("S: 220 this server begins in the clear\nREAD");

        PSObject result = Send(server, "-ImplicitTls -TlsMode Opportunistic").ThrowOnError().Only;

        Assert.Equal(("HandshakeFailed", "validation-failure"), (result.Text("Status"), result.Text("Failure")));
        Assert.Null(result.Get("Encrypted"));
        Assert.StartsWith("The handshake failed: ", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_sent_where_the_server_asks()
    {
        using X509Certificate2 own = TestCertificate.Lasting(new TestCertificate { Issuer = _root, Subject = "CN=client", ExtendedKeyUsage = "1.3.6.1.5.5.7.3.2" });
        await using ScriptedServer asks = new(Good) { Certificate = _certificate, RequireClientCertificate = true };
        await using ScriptedServer asksNot = new(Good) { Certificate = _certificate };

        foreach ((ScriptedServer server, bool sent) in new[] { (asks, true), (asksNot, false) })
        {
            PSObject result = Send(server, "-TrustedRoot $root -ClientCertificate $own", ("own", own)).ThrowOnError().Only;
            Assert.Equal(("Sent", sent), (result.Text("Status"), result.Get("ClientCertificateSent")));
        }
        await using ScriptedServer again = new(Good) { Certificate = _certificate, RequireClientCertificate = true };
        Assert.Equal("HandshakeFailed", Send(again, "-TrustedRoot $root").ThrowOnError().Only.Text("Status"));
    }

    [Fact]
    public async Task An_international_address_needs_a_server_that_offers_smtputf8()
    {
        string able = Offered + StartTls + "C: EHLO\nS: 250-hi\nS: 250-8BITMIME\nS: 250 SMTPUTF8\nC: MAIL FROM:<a@sender.example> SMTPUTF8\nS: 250 Ok\nC: RCPT TO:<j\u00c3\u00bcrgen@example.com>\nS: 250 Ok\n";
        await using ScriptedServer yes = new(able + Message + Quit) { Certificate = _certificate };
        await using ScriptedServer no = new(Encrypted + Quit) { Certificate = _certificate };

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

        EngineResult run = _engine.Run(
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
        await using ScriptedServer server = new(Good) { Certificate = _certificate };

        EngineResult run = _engine.Run(
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
            await using ScriptedServer server = new(Good, Good) { Certificate = _certificate };

            EngineResult run = _engine.Run(
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

    [Fact]
    public async Task A_result_survives_serialization()
    {
        await using ScriptedServer server = new(Good) { Certificate = _certificate };

        PSObject result = Send(server, "-TrustedRoot $root").ThrowOnError().Only;
        PSObject back = (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(result, 3));

        foreach (string property in new[] { "Status", "TlsMode", "Protocol", "CipherSuite", "Sent", "Reply", "MessageId", "DaysLeft" })
            Assert.Equal(result.Text(property), back.Properties[property].Value?.ToString() ?? "");
    }

    [Fact]
    public async Task Stopping_the_pipeline_stops_the_delivery()
    {
        await using ScriptedServer server = new(Offered + "C: STARTTLS\nS: 220 Go\nHANG");
        using PowerShell shell = _engine.Create(
            "param($port) Send-SmtpTlsMessage 127.0.0.1 -Port $port -From a@sender.example -To b@example.com", ("port", server.Port));
        IAsyncResult running = shell.BeginInvoke();
        while (server.Received.IsEmpty)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    private static PSCredential Credential()
    {
        System.Security.SecureString password = new();
        foreach (char c in Password)
            password.AppendChar(c);
        return new PSCredential("user", password);
    }

    private EngineResult Send(ScriptedServer server, string arguments, params (string Name, object? Value)[] variables) =>
        Send(server, arguments, "b@example.com", variables);

    private EngineResult Send(ScriptedServer server, string arguments, string to, params (string Name, object? Value)[] variables) => _engine.Run(
        $"param($port, $root, $credential, $own) Send-SmtpTlsMessage 127.0.0.1 -Port $port -From a@sender.example -To {to} {arguments}",
        [("port", server.Port), ("root", _root), ("credential", Credential()), .. variables]);
}
