namespace SmtpTls.Cisco;

/// <summary>What can be wrong with an entry of a Host Access Table that takes mail.</summary>
internal static class SenderGroupRules
{
    public static void Judge(SenderGroupFacts facts, FindingList findings)
    {
        JudgeSetting(facts, findings);
        JudgeAuth(facts, findings);
        if (facts.Setting is not { } setting) return;
        TlsMode mode = ReceivingWords.Mode(setting);
        if (mode == TlsMode.None && facts.Verify)
        {
            findings.Add(
                "VerifyWithoutTls",
                "Client certificates are to be verified, but TLS is off, so no client sends one. Set TLS to Preferred or Required.");
        }

        if (mode == TlsMode.Opportunistic && facts.Verify)
        {
            findings.Add(
                "VerifyOptional",
                "Client certificates are verified, but with TLS Preferred a sender is accepted without a certificate, or without TLS. Only Required "
                    + "refuses others.");
        }

        if (mode != TlsMode.Opportunistic && facts.Own.TlsExceptions is { } list)
        {
            findings.Add(
                "AddressListUnused",
                $"TLS is mandatory for address list {Quoted.Value(list)}, but the list counts with TLS Preferred only, and here TLS is {EsaSpelling.Name(setting)}.");
        }
    }

    private static void JudgeSetting(SenderGroupFacts facts, FindingList findings)
    {
        if (facts.InForce.Tls is null)
        {
            findings.Add(
                "DefaultUnknown",
                "It takes TLS from the default policy parameters, which the file does not contain: an exported Host Access Table has no defaults. "
                    + "Give the setting with -DefaultSetting. The factory default is No.");
        }
        else if (facts.Setting is null)
        {
            findings.Add("UnknownSetting", ReceivingWords.UnknownSetting("tls", facts.InForce.Tls));
        }
        else if (facts.Setting == EsaTlsSetting.Off)
        {
            findings.Add(
                "TlsOff",
                "TLS is off: STARTTLS is not offered, and all mail comes in the clear, even from senders that support TLS. Set it to Preferred at least.");
        }
    }

    private static void JudgeAuth(SenderGroupFacts facts, FindingList findings)
    {
        if (facts.SmtpAuth != true) return;
        bool isEncrypted = facts.Setting is { } setting && ReceivingWords.Mode(setting) == TlsMode.Required;
        if (facts.SmtpAuthRequiresTls == true && facts.Setting == EsaTlsSetting.Off)
        {
            findings.Add(
                "AuthNeedsTls",
                "SMTP authentication is offered inside TLS only, but TLS is off: no client can authenticate. Set TLS to Preferred or Required.");
        }
        else if (facts.SmtpAuthRequiresTls == false && !isEncrypted)
        {
            findings.Add(
                "PasswordsInClear",
                "SMTP authentication is offered without TLS: passwords are sent in the clear. Require TLS to offer SMTP authentication.");
        }
        else if (facts.SmtpAuthRequiresTls is null && !isEncrypted)
        {
            findings.Add(
                "AuthTlsUnknown",
                "SMTP authentication is allowed, but the file does not show whether it is offered inside TLS only. If it is not, passwords are sent in the clear.");
        }
    }
}
