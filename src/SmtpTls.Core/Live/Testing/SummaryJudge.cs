using System.Globalization;
using SmtpTls.Findings;

namespace SmtpTls.Testing;

/// <summary>Makes one verdict of the results of one target. Pure.</summary>
internal static class SummaryJudge
{
    /// <summary>The summary.</summary>
    /// <param name="results">The results of one target, at least one.</param>
    public static StartTlsSummary Of(IReadOnlyList<StartTlsResult> results)
    {
        StartTlsResult[] tested = [.. results.Where(result => !IsUnknown(result))];
        StartTlsResult worst = results.OrderBy(Rank).ThenBy(result => result.Score).First();
        int unknown = results.Count(result => IsUnknown(result) && result.Address is not null);
        return new StartTlsSummary
        {
            Domain = worst.Domain,
            Server = worst.Domain is null ? worst.MxHost : null,
            Verdict = Verdict(results, worst, unknown),
            Status = worst.Status,
            Level = tested.Select(result => result.Level).DefaultIfEmpty(TlsLevel.None).Min(),
            Score = tested.Length == 0 || worst.Status is TestStatus.NullMx or TestStatus.NoMx or TestStatus.InvalidInput ? null : tested.Min(result => result.Score),
            Worst = worst.MxHost is null ? null : Name(worst),
            Addresses = results.Count(result => result.Address is not null),
            NotTested = unknown,
            DaysLeft = results.Min(result => result.DaysLeft),
            Findings = results.SelectMany(result => result.Findings).GroupBy(finding => (finding.Id, finding.Text)).Select(same => same.First()).WorstFirst(),
            Time = results.Min(result => result.Time),
        };
    }

    private static string Verdict(IReadOnlyList<StartTlsResult> results, StartTlsResult worst, int unknown)
    {
        if (worst.Address is null && results.Count == 1)
            return worst.Reason ?? $"The status is {worst.Status}.";
        string one = results.Count(result => result.Address is not null) == 1 ? "The server" : $"The weakest server, {Name(worst)},";
        string verdict = worst.Status switch
        {
            TestStatus.Authenticated when worst.Level == TlsLevel.Enforced => $"{one} is encrypted and authenticated, and a policy makes senders insist on it.",
            TestStatus.Authenticated => $"{one} is encrypted and authenticated.",
            TestStatus.Encrypted when worst.Level < TlsLevel.Encrypted => $"{one} is encrypted in an old or broken way, and not authenticated.",
            TestStatus.Encrypted => $"{one} is encrypted, but nothing proves who the server is.",
            TestStatus.NotOffered => $"{one} does not offer STARTTLS: mail goes in the clear.",
            TestStatus.HandshakeFailed => $"{one} fails in the TLS handshake: mail may go in the clear.",
            TestStatus.Unreachable or TestStatus.TemporaryFailure when unknown == results.Count => "No server could be tested, so nothing is known.",
            TestStatus.Unreachable or TestStatus.TemporaryFailure => "All servers that could be tested are encrypted and authenticated.",
            TestStatus.DnsFailure => $"The DNS look-up of {worst.MxHost ?? worst.Domain} failed. {worst.Reason}".TrimEnd(),
            _ => $"{one} refuses mail. {worst.Reason}".TrimEnd(),
        };
        return unknown == 0 || unknown == results.Count ? verdict
            : string.Format(CultureInfo.InvariantCulture, "{0} {1} of {2} addresses could not be tested.", verdict, unknown, results.Count(result => result.Address is not null));
    }

    private static string Name(StartTlsResult result) => result.Address is null || result.Address == result.MxHost ? result.MxHost! : $"{result.MxHost} ({result.Address})";

    private static bool IsUnknown(StartTlsResult result) => result.Status is TestStatus.Unreachable or TestStatus.TemporaryFailure;

    // What is known to be bad is worse than what is not known, and that is worse than what is known to be good.
    private static int Rank(StartTlsResult result) => result.Status switch
    {
        TestStatus.NotOffered => 0,
        TestStatus.HandshakeFailed => 1,
        TestStatus.Refused => 2,
        TestStatus.DnsFailure => 3,
        TestStatus.Encrypted => 4,
        TestStatus.TemporaryFailure => 5,
        TestStatus.Unreachable => 6,
        TestStatus.Authenticated => 7 + (int)result.Level,
        _ => 0,
    };
}
