using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Testing;
using SmtpTls.Tls;
using static SmtpTls.Tests.Support.TestScripts;

namespace SmtpTls.Tests.Testing;

public sealed class AddressProbeTests : IDisposable
{
    private readonly X509Certificate2 _root = TestCertificate.Root(key: ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly X509Certificate2 _certificate;

    public AddressProbeTests() => _certificate = new TestCertificate { Issuer = _root }.Create();

    public void Dispose()
    {
        _root.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_good_server_is_authenticated_however_its_bytes_arrive(bool oneByteAtATime)
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = _certificate, OneByteAtATime = oneByteAtATime };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal(TestStatus.Authenticated, result.Status);
        Assert.Equal(StartTlsOffer.Opportunistic, result.StartTls);
        Assert.Equal((true, true, 30), (result.CertificateValid, result.NameMatch, result.DaysLeft));
        Assert.Null(result.Failure);
        Assert.Null(result.Reason);
        Assert.Equal(TlsLevel.Authenticated, result.Level);
        Assert.Equal(100, result.Score);
        Assert.Equal(2, result.Connections);
        Assert.Equal("mx.example.com ESMTP", result.Banner);
        Assert.Equal(["SIZE 1000"], result.Extensions);
        Assert.Equal(
            [
                TestStepName.Connect, TestStepName.Banner, TestStepName.Ehlo, TestStepName.StartTls, TestStepName.BufferCheck,
                TestStepName.Handshake, TestStepName.Certificate, TestStepName.EhloAfterTls, TestStepName.MailFrom, TestStepName.Quit,
                TestStepName.PlainMailFrom,
            ],
            result.Steps.Select(step => step.Name));
        Assert.All(result.Steps, step => Assert.Equal(TestStepOutcome.Passed, step.Outcome));
        Assert.Empty(server.Surprises);
        Assert.Contains(result.Transcript, line => line is { Who: "C", Text: "EHLO client.example.com", Encrypted: true });
        Assert.Contains(result.Transcript, line => line is { Who: "S", Text: "250-SIZE 1000", Encrypted: false });
    }

    [Theory]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", StartTlsOffer.Required)]
    [InlineData("530 5.7.0", StartTlsOffer.Required)]
    [InlineData("451 5.7.3 STARTTLS is required to send mail", StartTlsOffer.Required)]
    [InlineData("450 4.7.1 Session encryption is required", StartTlsOffer.Required)]
    [InlineData("403 4.7.0 encryption too weak 0 less than 112", StartTlsOffer.Required)]
    [InlineData("421 4.7.0 TLS required for RCPT domain", StartTlsOffer.Required)]
    [InlineData("451 4.7.1 TLS required", StartTlsOffer.Required)]
    [InlineData("554 5.7.1 This server requires TLS", StartTlsOffer.Required)]
    [InlineData("550 Encryption required", StartTlsOffer.Required)]
    [InlineData("550 5.7.1 Verschluesselung erforderlich", StartTlsOffer.Required)]
    [InlineData("250 Ok", StartTlsOffer.Opportunistic)]
    // Refused for another reason: what the server does without STARTTLS was not seen.
    [InlineData("530 5.7.0 Authentication required", null)]
    [InlineData("530 Access denied", null)]
    [InlineData("450 4.7.1 Try later", null)]
    [InlineData("451 4.7.1 Greylisting in action, please come back later", null)]
    [InlineData("454 4.7.0 TLS not available due to local problem", null)]
    [InlineData("550 5.7.1 You are on a block list", null)]
    public async Task Required_is_what_the_server_says_to_mail_in_the_clear(string reply, StartTlsOffer? expected)
    {
        await using ScriptedServer server = new(Good, $"{Hello}\nC: MAIL FROM:<>\nS: {reply}\nC: QUIT\nS: 221 Bye") { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal(expected, result.StartTls);
        Assert.Equal(TestStatus.Authenticated, result.Status);
        Assert.Equal(2, result.Connections);
        Assert.Contains(result.Transcript, line => line.Text == reply);
    }

    [Theory]
    [InlineData("450 4.7.1 <user@example.com>: Recipient address rejected: Session encryption is required", StartTlsOffer.Required)]
    [InlineData("550 TLS encryption is required for this domain", StartTlsOffer.Required)]
    [InlineData("421 4.7.0 TLS required for RCPT domain, closing connection.", StartTlsOffer.Required)]
    [InlineData("250 2.1.5 Ok", StartTlsOffer.Opportunistic)]
    [InlineData("450 4.2.0 Greylisted", null)]
    [InlineData("550 5.1.1 No such user", null)]
    public async Task Many_servers_demand_TLS_only_at_RCPT_TO(string reply, StartTlsOffer? expected)
    {
        await using ScriptedServer server = new(
            $"{Hello}\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250 hi\nC: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<user@example.com>\nS: 250 Ok\nC: QUIT\nS: 221 Bye",
            $"{Hello}\nC: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<user@example.com>\nS: {reply}\nC: QUIT\nS: 221 Bye") { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server, Options(), t => t with { Recipient = new Recipient("user@example.com", false) });

        Assert.Equal(expected, result.StartTls);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_second_connection_that_fails_says_nothing()
    {
        await using ScriptedServer server = new(Good, "S: 421 4.7.0 Too many connections") { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal((TestStatus.Authenticated, (StartTlsOffer?)null), (result.Status, result.StartTls));
        TestStep step = result.Steps.Single(s => s.Name == TestStepName.PlainMailFrom);
        Assert.Equal(TestStepOutcome.Warning, step.Outcome);
        Assert.Contains("421 4.7.0", step.Comment, StringComparison.Ordinal);
    }

    [Theory]
    // The banner
    [InlineData("S: 421 4.3.2 Busy\nC: QUIT\nS: 221 Bye", TestStatus.TemporaryFailure, null, null)]
    [InlineData("S: 554 5.7.1 Go away\nC: QUIT\nS: 221 Bye", TestStatus.Refused, null, null)]
    [InlineData("RESET", TestStatus.Unreachable, null, null)]
    [InlineData("S: SSH-2.0-OpenSSH_9.2", TestStatus.Unreachable, null, null)]
    [InlineData("RAW \\x00\\xff\\xfe garbage\\r\\n", TestStatus.Unreachable, null, null)]
    [InlineData("FLOOD 220-endless\\r\\n", TestStatus.Unreachable, null, null)]
    [InlineData("FLOOD x", TestStatus.Unreachable, null, null)]
    // EHLO
    [InlineData("S: 220 hi\nC: EHLO", TestStatus.Unreachable, null, null)]
    [InlineData("S: 220 hi\nC: EHLO\nS: 421 Closing", TestStatus.TemporaryFailure, null, null)]
    [InlineData("S: 220 hi\nC: EHLO\nS: 450 Later", TestStatus.TemporaryFailure, null, null)]
    [InlineData("S: 220 hi\nC: EHLO\nS: 550 No\nC: HELO\nS: 550 No\nC: QUIT\nS: 221 Bye", TestStatus.Refused, null, null)]
    [InlineData("S: 220 hi\nC: EHLO\nS: 550 Blocked", TestStatus.Refused, null, null)]
    [InlineData("S: 220 hi\nC: EHLO\nFLOOD 250-X\\r\\n", TestStatus.Unreachable, null, null)]
    // STARTTLS
    [InlineData(Hello + "\nC: STARTTLS\nS: 454 4.7.0 TLS not available\nC: QUIT\nS: 221 Bye", TestStatus.TemporaryFailure, null, null)]
    [InlineData(Hello + "\nC: STARTTLS\nS: 421 Closing", TestStatus.TemporaryFailure, null, null)]
    [InlineData(Hello + "\nC: STARTTLS\nS: 502 5.5.1 Not implemented\nC: QUIT\nS: 221 Bye", TestStatus.Refused, null, "starttls-not-supported")]
    [InlineData(Hello + "\nC: STARTTLS", TestStatus.Unreachable, null, "validation-failure")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 250 hi\nC: STARTTLS\nS: 454 4.7.0 Local problem\nC: QUIT\nS: 221 Bye", TestStatus.TemporaryFailure, null, null)]
    [InlineData("S: 220 hi\nC: EHLO\nS: 250 hi\nC: STARTTLS\nS: 502 What?\nC: MAIL FROM:<>\nS: 250 Ok\nC: QUIT\nS: 221 Bye", TestStatus.NotOffered, StartTlsOffer.None, "starttls-not-supported")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 250 hi\nC: STARTTLS", TestStatus.NotOffered, StartTlsOffer.None, "starttls-not-supported")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 502 What?\nC: HELO\nS: 250 hi\nC: STARTTLS\nS: 502 What?\nC: MAIL FROM:<>\nS: 250 Ok\nC: QUIT\nS: 221 Bye", TestStatus.NotOffered, StartTlsOffer.None, "starttls-not-supported")]
    // The handshake
    [InlineData(Hello + "\nC: STARTTLS\nS: 220 Go\nREAD\nS: not TLS at all, but plain text as from a broken proxy", TestStatus.HandshakeFailed, StartTlsOffer.Opportunistic, "validation-failure")]
    public async Task Whatever_goes_wrong_has_its_status(string script, TestStatus status, StartTlsOffer? offer, string? failure)
    {
        await using ScriptedServer server = new(script, PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal((status, offer, failure), (result.Status, result.StartTls, result.Failure));
        Assert.NotNull(result.Reason);
        Assert.Null(result.Protocol);
        Assert.Equal(0, result.Score);
        Assert.Equal(status == TestStatus.HandshakeFailed ? TlsLevel.Opportunistic : TlsLevel.None, result.Level);
        Assert.Empty(server.Surprises);
        Assert.InRange(result.Transcript.Length, 1, 300);
    }

    [Theory]
    [InlineData("C: STARTTLS\nHANG", TestStatus.Unreachable)]
    [InlineData("C: STARTTLS\nS: 220 Go\nHANG", TestStatus.HandshakeFailed)]
    [InlineData("C: STARTTLS\nS: 220 Go\nTLS\nHANG", TestStatus.HandshakeFailed)]
    public async Task A_server_that_falls_silent_is_given_up(string script, TestStatus status)
    {
        await using ScriptedServer server = new($"{Hello}\n{script}", PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server, Options() with { Timeout = TimeSpan.FromMilliseconds(400) });

        Assert.Equal(status, result.Status);
        Assert.Contains("0.4 seconds", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_at_all_is_unreachable()
    {
        await using ScriptedServer server = new("HANG");

        StartTlsResult result = await TestAsync(server, Options() with { Timeout = TimeSpan.FromMilliseconds(150) });

        Assert.Equal(TestStatus.Unreachable, result.Status);
        Assert.Equal(TestStepName.Banner, result.Steps[^1].Name);
    }

    [Fact]
    public async Task Nothing_listens_there()
    {
        int port;
        await using (ScriptedServer server = new("HANG"))
            port = server.Port;

        StartTlsResult result = await TestAsync(port, Options(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((TestStatus.Unreachable, 0), (result.Status, result.Connections));
        Assert.Contains("refused", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("250-XXXXXXXA")]
    [InlineData("250-XXXXXXXX")]
    [InlineData("250-XXXX")]
    [InlineData("250-xxxxxxxx")]
    [InlineData("250-STARTXXX")]
    [InlineData("250-********")]
    public async Task An_overwritten_keyword_is_told_as_stripped(string line)
    {
        await using ScriptedServer server = new(
            $"S: 220 hi\nC: EHLO\nS: 250-hi\nS: {line}\nS: 250 SIZE\nC: STARTTLS\nS: 500 What?\nC: MAIL FROM:<>\nS: 250 Ok\nC: QUIT\nS: 221 Bye");

        StartTlsResult result = await TestAsync(server);

        Assert.Equal((TestStatus.NotOffered, StartTlsOffer.Stripped), (result.Status, result.StartTls));
        Assert.Contains(line[4..], result.Reason, StringComparison.Ordinal);
        Assert.Contains(result.Transcript, l => l.Comment.Contains(line[4..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("XCLIENT NAME ADDR")]
    [InlineData("X-EXPS GSSAPI NTLM")]
    [InlineData("XEXCH50")]
    [InlineData("AUTH LOGIN")]
    public async Task Other_extensions_are_not_taken_for_an_overwritten_one(string extension)
    {
        await using ScriptedServer server = new(
            $"S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 {extension}\nC: STARTTLS\nS: 500 What?\nC: MAIL FROM:<>\nS: 250 Ok\nC: QUIT\nS: 221 Bye");

        Assert.Equal(StartTlsOffer.None, (await TestAsync(server)).StartTls);
    }

    [Theory]
    [InlineData("S: 220 *****0*2******0***********************2002*******2***0*00\nC: EHLO\nS: 250 hi\nC: STARTTLS\nS: 500 What?\nC: MAIL FROM:<>\nS: 250 Ok")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 250 hi\nC: STARTTLS\nS: 500 What?\nC: MAIL FROM:<>\nS: 530 5.7.0 Must issue a STARTTLS command first")]
    public async Task Other_traces_of_tampering_are_told_as_stripped(string script)
    {
        await using ScriptedServer server = new(script + "\nC: QUIT\nS: 221 Bye");

        StartTlsResult result = await TestAsync(server);

        Assert.Equal((TestStatus.NotOffered, StartTlsOffer.Stripped), (result.Status, result.StartTls));
    }

    [Fact]
    public async Task Starttls_that_is_taken_but_not_listed_helps_nobody()
    {
        await using ScriptedServer server = new($"S: 220 hi\nC: EHLO\nS: 250 hi\nC: STARTTLS\nS: 220 Go\n{InsideTls}", PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal((TestStatus.NotOffered, StartTlsOffer.Opportunistic), (result.Status, result.StartTls));
        Assert.Equal((FailureType.StartTlsNotSupported, TlsLevel.None), (result.Failure, result.Level));
        Assert.Equal(SslProtocolVersion.Tls13, result.Protocol);
        Assert.Contains("senders will not try it", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_after_the_220_are_counted_and_never_believed()
    {
        string injected = Good.Replace("S: 220 Go ahead", "RAW 220 Go ahead\\r\\n250 injected.example.com\\r\\n", StringComparison.Ordinal);
        await using ScriptedServer server = new(injected, PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal("250 injected.example.com\r\n".Length, result.InjectedBytes);
        Assert.Equal(TestStatus.Authenticated, result.Status);
        Assert.Equal(50, result.Score);
        Assert.Contains("injection", result.Reason, StringComparison.Ordinal);
        Assert.Equal(["SIZE 1000"], result.Extensions);
        Assert.Equal(TestStepOutcome.Warning, result.Steps.Single(step => step.Name == TestStepName.BufferCheck).Outcome);
    }

    [Fact]
    public async Task A_refusal_inside_tls_leaves_the_verdict_and_is_told()
    {
        await using ScriptedServer server = new(
            $"{Hello}\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250 hi\nC: MAIL FROM:<>\nS: 550 5.7.1 No bounces here\nC: QUIT\nS: 221 Bye",
            PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server);

        Assert.Equal((TestStatus.Authenticated, (string?)null), (result.Status, result.Failure));
        Assert.Contains("550 5.7.1 No bounces here", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_after_the_handshake_is_a_failed_handshake()
    {
        await using ScriptedServer server = new($"{Hello}\nC: STARTTLS\nS: 220 Go\nHANG", PlainTaken);
        AddressTarget target = new() { Host = "mx.example.com", Address = IPAddress.Loopback, Port = server.Port };

        StartTlsResult result = await new AddressProbe(new RefusingLater(), Options()).TestAsync(target, TestContext.Current.CancellationToken);

        Assert.Equal((TestStatus.HandshakeFailed, FailureType.ValidationFailure), (result.Status, result.Failure));
        Assert.Equal("received certificate_required(116)", result.Alert);
        Assert.Contains("insists on a client certificate", result.Reason, StringComparison.Ordinal);
        Assert.Equal((true, SslProtocolVersion.Tls13), (result.ClientCertificateRequested, result.Protocol));
    }

    [Theory]
    [InlineData("250 2.1.5 Ok", true)]
    [InlineData("550 5.1.1 No such user", false)]
    [InlineData("450 4.2.0 Greylisted", null)]
    public async Task A_recipient_is_asked_for_and_nothing_is_sent(string reply, bool? accepted)
    {
        await using ScriptedServer server = new(
            $"{Hello}\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250 hi\nC: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<user@example.com>\nS: {reply}\nC: QUIT\nS: 221 Bye",
            $"{Hello}\nC: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<user@example.com>\nS: {reply}\nC: QUIT\nS: 221 Bye") { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server, Options(), t => t with { Recipient = new Recipient("user@example.com", false) });

        Assert.Equal(accepted, result.RecipientAccepted);
        Assert.Equal(TestStatus.Authenticated, result.Status);
        Assert.Empty(server.Surprises);
        Assert.DoesNotContain(server.Received, line => line.StartsWith("DATA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_international_recipient_needs_a_server_that_offers_it()
    {
        string script = $"{Hello}\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250-hi\nS: 250 SMTPUTF8\nC: MAIL FROM:<> SMTPUTF8\nS: 250 Ok\nC: RCPT TO:<\nS: 250 Ok\nC: QUIT\nS: 221 Bye";
        await using ScriptedServer able = new(script, PlainTaken) { Certificate = _certificate };
        await using ScriptedServer unable = new(Good, PlainTaken) { Certificate = _certificate };
        Recipient recipient = new("jürgen@example.com", NeedsSmtpUtf8: true);

        StartTlsResult yes = await TestAsync(able, Options(), t => t with { Recipient = recipient });
        StartTlsResult no = await TestAsync(unable, Options(), t => t with { Recipient = recipient });

        Assert.True(yes.RecipientAccepted);
        Assert.Null(no.RecipientAccepted);
        Assert.Empty(able.Surprises);
        Assert.Empty(unable.Surprises);
        Assert.Contains(no.Transcript, line => line.Text.Contains("SMTPUTF8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Implicit_tls_needs_no_starttls()
    {
        await using ScriptedServer server = new(
            "TLS\nS: 220 hi\nC: EHLO\nS: 250 hi\nC: MAIL FROM:<>\nS: 250 Ok\nC: QUIT\nS: 221 Bye") { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server, Options(), t => t with { ImplicitTls = true });

        Assert.Equal(TestStatus.Authenticated, result.Status);
        Assert.Null(result.StartTls);
        Assert.Equal(1, result.Connections);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_greet_delay_is_waited_for_only_once()
    {
        const string Slow = "DELAY 150\n";
        await using ScriptedServer server = new(Slow + Good, Slow + PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server, Options() with { SlowBanner = TimeSpan.FromMilliseconds(10) });

        TestStep banner = result.Steps.Single(step => step.Name == TestStepName.Banner);
        TestStep second = result.Steps.Single(step => step.Name == TestStepName.PlainMailFrom);
        Assert.Equal(TestStatus.Authenticated, result.Status);
        Assert.True(second.Start < banner.Start + banner.Elapsed);
    }

    [Theory]
    [InlineData("mx2.example.com", TestStatus.Encrypted, "certificate-host-mismatch", TlsLevel.Encrypted)]
    [InlineData("mx.example.com", TestStatus.Authenticated, null, TlsLevel.Authenticated)]
    public async Task The_name_is_that_of_the_server(string host, TestStatus status, string? failure, TlsLevel level)
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = _certificate };

        StartTlsResult result = await TestAsync(server, Options(), t => t with { Host = host });

        Assert.Equal((status, failure, level), (result.Status, result.Failure, result.Level));
        Assert.Equal(host, result.ServerName);
    }

    [Fact]
    public async Task A_stopped_test_stops_at_once()
    {
        await using ScriptedServer server = new("HANG");
        using CancellationTokenSource stop = new();
        Task<StartTlsResult> test = TestAsync(server.Port, Options(), cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test);
    }

    private ProbeOptions Options() => new()
    {
        HeloName = "client.example.com",
        Verification = new CertificateVerifierOptions { TrustedRoots = [_root], Time = TestCertificate.Now },
        SlowBanner = Timeout.InfiniteTimeSpan,
        Timeout = TimeSpan.FromSeconds(20),
    };

    private Task<StartTlsResult> TestAsync(ScriptedServer server) => TestAsync(server.Port, Options());

    private static Task<StartTlsResult> TestAsync(ScriptedServer server, ProbeOptions options, Func<AddressTarget, AddressTarget>? change = null) =>
        TestAsync(server.Port, options, change);

    private static Task<StartTlsResult> TestAsync(
        int port, ProbeOptions options, Func<AddressTarget, AddressTarget>? change = null, CancellationToken cancellationToken = default)
    {
        AddressTarget target = new() { Host = "mx.example.com", Address = IPAddress.Loopback, Port = port };
        return new AddressProbe(new ManagedTlsEngine(), options).TestAsync(change?.Invoke(target) ?? target, cancellationToken);
    }

    /// <summary>What a TLS 1.3 server does that wants a client certificate: it says so once the client believes the handshake done.</summary>
    private sealed class RefusingLater : ITlsEngine
    {
        public TlsEngineName Name => TlsEngineName.Managed;

        public Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken) =>
            Task.FromResult(new TlsHandshake
            {
                Stream = new AlertStream(),
                Protocol = SslProtocolVersion.Tls13,
                ClientCertificateRequested = true,
            });
    }

    private sealed class AlertStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new TlsAlertException(TlsAlerts.Get(116), received: true);
    }
}
