using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Commands;

public sealed class SmtpTlsListenerTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_listener_is_tested_and_shows_what_the_test_did()
    {
        EngineResult result = _engine.Run(
            """
            $listener = Start-SmtpTlsListener -Port 0 -HostName mx.example.com -Mode Required
            $listener | Test-SmtpStartTls -HeloName client.example.com
            $listener | Receive-SmtpTlsSession -Count 2 -TimeoutSec 30
            $listener
            Stop-SmtpTlsListener
            """).ThrowOnError();

        Assert.Equal(["SmtpTls.StartTlsResult", "SmtpTls.ListenerSession", "SmtpTls.ListenerSession", "SmtpTls.SmtpTlsListener"],
            result.Output.Select(one => one.BaseObject.GetType().FullName));
        Assert.Equal(("Encrypted", "Required", "CN=mx.example.com"),
            (result.Output[0].Text("Status"), result.Output[0].Text("StartTls"), result.Output[0].Text("Certificate")));
        PSObject session = result.Output.Skip(1).Take(2).Single(one => one.Text("Encrypted") == "True");
        Assert.Equal(("client.example.com", result.Output[0].Text("Protocol"), result.Output[0].Text("CipherSuite")),
            (session.Text("HeloName"), session.Text("Protocol"), session.Text("CipherSuite")));
        PSObject listener = result.Output[3];
        Assert.Equal(("2", "0", "False", "127.0.0.1"), (listener.Text("Sessions"), listener.Text("Waiting"), listener.Text("IsRunning"), listener.Text("Address")));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void The_default_is_loopback_only_with_starttls_and_a_certificate_for_the_name()
    {
        PSObject listener = _engine.Run("Start-SmtpTlsListener -Port 0 -HostName grün.example").ThrowOnError().Only;

        Assert.Equal(("127.0.0.1", "Preferred", "False", "xn--grn-ioa.example"),
            (listener.Text("Address"), listener.Text("Mode"), listener.Text("ImplicitTls"), listener.Text("HostName")));
        Assert.Equal("CN=xn--grn-ioa.example", listener.Text("Certificate"));
        Assert.Equal(40, listener.Text("Thumbprint").Length);
    }

    [Theory]
    [InlineData("-Port 70000", "ParameterArgumentValidationError", "70000")]
    [InlineData("-Port -1", "ParameterArgumentValidationError", "-1")]
    [InlineData("-Address mx.example.com", "InvalidAddress", "'mx.example.com' is no IP address")]
    [InlineData("-Address 1.2.3", "InvalidAddress", "'1.2.3'")]
    [InlineData("-Address 192.0.2.77", "AddressNotLocal", "'192.0.2.77' is no address of this machine")]
    [InlineData("-HostName 'two words'", "InvalidHostName", "'two words'")]
    [InlineData("-HostName \"x`r`n250 y\"", "InvalidHostName", "x")]
    [InlineData("-Protocol Ssl3", "InvalidProtocol", "cannot serve Ssl3; give versions from Tls10 to Tls13")]
    [InlineData("-Mode Off -ImplicitTls", "ImplicitTlsWithoutTls", "-ImplicitTls wants TLS")]
    [InlineData("-CertificatePath /no/such/file.pfx", "PathNotFound", "file.pfx")]
    [InlineData("-CertificatePath $folder/text.pem", "FileFormatUnknown", "text.pem")]
    [InlineData("-CertificatePath $folder/bare.pem", "InvalidCertificateFile", "has no private key")]
    [InlineData("-CertificatePath $folder/good.pfx", "InvalidCertificateFile", "protected by a password")]
    [InlineData("-CertificatePath $folder/good.pfx -CertificatePassword $wrong", "InvalidCertificateFile", "cannot be opened with this password")]
    [InlineData("-Certificate $bare", "InvalidCertificate", "has no private key")]
    [InlineData("-Certificate $folder/text.pem", "ParameterArgumentTransformationError", "text.pem")]
    [InlineData("-MaxMessageSize 1", "ParameterArgumentValidationError", "1")]
    public void Bad_input_names_the_value_and_what_would_be_right(string arguments, string errorId, string named)
    {
        using X509Certificate2 certificate = new TestCertificate().Create();
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        File.WriteAllText(Path.Combine(_folder, "text.pem"), "no certificate");
        File.WriteAllText(Path.Combine(_folder, "bare.pem"), certificate.ExportCertificatePem());
        File.WriteAllBytes(Path.Combine(_folder, "good.pfx"), certificate.Export(X509ContentType.Pfx, "right"));

        EngineResult result = _engine.Run(
            $"param($folder, $bare, $wrong) Start-SmtpTlsListener {(arguments.Contains("-Port ") ? "" : "-Port 0")} {arguments}",
            ("folder", _folder), ("bare", bare), ("wrong", Secure("wrong")));

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong\"", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_port_in_use_is_an_error_about_it()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        EngineResult result = _engine.Run("param($port) Start-SmtpTlsListener -Port $port", ("port", port));

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("PortInUse,SmtpTls.Commands.StartSmtpTlsListenerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal($"127.0.0.1:{port}", error.TargetObject);
        Assert.Contains($"Port {port} is in use", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_come_with_their_issuers_from_files_and_objects()
    {
        using X509Certificate2 root = TestCertificate.Root();
        using X509Certificate2 authority = TestCertificate.Intermediate(root);
        using X509Certificate2 intermediate = X509CertificateLoader.LoadCertificate(authority.RawData);
        using X509Certificate2 leaf = new TestCertificate { Issuer = authority }.Create();
        File.WriteAllBytes(Path.Combine(_folder, "chain.pfx"), new X509Certificate2Collection { leaf, intermediate }.Export(X509ContentType.Pfx, "right")!);
        File.WriteAllText(Path.Combine(_folder, "chain.pem"), leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        EngineResult result = _engine.Run(
            """
            param($folder, $right, $chain)
            $listeners = @(
                Start-SmtpTlsListener -Port 0 -CertificatePath $folder/chain.pfx -CertificatePassword $right
                Start-SmtpTlsListener -Port 0 -CertificatePath $folder/chain.pem -KeyPath $folder/key.pem
                Start-SmtpTlsListener -Port 0 -Certificate $chain
            )
            $listeners | ForEach-Object { (Get-SmtpTlsCertificate -Server $_.Server).Thumbprint -join ',' }
            Stop-SmtpTlsListener
            """,
            ("folder", _folder), ("right", Secure("right")), ("chain", new[] { leaf, intermediate })).ThrowOnError();

        Assert.Equal(Enumerable.Repeat($"{leaf.Thumbprint},{intermediate.Thumbprint}", 3), result.Output.Select(one => one.ToString()));
    }

    [Fact]
    public void Receiving_ends_with_the_time_limit_and_gives_what_is_there()
    {
        EngineResult result = _engine.Run(
            """
            $null = Start-SmtpTlsListener -Port 0 -OutVariable listener
            $null = Test-SmtpStartTls -Server $listener.Server
            @(Receive-SmtpTlsSession -Count 5 -TimeoutSec 1).Count
            @(Receive-SmtpTlsSession -TimeoutSec 0).Count
            """).ThrowOnError();

        Assert.Equal(["2", "0"], result.Output.Select(one => one.ToString()));
        Assert.Equal("Only 2 of 5 sessions came.", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Sessions_that_a_later_command_did_not_want_are_still_there()
    {
        EngineResult result = _engine.Run(
            """
            $listener = Start-SmtpTlsListener -Port 0
            1..2 | ForEach-Object { $null = Test-SmtpStartTls -Server $listener.Server }
            $listener | Stop-SmtpTlsListener
            do { $listener | Receive-SmtpTlsSession | ForEach-Object { 'one'; break } } while ($false)
            @($listener | Receive-SmtpTlsSession).Count
            """).ThrowOnError();

        Assert.Equal(["one", "3"], result.Output.Select(one => one.ToString()));
    }

    [Fact]
    public async Task Stopping_the_pipeline_stops_the_waiting()
    {
        _engine.Run("$null = Start-SmtpTlsListener -Port 0").ThrowOnError();
        using PowerShell shell = _engine.Create("Receive-SmtpTlsSession");
        IAsyncResult running = shell.BeginInvoke();
        while (shell.Streams.Progress.Count == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [Theory]
    [InlineData("Receive-SmtpTlsSession", "NoListener", "Start-SmtpTlsListener starts one")]
    [InlineData("Receive-SmtpTlsSession 127.0.0.1:9", "ParameterArgumentTransformationError", "No listener '127.0.0.1:9' runs in this session")]
    [InlineData("Receive-SmtpTlsSession -Count 0", "ParameterArgumentValidationError", "0")]
    public void Where_there_is_nothing_to_receive_from_an_error_says_so(string command, string errorId, string named)
    {
        ErrorRecord error = Assert.Single(_engine.Run(command).Errors);

        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_is_known_by_its_port_its_address_and_its_deserialized_self()
    {
        EngineResult result = _engine.Run(
            """
            $one, $two, $three = 1..3 | ForEach-Object { Start-SmtpTlsListener -Port 0 }
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($three))
            Stop-SmtpTlsListener $one.Port
            $two.Server, $copy | Stop-SmtpTlsListener
            $one, $two, $three | ForEach-Object IsRunning
            $copy.pstypenames[0]
            """).ThrowOnError();

        Assert.Equal(["False", "False", "False", "Deserialized.SmtpTls.SmtpTlsListener"], result.Output.Select(one => one.ToString()));
    }

    [Fact]
    public void WhatIf_opens_and_closes_nothing()
    {
        EngineResult result = _engine.Run(
            "Start-SmtpTlsListener -Port 0 -WhatIf; $listener = Start-SmtpTlsListener -Port 0; Stop-SmtpTlsListener -WhatIf; $listener.IsRunning").ThrowOnError();

        Assert.Equal("True", result.Only.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_session_or_module_is_the_end_of_its_listeners(bool session)
    {
        using var other = new PowerShellEngine();
        PSObject listener = other.Run("Start-SmtpTlsListener -Port 0").ThrowOnError().Only;
        PSObject mine = _engine.Run("Start-SmtpTlsListener -Port 0").ThrowOnError().Only;

        if (session)
            other.Dispose();
        else
            other.Run("Remove-Module SmtpTls").ThrowOnError();

        Stopwatch waited = Stopwatch.StartNew();
        while (await ConnectsAsync((int)listener.Get("Port")!) && waited.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(await ConnectsAsync((int)listener.Get("Port")!));
        Assert.True(await ConnectsAsync((int)mine.Get("Port")!));
    }

    private static async Task<bool> ConnectsAsync(int port)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
            secure.AppendChar(c);
        return secure;
    }
}
