using System.Globalization;
using System.Text.RegularExpressions;
using SmtpTls.Tls;

namespace SmtpTls.Cisco;

/// <summary>Says what a listener amounts to.</summary>
internal static class ListenerJudge
{
    // sslv3tlsv1, tlsv1_0tlsv1_1tlsv1_2, tlsv1/tlsv1.2
    private static readonly Regex Version = new(@"(?:ssl|tls)v?\d(?:[._]\d)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static EsaTlsPolicy Judge(EsaListener listener, IReadOnlyList<EsaTlsPolicy> groups, EsaSslSettings ssl, string source, DateTimeOffset now)
    {
        string? text = listener.HostAccessTable?.Defaults.Tls;
        EsaTlsSetting? setting = text is null ? null : EsaSpelling.Tls(text);
        bool verify = ReceivingWords.Verify(setting, listener.HostAccessTable?.Defaults.TlsVerify);
        SslProtocolVersion[] protocols = Protocols(ssl.InboundMethod);
        FindingList findings = new();
        JudgeTable(listener, groups, text, setting, findings);
        JudgeProtocols(protocols, findings);
        JudgeCertificate(listener, now, findings);
        return new EsaTlsPolicy
        {
            Kind = EsaPolicyKind.Listener,
            Name = listener.Name,
            Listener = listener.Name,
            ListenerType = listener.Type?.ToUpperInvariant() switch
            {
                "PUBLIC" => EsaListenerType.Public,
                "PRIVATE" => EsaListenerType.Private,
                _ => null,
            },
            Interface = listener.Interface,
            Port = int.TryParse(listener.Port, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null,
            Setting = setting,
            Mode = setting is null ? null : ReceivingWords.Mode(setting.Value),
            Verify = setting is null ? null : verify && setting != EsaTlsSetting.Off,
            Authentication = setting is null ? null : ReceivingWords.Authentication(setting.Value, verify),
            MandatoryFor = listener.HostAccessTable?.Defaults.TlsExceptions,
            SmtpAuth = EsaSpelling.SmtpAuth(listener.HostAccessTable?.Defaults.SmtpAuthAllow),
            SmtpAuthRequiresTls = EsaSpelling.Flag(listener.HostAccessTable?.Defaults.SmtpAuthRequireTls),
            Certificate = listener.CertificateName,
            CertificateThumbprint = listener.Certificate?.Thumbprint,
            CertificateNotAfter = listener.Certificate?.NotAfter,
            Protocols = protocols,
            Ciphers = ssl.InboundCiphers,
            Summary = "Unless a mail flow policy says otherwise: "
                + (setting is null ? "not known." : ReceivingWords.Summary("takes mail", setting.Value, verify, listener.HostAccessTable?.Defaults.TlsExceptions)),
            Findings = findings.WorstFirst(),
            Source = source,
        };
    }

    private static void JudgeTable(EsaListener listener, IReadOnlyList<EsaTlsPolicy> groups, string? text, EsaTlsSetting? setting, FindingList findings)
    {
        if (listener.HostAccessTable is null)
        {
            findings.Add(
                "HatMissing",
                "The file has no Host Access Table for this listener that can be read, so its sender groups are not known.");
        }
        else if (text is null)
        {
            findings.Add(
                "DefaultUnknown",
                "The file does not show the TLS setting of the default policy parameters of this listener (hat_default_tls).");
        }
        else if (setting is null)
        {
            findings.Add("UnknownSetting", ReceivingWords.UnknownSetting("hat_default_tls", text));
        }

        if (setting == EsaTlsSetting.Off && groups.All(group => group.Mode is null or TlsMode.None))
        {
            findings.Add(
                "ListenerWithoutTls",
                "No mail flow policy of this listener allows TLS: it never offers STARTTLS, and all mail to it comes in the clear. Set TLS to Preferred in "
                    + "the default policy parameters.");
        }
    }

    private static void JudgeProtocols(SslProtocolVersion[] protocols, FindingList findings)
    {
        if (protocols.Any(version => version <= SslProtocolVersion.Ssl3))
        {
            findings.Add(
                "SslAllowed",
                "The SSL settings for inbound SMTP allow SSL 2.0 or 3.0, which is broken and prohibited. Allow TLS 1.2 and newer (sslconfig).");
        }

        if (protocols.Any(version => version is SslProtocolVersion.Tls10 or SslProtocolVersion.Tls11))
        {
            findings.Add(
                "OldTlsAllowed",
                "The SSL settings for inbound SMTP allow TLS 1.0 or 1.1, which are deprecated. Allow TLS 1.2 and newer (sslconfig).");
        }
    }

    private static void JudgeCertificate(EsaListener listener, DateTimeOffset now, FindingList findings)
    {
        EsaCertificateRules.Judge(listener.CertificateName, listener.Certificate, now, findings);
        if (listener.CertificateName is null)
        {
            findings.Add(
                "CertificateUnknown",
                "The file does not show, where it can be read, which certificate this listener sends (Network > Listeners). If none was chosen, "
                    + "it is the demonstration certificate.");
        }
    }

    private static SslProtocolVersion[] Protocols(string? method) => method is null
        ? []
        : [.. Version.Matches(method).Cast<Match>().Select(match => ProtocolSpelling.Find(match.Value)).OfType<SslProtocolVersion>().Distinct()
            .OrderBy(version => version)];
}
