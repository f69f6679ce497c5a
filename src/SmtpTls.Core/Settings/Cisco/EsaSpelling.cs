namespace SmtpTls.Cisco;

/// <summary>Reads the values of settings as exports, forms and the command line of an ESA write them.</summary>
internal static class EsaSpelling
{
    /// <summary>
    /// A TLS setting in words: <c>off</c>, <c>on</c>, <c>require_verify</c>, <c>Required - Verify Hosted Domains</c>;
    /// <see langword="null"/> where it is none of them.
    /// </summary>
    public static EsaTlsSetting? Tls(string text)
    {
        string[] words = Words(text);
        EsaTlsSetting? first = words.Length == 0 ? null : words[0] switch
        {
            "off" or "no" or "none" => EsaTlsSetting.Off,
            "on" or "prefer" or "preferred" => EsaTlsSetting.Preferred,
            "require" or "required" => EsaTlsSetting.Required,
            _ => null,
        };
        return (first, string.Join(" ", words.Skip(1))) switch
        {
            (_, "") => first,
            (EsaTlsSetting.Preferred, "verify") => EsaTlsSetting.PreferredVerify,
            (EsaTlsSetting.Required, "verify") => EsaTlsSetting.RequiredVerify,
            (EsaTlsSetting.Required, "verify hosted" or "verify hosted domain" or "verify hosted domains") => EsaTlsSetting.RequiredVerifyHostedDomains,
            _ => null,
        };
    }

    /// <summary>The same with the numbers that Destination Controls have for it.</summary>
    public static EsaTlsSetting? DestinationTls(string text) => text.Trim() switch
    {
        "0" => EsaTlsSetting.Off,
        "1" => EsaTlsSetting.Preferred,
        "2" => EsaTlsSetting.Required,
        "3" => EsaTlsSetting.PreferredVerify,
        "4" => EsaTlsSetting.RequiredVerify,
        _ => Tls(text),
    };

    /// <summary>DANE in the words of the form; <see langword="null"/> where it is none of them.</summary>
    public static EsaDaneSupport? Dane(string text) => string.Join(" ", Words(text)) switch
    {
        "none" or "off" or "no" => EsaDaneSupport.None,
        "opportunistic" => EsaDaneSupport.Opportunistic,
        "mandatory" => EsaDaneSupport.Mandatory,
        _ => null,
    };

    /// <summary>Whether a switch is on; <see langword="null"/> where it is neither on nor off, or not set.</summary>
    public static bool? Flag(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "1" or "ON" or "YES" or "TRUE" => true,
        "0" or "OFF" or "NO" or "FALSE" => false,
        _ => null,
    };

    /// <summary>Whether SMTP AUTH is allowed: off, preferred or required; <see langword="null"/> where it is none of them, or not set.</summary>
    public static bool? SmtpAuth(string? text) => Flag(text) ?? (text is null ? null : Tls(text) is { } setting ? setting != EsaTlsSetting.Off : null);

    /// <summary>An access rule, which stands in capitals; <see langword="null"/> where it is none.</summary>
    public static EsaAccessRule? Access(string text) => text switch
    {
        "ACCEPT" => EsaAccessRule.Accept,
        "RELAY" => EsaAccessRule.Relay,
        "REJECT" => EsaAccessRule.Reject,
        "TCPREFUSE" => EsaAccessRule.TcpRefuse,
        "CONTINUE" => EsaAccessRule.Continue,
        _ => null,
    };

    /// <summary>Cisco's words for a setting.</summary>
    public static string Name(EsaTlsSetting setting) => setting switch
    {
        EsaTlsSetting.Off => "No",
        EsaTlsSetting.PreferredVerify => "Preferred (Verify)",
        EsaTlsSetting.RequiredVerify => "Required (Verify)",
        EsaTlsSetting.RequiredVerifyHostedDomains => "Required - Verify Hosted Domains",
        _ => setting.ToString(),
    };

    private static string[] Words(string text)
    {
        char[] plain = [.. text.Select(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? char.ToLowerInvariant(c) : ' ')];
        return new string(plain).Split([' '], StringSplitOptions.RemoveEmptyEntries);
    }
}
