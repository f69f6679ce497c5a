using System.Management.Automation;

namespace SmtpTls.Tests.Commands;

public sealed class ResolveSmtpTlsErrorTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("0x8009030D", "schannel-unknown-credentials")]
    [InlineData("-2146893043", "schannel-unknown-credentials")]
    [InlineData("2148074253", "schannel-unknown-credentials")]
    [InlineData("'UnknownCredentials'", "schannel-unknown-credentials")]
    [InlineData("40", "alert-handshake-failure")]
    [InlineData("12014", "exchange-certificate-not-found")]
    [InlineData("([System.Net.Sockets.SocketError]::ConnectionReset)", "socket-connection-reset")]
    [InlineData("([System.ComponentModel.Win32Exception]::new(-2146893043))", "schannel-unknown-credentials")]
    [InlineData("([System.Net.Sockets.SocketException]::new(10061))", "socket-connection-refused")]
    [InlineData("([System.Exception]::new('outer', [System.Exception]::new('TLS negotiation failed with error NoCredentials')))", "schannel-no-credentials")]
    [InlineData("([pscustomobject]@{ Error = 'TLS negotiation failed with error UnknownCredentials'; Failure = 'validation-failure' })", "schannel-unknown-credentials")]
    [InlineData("([pscustomobject]@{ Error = $null; Failure = 'certificate-expired' })", "result-certificate-expired")]
    [InlineData("([pscustomobject]@{ Alert = 'received unknown_ca(48)'; Reason = 'The server ended the handshake.'; Failure = 'certificate-not-trusted' })", "alert-unknown-ca")]
    [InlineData("([pscustomobject]@{ Identity = 'EX01\\1'; LastError = '[{LED=451 4.4.0 Primary target IP address responded with: \"421 4.4.2 Connection dropped due to SocketError.\"}]' })", "exchange-socket-error")]
    [InlineData("([pscustomobject]@{ ProviderName = 'Schannel'; Id = 36887; Message = 'The TLS protocol defined fatal alert code is 70.' })", "alert-protocol-version")]
    [InlineData("([pscustomobject]@{ Source = 'MSExchangeTransport'; EventID = 12016; Message = 'x' })", "exchange-starttls-certificate-expired")]
    public void An_error_is_recognized_in_whatever_object_it_comes(string input, string id)
    {
        Assert.Equal(id, _engine.Run($"Resolve-SmtpTlsError {input}").ThrowOnError().Only.Text("Id"));
        Assert.Equal(id, _engine.Run($"{input} | Resolve-SmtpTlsError").ThrowOnError().Only.Text("Id"));
        Assert.Equal(id, _engine.Run($"[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize({input}, 3)) | Resolve-SmtpTlsError").ThrowOnError().Only.Text("Id"));
    }

    [Fact]
    public void An_error_record_is_read_from_its_exception()
    {
        const string Caught = "try { throw [System.Exception]::new('outer', [System.Net.Sockets.SocketException]::new(10054)) } catch { $_ }";

        Assert.Equal("socket-connection-reset", _engine.Run($"{Caught} | Resolve-SmtpTlsError".Replace("try", "$(try").Replace("{ $_ }", "{ $_ })")).ThrowOnError().Only.Text("Id"));
        Assert.Equal(
            "socket-connection-reset",
            _engine.Run($"$record = $({Caught}); [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($record, 4)) | Resolve-SmtpTlsError").ThrowOnError().Only.Text("Id"));
    }

    [Fact]
    public void A_result_of_a_test_is_explained()
    {
        EngineResult result = _engine.Run("Test-SmtpStartTls -Server 127.0.0.1:1 | Resolve-SmtpTlsError").ThrowOnError();

        Assert.Equal("socket-connection-refused", result.Only.Text("Id"));
    }

    [Fact]
    public void A_session_without_an_error_gives_nothing_and_an_object_that_can_have_none_is_an_error()
    {
        EngineResult result = _engine.Run("[pscustomobject]@{ Error = $null; Failure = $null }, '', [pscustomobject]@{ Name = 'x' }, @{ Error = 'x' }, 'UnknownCredentials' | Resolve-SmtpTlsError");

        Assert.Equal("schannel-unknown-credentials", result.Only.Text("Id"));
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.Equal("NoError,SmtpTls.Commands.ResolveSmtpTlsErrorCommand", error.FullyQualifiedErrorId));
    }

    [Fact]
    public void What_is_not_known_is_said_to_be_not_known()
    {
        PSObject explanation = _engine.Run("Resolve-SmtpTlsError UnknownCredential").ThrowOnError().Only;

        Assert.Equal((false, "not known", null), (explanation.Get("Known"), explanation.Text("Title"), explanation.Get("Meaning")));
        Assert.StartsWith("schannel-unknown-credentials:", explanation.Text("Nearest"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Resolve-SmtpTlsError UnknownCredentials")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Resolve-SmtpTlsError UnknownCredentials), 3))")]
    public async Task The_explanation_reads_as_text(string command)
    {
        (_, string text, _) = await Pwsh.RunAsync(command);

        Assert.Contains("Likely causes", text, StringComparison.Ordinal);
        Assert.Contains("    - The private key is not readable by NETWORK SERVICE", text, StringComparison.Ordinal);
        Assert.Contains("certutil -verifystore My <thumbprint>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not known", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nearest", text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_known_can_be_listed()
    {
        IReadOnlyList<PSObject> all = _engine.Run("Resolve-SmtpTlsError -List").ThrowOnError().Output;

        Assert.InRange(all.Count, 120, 1000);
        Assert.All(all, one => Assert.NotEmpty(one.Text("Source")));
    }
}
