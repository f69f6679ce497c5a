using System.Text;
using CsCheck;
using SmtpTls.TlsRpt;
using static SmtpTls.Tests.TlsRpt.ReportSamples;

namespace SmtpTls.Tests.TlsRpt;

/// <summary>Whatever a stranger sends, the answer is entries or errors.</summary>
public sealed class ReportFuzzTests : IDisposable
{
    private static readonly byte[][] Seeds =
    [
        Encoding.UTF8.GetBytes(Full), Encoding.UTF8.GetBytes(FetchError), Gzip(OneLine), Zip(("a.json", Encoding.UTF8.GetBytes(OneLine))),
        Encoding.ASCII.GetBytes(Mail("application/tlsrpt+gzip", Gzip(OneLine))), Encoding.ASCII.GetBytes(Mail("application/json", Encoding.UTF8.GetBytes(OneLine))),
    ];

    private static readonly string[] Tokens =
        ["{", "}", "[", "]", "\"", ",", ":", "null", "-1", "1e400", "true", "\\ud800", "\\u0000", "\"policies\"", "\"failed-session-count\":", "\xFF", "\0", "\r\n", "--b1", "From "];

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_changed_report_gives_entries_or_errors()
    {
        var change = Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 30], OneOf(Tokens));

        Gen.Select(OneOf(Seeds), change.Array[1, 6]).Sample(
            (seed, changes) =>
            {
                List<byte> content = [.. seed];
                foreach ((int place, int cut, string token) in changes)
                {
                    int at = place % (content.Count + 1);
                    content.RemoveRange(at, Math.Min(cut, content.Count - at));
                    content.InsertRange(at, Encoding.Latin1.GetBytes(token));
                }
                File.WriteAllBytes(_path, [.. content]);

                TlsReportFileResult result = new TlsReportFile(100_000).Read(_path, default);

                Assert.All(result.Errors, e => Assert.Contains(_path, e.Message, StringComparison.Ordinal));
                Assert.NotEqual(0, result.Errors.Count + result.Reports.Count);
                foreach (TlsReportEntry entry in result.Reports.SelectMany(report => report.Entries))
                {
                    Assert.True(entry is { TotalSuccessfulSessionCount: null or >= 0, TotalFailureSessionCount: null or >= 0, FailedSessionCount: null or >= 0 });
                    Assert.True(entry.Kind == TlsReportEntryKind.Policy
                        ? entry is { FailedSessionCount: null, Failure: null, SendingMtaIp: null }
                        : entry is { TotalSuccessfulSessionCount: null, TotalFailureSessionCount: null });
                    Assert.DoesNotContain(entry.OrganizationName ?? "", char.IsControl);
                }
            },
            iter: 3000,
            threads: 1);
    }

    [Fact]
    public void Lines_make_the_text_again_however_it_is_cut()
    {
        string[] texts = [Full, FetchError, OneLine, """{"a":"}\"{\\","b":[{}]}"""];

        Gen.Select(OneOf(texts).Array[1, 4], Gen.Int[1, 200]).Sample((reports, length) =>
        {
            JsonTextJoiner joiner = new(1_000_000);
            List<string> joined = [];
            foreach (string report in reports)
            {
                foreach (char[] line in report.Replace("\n", "", StringComparison.Ordinal).Chunk(length))
                {
                    if (joiner.Add(new string(line)) is { } whole)
                        joined.Add(whole);
                }
            }

            Assert.False(joiner.IsOpen);
            Assert.Equal(reports.Select(report => report.Replace("\n", "", StringComparison.Ordinal)), joined.Select(text => text.Replace("\n", "", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void A_text_that_does_not_end_is_given_up_at_the_limit()
    {
        JsonTextJoiner joiner = new(100);

        Assert.Null(joiner.Add("{"));
        Assert.NotNull(joiner.Add(new string(' ', 101)));
        Assert.False(joiner.IsOpen);
    }

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
