namespace SmtpTls;

/// <summary>How a message was carried, over all its hops.</summary>
public sealed class HopSummary
{
    /// <summary>The file that the message is from, with <c>#</c> and a number for a message of an mbox; <see langword="null"/> for text.</summary>
    public string? Source { get; internal set; }

    /// <summary>
    /// Whether every hop between organizations was encrypted: <see langword="true"/> where each says so, <see langword="false"/> where one
    /// was not, <see langword="null"/> where one does not say or there was none.
    /// </summary>
    public bool? Encrypted { get; internal set; }

    /// <summary>How many Received headers there are.</summary>
    public int Hops { get; internal set; }

    /// <summary>How many of them lead from one organization to another: those that are not Internal.</summary>
    public int ExternalHops { get; internal set; }

    /// <summary>The weakest hop between organizations: without encryption, then without proof, then the oldest version.</summary>
    public Hop? Weakest { get; internal set; }

    /// <summary>The hops between organizations that do not show encryption, oldest first.</summary>
    public Hop[] WithoutProof { get; internal set; } = [];

    /// <summary>From the first date to the last; <see langword="null"/> with fewer than two dates.</summary>
    public TimeSpan? Elapsed { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Hops} hops, {Encrypted switch { true => "encrypted between organizations", false => "not encrypted everywhere", _ => "not proven to be encrypted" }}";
}
