using System.Diagnostics;

namespace SmtpTls.Tests.Engine;

/// <summary>SmtpTls.Shell as its own process: streams and exit codes are those of <c>pwsh -Command</c> and <c>pwsh -File</c>.</summary>
public sealed class ShellTests
{
    [Theory]
    [InlineData("Test-SmtpStartTls ''", 1)]
    [InlineData("Test-SmtpStartTls ''; 'after'", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("'a' +", 1)]
    [InlineData("exit 7", 7)]
    [InlineData("Test-SmtpStartTls -Server 127.0.0.1:1", 0)]
    public async Task A_command_ends_with_the_exit_code_that_pwsh_gives(string command, int exitCode)
        => Assert.Equal(exitCode, (await RunAsync(command)).ExitCode);

    [Theory]
    [InlineData("Test-SmtpStartTls -Server 127.0.0.1:1", "MxHost")]
    [InlineData("Send-SmtpTlsMessage 127.0.0.1:1 -From a@example.com -To b@example.com", "Server")]
    public async Task A_result_is_a_table_of_at_most_120_columns_without_escape_codes(string command, string firstColumn)
    {
        var (_, output, error) = await RunAsync(command);

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith(firstColumn, StringComparison.Ordinal) && line.Contains("Status", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("127.0.0.1", StringComparison.Ordinal) && line.Contains("Unreachable", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 120));
        Assert.DoesNotContain('\x1b', output);
        Assert.Empty(error);
    }

    [Fact]
    public async Task The_detailed_view_has_the_reason_and_the_dialogue()
    {
        string output = (await RunAsync("Test-SmtpStartTls -Server 127.0.0.1:1 | Format-List")).Output;

        Assert.Contains("Status                     : Unreachable", output, StringComparison.Ordinal);
        Assert.Contains("The connection was refused", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_and_warnings_go_to_standard_error()
    {
        var (_, output, error) = await RunAsync("Test-SmtpStartTls ''; 'after'");

        Assert.Equal("after", output.Trim());
        Assert.Contains("The domain name is empty", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_has_its_folder_its_arguments_and_its_exit_code()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string script = Path.Combine(folder, "a script.ps1");
            await File.WriteAllTextAsync(script, "param($name) \"$PSScriptRoot $name\"; exit 5", TestContext.Current.CancellationToken);

            var (exitCode, output, _) = await RunAsync(script, "value");

            Assert.Equal((5, $"{folder} value"), (exitCode, output.Trim()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_named()
    {
        var (exitCode, _, error) = await RunAsync("no-such-script.ps1");

        Assert.Equal(64, exitCode);
        Assert.Contains("no-such-script.ps1' does not exist", error, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs the shell; <paramref name="startupHooks"/> are assemblies that .NET loads before the shell's own.</summary>
    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] startupHooks, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [PowerShellEngine.BuildFact("Shell"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_STARTUP_HOOKS"] = string.Join(Path.PathSeparator, startupHooks) },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
