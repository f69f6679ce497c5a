using System.Management.Automation;
using System.Text;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>Where a password goes, and where it does not.</summary>
public sealed class SendAuthenticationTests : SendSmtpTlsMessageTests
{
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
        await using ScriptedServer server = new(script) { Certificate = Certificate };

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
        await using ScriptedServer server = new(offered + StartTls + InsideTls + Quit) { Certificate = Certificate };

        PSObject result = Send(server, "-TrustedRoot $root -Credential $credential").ThrowOnError().Only;

        Assert.Equal("AuthenticationFailed", result.Text("Status"));
        Assert.Contains("no AUTH inside TLS", result.Text("Reason"), StringComparison.Ordinal);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_mechanism_that_nobody_knows_is_no_auth()
    {
        await using ScriptedServer server = new(Offered + StartTls + "C: EHLO\nS: 250-hi\nS: 250 AUTH X-ODD\n" + Quit) { Certificate = Certificate };

        PSObject result = Send(server, "-TrustedRoot $root -Credential $credential").ThrowOnError().Only;

        Assert.Equal(("AuthenticationFailed", false), (result.Text("Status"), result.Get("Sent")));
        Assert.Contains("no mechanism", result.Text("Reason"), StringComparison.Ordinal);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_password_wants_a_server_that_proves_itself()
    {
        await using ScriptedServer server = new(WithAuth + Quit) { Certificate = Certificate };

        PSObject result = Send(server, "-Credential $credential").ThrowOnError().Only;

        Assert.Equal(("NotVerified", "Verified", false), (result.Text("Status"), result.Text("TlsMode"), result.Get("Sent")));
        Assert.DoesNotContain(server.Received, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_proves_nothing_cannot_pull_the_client_down_to_the_password()
    {
        string offer = WithAuth.Replace("AUTH PLAIN LOGIN", "AUTH SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN", StringComparison.Ordinal);
        await using ScriptedServer server = new(offer + "C: AUTH SCRAM-SHA-256\nS: 535 5.7.8 No\nC: AUTH CRAM-MD5\nS: 535 5.7.8 No\n" + Quit) { Certificate = Certificate };

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
        await using ScriptedServer server = new(offer + $"C: AUTH NTLM\nS: {challenge}\nREAD\nS: 501 5.5.2 No\n" + Quit) { Certificate = Certificate };

        PSObject result = Send(server, "-TlsMode Required -Credential $credential").ThrowOnError().Only;

        Assert.Equal((false, "127.0.0.1"), (result.Get("Sent"), result.Text("Server")!.Split(':')[0]));
        Assert.Contains("AUTH", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_for_a_server_that_proves_nothing_is_warned_of()
    {
        await using ScriptedServer server = new(WithAuth + "C: AUTH PLAIN\nS: 235 Ok\n" + Envelope + Message + Quit) { Certificate = Certificate };

        EngineResult run = Send(server, "-TlsMode Required -Credential $credential");

        Assert.Equal("Sent", run.ThrowOnError().Only.Text("Status"));
        Assert.Contains("-TlsMode Verified", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }
}
