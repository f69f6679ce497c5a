namespace SmtpTls.Dns.Validation;

/// <summary>What vouches for a zone's keys: digests (of the parent, or of a trust anchor) or the keys themselves.</summary>
internal sealed class TrustAnchor
{
    /// <param name="zone">The zone.</param>
    /// <param name="ds">Digests of keys.</param>
    /// <param name="keys">Keys.</param>
    public TrustAnchor(WireName zone, IReadOnlyList<Ds> ds, IReadOnlyList<Dnskey> keys)
    {
        Zone = zone;
        Ds = ds;
        Keys = keys;
        Ds[] supported = [.. ds.Where(record => DnssecAlgorithms.IsSupported(record.Algorithm) && DnssecAlgorithms.IsSupportedDigest(record.DigestType))];
        // RFC 4509 section 3: a SHA-1 digest does not count beside a better one.
        Usable = supported.Any(record => record.DigestType != 1) ? [.. supported.Where(record => record.DigestType != 1)] : supported;
    }

    /// <summary>The zone.</summary>
    public WireName Zone { get; }

    /// <summary>The digests as published.</summary>
    public IReadOnlyList<Ds> Ds { get; }

    /// <summary>The digests that can be checked.</summary>
    public IReadOnlyList<Ds> Usable { get; }

    /// <summary>The keys that are trusted as such.</summary>
    public IReadOnlyList<Dnskey> Keys { get; }

    /// <summary>The tags of the keys that are named, for a sentence.</summary>
    public string Tags() => string.Join(" or ", Usable.Select(record => record.KeyTag).Concat(Keys.Select(key => key.KeyTag)).Distinct());

    /// <summary>The keys among <paramref name="keys"/> that are vouched for.</summary>
    public List<Dnskey> Vouch(IReadOnlyList<Dnskey> keys, ValidationBudget budget)
    {
        List<Dnskey> vouched = [.. keys.Where(key => Keys.Any(known => known.Data.AsSpan().SequenceEqual(key.Data)))];
        int failed = 0;
        foreach (Ds record in Usable)
        {
            bool matches = false;
            foreach (Dnskey key in keys.Where(key => key.KeyTag == record.KeyTag && key.Algorithm == record.Algorithm).Take(ValidationBudget.FailingDsPerZone))
            {
                budget.TakeCheck();
                if (record.Matches(key))
                {
                    matches = true;
                    vouched.Add(key);
                }
            }

            if (!matches && ++failed >= ValidationBudget.FailingDsPerZone)
            {
                break;
            }
        }

        return vouched;
    }
}
