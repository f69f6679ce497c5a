namespace SmtpTls.Cisco;

/// <summary>What can be wrong with an entry of a Host Access Table that takes mail.</summary>
internal static class SenderGroupRules
{
    public static void Judge(SenderGroupJudge.Facts facts, FindingList findings)
    {
        JudgeSetting(facts, findings);
        JudgeAuth(facts, findings);
        if (facts.Setting is not { } setting) return;
        TlsMode mode = ReceivingWords.Mode(setting);
        if (mode == TlsMode.None && facts.Verify)
        {
            findings.Add(
                "VerifyWithoutTls",
                "Client certificates are to be verified, but TLS is off, so none is ever shown. Set TLS to Preferred or Required.");
        }

        if (mode == TlsMode.Opportunistic && facts.Verify)
        {
            findings.Add(
                "VerifyOptional",
                "Client certificates are verified, but with TLS Preferred a sender gets in without one, or without TLS. Only Required keeps others "
                    + "out.");
        }

        if (mode != TlsMode.Opportunistic && facts.Own.TlsExceptions is { } list)
        {
            findings.Add(
                "AddressListUnused",
                $"TLS is mandatory for address list {Quoted.Value(list)}, which counts with TLS Preferred only; here TLS is {EsaSpelling.Name(setting)}.");
        }
    }

    private static void JudgeSetting(SenderGroupJudge.Facts facts, FindingList findings)
    {
        if (facts.InForce.Tls is null)
        {
            findings.Add(
                "DefaultUnknown",
                "It takes TLS from the default policy parameters, which the file does not tell: an exported Host Access Table does not hold them. "
                    + "Give them with -DefaultSetting. The factory default is No.");
        }
        else if (facts.Setting is null)
        {
            findings.Add("UnknownSetting", ReceivingWords.UnknownSetting("tls", facts.InForce.Tls));
        }
        else if (facts.Setting == EsaTlsSetting.Off)
        {
            findings.Add(
                "TlsOff",
                "TLS is off: STARTTLS is not offered, and all mail comes in the clear, even from senders that would encrypt. Set it to Preferred at least.");
        }
    }

    private static void JudgeAuth(SenderGroupJudge.Facts facts, FindingList findings)
    {
        if (facts.SmtpAuth != true) return;
        bool isEncrypted = facts.Setting is { } setting && ReceivingWords.Mode(setting) == TlsMode.Required;
        if (facts.SmtpAuthRequiresTls == true && facts.Setting == EsaTlsSetting.Off)
        {
            findings.Add(
                "AuthNeedsTls",
                "SMTP authentication is offered inside TLS only, and TLS is off: nobody can authenticate. Set TLS to Preferred or Required.");
        }
        else if (facts.SmtpAuthRequiresTls == false && !isEncrypted)
        {
            findings.Add(
                "PasswordsInClear",
                "SMTP authentication is offered without TLS: passwords go over the network in the clear. Require TLS to offer SMTP authentication.");
        }
        else if (facts.SmtpAuthRequiresTls is null && !isEncrypted)
        {
            findings.Add(
                "AuthTlsUnknown",
                "SMTP authentication is allowed, and the file does not say whether it is offered inside TLS only. If it is not, passwords go in the clear.");
        }
    }
}
