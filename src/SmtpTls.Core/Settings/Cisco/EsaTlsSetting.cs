namespace SmtpTls;

/// <summary>The TLS settings of a Cisco ESA, in its own words. The last three are for delivery only.</summary>
public enum EsaTlsSetting
{
    /// <summary>No: TLS is not used.</summary>
    Off,

    /// <summary>Preferred: TLS where the other side has it.</summary>
    Preferred,

    /// <summary>Required: TLS or no mail; no certificate is checked.</summary>
    Required,

    /// <summary>Preferred (Verify): the certificate is checked, and mail goes whatever comes of it.</summary>
    PreferredVerify,

    /// <summary>Required (Verify): TLS with a verified certificate, or no mail.</summary>
    RequiredVerify,

    /// <summary>Required - Verify Hosted Domains: the same, with more names that the certificate may cover.</summary>
    RequiredVerifyHostedDomains,
}
