namespace SmtpTls.Smtp;

/// <summary>What an opening showed: facts only, no judgement.</summary>
internal sealed record OpeningFacts
{
    /// <summary>An opening of which nothing is known yet.</summary>
    public static OpeningFacts Nothing { get; } = new();

    /// <summary>Whether the connection came to be.</summary>
    public bool Connected { get; init; }

    /// <summary>The greeting.</summary>
    public SmtpReply? Banner { get; init; }

    /// <summary>The answer to EHLO, or to HELO where EHLO was refused for good.</summary>
    public EhloReply? Ehlo { get; init; }

    /// <summary>The answer to STARTTLS.</summary>
    public SmtpReply? StartTls { get; init; }

    /// <summary>Bytes that came after the 220 and before TLS, and were dropped (RFC 3207 section 6).</summary>
    public int InjectedBytes { get; init; }

    /// <summary>The step at which the opening ended before its time; <see langword="null"/> where it did not.</summary>
    public OpeningStep? StoppedAt { get; init; }

    /// <summary>The reply that ended it.</summary>
    public SmtpReply? Refusal { get; init; }

    /// <summary>What ended it when no reply did.</summary>
    public SmtpDialogueException? Error { get; init; }

    /// <summary>How it ended.</summary>
    public OpeningOutcome Outcome { get; init; } = OpeningOutcome.Ready;

    /// <summary>Whether EHLO lists STARTTLS.</summary>
    public bool ListsStartTls => Ehlo?.OffersStartTls == true;

    /// <summary>Whether STARTTLS was answered with 220.</summary>
    public bool TakesStartTls => StartTls?.Severity == SmtpReplySeverity.Success;
}
