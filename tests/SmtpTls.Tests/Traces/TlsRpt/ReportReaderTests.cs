using System.Reflection;
using SmtpTls.TlsRpt;
using static SmtpTls.Tests.TlsRpt.ReportSamples;

namespace SmtpTls.Tests.TlsRpt;

public sealed class ReportReaderTests
{
    [Fact]
    public void Everything_of_a_report_is_read()
    {
        IReadOnlyList<TlsReportEntry> entries = Entries(Full);

        Assert.Equal(
            [(TlsReportEntryKind.Policy, "sts", null), (TlsReportEntryKind.Failure, "sts", "certificate-expired"), (TlsReportEntryKind.Failure, "sts", "starttls-not-supported"),
             (TlsReportEntryKind.Failure, "sts", "validation-failure"), (TlsReportEntryKind.Policy, "tlsa", null), (TlsReportEntryKind.Failure, "tlsa", "tlsa-invalid")],
            entries.Select(entry => (entry.Kind, entry.PolicyType, entry.Failure)));
        Assert.All(entries, entry => Assert.Equal(
            ("Company-X", "sts-reporting@company-x.example", "5065427c-23d3-47ca-b6e0-946ea0e8c4be", "company-y.example", false),
            (entry.OrganizationName, entry.ContactInfo, entry.ReportId, entry.PolicyDomain, entry.Duplicate)));
        Assert.All(entries, entry => Assert.Equal(
            (new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 1, 23, 59, 59, TimeSpan.Zero)), (entry.Start, entry.End)));
        TlsReportEntry policy = entries[0];
        Assert.Equal((5326, 303, null), (policy.TotalSuccessfulSessionCount, policy.TotalFailureSessionCount, policy.FailedSessionCount));
        Assert.Equal(["version: STSv1", "mode: testing", "mx: *.mail.company-y.example", "max_age: 86400"], policy.PolicyString);
        Assert.Equal(["*.mail.company-y.example"], policy.MxHost);
        Assert.Equal(["mx-host is a text, not a list."], policy.Notes);
        TlsReportEntry failure = entries[2];
        Assert.Equal((null, null, 200), (failure.TotalSuccessfulSessionCount, failure.TotalFailureSessionCount, failure.FailedSessionCount));
        Assert.Equal(
            ("2001:db8:abcd:13::1", "mx2.mail.company-y.example", "mx2", "203.0.113.56", "https://reports.company-x.example/1", null),
            (failure.SendingMtaIp, failure.ReceivingMxHostname, failure.ReceivingMxHelo, failure.ReceivingIp, failure.AdditionalInformation, failure.FailureReasonCode));
        Assert.Empty(failure.Notes);
        Assert.Equal("X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED", entries[3].FailureReasonCode);
        Assert.Empty(entries[4].Notes);
    }

    [Fact]
    public void No_sum_counts_a_session_twice()
    {
        IReadOnlyList<TlsReportEntry> entries = [.. Entries(OneLine), .. Entries(Full)];

        Assert.Equal(48 + 5326 + 7, entries.Sum(entry => entry.TotalSuccessfulSessionCount));
        Assert.Equal(303 + 2, entries.Sum(entry => entry.TotalFailureSessionCount));
        Assert.Equal(303 + 2, entries.Sum(entry => entry.FailedSessionCount));
    }

    [Fact]
    public void A_good_report_has_no_notes() => Assert.All(Entries(OneLine), entry => Assert.Empty(entry.Notes));

    [Fact]
    public void Totals_that_are_no_sum_are_kept_and_noted()
    {
        IReadOnlyList<TlsReportEntry> entries = Entries(FetchError);

        Assert.Equal((0, 1), (entries[0].TotalSuccessfulSessionCount, entries[0].TotalFailureSessionCount));
        Assert.Equal([1, 1], entries.Skip(1).Select(entry => entry.FailedSessionCount ?? 0));
        Assert.Equal(["total-failure-session-count is 1, but the failures have 2 sessions in all."], entries[0].Notes);
        Assert.Equal("bad https response code: 404", entries[1].FailureReasonCode);
    }

    public static TheoryData<string> Words =>
        [.. typeof(FailureType).GetFields(BindingFlags.Public | BindingFlags.Static).Select(word => (string)word.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_failure_has_the_word_of_a_live_test(string word)
    {
        foreach (string written in new[] { word, word.ToUpperInvariant(), word.Replace('-', '_') })
        {
            TlsReportEntry failure = Entries(Report(failures: $$"""{"result-type":"{{written}}","failed-session-count":1}"""))[1];

            Assert.Equal(word, failure.Failure);
            Assert.Equal(written == word ? [] : [$"result-type '{written}' was read as {word}."], failure.Notes);
        }
    }

    [Fact]
    public void Unknown_words_are_kept_and_noted()
    {
        IReadOnlyList<TlsReportEntry> entries = Entries(Report(
            policy: "\"policy-type\":\"dane-only\",\"policy-domain\":\"example.org\"", failures: """{"result-type":"Server-Grumpy","failed-session-count":1}"""));

        Assert.Equal(("dane-only", "Server-Grumpy"), (entries[0].PolicyType, entries[1].Failure));
        Assert.Contains("policy-type 'dane-only' is not one of RFC 8460.", entries[0].Notes);
        Assert.Equal(["result-type 'Server-Grumpy' is not one of RFC 8460."], entries[1].Notes);
    }

    [Theory]
    [InlineData("\"version: STSv1\\r\\nmode: enforce\\r\\n\"", "policy-string is a text, not a list.")]
    [InlineData("[\"version: STSv1\\nmode: enforce\"]", null)]
    [InlineData("[\"version: STSv1\",\"mode: enforce\",\"\",null]", null)]
    public void A_policy_string_is_lines_whatever_its_form(string json, string? note)
    {
        TlsReportEntry policy = Entries(Report(policy: $"\"policy-type\":\"sts\",\"policy-domain\":\"example.org\",\"policy-string\":{json}"))[0];

        Assert.Equal(["version: STSv1", "mode: enforce"], policy.PolicyString);
        Assert.Equal(note is null ? [] : [note], policy.Notes);
    }

    [Theory]
    [InlineData("\"a.example, b.example\"", true)]
    [InlineData("[\"a.example\",\"b.example\"]", false)]
    public void An_MX_host_is_a_list_whatever_its_form(string json, bool noted)
    {
        TlsReportEntry policy = Entries(Report(policy: $"\"policy-type\":\"sts\",\"policy-domain\":\"example.org\",\"mx-host\":{json}"))[0];

        Assert.Equal(["a.example", "b.example"], policy.MxHost);
        Assert.Equal(noted ? 1 : 0, policy.Notes.Length);
    }

    [Theory]
    [InlineData("sending-mta-ip ", "sending-mta-ip")]
    [InlineData("Sending-MTA-IP", "sending-mta-ip")]
    [InlineData("sending_mta_ip", "sending-mta-ip")]
    public void A_key_that_is_spelled_otherwise_is_read_and_noted(string key, string meant)
    {
        TlsReportEntry failure = Entries(Report(failures: $$"""{"result-type":"validation-failure","{{key}}":"192.0.2.1","failed-session-count":1}"""))[1];

        Assert.Equal("192.0.2.1", failure.SendingMtaIp);
        Assert.Equal([$"The key '{key}' was read as {meant}."], failure.Notes);
    }

    [Fact]
    public void The_spelling_of_the_RFC_wins_over_another_beside_it()
    {
        TlsReportEntry failure = Entries(Report(
            failures: """{"sending-mta-ip ":"192.0.2.9","result-type":"validation-failure","sending-mta-ip":"192.0.2.1","failed-session-count":1}"""))[1];

        Assert.Equal("192.0.2.1", failure.SendingMtaIp);
        Assert.Equal(["The key 'sending-mta-ip ' was passed over beside sending-mta-ip."], failure.Notes);
    }

    [Fact]
    public void Notes_have_an_end()
    {
        string keys = string.Concat(Enumerable.Repeat("\"Result_Type\":\"x\",", 1000));

        Assert.InRange(Entries(Report(failures: $$"""{{{keys}}"result-type":"validation-failure","failed-session-count":1}"""))[1].Notes.Length, 10, 40);
    }

    [Fact]
    public void Keys_of_the_drafts_are_read()
    {
        IReadOnlyList<TlsReportEntry> entries = Entries(Report(
            summary: "\"success-aggregate\":5,\"failure-aggregate\":2",
            failures: """{"result-type":"validation-failure","session-count":2,"failure-error-code":"E","additional-info-uri":"https://a.example"}"""));

        Assert.Equal((5, 2), (entries[0].TotalSuccessfulSessionCount, entries[0].TotalFailureSessionCount));
        Assert.Equal((2, "E", "https://a.example"), (entries[1].FailedSessionCount, entries[1].FailureReasonCode, entries[1].AdditionalInformation));
        Assert.Equal(3, entries[1].Notes.Length);
    }

    [Theory]
    [InlineData("\"total-successful-session-count\":4", null, 4L, 3L, "There is no total-failure-session-count; the sum of the failures stands in its place.")]
    [InlineData("\"total-failure-session-count\":3", null, null, 3L, "There is no total-successful-session-count.")]
    [InlineData("\"total-successful-session-count\":\"4\",\"total-failure-session-count\":3.0", null, 4L, 3L, "total-successful-session-count is a text and was read as a number.")]
    [InlineData("\"total-successful-session-count\":4,\"total-failure-session-count\":3", "", 4L, 3L, "total-failure-session-count is 3, but the failures have 0 sessions in all.")]
    public void Counts_that_are_missing_or_odd_are_noted(string summary, string? failures, long? good, long? failed, string note)
    {
        TlsReportEntry policy = Entries(Report(summary: summary, failures: failures ?? """{"result-type":"validation-failure","failed-session-count":3}"""))[0];

        Assert.Equal((good, failed), (policy.TotalSuccessfulSessionCount, policy.TotalFailureSessionCount));
        Assert.Equal([note], policy.Notes);
    }

    [Fact]
    public void A_failure_without_count_or_word_or_with_empty_texts_is_read()
    {
        IReadOnlyList<TlsReportEntry> entries = Entries(Report(failures: """{"result-type":"sts-policy-fetch-error","sending-mta-ip":"","receiving-ip":null,"failed-session-count":0},{}"""));

        Assert.Equal((null, null, 0), (entries[1].SendingMtaIp, entries[1].ReceivingIp, entries[1].FailedSessionCount));
        Assert.Empty(entries[1].Notes);
        Assert.Equal((null, null), (entries[2].Failure, entries[2].FailedSessionCount));
        Assert.Equal(["There is no failed-session-count.", "There is no result-type."], entries[2].Notes);
    }

    [Fact]
    public void A_policy_in_place_of_a_list_and_null_in_place_of_failures_are_read()
    {
        IReadOnlyList<TlsReportEntry> entries = Entries(
            """
            {"organization-name":null,"contact-info":null,"policies":{"policy":{"policy-type":"no-policy-found","policy-domain":"example.org."},"failure-details":null}}
            """);

        TlsReportEntry policy = Assert.Single(entries);
        Assert.Equal(("no-policy-found", "example.org", null, null, null), (policy.PolicyType, policy.PolicyDomain, policy.OrganizationName, policy.Start, policy.TotalSuccessfulSessionCount));
        Assert.Equal(
            ["There is no date-range.", "There is no organization-name.", "There is no report-id.", "policies is one object, not a list.", "There is no summary."],
            policy.Notes);
    }

    [Theory]
    [InlineData("2026-01-10T01:02:03Z", "2026-01-10T01:02:03", null)]
    [InlineData("2026-01-10t01:02:03.5z", "2026-01-10T01:02:03.5", null)]
    [InlineData("2026-01-10T01:02:03+02:00", "2026-01-09T23:02:03", null)]
    [InlineData("2026-01-10T01:02:03", "2026-01-10T01:02:03", "has no time zone")]
    [InlineData("2026-01-10 01:02:03", "2026-01-10T01:02:03", "has no time zone")]
    [InlineData("2026-01-10", "2026-01-10T00:00:00", "is a date without time")]
    [InlineData("2026-01-10 01:02:03+0000", "2026-01-10T01:02:03", "is not written as RFC 3339 wants it")]
    [InlineData("Sat, 10 Jan 2026 01:02:03 GMT", "2026-01-10T01:02:03", "is not written as RFC 3339 wants it")]
    [InlineData("1768006923", "2026-01-10T01:02:03", "is not written as RFC 3339 wants it")]
    [InlineData("10/01/2026", null, "is no time that can be read")]
    [InlineData("2026-13-10T01:02:03Z", null, "is no time that can be read")]
    [InlineData("99999999999999999", null, "is no time that can be read")]
    public void Times_are_read_in_the_forms_that_occur(string text, string? expected, string? note)
    {
        DateTimeOffset? time = ReportTime.Read(text, out string? said);

        Assert.Equal(expected is null ? null : new DateTimeOffset(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero), time);
        Assert.Equal(TimeSpan.Zero, time?.Offset ?? TimeSpan.Zero);
        if (note is null)
            Assert.Null(said);
        else
            Assert.StartsWith(note, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_moves_a_cursor_comes_out()
    {
        TlsReportEntry policy = Entries(OneLine.Replace("Example Mail Inc.", "a\\u001b[2J\\u0000b\\u009bc", StringComparison.Ordinal))[0];

        Assert.Equal(@"a\x1B[2J\x00b\xC2\x9Bc", policy.OrganizationName);
        Assert.Equal(["Control characters and invisible characters in texts were replaced."], policy.Notes);
    }

    [Theory]
    [InlineData("\"total-failure-session-count\":-1", "policies[0].summary.total-failure-session-count is '-1'")]
    [InlineData("\"total-failure-session-count\":1.5", "policies[0].summary.total-failure-session-count is '1.5'")]
    [InlineData("\"total-failure-session-count\":9223372036854775808", "policies[0].summary.total-failure-session-count is '9223372036854775808'")]
    [InlineData("\"total-failure-session-count\":1e999", "policies[0].summary.total-failure-session-count is '1e999'")]
    [InlineData("\"total-failure-session-count\":\"many\"", "policies[0].summary.total-failure-session-count is 'many'")]
    [InlineData("\"total-failure-session-count\":true", "policies[0].summary.total-failure-session-count is 'true'")]
    [InlineData("\"total-failure-session-count\":1,\"total-failure-session-count\":2", "policies[0].summary.total-failure-session-count is there twice")]
    public void A_report_with_counts_that_nobody_can_rely_upon_is_refused(string summary, string message)
    {
        TlsReportFileResult result = ReadText(Report(summary: summary));

        Assert.Empty(result.Reports);
        TlsReportException error = Assert.Single(result.Errors);
        Assert.Equal(TlsReportFault.InvalidReport, error.Fault);
        Assert.StartsWith("The JSON text cannot be relied upon: " + message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"policy-type\":{}", "policies[0].policy.policy-type is '{}'; it is a text")]
    [InlineData("\"policy-type\":\"\\ud800\"", "policies[0].policy.policy-type has half of a surrogate pair")]
    [InlineData("\"\\ud800\":1", "")]
    public void A_report_with_values_of_the_wrong_kind_is_refused(string policy, string message)
    {
        TlsReportException error = Assert.Single(ReadText(Report(policy: policy)).Errors);

        Assert.Equal(TlsReportFault.InvalidReport, error.Fault);
        Assert.StartsWith("The JSON text cannot be relied upon: " + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_report_leaves_those_after_it()
    {
        TlsReportFileResult result = ReadText(Report(summary: "\"total-failure-session-count\":-1") + "\n" + OneLine);

        Assert.Single(result.Errors);
        Assert.Equal(48, Assert.Single(result.Reports).Entries[0].TotalSuccessfulSessionCount);
    }

    [Theory]
    [InlineData("same report", OneLine)]
    [InlineData("a report with the same id and other content", null)]
    public void A_report_that_comes_again_is_marked_and_kept(string note, string? second)
    {
        second ??= OneLine.Replace(":48", ":49", StringComparison.Ordinal).Replace("Example Mail", "EXAMPLE MAIL", StringComparison.Ordinal);
        KnownReports known = new();

        TlsReportEntry first = Assert.Single(known.Mark(ReadText(OneLine).Reports[0]));
        TlsReportEntry again = Assert.Single(known.Mark(ReadText(second).Reports[0]));

        Assert.False(first.Duplicate);
        Assert.True(again.Duplicate);
        Assert.Contains(note, Assert.Single(again.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_id_of_another_organization_is_another_report()
    {
        KnownReports known = new();
        Assert.False(known.Mark(ReadText(OneLine).Reports[0]).Single().Duplicate);

        Assert.False(known.Mark(ReadText(OneLine.Replace("Example Mail", "Other Mail", StringComparison.Ordinal)).Reports[0]).Single().Duplicate);
    }
}
