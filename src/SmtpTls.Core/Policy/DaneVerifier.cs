using SmtpTls.Certificates;

namespace SmtpTls.Policy;

/// <summary>How the certificates of a server fare against its TLSA records.</summary>
/// <param name="Matched">The record that authenticates the server; <see langword="null"/> where none does.</param>
/// <param name="Records">All records, each with whether it matches a certificate that was sent.</param>
/// <param name="Reason">In a sentence, why none does.</param>
internal sealed record DaneVerdict(TlsaRecord? Matched, IReadOnlyList<TlsaRecord> Records, string? Reason);

/// <summary>Authenticates a server by TLSA records (RFC 7672 sections 3.1 and 3.2). Pure.</summary>
internal static class DaneVerifier
{
    /// <summary>Compares.</summary>
    /// <param name="records">The secure TLSA records.</param>
    /// <param name="sent">The certificates as DER, in the order sent, leaf first.</param>
    /// <param name="names">For DANE-TA: the TLSA base domain and the names of the next hop (RFC 7672 section 3.2.2).</param>
    /// <param name="time">The moment to judge for.</param>
    public static DaneVerdict Verify(IReadOnlyList<TlsaRecord> records, IReadOnlyList<byte[]> sent, IReadOnlyList<string> names, DateTimeOffset time)
    {
        sent = [.. sent.Take(CertificateVerifier.MaxSent)];
        IReadOnlyList<TlsaRecord> compared = [.. records.Select(record => record.Usable ? record with { Matches = MatchesAny(record, sent) } : record)];
        if (sent.Count == 0)
            return new(null, compared, "The server sent no certificate.");

        IReadOnlyList<TlsaRecord> effective = TlsaRecords.Effective(compared);
        TrustAnchor anchors = new(sent, names, time);
        List<string> reasons = [];
        foreach (TlsaRecord record in effective.OrderByDescending(record => record.Usage))
        {
            string? fault = record.Usage == TlsaUsage.DaneEE ? EndEntityFault(record) : anchors.FaultOf(record);
            if (fault is null)
                return new(record, Matching(compared, record), null);
            reasons.Add(fault);
        }

        return new(null, compared, string.Join(" ", reasons.Distinct()));
    }

    // An anchor that is whole in the DNS authenticates the server although nothing that was sent is equal to it.
    private static IReadOnlyList<TlsaRecord> Matching(IReadOnlyList<TlsaRecord> records, TlsaRecord matched) =>
        [.. records.Select(record => record == matched ? record with { Matches = true } : record)];

    // RFC 7672 section 3.1.1: neither the name nor the expiry nor the issuer counts.
    private static string? EndEntityFault(TlsaRecord record) => record.Matches == true
        ? null
        : $"The server's certificate is not the one of the record {Short(record)}.";

    private static bool MatchesAny(TlsaRecord record, IReadOnlyList<byte[]> sent) =>
        record.Usage == TlsaUsage.DaneEE ? sent.Count > 0 && TlsaData.Matches(record, sent[0]) : sent.Skip(1).Any(c => TlsaData.Matches(record, c));

    /// <summary>A record, its data cut to what a person can compare.</summary>
    internal static string Short(TlsaRecord record)
    {
        const int Shown = 16;
        return record.Data.Length > Shown ? $"{record with { Data = record.Data.Substring(0, Shown) }}…" : record.ToString();
    }
}
