using System.Diagnostics;
using System.Management.Automation;

namespace SmtpTls.Tests.Commands;

/// <summary>Every cmdlet that reads files, held to the table in docs/files.md.</summary>
public sealed class FileErrorTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("smtptls-files").FullName;

    // The command, and whether it reads folders.
    public static TheoryData<string, bool> Commands => new()
    {
        { "Get-SmtpTlsLogSummary", true },
        { "Get-SmtpTlsLogSession", true },
        { "Get-SmtpTlsHop", true },
        { "Import-SmtpTlsReport", true },
        { "Get-SchannelTlsPolicy", true },
        { "Get-EsaTlsPolicy", false },
        { "Get-ExchangeTlsCertificateName -AsObject", false },
        { "Send-SmtpTlsMessage -Server 127.0.0.1 -Port 1 -From a@example.com -To b@example.com -WhatIf", false },
    };

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void TheSameFaultHasTheSameIdInEveryCommand(string command, bool readsFolders)
    {
        string image = Write("image.png", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]]);
        string empty = Path.Combine(_folder, "empty");
        Directory.CreateDirectory(empty);

        Assert.Equal("PathNotFound ObjectNotFound", ErrorOf(command, "LiteralPath", Path.Combine(_folder, "none.txt")));
        Assert.Equal("PathNotFound ObjectNotFound", ErrorOf(command, "LP", Path.Combine(_folder, "none.txt")));
        Assert.Equal("PathNotFound ObjectNotFound", ErrorOf(command, "Path", Path.Combine(_folder, "none.txt")));
        Assert.Equal("PathNotFound ObjectNotFound", ErrorOf(command, "Path", Path.Combine(_folder, "none*")));
        Assert.Equal("PathNotInFileSystem InvalidArgument", ErrorOf(command, "LiteralPath", "Env:"));
        Assert.Equal("InvalidPath InvalidArgument", ErrorOf(command, "LiteralPath", "nodrive:\\a.txt"));
        string kind = ErrorOf(command, "LiteralPath", image);
        Assert.Equal(command.StartsWith("Get-SmtpTlsHop", StringComparison.Ordinal) ? "NoReceivedHeader InvalidData" : "FileFormatUnknown InvalidData", kind);
        if (!readsFolders)
            Assert.Equal("PathIsFolder InvalidType", ErrorOf(command, "LiteralPath", empty));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal("FileNotRegular InvalidType", ErrorOf(command, "LiteralPath", "/dev/zero"));
        Assert.Equal("FileNotRegular InvalidType", ErrorOf(command, "Path", Pipe()));
    }

    [Theory]
    [InlineData("New-SmtpTlsaRecord -Certificate $path", "is a device")]
    [InlineData("Test-SmtpStartTls -Server 127.0.0.1 -Port 1 -TrustedRoot $path", "is a device")]
    [InlineData("Start-SmtpTlsListener -CertificatePath $path", "is a device")]
    [InlineData("Get-ExchangeTlsPolicy -Certificate $path -Connector ([pscustomobject]@{ })", "is a device")]
    public void ADeviceIsRefusedWhereverACertificateMayBeAFile(string command, string said)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix has such a device.");

        EngineResult result = _engine.Run($"param($path) {command}", ("path", "/dev/zero"));

        Assert.Contains(result.Errors, error => error.ToString().Contains(said, StringComparison.Ordinal));
    }

    private string ErrorOf(string command, string parameter, string path)
    {
        EngineResult result = _engine.Run($"param($path) {command} -{parameter} $path -WarningAction SilentlyContinue", ("path", path));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.True(result.Errors[0].ToString().Length > 0);
        return $"{error.FullyQualifiedErrorId.Split(',')[0]} {error.CategoryInfo.Category}";
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Pipe()
    {
        string path = Path.Combine(_folder, "pipe.eml");
        using var mkfifo = Process.Start("mkfifo", path);
        mkfifo.WaitForExit();
        return path;
    }
}
