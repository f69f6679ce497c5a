using System.Text;
using SmtpTls.TlsRpt;
using static SmtpTls.Tests.TlsRpt.ReportSamples;

namespace SmtpTls.Tests.TlsRpt;

public sealed class TlsReportFileTests : IDisposable
{
    private const int MaxSize = 100_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtptls-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Forms =>
    [
        "json", "json with mark", "gzip", "gzip in gzip", "gzip in two members", "zip", "zip of gzip", "mail", "mail in gzip", "mbox",
        "application/tlsrpt+gzip", "application/tlsrpt+json", "application/gzip", "application/x-gzip", "application/json", "application/zip", "application/octet-stream",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_report_is_found_in_whatever_it_comes(string form)
    {
        byte[] json = Encoding.UTF8.GetBytes(Full);
        byte[] mail = Encoding.ASCII.GetBytes(Mail("application/tlsrpt+gzip", Gzip(json)));
        byte[] content = form switch
        {
            "json" => json,
            "json with mark" => [0xEF, 0xBB, 0xBF, .. json],
            "gzip" => Gzip(json),
            "gzip in gzip" => Gzip(Gzip(json)),
            "gzip in two members" => [.. Gzip(json.AsSpan(0, 99).ToArray()), .. Gzip(json.AsSpan(99).ToArray())],
            "zip" => Zip(("a/report.json", json)),
            "zip of gzip" => Zip(("report.json.gz", Gzip(json))),
            "mail" => mail,
            "mail in gzip" => Gzip(mail),
            "mbox" => [.. "From tls@mail.example Thu Jan  1 00:00:00 2026\r\n"u8, .. mail, .. "\r\n"u8],
            "application/tlsrpt+json" or "application/json" => Encoding.ASCII.GetBytes(Mail(form, json)),
            "application/zip" => Encoding.ASCII.GetBytes(Mail(form, Zip(("r.json", json)))),
            _ => Encoding.ASCII.GetBytes(Mail(form, Gzip(json))),
        };

        TlsReportFileResult result = Read(content);

        Assert.Empty(result.Errors);
        IReadOnlyList<TlsReportEntry> entries = Assert.Single(result.Reports).Entries;
        Assert.Equal(Entries(Full).Select(entry => entry with { Notes = [], PolicyString = [], MxHost = [] }),
            entries.Select(entry => entry with { Notes = [], PolicyString = [], MxHost = [], Source = null, Attachment = null }));
        Assert.All(entries, entry => Assert.Equal(Path.Combine(_folder.FullName, "f"), entry.Source));
        bool isNoted = form.StartsWith("application/", StringComparison.Ordinal) && !form.Contains("tlsrpt", StringComparison.Ordinal);
        Assert.Equal(isNoted, entries[0].Notes.Any(note => note.StartsWith($"The mail carries the report as {form}, not as", StringComparison.Ordinal)));
        Assert.Equal(form == "json with mark", entries[0].Notes.Any(note => note.Contains("byte order mark", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_attachment_is_named()
    {
        Assert.Equal("mail.example!example.org!1!2!001.json.gz", Read(Mail("application/tlsrpt+gzip", Gzip(OneLine))).Reports[0].Entries[0].Attachment);
        Assert.Equal("a/report.json", Read(Zip(("a/report.json", Encoding.UTF8.GetBytes(OneLine)))).Reports[0].Entries[0].Attachment);
        Assert.Null(Read(OneLine).Reports[0].Entries[0].Attachment);
    }

    [Theory]
    [InlineData("TLS-Report-Domain: other.example\r\n", "other.example", "the mail's TLS-Report-Domain")]
    [InlineData("", "example.org", "the file's name")]
    public void Without_a_domain_in_the_report_that_of_the_mail_or_the_name_is_taken(string fields, string domain, string saidBy)
    {
        byte[] report = Gzip(Report(policy: "\"policy-type\":\"no-policy-found\""));

        TlsReportEntry policy = Read(Mail("application/tlsrpt+gzip", report, fields)).Reports[0].Entries[0];

        Assert.Equal(domain, policy.PolicyDomain);
        Assert.Equal([$"There is no policy-domain; the domain is that of {saidBy}."], policy.Notes);
    }

    [Fact]
    public void A_name_of_an_attachment_moves_no_cursor()
    {
        TlsReportEntry entry = Read(Zip(("a\x1b[2J.json", Encoding.UTF8.GetBytes(OneLine)))).Reports[0].Entries[0];

        Assert.Equal(@"a\x1B[2J.json", entry.Attachment);
    }

    [Fact]
    public void A_forwarded_mail_is_looked_into()
    {
        string forwarded = "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n--outer\r\n\r\nfyi\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\n"
            + Mail("application/tlsrpt+gzip", Gzip(OneLine)) + "\r\n--outer--\r\n";

        Assert.Equal(48, Assert.Single(Read(forwarded).Reports).Entries[0].TotalSuccessfulSessionCount);
    }

    [Fact]
    public void A_report_as_the_body_of_a_mail_is_read()
    {
        Assert.Equal(48, Assert.Single(Read($"From: a@example.org\r\nSubject: r\r\n\r\n{OneLine}").Reports).Entries[0].TotalSuccessfulSessionCount);
    }

    [Fact]
    public void One_bad_part_leaves_the_others()
    {
        TlsReportFileResult result = Read(Zip(
            ("good.json", Encoding.UTF8.GetBytes(OneLine)), ("bad.json", "{"u8.ToArray()), ("bad.gz", [0x1F, 0x8B, 8, 0, 1]), ("readme.txt", "hello"u8.ToArray()), ("good.gz", Gzip(FetchError))));

        Assert.Equal(2, result.Reports.Count);
        Assert.Equal(2, result.Errors.Count);
        Assert.Contains(result.Errors, e => e.Message.StartsWith($"'bad.json' in '{Path.Combine(_folder.FullName, "f")}' is no JSON: line 1, byte 2:", StringComparison.Ordinal));
        Assert.Contains(result.Errors, e => e.Message.StartsWith("'bad.gz' in ", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_after_the_report_is_noted_and_another_report_is_read()
    {
        Assert.Contains("6 bytes follow the report and were not read.", Read(OneLine + "\nsorry.").Reports[0].Entries[0].Notes);
        Assert.Contains("3 bytes follow the report and were not read.", Read(OneLine + "\0\0\0").Reports[0].Entries[0].Notes);
        Assert.Equal([48, 0], Read(OneLine + "\r\n" + FetchError).Reports.Select(report => report.Entries[0].TotalSuccessfulSessionCount ?? -1));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_replaced_and_noted()
    {
        TlsReportEntry policy = Read(Encoding.Latin1.GetBytes(OneLine.Replace("Example", "Müller", StringComparison.Ordinal))).Reports[0].Entries[0];

        Assert.Equal("M\uFFFDller Mail Inc.", policy.OrganizationName);
        Assert.Equal(["Bytes that are no UTF-8 (RFC 7493 section 2.1) were replaced."], policy.Notes);
    }

    public static TheoryData<byte[], Enum, string> Unusable => new()
    {
        { [], TlsReportFault.NoReport, "has no TLS report in it but nothing" },
        { [0, 1, 2, 3], TlsReportFault.NoReport, "has no TLS report in it but something unknown" },
        { "<feedback/>"u8.ToArray(), TlsReportFault.NoReport, "has no TLS report in it but XML, perhaps a DMARC report" },
        { [0xD0, 0xCF, 0x11, 0xE0], TlsReportFault.NoReport, "has no TLS report in it but an Outlook message (.msg), which has to be saved as .eml" },
        { "[1]"u8.ToArray(), TlsReportFault.NoReport, "is JSON, but no TLS report" },
        { "{\"a\":1}"u8.ToArray(), TlsReportFault.NoReport, "is JSON, but no TLS report" },
        { "From: a@example.org\r\n\r\nHello"u8.ToArray(), TlsReportFault.NoReport, "has no TLS report in it." },
        { Zip(("a.xml", "<a/>"u8.ToArray())), TlsReportFault.NoReport, "has no TLS report in it. It holds XML, perhaps a DMARC report." },
        { Zip(), TlsReportFault.NoReport, "has no TLS report in it." },
        { "{\"policies\":\n [1,,2]}"u8.ToArray(), TlsReportFault.InvalidJson, "is no JSON: line 2, byte 5: " },
        { "{\"policies\":\0[]}"u8.ToArray(), TlsReportFault.InvalidJson, "is no JSON: line 1, byte 13: " },
        { "{\"policies\":[]"u8.ToArray(), TlsReportFault.InvalidJson, "is no JSON: line 1, byte 15: " },
        { Encoding.UTF8.GetBytes("{\"policies\":" + new string('[', 10_000) + new string(']', 10_000) + "}"), TlsReportFault.InvalidJson, "is no JSON: line 1, byte 76: The maximum configured depth of 64" },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(OneLine)], TlsReportFault.InvalidJson, "is in UTF-16" },
        { Encoding.BigEndianUnicode.GetBytes(OneLine), TlsReportFault.InvalidJson, "is in UTF-16" },
        { Gzip(Gzip(Gzip(Gzip(Gzip(Gzip(OneLine)))))), TlsReportFault.Damaged, "is packed more than 4 times over" },
        { [.. "PK\x3\x4"u8, 1, 2, 3], TlsReportFault.Damaged, "is damaged and cannot be unpacked" },
        { new byte[(2 * MaxSize) + 1], TlsReportFault.TooLarge, $"has more than {2 * MaxSize} bytes; -MaxSize allows more" },
        { Encoding.UTF8.GetBytes("{" + new string(' ', MaxSize) + "}"), TlsReportFault.TooLarge, $"has more than {MaxSize} bytes when unpacked; -MaxSize allows more" },
        { Gzip(new byte[20_000_000]), TlsReportFault.TooLarge, $"has more than {MaxSize} bytes when unpacked; -MaxSize allows more" },
        { Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"policies\":[]}", 1001))), TlsReportFault.TooLarge, "has more than 1000 reports in it" },
        { Encoding.UTF8.GetBytes("{\"policies\":[" + string.Join(",", Enumerable.Repeat("{}", 1001)) + "]}"), TlsReportFault.InvalidReport, "cannot be relied upon: it has more than 1000 policies and failures" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_cannot_be_used_is_named_with_the_reason(byte[] content, Enum fault, string message)
    {
        TlsReportFileResult result = Read(content);

        Assert.Empty(result.Reports.SelectMany(report => report.Entries));
        TlsReportException error = Assert.Single(result.Errors);
        Assert.StartsWith($"'{Path.Combine(_folder.FullName, "f")}' {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal<Enum>(fault, error.Fault);
    }

    [Fact]
    public void The_limit_is_for_all_that_a_file_holds()
    {
        byte[] half = Encoding.UTF8.GetBytes(OneLine + new string(' ', MaxSize / 2));

        TlsReportFileResult result = Read(Zip(("1.json", half), ("2.json", half), ("3.json", half)));

        Assert.Single(result.Reports);
        Assert.All(result.Errors, e => Assert.Equal(TlsReportFault.TooLarge, e.Fault));
        Assert.Equal(2, result.Errors.Count);
    }

    [Fact]
    public void A_position_counts_the_lines_of_reports_before()
    {
        TlsReportException error = Assert.Single(Read(OneLine + "\n\n{\"a\":\n!}").Errors);

        Assert.Contains("line 4, byte 1:", error.Message, StringComparison.Ordinal);
    }

    private TlsReportFileResult Read(string content) => Read(Encoding.UTF8.GetBytes(content));

    private TlsReportFileResult Read(byte[] content)
    {
        string path = Path.Combine(_folder.FullName, "f");
        File.WriteAllBytes(path, content);
        return new TlsReportFile(MaxSize).Read(path, TestContext.Current.CancellationToken);
    }
}
