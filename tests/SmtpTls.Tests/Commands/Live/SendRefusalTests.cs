using System.Management.Automation;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>Servers that refuse, fall silent or hang up.</summary>
public sealed class SendRefusalTests : SendSmtpTlsMessageTests
{
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
        await using ScriptedServer server = new(script) { Certificate = Certificate };

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
        await using ScriptedServer server = new(script) { Certificate = Certificate };

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
        await using ScriptedServer server = new(script) { Certificate = Certificate };

        PSObject result = Send(server, "-TrustedRoot $root -TimeoutSec 1").ThrowOnError().Only;

        Assert.Equal(status, result.Text("Status"));
        Assert.Contains("within 1 seconds", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_quit_is_not_waited_for()
    {
        await using ScriptedServer server = new(Encrypted + Envelope + Message + "C: QUIT\nHANG") { Certificate = Certificate };

        PSObject result = Send(server, "-TimeoutSec 600").ThrowOnError().Only;

        Assert.Equal("Sent", result.Text("Status"));
        Assert.Contains("QUIT", server.Received);
    }

    [Fact]
    public async Task Recipients_that_are_refused_do_not_keep_the_message_from_the_others()
    {
        string envelope = "C: MAIL\nS: 250 Ok\nC: RCPT TO:<b@example.com>\nS: 250 Ok\nC: RCPT TO:<gone@example.com>\nS: 550 5.1.1 Gone\n";
        await using ScriptedServer server = new(Encrypted + envelope + Message + Quit) { Certificate = Certificate };

        PSObject result = Send(server, "-TrustedRoot $root", to: "b@example.com, gone@example.com").ThrowOnError().Only;

        Assert.Equal(("PartlySent", true, "b@example.com"), (result.Text("Status"), result.Get("Sent"), result.Text("Accepted")));
        Assert.Equal("gone@example.com: 550 5.1.1 Gone", result.Text("Refused"));
        Assert.Contains("gone@example.com", result.Text("Reason"), StringComparison.Ordinal);
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task Stopping_the_pipeline_stops_the_delivery()
    {
        await using ScriptedServer server = new(Offered + "C: STARTTLS\nS: 220 Go\nHANG");
        using PowerShell shell = Engine.Create(
            "param($port) Send-SmtpTlsMessage 127.0.0.1 -Port $port -From a@sender.example -To b@example.com", ("port", server.Port));
        IAsyncResult running = shell.BeginInvoke();
        while (server.Received.IsEmpty)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }
}
