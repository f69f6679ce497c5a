namespace SmtpTls.Cisco;

/// <summary>Says what each entry of Destination Controls amounts to, after DEFAULT.</summary>
internal static class DestinationJudge
{
    public static IEnumerable<EsaTlsPolicy> Judge(DestinationControls controls, string source)
    {
        ILookup<string, DestinationEntry> byName = controls.All.ToLookup(entry => Plain(entry.Name), StringComparer.OrdinalIgnoreCase);
        bool requires = controls.All.Any(entry => new DestinationFacts(entry, controls.Default).Mode == TlsMode.Required);
        foreach (DestinationEntry entry in controls.All)
        {
            DestinationFacts facts = new(entry, controls.Default);
            FindingList findings = new();
            DestinationRules.Judge(facts, findings);
            DestinationRules.JudgeDuplicates(entry, byName[Plain(entry.Name)].Where(other => !ReferenceEquals(other, entry)), findings);
            if (facts.IsDefault) DestinationRules.JudgeGlobals(facts, requires, findings);
            yield return Policy(facts, findings, source);
        }
    }

    private static EsaTlsPolicy Policy(DestinationFacts facts, FindingList findings, string source) => new()
    {
        Kind = EsaPolicyKind.Destination,
        Name = facts.Entry.Name,
        Setting = facts.Setting,
        FromDefault = !facts.IsDefault && facts.Entry.Tls is null,
        Mode = facts.Mode,
        Verify = facts.Verify,
        Authentication = facts.Authentication,
        Dane = facts.Dane,
        Certificate = facts.Default?.Certificate,
        AlertOnFailure = EsaSpelling.Flag(facts.Default?.Alert),
        Summary = Summary(facts),
        Findings = [.. findings.WorstFirst()],
        Source = source,
    };

    private static string Summary(DestinationFacts facts)
    {
        string text = facts switch
        {
            { Dane: EsaDaneSupport.Mandatory } => "Sends with TLS to servers whose certificate matches their TLSA records (DANE), or not at all.",
            { Setting: null } => "Not known.",
            { Setting: EsaTlsSetting.Off } => "Sends everything in the clear.",
            { Setting: EsaTlsSetting.Preferred } =>
                "Encrypts where the other side offers STARTTLS, sends in the clear where it does not, and checks no certificate.",
            { Setting: EsaTlsSetting.PreferredVerify } =>
                "Encrypts where the other side offers STARTTLS and checks its certificate, but sends even if the check fails, and in the clear where "
                + "STARTTLS is not offered.",
            { Setting: EsaTlsSetting.Required } => "Sends with TLS or not at all, but accepts any certificate, so it does not know who receives the mail.",
            { Setting: EsaTlsSetting.RequiredVerify } =>
                "Sends with TLS or not at all, to servers whose certificate is trusted and covers the domain or the server's name.",
            _ => "Sends with TLS or not at all, to servers whose certificate is trusted and covers the domain, its MX hosts or its SMTP route.",
        };
        return facts is { Dane: EsaDaneSupport.Opportunistic, Setting: not EsaTlsSetting.Off }
            ? text + " Where the domain has TLSA records, the certificate must match them (DANE)."
            : text;
    }

    // Names of the DNS do not differ by case or by a final dot (RFC 4343, RFC 1034 section 3.1).
    private static string Plain(string name) => name.Length > 1 && name[name.Length - 1] == '.' ? name.Substring(0, name.Length - 1) : name;
}

/// <summary>An entry with what counts for it after DEFAULT.</summary>
internal sealed record DestinationFacts(DestinationEntry Entry, DestinationEntry? Default)
{
    public bool IsDefault => ReferenceEquals(Entry, Default);

    public string? TlsText => Entry.Tls ?? Default?.Tls;

    public string? DaneText => Entry.Dane ?? Default?.Dane;

    public EsaTlsSetting? Setting => TlsText is { } text ? EsaSpelling.DestinationTls(text) : null;

    public EsaTlsSetting? DefaultSetting => Default?.Tls is { } text ? EsaSpelling.DestinationTls(text) : null;

    public EsaDaneSupport? Dane => DaneText is { } text ? EsaSpelling.Dane(text) : null;

    public EsaDaneSupport? DefaultDane => Default?.Dane is { } text ? EsaSpelling.Dane(text) : null;

    public TlsMode? Mode => ModeOf(Setting, Dane);

    public TlsMode? DefaultMode => ModeOf(DefaultSetting, DefaultDane);

    public bool? Verify => Dane == EsaDaneSupport.Mandatory || (Dane == EsaDaneSupport.Opportunistic && Setting is not (null or EsaTlsSetting.Off))
        ? true
        : Setting is { } setting ? setting >= EsaTlsSetting.PreferredVerify : null;

    public PeerAuthentication? Authentication => Dane == EsaDaneSupport.Mandatory ? PeerAuthentication.Dane : Setting switch
    {
        null => null,
        EsaTlsSetting.Required => PeerAuthentication.EncryptionOnly,
        EsaTlsSetting.RequiredVerify or EsaTlsSetting.RequiredVerifyHostedDomains => PeerAuthentication.Domain,
        _ => PeerAuthentication.None,
    };

    private static TlsMode? ModeOf(EsaTlsSetting? setting, EsaDaneSupport? dane) => dane == EsaDaneSupport.Mandatory
        ? TlsMode.Required
        : setting is { } known ? ReceivingWords.Mode(known) : null;
}
