namespace SmtpTls.Policy;

/// <summary>The look-ups of the policies for one server, under way while the server is being tested.</summary>
/// <param name="dane">The TLSA records.</param>
/// <param name="mtaSts">The MTA-STS policy; <see langword="null"/> for a server that is named directly: a policy is a domain's.</param>
/// <param name="mx">How far DNSSEC vouches for the MX records; <see langword="null"/> for a server that is named directly.</param>
/// <param name="nextHop">The domain, for which a DANE-TA certificate may be, too.</param>
internal sealed class TargetPolicy(Task<DaneHost> dane, Task<MtaStsFound>? mtaSts, Task<DnssecVerdict>? mx, string? nextHop)
{
    /// <summary>The name to send in the handshake: the TLSA base domain where there are TLSA records that count.</summary>
    public async Task<string?> ServerNameAsync(string? host)
    {
        DaneHost found = await dane.ConfigureAwait(false);
        return found.Outcome is DaneOutcome.Published or DaneOutcome.Unusable ? found.BaseDomain : host;
    }

    /// <summary>The TLSA records.</summary>
    public Task<DaneHost> DaneAsync() => dane;

    /// <summary>What was found.</summary>
    public async Task<HostPolicy> GetAsync() => new(
        await dane.ConfigureAwait(false),
        mtaSts is null ? null : await mtaSts.ConfigureAwait(false),
        mx is null ? null : await mx.ConfigureAwait(false),
        nextHop);
}

/// <summary>What the policies say of one server.</summary>
internal sealed record HostPolicy(DaneHost Dane, MtaStsFound? MtaSts, DnssecVerdict? Mx, string? NextHop)
{
    /// <summary>Whether the server's name itself may be believed: MX records that count, or a server that was named directly.</summary>
    public bool IsNameSecure => Mx is null || Mx.Counts;
}
