namespace SmtpTls;

/// <summary>Whether Schannel uses something (Microsoft, "Transport Layer Security (TLS) registry settings").</summary>
public enum SchannelState
{
    /// <summary>Cannot be known: the export does not hold the setting, or nothing is set and the Windows version is not known.</summary>
    Unknown,

    /// <summary>This Windows has no such thing, whatever the registry says.</summary>
    NotSupported,

    /// <summary>Switched off; no application can have it.</summary>
    Disabled,

    /// <summary>Used only by applications that ask for it by name. Exchange does not.</summary>
    DisabledByDefault,

    /// <summary>Used.</summary>
    Enabled,
}
