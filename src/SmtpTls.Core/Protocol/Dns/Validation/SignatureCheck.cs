using System.Globalization;

namespace SmtpTls.Dns.Validation;

/// <summary>Whether a zone's keys vouch for a set of records (RFC 4035 section 5.3).</summary>
/// <param name="Signature">The signature that holds; <see langword="null"/> where none does.</param>
/// <param name="Key">Its key.</param>
/// <param name="Fault">In a sentence, why none holds; empty where one does.</param>
internal sealed record SignatureCheck(Rrsig? Signature, Dnskey? Key, string Fault)
{
    // Clocks differ a little; Unbound allows a tenth of the signature's lifetime, at least an hour.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    /// <summary>Whether the records are as the zone signed them.</summary>
    public bool Holds => Signature is not null;

    /// <summary>Tries the signatures of a set with the keys of a zone.</summary>
    public static SignatureCheck Of(RecordSet set, WireName zone, IReadOnlyList<Dnskey> keys, DateTimeOffset now, ValidationBudget budget)
    {
        string fault = $"the {set} has no signature of {Name(zone)}";
        int tried = 0;
        foreach (Rrsig signature in set.Signatures.Where(signature => signature.Signer.Equals(zone)))
        {
            string? unfit = Unfit(set, signature, now);
            if (unfit is not null)
            {
                fault = unfit;
                continue;
            }

            Dnskey[] candidates = [.. keys.Where(key => key.KeyTag == signature.KeyTag && key.Algorithm == signature.Algorithm)];
            if (candidates.Length == 0)
            {
                fault = $"the {set} is signed by key {signature.KeyTag} ({DnssecAlgorithms.Name(signature.Algorithm)}), which {Name(zone)} does not have";
            }

            foreach (Dnskey key in candidates)
            {
                if (key.IsRevoked)
                {
                    fault = $"the {set} is signed by key {key.KeyTag}, which is revoked (RFC 5011 section 2.1)";
                    continue;
                }

                if (++tried > ValidationBudget.SignaturesPerSet)
                {
                    return new(null, null, $"the first {ValidationBudget.SignaturesPerSet} signatures of the {set} do not hold, and no more are tried");
                }

                budget.TakeCheck();
                if (DnssecAlgorithms.Verify(key, set.SignedBytes(signature), signature.Signature))
                {
                    return new(signature, key, "");
                }

                fault = $"the signature of the {set} by key {key.KeyTag} does not match the data";
            }
        }

        return new(null, null, fault);
    }

    /// <summary>A zone's name as text for a sentence.</summary>
    public static string Name(WireName zone) => zone.LabelCount == 0 ? "the root" : zone.ToString();

    private static string? Unfit(RecordSet set, Rrsig signature, DateTimeOffset now)
    {
        int labels = set.Owner.IsWildcard ? set.Owner.LabelCount - 1 : set.Owner.LabelCount;
        DateTimeOffset from = Rrsig.Moment(signature.Inception, now), until = Rrsig.Moment(signature.Expiration, now);
        return signature.Labels > labels ? $"the signature of the {set} is for a longer name"
            : !set.Owner.IsAtOrBelow(signature.Signer) || signature.Labels < signature.Signer.LabelCount ? $"the {set} is signed by {Name(signature.Signer)}, which it is not part of"
            : unchecked((int)(signature.Expiration - signature.Inception)) < 0 ? $"the signature of the {set} ends before it begins"
            : now > until + Skew ? $"the signature of the {set} expired on {Day(until)}"
            : now < from - Skew ? $"the signature of the {set} is not valid before {Day(from)}"
            : null;
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
