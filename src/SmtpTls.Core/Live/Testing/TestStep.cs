namespace SmtpTls;

/// <summary>The steps of a test, in the order in which they happen.</summary>
public enum TestStepName
{
    /// <summary>Name to MX hosts and addresses.</summary>
    Resolve,

    /// <summary>The TCP connection.</summary>
    Connect,

    /// <summary>The server's greeting (220).</summary>
    Banner,

    /// <summary>EHLO, or HELO where EHLO is refused.</summary>
    Ehlo,

    /// <summary>The STARTTLS command and its reply.</summary>
    StartTls,

    /// <summary>Whether the server sent anything between its 220 and the handshake (response injection).</summary>
    BufferCheck,

    /// <summary>The TLS handshake.</summary>
    Handshake,

    /// <summary>The certificate's chain and name.</summary>
    Certificate,

    /// <summary>EHLO again inside TLS (RFC 3207 section 4.2).</summary>
    EhloAfterTls,

    /// <summary>MAIL FROM.</summary>
    MailFrom,

    /// <summary>RCPT TO.</summary>
    RcptTo,

    /// <summary>QUIT.</summary>
    Quit,

    /// <summary>MAIL FROM without TLS on a connection of its own, to see whether the server insists on STARTTLS.</summary>
    PlainMailFrom,

    /// <summary>What DANE and MTA-STS demand of the server, and whether it is fulfilled.</summary>
    Policy,
}

/// <summary>How a step ended.</summary>
public enum TestStepOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>The test went on, but something is worth a look.</summary>
    Warning,

    /// <summary>The step failed.</summary>
    Failed,
}

/// <summary>One step of a test: what was done, how long it took, how it ended.</summary>
public sealed record TestStep
{
    /// <summary>Which step.</summary>
    public required TestStepName Name { get; init; }

    /// <summary>When it began, counted from the start of the test of this server.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How it ended.</summary>
    public required TestStepOutcome Outcome { get; init; }

    /// <summary>In words, what was found; empty where there is nothing to say.</summary>
    public string Comment { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Comment.Length == 0 ? $"{Name}: {Outcome}" : $"{Name}: {Outcome}, {Comment}";
}
