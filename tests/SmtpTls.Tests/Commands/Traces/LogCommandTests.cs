using System.Management.Automation;
using SmtpTls.Tests.Logs;

namespace SmtpTls.Tests.Commands;

/// <summary>The three cmdlets for logs, in the real engine.</summary>
public sealed class LogCommandTests : IDisposable
{
    private const string Header = "#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n";

    private readonly PowerShellEngine _engine = new();
    private readonly LogFolder _folder = new();

    public LogCommandTests()
    {
        _folder.Write("ex01/RECV2023011116-1.LOG", Header
            + Rows("EX01", 1, 0, "+,,", "<,EHLO mail.example.com,", "<,STARTTLS,", "*,,TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits", "<,MAIL FROM:<a@example.com>,", "<,DATA,", ">,250 2.6.0 Queued,", "-,,Local")
            + Rows("EX01", 2, 10, "+,,", "<,EHLO mail.example.org,", "<,STARTTLS,", "*,,TLS negotiation failed with error InvalidToken", "-,,Local")
            + Rows("EX01", 3, 30, "+,,", "<,EHLO mail.example.org,", "<,MAIL FROM:<b@example.org>,", "<,DATA,"));
        _folder.Write("ex01/RECV2023011117-1.LOG", Header + Rows("EX01", 3, 40, ">,250 2.6.0 Queued,", "-,,Local"));
        _folder.WriteCompressed("ex02/RECV2023011116-1.LOG.gz", Header + Rows("EX02", 1, 0, "+,,", "-,,Remote"));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Sessions_come_from_folders_wildcards_and_the_pipeline()
    {
        string[] scripts = ["Get-SmtpTlsLogSession $path", "Get-SmtpTlsLogSession $path/*/*", "[System.IO.DirectoryInfo]::new($path).GetFiles('*', 'AllDirectories') | Get-SmtpTlsLogSession", "\"$path/ex01\", \"$path/ex02\" | Get-SmtpTlsLogSession", "Get-SmtpTlsLogSession -LiteralPath $path"];
        foreach (string script in scripts)
        {
            IReadOnlyList<PSObject> sessions = _engine.Run("param($path) " + script, ("path", _folder.Path)).ThrowOnError().Output;

            Assert.Equal(["", "False", "False InvalidToken", "True"], sessions.Select(one => $"{one.Text("Encrypted")} {one.Text("Error")}".Trim()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_summary_is_the_overall_picture_and_says_how_often_mail_went_in_the_clear_after_a_failure()
    {
        IReadOnlyList<PSObject> summaries = _engine.Run("param($path) Get-SmtpTlsLogSummary $path -Detail", ("path", _folder.Path)).ThrowOnError().Output;

        Assert.Equal(["2 0 1 0 1 0", "1 1 0 0 0 0", "1 0 0 1 1 1"], summaries.Select(one => string.Join(" ", "Sessions Encrypted Plain Failed NoMail Fallback".Split(' ').Select(one.Text))));
        Assert.Equal(("Inbound", "InvalidToken", "3"), (summaries[2].Text("Direction"), summaries[2].Text("Error"), summaries[0].Text("Files")));
        Assert.Equal("1", _engine.Run("param($path) (Get-SmtpTlsLogSummary $path -GroupBy Direction).Protocols['Tls12']", ("path", _folder.Path)).Only.ToString());
    }

    [Theory]
    [InlineData("RemoteDomain", "example.com 1, example.org 2,  1")]
    [InlineData("RemoteAddress", "192.0.2.1 1, 192.0.2.2 2, 192.0.2.3 1")]
    [InlineData("Server", "EX01 3, EX02 1")]
    [InlineData("Connector", @"EX01\C 3, EX02\C 1")]
    [InlineData("Failure", "validation-failure 1,  3")]
    [InlineData("Protocol", "Tls12 1,  3")]
    [InlineData("SenderDomain", "example.com 1, example.org 1,  2")]
    public void Any_property_groups(string property, string groups)
    {
        IReadOnlyList<PSObject> summaries = _engine.Run("param($path, $by) Get-SmtpTlsLogSummary $path -GroupBy $by", ("path", _folder.Path), ("by", property)).ThrowOnError().Output;

        Assert.Equal(groups.Split(", ").Order(), summaries.Select(one => $"{one.Text(property)} {one.Text("Sessions")}").Order());
    }

    [Fact]
    public void Hours_and_days_are_points_in_time()
    {
        PSObject hour = _engine.Run("param($path) Get-SmtpTlsLogSummary $path/ex02 -GroupBy Hour, Day", ("path", _folder.Path)).ThrowOnError().Only;

        Assert.Equal((new DateTimeOffset(2023, 1, 11, 16, 0, 0, TimeSpan.Zero), new DateTimeOffset(2023, 1, 11, 0, 0, 0, TimeSpan.Zero)), (hour.Get("Hour"), hour.Get("Day")));
    }

    [Theory]
    [InlineData("Get-SmtpTlsLogSession $path | Get-SmtpTlsLogSummary -Detail")]
    [InlineData("$s = Get-SmtpTlsLogSession $path; $s | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) } | Get-SmtpTlsLogSummary -Detail")]
    [InlineData("$s = Get-SmtpTlsLogSession $path; [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($s, 3)) | Get-SmtpTlsLogSummary -Detail")]
    [InlineData("Find-Log | Get-SmtpTlsLogSummary -Detail")]
    [InlineData("$path | Get-SmtpTlsLogSummary -Detail")]
    [InlineData("[System.IO.Directory]::GetDirectories($path) | ForEach-Object { Get-SmtpTlsLogSummary $_ -Detail } | Merge-SmtpTlsLogSummary")]
    [InlineData("Find-Log | ForEach-Object { Get-SmtpTlsLogSummary $_.FullName -Detail } | Merge-SmtpTlsLogSummary")]
    [InlineData("Find-Log | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-SmtpTlsLogSummary $_.FullName -Detail), 1)) } | Merge-SmtpTlsLogSummary")]
    [InlineData("Find-Log | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-SmtpTlsLogSummary $_.FullName -Detail))) } | Merge-SmtpTlsLogSummary | Merge-SmtpTlsLogSummary")]
    [InlineData("$s = Find-Log | ForEach-Object { Get-SmtpTlsLogSummary $_.FullName -Detail }; [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($s, 3)) | Merge-SmtpTlsLogSummary")]
    public void However_the_numbers_come_about_they_are_the_same(string script)
    {
        const string Numbers = " | ForEach-Object { $s = $_; 'Direction Protocol CipherSuite Error Sessions Encrypted Plain Failed Unknown NoMail Fallback Messages MessagesEncrypted MessagesPlain'.Split(' ') | ForEach-Object { \"$($s.$_)\" } | Join-String -Separator ';' }";
        string join = "function Join-String { param([string] $Separator) end { @($input) -join $Separator } }; function Find-Log { [System.IO.DirectoryInfo]::new($path).GetFiles('*', 'AllDirectories') }; ";
        string[] expected = [.. _engine.Run(join + "$path = $args[0]; Get-SmtpTlsLogSummary $path -Detail".Replace("$path = $args[0]; ", $"$path = '{_folder.Path}'; ") + Numbers).ThrowOnError().Output.Select(one => one.ToString())];

        string[] numbers = [.. _engine.Run(join + $"$path = '{_folder.Path}'; " + script + Numbers).ThrowOnError().Output.Select(one => one.ToString())];

        Assert.Equal(3, expected.Length);
        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void Times_choose_sessions_and_files()
    {
        EngineResult result = _engine.Run(
            "param($path) $VerbosePreference = 'Continue'; Get-SmtpTlsLogSession $path -Since '2023-01-11T16:00:05Z' -Until '2023-01-11T16:00:20Z'; Get-SmtpTlsLogSession $path -Until '2023-01-10T00:00Z'", ("path", _folder.Path)).ThrowOnError();

        Assert.Equal("InvalidToken", result.Only.Text("Error"));
        Assert.Equal(3, result.Verbose.Count(line => line.Contains("newer than -Until", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bad_input_stops_nothing_else()
    {
        _folder.Write("readme.txt", "no log");

        EngineResult result = _engine.Run("param($path) Get-SmtpTlsLogSummary \"$path/readme.txt\", \"$path/none\", \"$path/ex02\" -GroupBy Server", ("path", _folder.Path));

        Assert.Equal(["FileFormatUnknown", "PathNotFound"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.Equal("1", result.Only.Text("Sessions"));
        Assert.Single(_engine.Run("param($path) Get-SmtpTlsLogSummary $path -GroupBy Direction", ("path", _folder.Path)).ThrowOnError().Warnings);
    }

    [Theory]
    [InlineData("1, 2 | Get-SmtpTlsLogSummary", "InvalidInput")]
    [InlineData("[pscustomobject]@{ Sessions = 1 } | Merge-SmtpTlsLogSummary", "InvalidSummary")]
    [InlineData("Get-SmtpTlsLogSession . -Since 2023-01-02 -Until 2023-01-01", "InvalidTimes")]
    [InlineData("Get-SmtpTlsLogSession . -TimeZone 'Middle-earth'", "ParameterArgumentTransformationError")]
    public void What_cannot_be_used_is_an_error_that_says_so(string script, string error)
    {
        EngineResult result = _engine.Run(script);

        Assert.StartsWith(error, result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Summaries_of_different_groups_are_not_put_together()
    {
        EngineResult result = _engine.Run(
            "param($path) & { Get-SmtpTlsLogSummary $path -GroupBy Server; Get-SmtpTlsLogSummary $path/ex02 -GroupBy Connector } | Merge-SmtpTlsLogSummary", ("path", _folder.Path));

        Assert.Contains("grouped by Connector", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void A_stopped_pipeline_reads_no_further()
    {
        const int Count = 200_000;
        _folder.Write("large.log", Header + string.Concat(Enumerable.Range(0, Count).Select(i => $"2023-01-11T16:00:00.000Z,C,08DAF3EC{i:X8},0,10.0.0.1:25,192.0.2.1:9,+,,\n2023-01-11T16:00:00.000Z,C,08DAF3EC{i:X8},1,10.0.0.1:25,192.0.2.1:9,-,,Local\n")));
        using PowerShell shell = _engine.Create("param($path) Get-SmtpTlsLogSession $path", ("path", Path.Combine(_folder.Path, "large.log")));
        using PSDataCollection<PSObject> output = [];
        using ManualResetEventSlim first = new();
        output.DataAdded += (_, _) => first.Set();

        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        first.Wait(TestContext.Current.CancellationToken);
        shell.Stop();

        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.InRange(output.Count, 1, Count - 1);
        Assert.True(running.IsCompleted);
    }

    [Fact]
    public async Task Tables_fit_the_screen_and_show_the_error()
    {
        string output = (await Pwsh.RunAsync($"Get-SmtpTlsLogSession '{_folder.Path}'")).Output + (await Pwsh.RunAsync($"Get-SmtpTlsLogSummary '{_folder.Path}' -Detail")).Output;

        Assert.Contains("2023-01-11 16:00:10 in  failed    0 mail.example.org           InvalidToken", output, StringComparison.Ordinal);
        Assert.Contains("Inbound InvalidToken", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 119));
    }

    private static string Rows(string server, int number, int second, params string[] rows) => string.Concat(rows.Select(
        (row, i) => $"2023-01-11T16:00:{second + i:00}.000Z,{server}\\C,08DAF3EC0000000{number},{(row[0] == '+' ? 0 : i + 5)},10.0.0.1:25,192.0.2.{(server == "EX02" ? 3 : number == 1 ? 1 : 2)}:5000,{row}\n"));
}
