using System.Text;
using SmtpTls.Logs;

namespace SmtpTls.Tests.Logs;

/// <summary>Files that are not what one would wish.</summary>
public sealed class LogScanTests : IDisposable
{
    private const string Header = "#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n";

    private static readonly string[] Events = ["+,,", "-,,Local"];

    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_file_is_a_warning()
    {
        string path = _folder.Write("RECV.LOG", "");

        Assert.Empty(_folder.Sessions());
        Assert.Equal((NoteLevel.Warning, "LogEmpty", path), (Note.Level, Note.ErrorId, Note.Path));
    }

    [Fact]
    public void A_binary_file_and_a_log_of_no_known_dialect_are_named()
    {
        byte[] bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        _folder.Write("a.bin", bytes);
        _folder.Write("b.log", "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326\n");
        _folder.Write("c.log", Session("08DAF3EC00000001"));

        Assert.Single(_folder.Sessions());
        Assert.Equal(["a.bin", "b.log"], _folder.Notes.Select(note => Path.GetFileName(note.Path)));
        Assert.All(_folder.Notes, note => Assert.Equal("FileFormatUnknown", note.ErrorId));
    }

    [Fact]
    public void Another_log_of_Exchange_is_called_by_its_name()
    {
        _folder.Write("MSGTRK.LOG", "#Software: Microsoft Exchange Server\n#Log-type: Message Tracking Log\n#Fields: date-time,client-ip\n2023-01-11T16:00:00.000Z,::1\n");

        Assert.Empty(_folder.Sessions());
        Assert.Contains("Message Tracking Log", Note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_before_the_cut_of_a_gzip_file_is_counted()
    {
        string path = _folder.WriteCompressed("RECV.LOG.gz", Header + string.Concat(Enumerable.Range(0, 20_000).Select(i => Rows($"08DAF3EC{i:X8}"))));
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole.AsSpan(0, whole.Length / 2).ToArray());

        Assert.InRange(_folder.Sessions().Count, 1000, 19_000);
        Assert.Equal((NoteLevel.Error, "FileNotReadable"), (Note.Level, Note.ErrorId));
        Assert.Matches("after line [0-9]+", Note.Message);
    }

    [Fact]
    public void A_gzip_file_is_read_whatever_its_name()
    {
        _folder.WriteCompressed("RECV.LOG", Session("08DAF3EC00000001"));

        Assert.Single(_folder.Sessions());
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_log_that_PowerShell_wrote_is_read_in_its_encoding(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        _folder.Write("RECV.LOG", [.. encoding.GetPreamble(), .. encoding.GetBytes((Header + string.Concat(Enumerable.Range(0, 5000).Select(i => Rows($"08DAF3EC{i:X8}")))).Replace("EX01\\C", "EX01\\组织内 😀"))]);

        Assert.Equal(@"EX01\组织内 😀", Assert.Single(_folder.Sessions().Select(session => session.Connector).Distinct()));
    }

    [Fact]
    public void A_file_that_expands_beyond_all_measure_is_not_read_to_its_end()
    {
        _folder.WriteCompressed("bomb.gz", Session("08DAF3EC00000001") + new string(' ', 200_000_000));

        _folder.Sessions();

        Assert.Contains(_folder.Notes, note => note.Message.Contains("expands", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_vanishes_is_an_error_and_the_next_is_read()
    {
        LogFile gone = new(Path.Combine(_folder.Path, "gone.log"), 10, DateTimeOffset.UtcNow, FromFolder: false);

        LogScan scan = new(new LogScanOptions(), _folder.Notes.Add, _ => { });
        scan.Read([gone], _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(0, scan.Files);
        Assert.Equal((NoteLevel.Error, "PathNotFound"), (Note.Level, Note.ErrorId));
    }

    [Fact]
    public void A_file_that_its_server_is_writing_to_can_be_read_and_deleted()
    {
        string path = _folder.Write("RECV.LOG", Session("08DAF3EC00000001"));
        using FileStream server = new(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);

        Assert.Single(_folder.Sessions());
        Assert.Empty(_folder.Notes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_deleted_or_emptied_while_it_is_read_loses_nothing_of_what_was_read(bool deleted)
    {
        string path = _folder.Write("RECV1.LOG", string.Concat(Enumerable.Repeat("#Version: 15.0.0.0\n", 100_000)));
        LineCounter lines = new();
        bool first = true;

        using LogSource source = new(path);
        using LineReader reader = source.Lines();
        reader.Read(lines, () =>
        {
            if (!first)
                return true;
            first = false;
            if (deleted)
                File.Delete(path);
            else
                File.WriteAllBytes(path, []);
            return true;
        });

        Assert.InRange(lines.Count, deleted ? 100_000 : 1, 100_000);
    }

    [Fact]
    public void A_line_of_a_hundred_megabytes_and_lines_of_zeros_and_too_few_columns_are_counted()
    {
        string path = Path.Combine(_folder.Path, "RECV.LOG");
        using (StreamWriter writer = new(path, append: false, new UTF8Encoding(false)))
        {
            writer.Write(Session("08DAF3EC00000001"));
            string piece = new('x', 1_000_000);
            for (int i = 0; i < 100; i++)
                writer.Write(piece);
            writer.Write("\n" + new string('\0', 5000) + Rows("08DAF3EC00000002"));
            writer.Write("2023-01-11T16:00:00.000Z,too,few\nnot a row\n2023-01-11T16:00:00.000Z,EX01\\C,08DAF3EC00000009,0,10.0.0.1:25,192.0.2.1:9,?,,\n");
            writer.Write(Rows("08DAF3EC00000003"));
        }

        LogSummary summary = Assert.Single(_folder.Summaries(LogGrouping.Direction));

        Assert.Equal((3, 4, 1), (summary.Sessions, summary.Unparsed, summary.Files));
        Assert.Contains("line 5 and 3 more", Note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_without_the_columns_that_matter_is_told()
    {
        _folder.Write("RECV.LOG", "#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,data,context\n2023-01-11T16:00:00.000Z,EX01\\C,08DAF3EC00000009,,\n");

        Assert.Empty(_folder.Sessions());
        Assert.Contains(_folder.Notes, note => note.Message.Contains("no event", StringComparison.Ordinal));
    }

    [Fact]
    public void A_session_that_never_ends_is_counted()
    {
        _folder.Write("RECV.LOG", Header + "2023-01-11T16:00:00.000Z,EX01\\C,08DAF3EC00000009,0,10.0.0.1:25,192.0.2.1:9,+,,\n");

        Assert.False(Assert.Single(_folder.Sessions()).Complete);
    }

    [Fact]
    public void Sessions_without_end_do_not_fill_the_memory()
    {
        using StreamWriter writer = new(Path.Combine(_folder.Path, "RECV.LOG"));
        writer.Write(Header);
        for (int i = 0; i < 250_000; i++)
            writer.Write($"2023-01-11T16:00:00.000Z,EX01\\C,08DAF3EC{i:X8},0,10.0.0.1:25,192.0.2.1:9,+,,\n");
        writer.Flush();

        Assert.Equal(250_000, Assert.Single(_folder.Summaries(LogGrouping.Direction)).Sessions);
    }

    [Fact]
    public void Only_sessions_that_began_within_the_times_are_told()
    {
        _folder.Write("RECV.LOG", Header + string.Concat(Enumerable.Range(10, 6).Select(hour => Rows($"08DAF3EC{hour:X8}", $"2023-01-11T{hour}"))));

        IReadOnlyList<LogSession> sessions = _folder.Sessions(since: Time("2023-01-11T12:00:00Z"), until: Time("2023-01-11T14:00:00Z"));

        Assert.Equal([12, 13], sessions.Select(session => session.Start.Hour));
    }

    [Theory]
    [InlineData("RECV2023010115-1.LOG", true)]
    [InlineData("RECV20230110-12.LOG", true)]
    [InlineData("SEND2023011214-1.LOG", true)]
    [InlineData("RECV2023011112-1.LOG", false)]
    [InlineData("RECV20230111-1.LOG", false)]
    [InlineData("SEND20230112-1.LOG", false)]
    [InlineData("RECV2023011112.txt", false)]
    [InlineData("RECV99999999-1.LOG", false)]
    public void A_file_whose_name_is_out_of_the_times_is_not_opened(string name, bool skipped)
    {
        _folder.Write(name, "nothing that can be read");

        _folder.Sessions(since: Time("2023-01-11T12:00:00Z"), until: Time("2023-01-12T01:00:00Z"));

        Assert.Equal(skipped ? "LogSkipped" : "FileFormatUnknown", Note.ErrorId);
    }

    [Fact]
    public void Times_without_a_year_are_the_last_ones_before_the_file_was_written()
    {
        string path = _folder.Write("mail.log", "Dec 31 23:59:59 mx1 postfix/smtpd[100]: connect from unknown[192.0.2.9]\nJan  1 00:00:01 mx1 postfix/smtpd[101]: connect from unknown[192.0.2.9]\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal([2023, 2024], _folder.Sessions().Select(session => session.Start.Year));
    }

    [Fact]
    public void A_dialect_can_be_forced()
    {
        _folder.Write("mail.log", "some other line\nJul 24 03:28:15 mx1 postfix/smtpd[100]: connect from unknown[192.0.2.9]\n");

        Assert.Single(_folder.Sessions(LogDialect.Postfix));
        Assert.DoesNotContain(_folder.Notes, note => note.ErrorId == "LogWithoutSessions");
    }

    [Fact]
    public void A_dialect_that_finds_nothing_is_told()
    {
        _folder.Write("mail.log", "some other line\nJul 24 03:28:15 mx1 postfix/smtpd[100]: connect from unknown[192.0.2.9]\n");

        Assert.Empty(_folder.Sessions(LogDialect.CiscoEsa));
        Assert.Contains(_folder.Notes, note => note.ErrorId == "LogWithoutSessions");
    }

    private LogNote Note => Assert.Single(_folder.Notes);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Session(string id) => Header + Rows(id);

    private static string Rows(string id, string hour = "2023-01-11T16") => string.Concat(
        Events.Select((row, i) => $"{hour}:00:0{i}.000Z,EX01\\C,{id},{i},10.0.0.1:25,192.0.2.1:9,{row}\n"));

    private sealed class LineCounter : ILineReceiver
    {
        public long Count { get; private set; }

        public void Line(ReadOnlySpan<byte> line, long number, bool terminated) => Count = number;

        public void LongLine(long number) => Count = number;
    }
}
