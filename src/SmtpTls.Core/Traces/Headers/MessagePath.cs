namespace SmtpTls.Headers;

/// <summary>Puts the hops of a message into their order and sums them up.</summary>
internal static class MessagePath
{
    /// <summary>The hops of Received headers that come newest first, as they stand in a message; oldest first.</summary>
    public static IReadOnlyList<Hop> Read(HopReader reader, IReadOnlyList<string> fields, string? source)
    {
        Hop[] hops = new Hop[fields.Count];
        for (int i = 0; i < hops.Length; i++)
        {
            Hop hop = reader.Read(fields[fields.Count - 1 - i]);
            hop.Index = i + 1;
            hop.Source = SafeText.OrNull(source);
            hops[i] = hop;
        }
        for (int i = 0; i + 1 < hops.Length; i++)
            hops[i].Delay = hops[i + 1].Time - hops[i].Time;
        return hops;
    }

    /// <summary>The message as a whole.</summary>
    public static HopSummary Summarize(IReadOnlyList<Hop> hops)
    {
        Hop[] external = [.. hops.Where(hop => !hop.Internal)];
        DateTimeOffset?[] times = [.. hops.Select(hop => hop.Time).Where(time => time is not null)];
        return new HopSummary
        {
            Source = hops.Count == 0 ? null : hops[0].Source,
            Hops = hops.Count,
            ExternalHops = external.Length,
            Encrypted = external.Any(hop => hop.Encrypted == false) ? false : external.Length > 0 && external.All(hop => hop.Encrypted == true) ? true : null,
            Weakest = external.OrderBy(Strength).FirstOrDefault(),
            WithoutProof = [.. external.Where(hop => hop.Encrypted != true)],
            Elapsed = times.Length < 2 ? null : times[^1] - times[0],
        };
    }

    // Encryption of an unknown version is ranked behind every version: nothing is known against it.
    private static int Strength(Hop hop) => hop.Encrypted switch
    {
        false => -2,
        null => -1,
        _ => hop.Protocol is { } version ? (int)version : int.MaxValue,
    };
}
