using CsCheck;
using SmtpTls.Logs;

namespace SmtpTls.Tests.Logs;

/// <summary>What several workers read out of parts of files is what one reads out of the files.</summary>
public sealed class ParallelReadingTests
{
    private static readonly LogGrouping[] Grouping = [LogGrouping.Direction, LogGrouping.Dialect, LogGrouping.Protocol, LogGrouping.Error, LogGrouping.RemoteAddress];

    [Fact]
    public void Exchange_logs_in_parts_of_any_size() => Gen.Int[1, 1_000_000].Sample(
        seed =>
        {
            GeneratedLog log = new(seed);
            using LogFolder folder = new();
            foreach ((string text, int i) in log.Files(1 + (seed % 2)).Select((text, i) => (text, i)))
                folder.Write($"LOG{i}.LOG", text);

            Assert.Equal(Read(folder, long.MaxValue, 1), Read(folder, 100 + (seed % 3000), 3));
        },
        iter: 500,
        threads: 1);

    [Fact]
    public void Logs_of_Postfix_Sendmail_and_Exim_in_parts_of_any_size() => Gen.Int[1, 1_000_000].Sample(
        seed =>
        {
            using LogFolder folder = new();
            folder.Write("mail.log", new GeneratedUnixLog(seed).Text);

            string[] a = Read(folder, long.MaxValue, 1), b = Read(folder, 300 + (seed % 3000), 3);
            Assert.True(a.SequenceEqual(b), string.Join("\n", a.Except(b).Concat(["----"]).Concat(b.Except(a))));
        },
        iter: 500,
        threads: 1);

    [Fact]
    public void A_header_in_the_middle_of_a_file_holds_for_the_parts_behind_it()
    {
        using LogFolder folder = new();
        const string Fields = "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n";
        string rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"2023-01-11T16:00:{i:00}.000Z,C,08DAF3EC{i:X8},0,10.0.0.1:9,192.0.2.{i}:25,+,,\n2023-01-11T16:00:{i:00}.500Z,C,08DAF3EC{i:X8},1,10.0.0.1:9,192.0.2.{i}:25,-,,Local\n"));
        folder.Write("all.log", "#Log-type: SMTP Receive Protocol Log\n" + Fields + rows + "#Log-type: SMTP Send Protocol Log\n" + Fields + rows.Replace("08DAF3EC", "18DAF3EC"));

        string[] read = Read(folder, 500, 3);

        Assert.Equal(Read(folder, long.MaxValue, 1), read);
        Assert.Equal(50, read.Count(line => line.StartsWith("Outbound", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_line_that_fills_several_parts_is_one_line()
    {
        using LogFolder folder = new();
        string session = "Nov 28 18:06:29 mx1 postfix/smtpd[100]: connect from a[192.0.2.9]\nNov 28 18:06:29 mx1 postfix/smtpd[100]: disconnect from a[192.0.2.9] ehlo=1 quit=1 commands=2\n";
        folder.Write("mail.log", session + "Nov 28 18:06:29 mx1 other: " + new string('x', 5000) + "\n" + session);

        Assert.Equal(Read(folder, long.MaxValue, 1), Read(folder, 100, 3));
    }

    [Fact]
    public void The_first_line_that_cannot_be_read_is_counted_from_the_beginning_of_the_file()
    {
        using LogFolder folder = new();
        string session = "Nov 28 18:06:29 mx1 postfix/smtpd[100]: connect from a[192.0.2.9]\n";
        folder.Write("mail.log", string.Concat(Enumerable.Repeat(session, 100)) + "no line\n" + session);

        Read(folder, 500, 3);

        Assert.Contains("line 101.", Assert.Single(folder.Notes).Message, StringComparison.Ordinal);
    }

    private static string[] Read(LogFolder folder, long partSize, int workers)
    {
        folder.Notes.Clear();
        SummaryBuilder builder = new(Grouping, TimeSpan.FromMinutes(10));
        LogScan scan = new(new LogScanOptions { TimeZone = TimeZoneInfo.Utc, PartSize = partSize }, note => { lock (folder) folder.Notes.Add(note); }, _ => { });
        LogFile[] files = [.. LogFile.Find(folder.Path, new FileWalk(recurse: true, e => throw e))];
        scan.ReadAsync(files, workers, builder.Add, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        builder.Add(scan);
        return [.. builder.Build().Select(one => string.Join(
            "|", one.Direction, one.Dialect, one.Protocol, one.Error, one.RemoteAddress, one.Sessions, one.Encrypted, one.Plain, one.Failed, one.Unknown, one.NoMail, one.Fallback, one.Messages, one.MessagesPlain, one.MessagesEncrypted, one.FirstSeen, one.LastSeen, one.Lines, one.Unparsed))
            .Order(StringComparer.Ordinal)];
    }
}
