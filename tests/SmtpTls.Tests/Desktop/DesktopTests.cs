using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Desktop;

/// <summary>The net472 build by .NET Framework's rules, without binding redirects; what needs no mail server.</summary>
public sealed class DesktopTests
{
    [Fact]
    public void The_program_has_no_binding_redirects_and_none_of_our_libraries_beside_it()
        => Assert.Equal(
            ["SmtpTls.Desktop.exe", "SmtpTls.Desktop.xml"],
            Directory.EnumerateFiles(DesktopProgram.Folder).Select(Path.GetFileName).Order());

    [Fact]
    public async Task Everything_of_ours_is_loaded_from_our_folder()
    {
        DesktopOutput output = await DesktopProgram.RunAsync("read");

        Assert.Equal("Grüße", output["Subject"]);
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        Assert.All(
            ["SmtpTls", "SmtpTls.Core", "SmtpTls.Loader", "BouncyCastle.Cryptography", "MimeKit"],
            name => Assert.Equal(DesktopProgram.Module, output.Assemblies[name]));
    }

    [Fact]
    public async Task An_older_BouncyCastle_that_is_loaded_first_is_refused_by_name_and_version()
    {
        string older = Path.Combine(DesktopProgram.Folder, "older", "BouncyCastle.Cryptography.dll");

        DesktopOutput output = await DesktopProgram.RunAsync("-first", older, "read");

        Assert.Equal(1, output.ExitCode);
        Assert.Matches(
            $@"^SmtpTls needs BouncyCastle.Cryptography 2\.[\d.]+, but this session has 2\.4\.[\d.]+ loaded from {System.Text.RegularExpressions.Regex.Escape(older)}\..*start a new session",
            output["error"]);
    }

    [Fact]
    public async Task A_listener_is_tested_from_PowerShell_7_and_shows_the_session()
    {
        string pfx = Path.GetTempFileName();
        try
        {
            using X509Certificate2 certificate = new TestCertificate { Subject = "CN=mx.example.com", Key = RSA.Create(2048) }.Create();
            await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
            using DesktopProgram program = DesktopProgram.Start("listen", pfx);
            using PowerShellEngine engine = new();

            PSObject result = engine.Run(
                "param($server) Test-SmtpStartTls -Server $server -HeloName client.example.com -MailFrom a@example.com",
                ("server", await program.ReadAsync("server"))).ThrowOnError().Only;

            Assert.Equal(("Encrypted", "Opportunistic", "Tls13"), (result.Text("Status"), result.Text("StartTls"), result.Text("Protocol")));
            Assert.Equal(certificate.Thumbprint, PSObject.AsPSObject(result.Get("Certificate")).Text("Thumbprint"));
            DesktopOutput output = await program.ReadToEndAsync();
            Assert.Equal(
                ("client.example.com", "Tls13", result.Text("CipherSuite"), "a@example.com", ""),
                (output["HeloName"], output["Protocol"], output["CipherSuite"], output["MailFrom"], output["Failure"]));
        }
        finally
        {
            File.Delete(pfx);
        }
    }
}
