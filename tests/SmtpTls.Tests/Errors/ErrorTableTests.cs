using System.Globalization;
using System.Text.RegularExpressions;
using SmtpTls.Errors;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Errors;

/// <summary>The entries themselves: whole, unique, and listed in docs/errors.md.</summary>
public sealed partial class ErrorTableTests
{
    private static readonly string[] ResultTypes = [.. typeof(FailureType).GetFields().Select(field => (string)field.GetValue(null)!)];

    [Fact]
    public void There_are_entries_for_every_common_error() => Assert.InRange(ErrorTable.All.Count, 120, 1000);

    [Fact]
    public void Each_entry_says_what_it_means_why_what_to_do_and_where_that_is_documented()
    {
        Assert.All(ErrorTable.All, entry =>
        {
            Assert.Matches(EntryName(), entry.Id);
            Assert.NotEmpty(entry.Title);
            Assert.EndsWith(".", entry.Meaning, StringComparison.Ordinal);
            Assert.NotEmpty(entry.Causes);
            Assert.All(entry.Causes, cause => Assert.EndsWith(".", cause, StringComparison.Ordinal));
            Assert.NotEmpty(entry.Checks);
            Assert.All(entry.Checks, check => Assert.NotEmpty(check.Command.Trim()));
            Assert.NotEmpty(entry.Source);
            Assert.NotEmpty(entry.Marks);
            if (entry.Failure is not null)
                Assert.Contains(entry.Failure, ResultTypes);
        });
        Assert.Equal(ErrorTable.All.Count, ErrorTable.All.Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public void A_mark_belongs_to_one_entry()
    {
        string[] twice = [.. ErrorTable.All
            .SelectMany(entry => entry.Marks.Distinct().Select(mark => $"{mark.Kind} {mark.Value.ToUpperInvariant()}"))
            .GroupBy(mark => mark).Where(same => same.Count() > 1).Select(same => same.Key)];

        Assert.Empty(twice);
    }

    [Fact]
    public void Every_entry_is_found_by_each_of_its_marks()
    {
        foreach (ErrorEntry entry in ErrorTable.All)
        {
            foreach (ErrorMark mark in entry.Marks.Where(mark => mark.Kind != ErrorMarkKind.Ignore))
            {
                string text = mark.Kind switch
                {
                    ErrorMarkKind.Alert => $"SSL alert number {mark.Value}",
                    ErrorMarkKind.Event => $"Event {mark.Value}, MSExchangeTransport",
                    ErrorMarkKind.Socket => $"Socket error code {mark.Value}",
                    ErrorMarkKind.OpenSsl => $"error:0A000{mark.Value}:SSL routines",
                    ErrorMarkKind.Reply => mark.Value + " x",
                    _ => mark.Value.Replace("*", "something"),
                };
                Assert.True(ErrorMatcher.Find(text).Any(match => match.Entry == entry), $"{entry.Id} is not found by '{text}'");
            }
        }
    }

    [Fact]
    public void Each_alert_has_an_entry_with_the_registrys_name()
    {
        Dictionary<string, ErrorEntry> byAlert = ErrorTable.All
            .SelectMany(entry => entry.Marks.Where(mark => mark.Kind == ErrorMarkKind.Alert).Select(mark => (mark.Value, entry)))
            .ToDictionary(pair => pair.Value, pair => pair.entry);
        foreach (int code in Enumerable.Range(0, 256))
        {
            TlsAlert alert = TlsAlerts.Get(code);
            if (alert.Name != "alert")
                Assert.Contains(byAlert[code.ToString(CultureInfo.InvariantCulture)].Marks, mark => mark.Kind == ErrorMarkKind.Word && mark.Value == alert.Name);
        }
    }

    [Fact]
    public void Each_result_type_of_RFC_8460_has_an_entry() =>
        Assert.All(ResultTypes, type => Assert.Equal(type, ErrorResolver.Resolve(type).Failure));

    // What logs say of a failure and what is said to explain it must not differ.
    [Fact]
    public void Logs_sum_an_error_up_in_the_same_word() => Assert.All(
        FactTable.Read("Traces.Logs.Sessions.FailurePhrases.tsv"),
        row => Assert.Contains(ErrorResolver.Resolve(row[0]).Failure, new[] { null, row[1] }));

    [Fact]
    public void The_documentation_lists_the_entries()
    {
        string page = File.ReadAllText(Path.Combine(PowerShellEngine.RepositoryRoot, "docs", "errors.md"));

        string[] listed = [.. Row().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(ErrorTable.All.Select(entry => entry.Id), listed);
        Assert.All(ErrorTable.All, entry =>
        {
            Assert.Contains(Cell(entry.Title), page, StringComparison.Ordinal);
            Assert.Contains(Cell(entry.Source), page, StringComparison.Ordinal);
        });
    }

    private static string Cell(string text) => text.Replace("|", "\\|").Replace("<", "&lt;");

    [GeneratedRegex("^[a-z][a-z0-9-]+$")]
    private static partial Regex EntryName();

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
