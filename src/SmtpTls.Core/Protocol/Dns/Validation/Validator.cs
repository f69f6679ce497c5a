namespace SmtpTls.Dns.Validation;

/// <summary>
/// A validating stub (RFC 4035 section 4.9): asks a resolver that need not be trusted, and checks each answer from a trust anchor down.
/// One instance serves a pipeline and keeps the keys of the zones.
/// </summary>
/// <param name="dns">Whom to ask.</param>
/// <param name="anchors">Where trust begins.</param>
/// <param name="clock">The time, UTC.</param>
internal sealed class Validator(IWireDns dns, TrustAnchors anchors, Func<DateTimeOffset> clock)
{
    private const int MaxAliases = DnsQuery.MaxAliases;
    private const int NoSuchNameCode = 3;

    private readonly ChainOfTrust _chain = new(dns, anchors, clock);

    /// <summary>What is known of the root's keys; asked once for a pipeline, and counted for no domain.</summary>
    public Task<ZoneTrust> RootAsync(CancellationToken cancellationToken) => _chain.FindAsync(WireName.Root, new ValidationBudget(), cancellationToken);

    /// <summary>Asks for the records of a type at a name, follows aliases, and validates every step.</summary>
    public async Task<ValidatedAnswer> AskAsync(WireName name, int type, LookupCount? count, CancellationToken cancellationToken)
    {
        ValidationBudget budget = new(count);
        Walk walk = new(name, type);
        try
        {
            while (walk.Aliases <= MaxAliases)
            {
                budget.TakeQuery();
                WireReply reply = await dns.AskAsync(walk.Current, type, cancellationToken).ConfigureAwait(false);
                budget.TakeBytes(reply.Bytes.Length);
                if (reply.Message is not { } message)
                {
                    return new(DnssecState.Indeterminate, reply.Error!, []) { CanonicalName = walk.Current, Resolver = reply.Resolver };
                }

                walk.Resolver = reply.Resolver;
                if (await TakeAsync(walk, message, budget, cancellationToken).ConfigureAwait(false))
                {
                    return walk.Answer();
                }
            }

            return new(DnssecState.Indeterminate, $"{name} is an alias (CNAME) that leads to more than {MaxAliases} others.", []) { Resolver = walk.Resolver };
        }
        catch (ValidationBudgetException e)
        {
            return new(DnssecState.Indeterminate, e.Message, []) { CanonicalName = walk.Current, Resolver = walk.Resolver };
        }
    }

    // Takes what one message says; false where it ends in an alias whose target must be asked for.
    private async Task<bool> TakeAsync(Walk walk, WireMessage message, ValidationBudget budget, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordSet> answers = RecordSet.Of(message.Answers);
        WireName before = walk.Current;
        while (walk.Type != RecordType.Cname && walk.Aliases <= MaxAliases && Alias(answers, walk.Current) is { } alias)
        {
            walk.Add(await JudgeAsync(alias.Set, message, budget, cancellationToken).ConfigureAwait(false));
            walk.Follow(alias.Target);
        }

        if (answers.FirstOrDefault(set => set.Type == walk.Type && set.Owner.Equals(walk.Current)) is { } found)
        {
            walk.Add(await JudgeAsync(found, message, budget, cancellationToken).ConfigureAwait(false));
            walk.End(DnsAnswerStatus.Found, found.Records);
            return true;
        }

        bool isNameError = message.ResponseCode == NoSuchNameCode;
        if (!before.Equals(walk.Current) && !isNameError && !HasDenial(message))
        {
            return false;
        }

        walk.Add(await JudgeDenialAsync(walk.Current, walk.Type, message, budget, cancellationToken).ConfigureAwait(false));
        walk.End(isNameError ? DnsAnswerStatus.NoSuchName : DnsAnswerStatus.NoData, []);
        return true;
    }

    // The set that makes a name an alias, and its target; a CNAME that a DNAME brings with it is not signed (RFC 6672 section 5.3.1).
    private static (RecordSet Set, WireName Target)? Alias(IReadOnlyList<RecordSet> answers, WireName name)
    {
        if (answers.FirstOrDefault(set => set.Type == RecordType.Dname && name.IsBelow(set.Owner)) is { } dname)
        {
            return (dname, name.Substitute(dname.Owner, new WireReader(dname.Records[0].Data).Name()));
        }

        return answers.FirstOrDefault(set => set.Type == RecordType.Cname && set.Owner.Equals(name)) is { } cname
            ? (cname, new WireReader(cname.Records[0].Data).Name())
            : null;
    }

    private static bool HasDenial(WireMessage message) => message.Authority.Any(record => record.Type is RecordType.Soa or RecordType.Nsec or RecordType.Nsec3);

    private async Task<Judgement> JudgeAsync(RecordSet set, WireMessage message, ValidationBudget budget, CancellationToken cancellationToken)
    {
        // A DS record belongs to the parent.
        WireName home = set.Type == RecordType.Ds && set.Owner.LabelCount > 0 ? set.Owner.Parent : set.Owner;
        Judgement worst = new(DnssecState.Bogus, $"The {set} is not signed by a zone that it belongs to.", [], null);
        foreach (WireName signer in set.Signatures.Select(signature => signature.Signer).Distinct().Where(home.IsAtOrBelow).Take(ValidationBudget.SignaturesPerSet))
        {
            ZoneTrust zone = await _chain.FindAsync(signer, budget, cancellationToken).ConfigureAwait(false);
            if (!zone.IsSecure)
            {
                worst = new(zone.State, zone.Reason, zone.Links, null);
                continue;
            }

            SignatureCheck check = zone.Zone.Equals(signer)
                ? SignatureCheck.Of(set, signer, zone.Keys, clock(), budget)
                : new(null, null, $"the {set} is signed by {SignatureCheck.Name(signer)}, which is no zone");
            if (!check.Holds)
            {
                worst = new(DnssecState.Bogus, $"Not vouched for: {check.Fault}.", zone.Links, null);
                continue;
            }

            return Wildcard(set, check.Signature!, zone, message, budget);
        }

        return set.Signatures.Count > 0 ? worst : await UnsignedAsync(home, $"The {set} has no signature", budget, cancellationToken).ConfigureAwait(false);
    }

    // A wildcard answers only for names that do not exist themselves.
    private Judgement Wildcard(RecordSet set, Rrsig signature, ZoneTrust zone, WireMessage message, ValidationBudget budget)
    {
        DateTimeOffset until = Rrsig.Moment(signature.Expiration, clock());
        Judgement secure = new(DnssecState.Secure, "", zone.Links, until);
        if (signature.Labels >= set.Owner.LabelCount || set.Owner.IsWildcard)
        {
            return secure;
        }

        (Denial denial, _, string fault, _, _) = _chain.VerifiedDenial(zone, message, budget);
        return denial.ProveNoCloserMatch(set.Owner, set.Owner.Last(signature.Labels)) switch
        {
            DenialOutcome.NoSuchName => secure,
            DenialOutcome.Insecure => secure with { State = DnssecState.Insecure, Reason = $"The {set} comes from a wildcard, and an unsigned delegation may stand at the name itself (opt-out)." },
            _ => secure with { State = DnssecState.Bogus, Reason = $"The {set} comes from a wildcard without proof that the name itself does not exist{(fault.Length > 0 ? ": " + fault : "")}." },
        };
    }

    private async Task<Judgement> JudgeDenialAsync(WireName name, int type, WireMessage message, ValidationBudget budget, CancellationToken cancellationToken)
    {
        WireName home = type == RecordType.Ds && name.LabelCount > 0 ? name.Parent : name;
        WireName[] signers = [.. RecordSet.Of(message.Authority)
            .Where(set => set.Type is RecordType.Nsec or RecordType.Nsec3 or RecordType.Soa)
            .SelectMany(set => set.Signatures).Select(signature => signature.Signer).Where(home.IsAtOrBelow).Distinct()];
        string what = $"that {name} has no {RecordType.Name(type)} record";
        if (signers.Length == 0)
        {
            return await UnsignedAsync(home, $"The answer {what} has no proof", budget, cancellationToken).ConfigureAwait(false);
        }

        // The deepest of them is the zone that the name is in.
        ZoneTrust zone = await _chain.FindAsync(signers.OrderByDescending(signer => signer.LabelCount).First(), budget, cancellationToken).ConfigureAwait(false);
        if (!zone.IsSecure)
        {
            return new(zone.State, zone.Reason, zone.Links, null);
        }

        (Denial denial, int? iterations, string fault, _, DateTimeOffset? signedUntil) = _chain.VerifiedDenial(zone, message, budget);
        Judgement secure = new(DnssecState.Secure, "", WithIterations(zone, iterations), signedUntil);
        string zoneName = SignatureCheck.Name(zone.Zone);
        return denial.Prove(name, type) switch
        {
            DenialOutcome.NoData or DenialOutcome.NoSuchName or DenialOutcome.InsecureDelegation => secure,
            DenialOutcome.Insecure => secure with
            {
                State = DnssecState.Insecure,
                Reason = iterations > ValidationBudget.MaxIterations
                    ? $"{zoneName} denies by NSEC3 with {iterations} iterations; above {ValidationBudget.MaxIterations} that counts as not signed (RFC 9276 section 3.2)."
                    : $"{zoneName} leaves unsigned delegations out of its signatures (opt-out, RFC 5155 section 6), and the name may lie below one.",
            },
            _ => secure with { State = DnssecState.Bogus, Reason = $"{zoneName} is signed, but the answer does not prove {what}{(fault.Length > 0 ? ": " + fault : "")}." },
        };
    }

    // The zone's own link tells of its NSEC3 parameters.
    private static IReadOnlyList<DnssecLink> WithIterations(ZoneTrust zone, int? iterations) => iterations is null
        ? zone.Links
        : [.. zone.Links.Take(zone.Links.Count - 1), zone.Links[zone.Links.Count - 1] with { Nsec3Iterations = iterations }];

    // What has no signature is right only where the zone is proven not to be signed.
    private async Task<Judgement> UnsignedAsync(WireName name, string what, ValidationBudget budget, CancellationToken cancellationToken)
    {
        ZoneTrust zone = await _chain.FindAsync(name, budget, cancellationToken).ConfigureAwait(false);
        return zone.IsSecure
            ? new(DnssecState.Bogus, $"{what}, though {SignatureCheck.Name(zone.Zone)} is signed.", zone.Links, null)
            : new(zone.State, zone.Reason, zone.Links, null);
    }

    private sealed record Judgement(DnssecState State, string Reason, IReadOnlyList<DnssecLink> Links, DateTimeOffset? SignedUntil);

    /// <summary>The way from the name that was asked for to the end of its aliases.</summary>
    private sealed class Walk(WireName name, int type)
    {
        private readonly List<Judgement> _judgements = [];
        private DnsAnswerStatus _status;
        private IReadOnlyList<WireRecord> _records = [];

        public WireName Current { get; private set; } = name;

        public int Type => type;

        public int Aliases { get; private set; }

        public DnsClient.NameServer? Resolver { get; set; }

        public void Add(Judgement judgement) => _judgements.Add(judgement);

        public void Follow(WireName target)
        {
            Current = target;
            Aliases++;
        }

        public void End(DnsAnswerStatus status, IReadOnlyList<WireRecord> records)
        {
            _status = status;
            _records = records;
        }

        public ValidatedAnswer Answer()
        {
            // Bogus outweighs what is not known, and that outweighs what is not signed.
            DnssecState[] order = [DnssecState.Bogus, DnssecState.Indeterminate, DnssecState.Insecure, DnssecState.Secure];
            Judgement worst = _judgements.OrderBy(judgement => Array.IndexOf(order, judgement.State)).First();
            return new(worst.State, worst.Reason, [.. _judgements.SelectMany(judgement => judgement.Links).Distinct()])
            {
                Status = _status,
                CanonicalName = Current,
                Records = _records,
                Resolver = Resolver,
                SignedUntil = _judgements.Select(judgement => judgement.SignedUntil).Min(),
            };
        }
    }
}
