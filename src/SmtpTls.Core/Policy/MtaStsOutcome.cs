namespace SmtpTls;

/// <summary>What MTA-STS says of a mail server (RFC 8461).</summary>
public enum MtaStsOutcome
{
    /// <summary>The domain has no MTA-STS record.</summary>
    None,

    /// <summary>Record or policy cannot be used: senders that have none in their cache go on as if there were none.</summary>
    Invalid,

    /// <summary>The policy says that there is none any more (mode none).</summary>
    Off,

    /// <summary>Mode testing, and the server fulfils the policy as far as was seen.</summary>
    Testing,

    /// <summary>Mode testing, and the server does not fulfil the policy: senders deliver and report it.</summary>
    TestingFailed,

    /// <summary>Mode enforce, and the server fulfils the policy as far as was seen.</summary>
    Enforce,

    /// <summary>Mode enforce, and the server does not fulfil the policy: senders do not deliver to it.</summary>
    EnforceFailed,
}

/// <summary>The mode of an MTA-STS policy (RFC 8461 section 3.2).</summary>
public enum MtaStsMode
{
    /// <summary>There is no policy any more.</summary>
    None,

    /// <summary>Failures are reported, and mail is delivered all the same.</summary>
    Testing,

    /// <summary>Mail goes to servers that fulfil the policy, or not at all.</summary>
    Enforce,
}
