using System.Management.Automation;
using SmtpTls.Tests.Schannel;

namespace SmtpTls.Tests.Commands;

public sealed class GetSchannelTlsPolicyTests : IDisposable
{
    private const string Tls10Off = $"[{RegistryFile.Protocols}]\n[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n\"Enabled\"=dword:0\n[{RegistryFile.Protocols}\\TLS 1.0\\Server]\n\"Enabled\"=dword:0";

    private readonly PowerShellEngine _engine = new();
    private readonly RegistryFile _file = new();

    public void Dispose()
    {
        _engine.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void An_export_is_read_as_what_is_in_force()
    {
        string path = _file.Write(Tls10Off);

        PSObject policy = _engine.Run("param($path) Get-SchannelTlsPolicy $path -WindowsVersion 'Windows Server 2019'", ("path", path)).ThrowOnError().Only;

        Assert.Equal(
            ("Tls12 Tls11", "Tls12 Tls11", "Windows Server 2019", path),
            (policy.Text("ClientProtocols"), policy.Text("ServerProtocols"), policy.Text("WindowsVersion"), policy.Text("Source")));
        Assert.StartsWith("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ", policy.Text("ServerCipherSuites"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_come_by_wildcard_from_the_pipeline_and_one_by_one()
    {
        _file.Write(Tls10Off, "a.reg");
        _file.Write(Tls10Off, "b.reg");

        Assert.Equal(2, _engine.Run("param($folder) Get-SchannelTlsPolicy \"$folder/*.reg\"", ("folder", _file.Folder)).ThrowOnError().Output.Count);
        Assert.Equal(2, _engine.Run("param($folder) ([System.IO.DirectoryInfo]$folder).GetFiles() | Get-SchannelTlsPolicy", ("folder", _file.Folder)).ThrowOnError().Output.Count);
    }

    [Theory]
    [InlineData("Get-SchannelTlsPolicy $folder")]
    [InlineData("Get-SchannelTlsPolicy \"$folder/*.reg\" -Merge")]
    public void A_folder_holds_the_parts_of_one_machine(string command)
    {
        _file.Write(Tls10Off, "schannel.reg");
        _file.Write("[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\n\"CurrentBuild\"=\"20348\"\n\"InstallationType\"=\"Server\"", "windows.reg");

        PSObject policy = _engine.Run($"param($folder) {command}", ("folder", _file.Folder)).ThrowOnError().Only;

        Assert.Equal(("Windows Server 2022", "Tls13 Tls12 Tls11"), (policy.Text("WindowsVersion"), policy.Text("ServerProtocols")));
    }

    [Fact]
    public void Files_that_are_of_no_use_are_errors_and_the_others_go_on()
    {
        string good = _file.Write(Tls10Off, "good.reg");
        string other = _file.Write("[HKEY_CURRENT_USER\\Software\\Other]\n\"X\"=dword:1", "other.reg");
        string text = _file.Write("hello", "text.reg", form: "Dear Sir");
        string damaged = _file.Write($"[{RegistryFile.Protocols}]\nnonsense", "damaged.reg");

        EngineResult result = _engine.Run("param($paths) Get-SchannelTlsPolicy $paths", ("paths", new[] { other, text, damaged, good, good + ".missing" }));

        Assert.Equal(good, result.Only.Text("Source"));
        Assert.Equal(
            ["FileFormatUnknown", "FileFormatUnknown", "FileDamaged", "PathNotFound"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("its first key is 'HKEY_CURRENT_USER\\Software\\Other'", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("SCHANNEL", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("'Windows Registry Editor Version 5.00'", result.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Dear Sir", result.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Equal([other, text, damaged], result.Errors.Take(3).Select(error => error.TargetObject));
    }

    [Fact]
    public void A_Windows_version_that_is_not_known_is_said_before_anything_is_read()
    {
        EngineResult result = _engine.Run("Get-SchannelTlsPolicy ./x.reg -WindowsVersion 'Windows 95'");

        Assert.Contains("Windows Server 2022", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal("UnknownWindowsVersion,SmtpTls.Commands.GetSchannelTlsPolicyCommand", result.Errors[0].FullyQualifiedErrorId);
    }

    [Fact]
    public void Windows_versions_complete()
    {
        PSObject completion = _engine.Run("TabExpansion2 'Get-SchannelTlsPolicy x.reg -WindowsVersion 2019' 47").ThrowOnError().Only;

        Assert.Contains("Windows Server 2019", ((CommandCompletion)completion.BaseObject).CompletionMatches.Select(match => match.ListItemText));
    }

    [Fact]
    public void A_machine_without_Schannel_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has Schannel.");

        EngineResult result = _engine.Run("Get-SchannelTlsPolicy");

        Assert.Equal("NoSchannel,SmtpTls.Commands.GetSchannelTlsPolicyCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Contains("-Path", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_has_its_own_policy()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has a registry.");

        PSObject policy = _engine.Run("Get-SchannelTlsPolicy").ThrowOnError().Only;

        Assert.Equal(Environment.MachineName, policy.Text("ComputerName"));
        Assert.NotEmpty(policy.Text("ClientProtocols"));
    }

    [Fact]
    public async Task A_table_fits_120_columns_and_the_list_has_everything()
    {
        string path = _file.Write(Tls10Off);

        (_, string table, _) = await Pwsh.RunAsync($"Get-SchannelTlsPolicy '{path}' -WindowsVersion 2022");
        (_, string list, _) = await Pwsh.RunAsync($"Get-SchannelTlsPolicy '{path}' -WindowsVersion 2022 | Format-List");

        string[] lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("ex01.reg", StringComparison.Ordinal) && line.Contains("Tls13 Tls12 Tls11", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" Findings ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 120));
        Assert.Contains("Tls10 Client Disabled", list, StringComparison.Ordinal);
        Assert.Contains("Information NotSetExplicitly:", list, StringComparison.Ordinal);
        Assert.Contains(" 1 TLS_AES_256_GCM_SHA384", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_from_another_machine_is_shown_in_the_same_way()
    {
        string get = $"Get-SchannelTlsPolicy '{_file.Write(Tls10Off)}' -WindowsVersion 'Windows Server 2012 R2'";
        string far = $"[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(({get}), 1))";

        Assert.Equal((await Pwsh.RunAsync(get)).Output, (await Pwsh.RunAsync(far)).Output);
        Assert.Contains("SSL 3.0 is in use", (await Pwsh.RunAsync($"{far} | Format-List")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Protocols[0].State", "NotSupported")]
    [InlineData("CipherSuites[0].Name", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")]
    [InlineData("CipherSuites[0].ServerProtocols[0]", "Tls12")]
    [InlineData("ServerProtocols[-1]", "Tls11")]
    [InlineData("Findings[0].Id", "OldTlsInUse")]
    [InlineData("Curves[0]", "curve25519")]
    public void Lists_are_indexed_as_in_any_script(string expression, string value) =>
        Assert.Equal(value, _engine.Run($"param($path) (Get-SchannelTlsPolicy $path -WindowsVersion 2019).{expression}", ("path", _file.Write(Tls10Off))).ThrowOnError().Only.ToString());
}
