using System.Globalization;
using System.Text.Json;

namespace SmtpTls.TlsRpt;

/// <summary>Makes the entries of one report out of its JSON (RFC 8460 section 4.4).</summary>
/// <param name="origin">Where the report comes from.</param>
/// <param name="notes">What is worth saying of the report as a whole so far.</param>
/// <param name="maxEntries">More are refused.</param>
internal sealed class ReportReader(ReportOrigin origin, IReadOnlyList<string> notes, long maxEntries)
{
    private static readonly HashSet<string> FailureTypes =
    [
        FailureType.StartTlsNotSupported, FailureType.CertificateHostMismatch, FailureType.CertificateExpired, FailureType.CertificateNotTrusted,
        FailureType.ValidationFailure, FailureType.TlsaInvalid, FailureType.DnssecInvalid, FailureType.DaneRequired, FailureType.StsPolicyFetchError,
        FailureType.StsPolicyInvalid, FailureType.StsWebPkiInvalid,
    ];

    private static readonly HashSet<string> PolicyTypes = ["tlsa", "sts", "no-policy-found"];

    private readonly List<string> _notes = [.. notes];

    /// <summary>The policies, each followed by its failures.</summary>
    /// <exception cref="FormatException">What the report says cannot be relied upon; the message says where.</exception>
    public IReadOnlyList<TlsReportEntry> Read(JsonElement root)
    {
        ReportObject report = new(root, "", _notes);
        ReportObject? range = report.Object(ReportKeys.DateRange);
        TlsReportEntry common = new()
        {
            Kind = TlsReportEntryKind.Policy,
            OrganizationName = report.Text(ReportKeys.OrganizationName),
            ContactInfo = report.Text(ReportKeys.ContactInfo),
            ReportId = report.Text(ReportKeys.ReportId),
            Start = range?.Time(ReportKeys.StartDateTime),
            End = range?.Time(ReportKeys.EndDateTime),
            Source = origin.File,
            Attachment = origin.Attachment,
        };
        if (common.OrganizationName is null)
            _notes.Add($"There is no {ReportKeys.OrganizationName}.");
        if (common.ReportId is null)
            _notes.Add($"There is no {ReportKeys.ReportId}.");
        if (common.End < common.Start)
            _notes.Add("The report ends before it begins.");

        List<TlsReportEntry> entries = [];
        foreach (ReportObject result in report.Objects(ReportKeys.Policies, () => [.. _notes]))
            ReadPolicy(result, common, entries);
        return entries;
    }

    private void ReadPolicy(ReportObject result, TlsReportEntry common, List<TlsReportEntry> entries)
    {
        List<string> found = result.Notes;
        ReportObject? policy = result.Object(ReportKeys.Policy);
        ReportObject? summary = result.Object(ReportKeys.Summary);
        TlsReportEntry entry = common with
        {
            PolicyDomain = Domain(policy, found),
            PolicyType = Word(policy?.Text(ReportKeys.PolicyType), PolicyTypes, ReportKeys.PolicyType, found),
            PolicyString = [.. policy?.Lines(ReportKeys.PolicyString) ?? []],
            MxHost = [.. policy?.Words(ReportKeys.MxHost) ?? []],
        };
        int place = entries.Count;
        Add(entries, entry);
        foreach (ReportObject failure in result.Objects(ReportKeys.FailureDetails, () => []))
            Add(entries, ReadFailure(failure, entry));

        long? successful = summary?.Count(ReportKeys.TotalSuccessful);
        if (summary is not null && successful is null)
            found.Add($"There is no {ReportKeys.TotalSuccessful}.");
        entries[place] = entry with
        {
            TotalSuccessfulSessionCount = successful,
            TotalFailureSessionCount = TotalFailure(summary, entries.GetRange(place + 1, entries.Count - place - 1), found),
            Notes = [.. found],
        };
    }

    private static TlsReportEntry ReadFailure(ReportObject failure, TlsReportEntry policy)
    {
        List<string> found = failure.Notes;
        long? count = failure.Count(ReportKeys.FailedSessionCount);
        if (count is null)
            found.Add($"There is no {ReportKeys.FailedSessionCount}.");
        return policy with
        {
            Kind = TlsReportEntryKind.Failure,
            Failure = Word(failure.Text(ReportKeys.ResultType), FailureTypes, ReportKeys.ResultType, found),
            FailedSessionCount = count,
            SendingMtaIp = failure.Text(ReportKeys.SendingMtaIp),
            ReceivingMxHostname = failure.Text(ReportKeys.ReceivingMxHostname),
            ReceivingMxHelo = failure.Text(ReportKeys.ReceivingMxHelo),
            ReceivingIp = failure.Text(ReportKeys.ReceivingIp),
            AdditionalInformation = failure.Text(ReportKeys.AdditionalInformation),
            FailureReasonCode = failure.Text(ReportKeys.FailureReasonCode),
            Notes = [.. found],
        };
    }

    // Postfix gives no domain where it found no policy.
    private string? Domain(ReportObject? policy, List<string> found)
    {
        if (policy?.Text(ReportKeys.PolicyDomain) is { } domain)
            return domain.TrimEnd('.');
        found.Add(origin.Domain is { } other
            ? $"There is no {ReportKeys.PolicyDomain}; the domain is that of {other.SaidBy}."
            : $"There is no {ReportKeys.PolicyDomain}.");
        return origin.Domain?.Domain;
    }

    private static string? Word(string? text, HashSet<string> known, string key, List<string> found)
    {
        if (text is null)
        {
            found.Add($"There is no {key}.");
            return null;
        }
        if (known.Contains(text))
            return text;
        string plain = text.ToLowerInvariant().Replace('_', '-');
        bool isKnown = known.Contains(plain);
        found.Add(isKnown ? $"{key} {Quoted.Value(text)} was read as {plain}." : $"{key} {Quoted.Value(text)} is not one of RFC 8460.");
        return isKnown ? plain : text;
    }

    private static long? TotalFailure(ReportObject? summary, IEnumerable<TlsReportEntry> failures, List<string> found)
    {
        long? total = summary?.Count(ReportKeys.TotalFailure);
        long[] counts = [.. failures.Select(failure => failure.FailedSessionCount).OfType<long>()];
        decimal sum = counts.Sum(count => (decimal)count);
        if (total is null)
        {
            bool isSum = counts.Length > 0 && sum <= long.MaxValue;
            if (summary is not null || isSum)
                found.Add($"There is no {ReportKeys.TotalFailure}{(isSum ? "; the sum of the failures stands in its place" : "")}.");
            return isSum ? (long)sum : null;
        }
        if (sum != total)
        {
            found.Add(string.Format(
                CultureInfo.InvariantCulture, "{0} is {1}, but the failures have {2} sessions in all.", ReportKeys.TotalFailure, total, sum));
        }
        return total;
    }

    private void Add(List<TlsReportEntry> entries, TlsReportEntry entry)
    {
        if (entries.Count >= maxEntries)
        {
            throw new FormatException(string.Format(
                CultureInfo.InvariantCulture, "it has more than {0} policies and failures; -MaxSize allows more.", maxEntries));
        }
        entries.Add(entry);
    }
}
