using CsCheck;
using SmtpTls.Logs;

namespace SmtpTls.Tests.Logs;

public sealed class GeneratedLogTests
{
    private static readonly LogGrouping[][] Groupings =
    [
        [LogGrouping.Direction, LogGrouping.Protocol, LogGrouping.CipherSuite, LogGrouping.Error],
        [LogGrouping.RemoteAddress],
        [LogGrouping.Connector, LogGrouping.Failure],
        [LogGrouping.Hour, LogGrouping.Protocol],
        [LogGrouping.RemoteDomain, LogGrouping.KeyExchange, LogGrouping.Day],
    ];

    [Fact]
    public void The_sessions_of_a_thousand_logs_are_those_that_were_put_in() => Gen.Int[1, 1_000_000].Sample(
        seed =>
        {
            GeneratedLog log = new(seed);
            using LogFolder folder = new();
            foreach ((string text, int i) in log.Files(1 + (seed % 4)).Select((text, i) => (text, i)))
                folder.Write($"LOG{i}.LOG", text);

            var found = folder.Sessions().Select(one => (one.SessionId!, one.Connector!, one.Remote!, one.Encrypted, one.Protocol, one.Error, one.Messages, one.Direction));

            Assert.Equal(
                log.Sessions.Select(one => (one.Id, one.Connector, one.Remote, one.Encrypted, one.Protocol, one.Error, one.Messages, log.Outbound ? MailDirection.Outbound : MailDirection.Inbound)).OrderBy(one => one.Id),
                found.OrderBy(one => one.Item1));
            Assert.Empty(folder.Notes);
        },
        iter: 1000,
        threads: 1);

    [Fact]
    public void Summaries_of_any_split_put_together_are_the_summary_of_the_whole() => Gen.Int[1, 1_000_000].Sample(
        seed =>
        {
            GeneratedLog log = new(seed);
            LogGrouping[] grouping = Groupings[seed % Groupings.Length];
            using LogFolder folder = new();
            IReadOnlyList<string> files = log.Files(1 + (seed % 5));
            for (int i = 0; i < files.Count; i++)
                folder.Write($"LOG{i}.LOG", files[i]);
            IReadOnlyList<LogSummary> whole = folder.Summaries(grouping, TimeSpan.FromMinutes(10), "*");

            // In one go, and one after the other, backwards.
            IReadOnlyList<LogSummary>[] parts = [.. Enumerable.Range(0, files.Count).Select(i => folder.Summaries(grouping, TimeSpan.FromMinutes(10), $"LOG{i}.LOG"))];
            IReadOnlyList<LogSummary> together = Merge(grouping, parts.SelectMany(part => part));
            IReadOnlyList<LogSummary> stepwise = parts.Reverse().Aggregate((sum, part) => Merge(grouping, sum.Concat(part)));

            Assert.Equal(Written(whole), Written(together));
            Assert.Equal(Written(whole), Written(stepwise));
        },
        iter: 500,
        threads: 1);

    private static List<LogSummary> Merge(LogGrouping[] grouping, IEnumerable<LogSummary> summaries)
    {
        SummaryMerger merger = new(grouping, TimeSpan.FromMinutes(10));
        foreach (LogSummary summary in summaries)
            merger.Add(summary);
        return [.. merger.Build()];
    }

    private static IEnumerable<string> Written(IEnumerable<LogSummary> summaries) => summaries.Select(summary => string.Join(
        "|",
        typeof(LogSummary).GetProperties().Where(property => property.Name != nameof(LogSummary.Edges) && property.Name != nameof(LogSummary.GroupBy))
            .Select(property => property.GetValue(summary) is System.Collections.Specialized.OrderedDictionary counts
                ? string.Join(",", counts.Keys.Cast<string>().Select(key => $"{key}={counts[key]}"))
                : $"{property.Name}={property.GetValue(summary)}")));
}
