using System.Collections.Concurrent;

namespace SmtpTls.Dns.Validation;

/// <summary>
/// Follows delegations from the trust anchors down (RFC 4035 section 5, RFC 6840): for each name on the way, whether it is a zone of its
/// own, and whether its parent vouches for its keys. Each zone's DS and DNSKEY records are asked for once.
/// </summary>
/// <param name="dns">Whom to ask.</param>
/// <param name="anchors">Where trust begins.</param>
/// <param name="clock">The time, UTC.</param>
internal sealed class ChainOfTrust(IWireDns dns, TrustAnchors anchors, Func<DateTimeOffset> clock)
{
    private const int MaxKept = 8192;

    private readonly ConcurrentDictionary<WireName, Lazy<Task<ZoneTrust>>> _known = new();

    /// <summary>What is known of the zone that a name belongs to; of the zone itself where the name is its apex.</summary>
    public async Task<ZoneTrust> FindAsync(WireName name, ValidationBudget budget, CancellationToken cancellationToken)
    {
        if (_known.Count > MaxKept)
        {
            _known.Clear();
        }

        Lazy<Task<ZoneTrust>> known = _known.GetOrAdd(name, _ => New(name, budget));
        if (known.Value is { IsCompleted: true } done && (done.Status != TaskStatus.RanToCompletion || await done.ConfigureAwait(false) is { } old && old.KeepUntil < clock()))
        {
            _ = _known.TryUpdate(name, New(name, budget), known);
            known = _known.GetOrAdd(name, _ => New(name, budget));
        }

        return await known.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Lazy<Task<ZoneTrust>> New(WireName name, ValidationBudget budget) => new(() => StepAsync(name, budget));

    private async Task<ZoneTrust> StepAsync(WireName name, ValidationBudget budget)
    {
        if (anchors.Find(name) is { } anchor)
        {
            return await KeysAsync(new(DnssecState.Secure, name, "", []), name, anchor, null, budget).ConfigureAwait(false);
        }

        if (name.LabelCount == 0)
        {
            return new(DnssecState.Indeterminate, name, "No trust anchor covers the name.", []);
        }

        ZoneTrust above = await FindAsync(name.Parent, budget, CancellationToken.None).ConfigureAwait(false);
        return above.IsSecure && !above.IsNameDenied ? await DelegationAsync(above, name, budget).ConfigureAwait(false) : above;
    }

    // Whether a name is delegated, by its DS records and their absence (RFC 4035 section 5.2).
    private async Task<ZoneTrust> DelegationAsync(ZoneTrust above, WireName name, ValidationBudget budget)
    {
        (WireMessage? message, string? error) = await AskAsync(name, RecordType.Ds, budget).ConfigureAwait(false);
        if (message is null)
        {
            return Broken(above, name, DnssecState.Indeterminate, error!);
        }

        IReadOnlyList<RecordSet> answers = RecordSet.Of(message.Answers);
        RecordSet? ds = answers.FirstOrDefault(set => set.Type == RecordType.Ds && set.Owner.Equals(name));
        if (ds is null && answers.FirstOrDefault(set => set.Type == RecordType.Cname && set.Owner.Equals(name)) is { } alias)
        {
            SignatureCheck aliasCheck = SignatureCheck.Of(alias, above.Zone, above.Keys, clock(), budget);
            return aliasCheck.Holds ? above : Broken(above, name, DnssecState.Bogus, Because(name, aliasCheck.Fault));
        }

        if (ds is null)
        {
            return Undelegated(above, name, message, budget);
        }

        SignatureCheck check = SignatureCheck.Of(ds, above.Zone, above.Keys, clock(), budget);
        if (!check.Holds)
        {
            return Broken(above, name, DnssecState.Bogus, Because(name, check.Fault));
        }

        TrustAnchor vouched = new(name, [.. ds.Records.Select(record => Ds.Read(record.Data)).OfType<Ds>()], []);
        DateTimeOffset until = Rrsig.Moment(check.Signature!.Expiration, clock());
        if (vouched.Usable.Count == 0)
        {
            string algorithms = string.Join(", ", vouched.Ds.Select(record => $"{DnssecAlgorithms.Name(record.Algorithm)} with {DnssecAlgorithms.DigestName(record.DigestType)}").Distinct());
            string why = vouched.Ds.Any(record => record.Algorithm is 5 or 7) ? "RSA with SHA-1 must be treated as unsupported (RFC 9905 section 2)" : "it is not supported (RFC 4035 section 5.2)";
            return above.Then(
                new()
                {
                    Zone = name.ToString(),
                    State = DnssecState.Insecure,
                    Algorithm = vouched.Ds.Count == 0 ? null : DnssecAlgorithms.Name(vouched.Ds[0].Algorithm),
                    SignedUntil = until,
                    Text = $"The DS records at the parent name only {algorithms}: {why}, so the zone counts as not signed.",
                },
                name,
                [],
                Keep(ds, check));
        }

        return await KeysAsync(above with { KeepUntil = Earlier(above.KeepUntil, Keep(ds, check)) }, name, vouched, until, budget).ConfigureAwait(false);
    }

    // The zone's keys, held against what its parent or a trust anchor says of them.
    private async Task<ZoneTrust> KeysAsync(ZoneTrust above, WireName name, TrustAnchor anchor, DateTimeOffset? dsUntil, ValidationBudget budget)
    {
        (WireMessage? message, string? error) = await AskAsync(name, RecordType.Dnskey, budget).ConfigureAwait(false);
        if (message is null)
        {
            return Broken(above, name, DnssecState.Indeterminate, error!);
        }

        RecordSet? set = RecordSet.Of(message.Answers).FirstOrDefault(found => found.Type == RecordType.Dnskey && found.Owner.Equals(name));
        bool isTop = above.Links.Count == 0;
        if (isTop && set is not { Signatures.Count: > 0 })
        {
            return Broken(above, name, DnssecState.Indeterminate, $"The resolver gives no signatures: the DNSKEY records of {SignatureCheck.Name(name)} came {(set is null ? "not at all" : "without")}.");
        }

        if (set is null)
        {
            return Broken(above, name, DnssecState.Bogus, $"The DS record at the parent names key {anchor.Tags()}, but {SignatureCheck.Name(name)} has no DNSKEY record.");
        }

        Dnskey[] keys = [.. set.Records.Select(record => Dnskey.Read(name, record.Data)).OfType<Dnskey>()];
        List<Dnskey> vouched = anchor.Vouch(keys, budget);
        string source = isTop ? "trust anchor" : "DS record at the parent";
        if (vouched.Count == 0)
        {
            return Broken(above, name, DnssecState.Bogus, $"The {source} names key {anchor.Tags()}, which {SignatureCheck.Name(name)} does not have.");
        }

        SignatureCheck check = SignatureCheck.Of(set, name, vouched, clock(), budget);
        if (!check.Holds)
        {
            return Broken(above, name, DnssecState.Bogus, Because(name, check.Fault));
        }

        DateTimeOffset until = Rrsig.Moment(check.Signature!.Expiration, clock());
        Ds? used = anchor.Usable.FirstOrDefault(record => record.KeyTag == check.Key!.KeyTag && record.Algorithm == check.Key.Algorithm);
        return above.Then(
            new()
            {
                Zone = name.ToString(),
                State = DnssecState.Secure,
                KeyTag = check.Key!.KeyTag,
                Algorithm = DnssecAlgorithms.Name(check.Key.Algorithm),
                Digest = used is null ? null : DnssecAlgorithms.DigestName(used.DigestType),
                SignedUntil = dsUntil is { } ds && ds < until ? ds : until,
                Text = $"The {source} names key {check.Key.KeyTag}, and that key signs the zone's keys.",
            },
            name,
            keys,
            Keep(set, check));
    }

    private ZoneTrust Undelegated(ZoneTrust above, WireName name, WireMessage message, ValidationBudget budget)
    {
        (Denial denial, int? iterations, string fault, DateTimeOffset until, DateTimeOffset? signedUntil) = VerifiedDenial(above, message, budget);
        DnssecLink Insecure(string text) => new() { Zone = name.ToString(), State = DnssecState.Insecure, Nsec3Iterations = iterations, SignedUntil = signedUntil, Text = text };
        string parent = SignatureCheck.Name(above.Zone);
        return denial.Prove(name, RecordType.Ds) switch
        {
            DenialOutcome.NoData => above,
            DenialOutcome.NoSuchName => above with { IsNameDenied = true },
            DenialOutcome.InsecureDelegation => above.Then(Insecure($"{parent} proves that it has no DS record for the zone, so the zone is not signed."), name, [], until),
            DenialOutcome.Insecure when iterations > ValidationBudget.MaxIterations => above.Then(
                Insecure($"{parent} denies the DS record by NSEC3 with {iterations} iterations; above {ValidationBudget.MaxIterations} that counts as not signed (RFC 9276 section 3.2)."), name, [], until),
            DenialOutcome.Insecure => above.Then(Insecure($"{parent} leaves the zone out of its signatures (opt-out, RFC 5155 section 6), so the zone is not signed."), name, [], until),
            _ => Broken(above, name, DnssecState.Bogus, fault.Length > 0 ? Because(name, fault) : $"{parent} is signed, but does not prove that {name} has no DS record."),
        };
    }

    /// <summary>The NSEC and NSEC3 records of a message that a secure zone vouches for, and why others do not count.</summary>
    public (Denial Denial, int? Iterations, string Fault, DateTimeOffset KeepUntil, DateTimeOffset? SignedUntil) VerifiedDenial(ZoneTrust zone, WireMessage message, ValidationBudget budget)
    {
        List<RecordSet> verified = [];
        string fault = "";
        DateTimeOffset until = DateTimeOffset.MaxValue;
        DateTimeOffset? signedUntil = null;
        foreach (RecordSet set in RecordSet.Of(message.Authority).Where(set => set.Type is RecordType.Nsec or RecordType.Nsec3))
        {
            SignatureCheck check = SignatureCheck.Of(set, zone.Zone, zone.Keys, clock(), budget);
            // A denial that came out of a wildcard denies nothing (RFC 4035 section 5.3.4 holds for answers only).
            if (check.Holds && check.Signature!.Labels == set.Owner.LabelCount - (set.Owner.IsWildcard ? 1 : 0))
            {
                verified.Add(set);
                until = Earlier(until, Keep(set, check));
                DateTimeOffset end = Rrsig.Moment(check.Signature.Expiration, clock());
                signedUntil = signedUntil < end ? signedUntil : end;
            }
            else
            {
                fault = check.Fault;
            }
        }

        int? iterations = verified.Where(set => set.Type == RecordType.Nsec3).Select(set => Nsec3.Read(set.Owner, set.Records[0].Data)?.Iterations).FirstOrDefault();
        return (Denial.Of(zone.Zone, verified), iterations, fault, until, signedUntil);
    }

    private async Task<(WireMessage? Message, string? Error)> AskAsync(WireName name, int type, ValidationBudget budget)
    {
        budget.TakeQuery();
        WireReply reply = await dns.AskAsync(name, type, CancellationToken.None).ConfigureAwait(false);
        budget.TakeBytes(reply.Bytes.Length);
        return (reply.Message, reply.Error);
    }

    private ZoneTrust Broken(ZoneTrust above, WireName name, DnssecState state, string text) =>
        above.Then(new() { Zone = name.ToString(), State = state, Text = text }, name, [], clock().AddSeconds(30));

    private DateTimeOffset Keep(RecordSet set, SignatureCheck check)
    {
        uint ttl = Math.Min(set.Records.Min(record => record.Ttl), check.Signature!.OriginalTtl);
        return Earlier(clock().AddSeconds(ttl), Rrsig.Moment(check.Signature.Expiration, clock()).AddHours(1));
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string Because(WireName name, string fault) => $"{SignatureCheck.Name(name)} is not vouched for: {fault}.";
}
