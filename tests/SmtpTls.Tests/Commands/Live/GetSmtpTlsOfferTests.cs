using System.Management.Automation;

namespace SmtpTls.Tests.Commands.Live;

/// <summary>The cmdlets over offers, as a user calls them.</summary>
public sealed class GetSmtpTlsOfferTests
{
    [Fact]
    public async Task A_server_without_STARTTLS_is_a_result()
    {
        await using ScriptedServer server = new("S: 220 mx.test\nC: EHLO\nS: 250 mx.test\nC: QUIT\nS: 221 bye");
        using PowerShellEngine engine = new();

        PSObject offer = engine.Run($"Get-SmtpTlsOffer -Server 127.0.0.1:{server.Port} -HeloName client.test").ThrowOnError().Only;

        Assert.Equal("NotOffered", offer.Text("Status"));
        Assert.Equal("1", offer.Text("Connections"));
        Assert.Contains("Everything: The server does not offer STARTTLS.", offer.Text("NotTested"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_a_temporary_failure_and_nothing_is_refused()
    {
        await using ScriptedServer server = new("S: 421 mx.test too many connections");
        using PowerShellEngine engine = new();

        PSObject states = engine.Run($"$offer = Get-SmtpTlsOffer -Server 127.0.0.1:{server.Port} -HeloName client.test; \"$($offer.Status) $($offer.Versions.State)\"").ThrowOnError().Only;

        Assert.Equal("TemporaryFailure NotKnown NotKnown NotKnown NotKnown NotKnown NotKnown", states.ToString());
    }

    [Fact]
    public void What_a_known_sender_would_agree_on_needs_no_connection()
    {
        using PowerShellEngine engine = new();
        const string Rows = "'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384' | ForEach-Object { [pscustomobject]@{ MxHost = 'mx.test'; Port = 25; Protocol = 'Tls12'; CipherSuite = $_; Preference = $null } }";

        PSObject old = engine.Run($"{Rows} | Compare-SmtpTlsCipherSuite -Client 'Exchange on Windows Server 2012 R2'").ThrowOnError().Only;

        Assert.Equal("Exchange on Windows Server 2012 R2", old.Text("Difference"));
        Assert.Equal("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", old.Text("Preferred"));
        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", engine.Run($"{Rows} | Compare-SmtpTlsCipherSuite -Client Gmail").ThrowOnError().Only.Text("Preferred"));
    }

    [Fact]
    public void An_offer_that_came_over_remoting_as_text_is_compared_too()
    {
        using PowerShellEngine engine = new();

        PSObject result = engine.Run(
            "[pscustomobject]@{ MxHost = 'mx.test'; Address = '192.0.2.1'; Port = 25; ServerPreference = @('Tls12: server'); CipherSuites = @('Tls12 TLS_RSA_WITH_AES_128_CBC_SHA') }"
            + " | Compare-SmtpTlsCipherSuite -Client 'Java 8'").ThrowOnError().Only;

        Assert.Equal("TLS_RSA_WITH_AES_128_CBC_SHA", result.Text("Preferred"));
    }

    [Fact]
    public void A_sender_that_nobody_knows_is_an_error_that_names_those_who_are()
    {
        using PowerShellEngine engine = new();

        var run = engine.Run("'AES128-SHA' | Compare-SmtpTlsCipherSuite -Client 'No Such Sender'");

        ErrorRecord error = Assert.Single(run.Errors);
        Assert.StartsWith("UnknownClient", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Exchange on Windows Server 2019", error.Exception.Message, StringComparison.Ordinal);
    }
}
