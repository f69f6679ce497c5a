namespace SmtpTls.Cisco;

/// <summary>What can be wrong with an entry of Destination Controls.</summary>
internal static class DestinationRules
{
    public static void Judge(DestinationFacts facts, FindingList findings)
    {
        // With DANE mandatory the TLS setting decides nothing: what it would mean alone is not said.
        if (facts.Dane != EsaDaneSupport.Mandatory)
            JudgeSetting(facts, findings);
        JudgeDane(facts, findings);
        if (!facts.IsDefault)
        {
            JudgeOverride(facts, findings);
            if (facts.Entry.Certificate is not null || facts.Entry.Alert is not null)
            {
                findings.Add(
                    "GlobalInDomain",
                    "certificate and send_tls_req_alert are for all destinations and count in [DEFAULT] only; here they have no effect.");
            }
        }
    }

    /// <summary>What is set for all destinations.</summary>
    /// <param name="facts">Those of DEFAULT.</param>
    /// <param name="requires">Whether TLS is required for any destination.</param>
    /// <param name="findings">Where to say it.</param>
    public static void JudgeGlobals(DestinationFacts facts, bool requires, FindingList findings)
    {
        EsaCertificateRules.Judge(facts.Entry.Certificate, certificate: null, DateTimeOffset.MinValue, findings);
        if (facts.Entry.Certificate is null)
        {
            findings.Add(
                "CertificateNotSet",
                "No certificate is set for outgoing TLS: the appliance sends its demonstration certificate, which is not secure, to servers that ask "
                    + "for one.");
        }

        if (requires && EsaSpelling.Flag(facts.Entry.Alert) == false)
        {
            findings.Add(
                "AlertOff",
                "TLS is required for some destinations, and no alert is sent when such a connection fails: mail waits without notice. Set "
                    + "send_tls_req_alert to 1.");
        }
    }

    /// <summary>Whether the domain has other entries.</summary>
    public static void JudgeDuplicates(DestinationEntry entry, IEnumerable<DestinationEntry> others, FindingList findings)
    {
        const int Shown = 3;
        string list = string.Join(", ", others.Take(Shown).Select(other => $"{Quoted.Value(other.Name)} (line {other.Line})"));
        if (list.Length == 0) return;
        findings.Add(
            "DuplicateDestination",
            $"{Quoted.Value(entry.Name)} (line {entry.Line}) is in the file more than once, apart from case and a final dot: "
                + $"{list}. It is one domain, and only one of the entries counts. Keep one.");
    }

    private static void JudgeSetting(DestinationFacts facts, FindingList findings)
    {
        switch (facts.Setting)
        {
            case null when facts.TlsText is { } text:
                findings.Add(
                    "UnknownSetting",
                    $"table_tls is {Quoted.Value(text)}, which is not one of off, on, required, on_verify, require_verify (0 to 4) and "
                        + "Required - Verify Hosted Domains, so it is not known whether mail is encrypted.");
                break;
            case null:
                findings.Add(
                    "DefaultUnknown",
                    facts.IsDefault
                        ? "[DEFAULT] must set table_tls, but does not, so the TLS setting of all other destinations is not known."
                        : "It takes TLS from [DEFAULT], but the file has no [DEFAULT], or it does not set TLS.");
                break;
            case EsaTlsSetting.Off when facts.Dane is null or EsaDaneSupport.None:
                findings.Add(
                    "TlsOff",
                    "TLS is off: all mail to it leaves in the clear, even to servers that offer STARTTLS. Set it to Preferred at least.");
                break;
            case EsaTlsSetting.PreferredVerify:
                findings.Add(
                    "VerifyWithoutConsequence",
                    "With Preferred (Verify) mail is delivered even where the certificate cannot be verified, or without TLS. Only Required (Verify) "
                        + "stops it.");
                break;
            case EsaTlsSetting.Required:
                findings.Add(
                    "AnyCertificate",
                    "With Required no certificate is checked: an attacker in between can use any certificate. Required - Verify Hosted Domains checks it.");
                break;
        }
    }

    private static void JudgeDane(DestinationFacts facts, FindingList findings)
    {
        if (facts.DaneText is { } text && facts.Dane is null)
        {
            findings.Add(
                "UnknownDane",
                $"dane_option is {Quoted.Value(text)}, which is not one of none, opportunistic and mandatory, so it is not known whether DANE is used.");
        }

        if (facts is { Dane: EsaDaneSupport.Opportunistic or EsaDaneSupport.Mandatory, Setting: EsaTlsSetting.Off })
        {
            findings.Add(
                "DaneWithoutTls",
                $"DANE is {facts.Dane}, but TLS is off. DANE authenticates TLS; set TLS to Preferred at least.");
        }
    }

    private static void JudgeOverride(DestinationFacts facts, FindingList findings)
    {
        if (facts.Entry.Tls is null || facts.Setting is not { } own || facts.DefaultSetting is not { } common) return;
        if (own == common && facts.Dane == facts.DefaultDane)
        {
            findings.Add("SameAsDefault", $"It sets TLS to {EsaSpelling.Name(own)}, which is the default anyway.");
        }
        else if (facts.Mode < facts.DefaultMode)
        {
            findings.Add(
                "WeakerThanDefault",
                $"It sets TLS to {EsaSpelling.Name(own)}, which is less than the default, {EsaSpelling.Name(common)}.");
        }
    }
}
