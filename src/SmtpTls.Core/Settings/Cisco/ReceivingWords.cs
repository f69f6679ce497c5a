namespace SmtpTls.Cisco;

/// <summary>What a TLS setting means for mail that comes in, in enums and in words.</summary>
internal static class ReceivingWords
{
    public static TlsMode Mode(EsaTlsSetting setting) => setting switch
    {
        EsaTlsSetting.Off => TlsMode.None,
        EsaTlsSetting.Preferred or EsaTlsSetting.PreferredVerify => TlsMode.Opportunistic,
        _ => TlsMode.Required,
    };

    /// <summary>Whether client certificates are verified: by the switch for it, or else by the setting.</summary>
    public static bool Verify(EsaTlsSetting? setting, string? tlsVerify) => EsaSpelling.Flag(tlsVerify) ?? setting >= EsaTlsSetting.PreferredVerify;

    public static PeerAuthentication Authentication(EsaTlsSetting setting, bool verify) => (Mode(setting), verify) switch
    {
        (TlsMode.Required, true) => PeerAuthentication.Certificate,
        (TlsMode.Required, false) => PeerAuthentication.EncryptionOnly,
        _ => PeerAuthentication.None,
    };

    /// <param name="verb">What is done with the mail, such as <c>relays mail</c>.</param>
    /// <param name="setting">The setting in force.</param>
    /// <param name="verify">Whether client certificates are verified.</param>
    /// <param name="mandatoryFor">The address list for which TLS is mandatory.</param>
    public static string Summary(string verb, EsaTlsSetting setting, bool verify, string? mandatoryFor) => (Mode(setting), verify) switch
    {
        (TlsMode.None, _) => $"{verb} in the clear only; STARTTLS is not offered.",
        (TlsMode.Opportunistic, false) => $"{verb} with TLS or in the clear, as the sender chooses{But(mandatoryFor)}.",
        (TlsMode.Opportunistic, true) =>
            $"{verb} with TLS or in the clear, as the sender chooses{But(mandatoryFor)}; a client certificate that is sent must be valid.",
        (_, false) => $"{verb} inside TLS only.",
        (_, true) => $"{verb} inside TLS only, from senders with a valid client certificate.",
    };

    public static string UnknownSetting(string parameter, string text) =>
        $"{parameter} is {Quoted.Value(text)}, which is not one of off, on (preferred) and required, so it is not known whether mail is encrypted.";

    private static string But(string? mandatoryFor) =>
        mandatoryFor is null ? "" : $", but inside TLS only from the senders of address list {Quoted.Value(mandatoryFor)}";
}
