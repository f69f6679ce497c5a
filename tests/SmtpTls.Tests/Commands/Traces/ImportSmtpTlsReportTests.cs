using System.Management.Automation;
using SmtpTls.Tests.TlsRpt;

namespace SmtpTls.Tests.Commands;

public sealed class ImportSmtpTlsReportTests : IDisposable
{
    private const string Command = "SmtpTls.Commands.ImportSmtpTlsReportCommand";

    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("smtptls-").FullName;

    public ImportSmtpTlsReportTests()
    {
        File.WriteAllText(Path.Combine(_folder, "full.json"), ReportSamples.Full);
        File.WriteAllBytes(Path.Combine(_folder, "one[1].json.gz"), ReportSamples.Gzip(ReportSamples.OneLine));
        File.WriteAllText(Path.Combine(_folder, "fetch.eml"), ReportSamples.Mail("application/tlsrpt+gzip", ReportSamples.Gzip(ReportSamples.FetchError)));
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Import-SmtpTlsReport $folder", 10)]
    [InlineData("Import-SmtpTlsReport $folder/*", 10)]
    [InlineData("Import-SmtpTlsReport -Path $folder/*.json, $folder/*.eml", 9)]
    [InlineData("Import-SmtpTlsReport -LiteralPath \"$folder/one[1].json.gz\"", 1)]
    [InlineData("[IO.DirectoryInfo]::new($folder).GetFiles() | Import-SmtpTlsReport", 10)]
    [InlineData("Import-SmtpTlsReport -Json ([IO.File]::ReadAllText(\"$folder/full.json\"))", 6)]
    [InlineData("[IO.File]::ReadAllText(\"$folder/full.json\") | Import-SmtpTlsReport", 6)]
    [InlineData("[IO.File]::ReadAllLines(\"$folder/full.json\") | Import-SmtpTlsReport", 6)]
    [InlineData("[IO.File]::ReadAllLines(\"$folder/full.json\") * 2 | Import-SmtpTlsReport | Where-Object -not Duplicate", 6)]
    [InlineData("$folder, \"$folder/none\" | Import-SmtpTlsReport -ErrorAction Ignore", 10)]
    public void Reports_are_taken_in_every_way_that_one_would_try(string script, int entries) =>
        Assert.Equal(entries, _engine.Run("param($folder) " + script, ("folder", _folder)).ThrowOnError().Output.Count);

    [Fact]
    public void Bad_input_is_an_error_about_it_and_the_rest_goes_on()
    {
        Write("a-negative.json", ReportSamples.Report(summary: "\"total-failure-session-count\":-5"));
        Write("b-broken.json", "{\"policies\":");
        Write("c-large.json", "{" + new string(' ', 200_000) + "}");

        EngineResult result = _engine.Run("param($folder) Import-SmtpTlsReport $folder -MaxSize 100KB; Import-SmtpTlsReport $folder/none.json", ("folder", _folder));

        Assert.Equal(10, result.Output.Count);
        Assert.Equal(
            [$"InvalidReport,{Command}", $"InvalidJson,{Command}", $"FileTooLarge,{Command}", $"PathNotFound,{Command}"],
            result.Errors.Select(error => error.FullyQualifiedErrorId));
        Assert.Equal(
            [ErrorCategory.InvalidData, ErrorCategory.InvalidData, ErrorCategory.LimitsExceeded, ErrorCategory.ObjectNotFound],
            result.Errors.Select(error => error.CategoryInfo.Category));
        Assert.Equal(Path.Combine(_folder, "a-negative.json"), result.Errors[0].TargetObject);
        Assert.Equal(
            $"'{Path.Combine(_folder, "a-negative.json")}' cannot be relied upon: policies[0].summary.total-failure-session-count is '-5'; "
            + "a number of sessions is a whole number from 0 to 9223372036854775807.",
            result.Errors[0].ToString());
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void What_holds_no_report_is_an_error_when_named_and_a_warning_in_a_folder()
    {
        Write("note.txt", "hello");
        Write("other.eml", "From: a@example.org\r\nSubject: x\r\n\r\nHello\r\n");

        EngineResult named = _engine.Run("param($folder) Import-SmtpTlsReport $folder/note.txt, $folder/full.json", ("folder", _folder));
        EngineResult inFolder = _engine.Run("param($folder) Import-SmtpTlsReport $folder", ("folder", _folder));

        Assert.Equal($"FileFormatUnknown,{Command}", Assert.Single(named.Errors).FullyQualifiedErrorId);
        Assert.Equal(6, named.Output.Count);
        Assert.Empty(inFolder.Errors);
        Assert.Equal(10, inFolder.Output.Count);
        Assert.Equal($"2 files in '{_folder}' hold no TLS report and were passed over, the first '{Path.Combine(_folder, "note.txt")}'.", Assert.Single(inFolder.Warnings));
    }

    [Fact]
    public void A_report_that_comes_again_is_marked_across_the_pipeline()
    {
        Write("z-again.json", ReportSamples.Full);

        EngineResult result = _engine.Run("param($folder) \"$folder/full.json\", \"$folder/z-again.json\" | Import-SmtpTlsReport", ("folder", _folder)).ThrowOnError();

        Assert.Equal([.. Enumerable.Repeat(false, 6), .. Enumerable.Repeat(true, 6)], result.Output.Select(entry => (bool)entry.Get("Duplicate")!));
        Assert.Contains($"'{Path.Combine(_folder, "full.json")}' has the same report.", result.Output[6].Text("Notes"), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_below_are_read_with_Recurse_only()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "below"));
        Write("below/one.json", ReportSamples.OneLine.Replace("2026-03-01T00:00:00Z_", "2_", StringComparison.Ordinal));

        // A link back up must not be followed round and round.
        Directory.CreateSymbolicLink(Path.Combine(_folder, "below", "up"), _folder);

        Assert.Equal(10, _engine.Run("param($folder) Import-SmtpTlsReport $folder", ("folder", _folder)).ThrowOnError().Output.Count);
        Assert.Equal(11, _engine.Run("param($folder) Import-SmtpTlsReport $folder -Recurse", ("folder", _folder)).ThrowOnError().Output.Count);
    }

    [Fact]
    public void A_report_without_policies_is_a_warning()
    {
        EngineResult result = _engine.Run("Import-SmtpTlsReport -Json '{\"policies\":[]}'");

        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal("The JSON text is a TLS report without policies: it says nothing.", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Text_that_is_no_JSON_is_an_error()
    {
        EngineResult result = _engine.Run("Import-SmtpTlsReport -Json 'hello', '{\"policies\":'");

        Assert.Equal([$"FileFormatUnknown,{Command}", $"InvalidJson,{Command}"], result.Errors.Select(error => error.FullyQualifiedErrorId));
    }

    [Fact]
    public void An_entry_survives_serialization()
    {
        PSObject entry = _engine.Run(
            "param($folder) $all = Import-SmtpTlsReport $folder/full.json; [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($all, 3))",
            ("folder", _folder)).ThrowOnError().Output[0];

        Assert.Equal("SmtpTls.TlsReportEntry", entry.TypeNames[0]);
        Assert.Equal(
            ("Policy", "sts", "5326", "version: STSv1 mode: testing mx: *.mail.company-y.example max_age: 86400"),
            (entry.Properties["Kind"].Value.ToString(), entry.Text("PolicyType"), entry.Text("TotalSuccessfulSessionCount"), entry.Text("PolicyString")));
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), entry.Get("Start"));
    }

    [Fact]
    public async Task The_table_fits_the_screen_and_the_list_has_everything()
    {
        var (_, table, error) = await Pwsh.RunAsync($"Import-SmtpTlsReport '{_folder}'");
        string list = (await Pwsh.RunAsync($"Import-SmtpTlsReport '{_folder}' | Format-List")).Output;

        Assert.Empty(error);
        string[] lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 119));
        Assert.Contains(lines, line => line.Contains("    200 starttls-not-supported ", StringComparison.Ordinal) && line.Contains(" 2026-04-01 Company-X", StringComparison.Ordinal) && line.Contains(" mx2.mail.", StringComparison.Ordinal));
        foreach (string property in typeof(TlsReportEntry).GetProperties().Select(property => property.Name))
            Assert.Contains("\n" + property + " ", list, StringComparison.Ordinal);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);
}
