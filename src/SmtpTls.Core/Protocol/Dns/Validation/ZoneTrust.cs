namespace SmtpTls.Dns.Validation;

/// <summary>What the chain of trust says of the zone that a name belongs to.</summary>
/// <param name="State">Whether the zone's keys are vouched for.</param>
/// <param name="Zone">The zone: where the chain ends or breaks.</param>
/// <param name="Reason">In a sentence, why the state is not Secure; empty where it is.</param>
/// <param name="Links">The zones from the trust anchor down.</param>
internal sealed record ZoneTrust(DnssecState State, WireName Zone, string Reason, IReadOnlyList<DnssecLink> Links)
{
    /// <summary>The keys; empty unless the state is Secure.</summary>
    public IReadOnlyList<Dnskey> Keys { get; init; } = [];

    /// <summary>Whether it is proven that the name, and so every name below it, does not exist.</summary>
    public bool IsNameDenied { get; init; }

    /// <summary>Until when this may be kept.</summary>
    public DateTimeOffset KeepUntil { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether the keys of a zone are vouched for.</summary>
    public bool IsSecure => State == DnssecState.Secure;

    /// <summary>The same chain with one more zone, which ends or breaks it.</summary>
    public ZoneTrust Then(DnssecLink link, WireName zone, IReadOnlyList<Dnskey> keys, DateTimeOffset keepUntil) =>
        new(link.State, zone, link.State == DnssecState.Secure ? "" : link.Text, [.. Links, link])
        {
            Keys = keys,
            KeepUntil = KeepUntil < keepUntil ? KeepUntil : keepUntil,
        };
}
