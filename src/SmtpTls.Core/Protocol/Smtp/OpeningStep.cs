namespace SmtpTls.Smtp;

/// <summary>The steps of an opening, in their order.</summary>
internal enum OpeningStep
{
    /// <summary>The TCP connection.</summary>
    Connect,

    /// <summary>The server's greeting.</summary>
    Banner,

    /// <summary>EHLO, or HELO where EHLO is refused for good.</summary>
    Ehlo,

    /// <summary>STARTTLS and its reply.</summary>
    StartTls,

    /// <summary>Whether the server sent anything after its 220 and before TLS.</summary>
    BufferCheck,
}

/// <summary>How an opening ended.</summary>
internal enum OpeningOutcome
{
    /// <summary>All steps passed. After <see cref="OpeningStep.BufferCheck"/>, or with implicit TLS, the TLS handshake is next.</summary>
    Ready,

    /// <summary>The EHLO reply does not list STARTTLS, and the server did not take it.</summary>
    StartTlsNotListed,

    /// <summary>The server refused a step for good (5yz).</summary>
    Refused,

    /// <summary>The server refused a step for now (4yz, but not 421): nothing is known of its TLS.</summary>
    RefusedForNow,

    /// <summary>The server closes the connection for now (421): it is busy or has too many connections. Come back later, and slower.</summary>
    ServiceNotAvailable,

    /// <summary>There was no connection, no answer in time, no SMTP, or the connection was lost: see the error.</summary>
    Failed,
}

/// <summary>One step of an opening.</summary>
/// <param name="Step">Which.</param>
/// <param name="Start">When it began, counted from the start of the opening.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Reply">The server's reply; <see langword="null"/> where the step has none or none came.</param>
/// <param name="Error">What ended it; <see langword="null"/> where nothing did.</param>
internal sealed record OpeningExchange(OpeningStep Step, TimeSpan Start, TimeSpan Elapsed, SmtpReply? Reply, SmtpDialogueException? Error);
