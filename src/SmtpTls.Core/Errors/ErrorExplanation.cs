namespace SmtpTls;

/// <summary>What an error of SMTP over TLS means, and what to do about it.</summary>
public sealed record ErrorExplanation
{
    /// <summary>The text that was given, with what a client sent in AUTH replaced by <c>***</c>.</summary>
    public required string Input { get; init; }

    /// <summary>Whether it is known. Nothing is guessed about one that is not.</summary>
    public required bool Known { get; init; }

    /// <summary>The entry's stable name, as in docs/errors.md; <see langword="null"/> where the error is not known.</summary>
    public string? Id { get; init; }

    /// <summary>The error in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What it means.</summary>
    public string? Meaning { get; init; }

    /// <summary>The RFC 8460 result type that goes with it (see <see cref="FailureType"/>); <see langword="null"/> where none does.</summary>
    public string? Failure { get; init; }

    /// <summary>Likely causes, the likeliest first.</summary>
    public string[] Causes { get; init; } = [];

    /// <summary>What to check, in this order.</summary>
    public ErrorCheck[] Checks { get; init; } = [];

    /// <summary>Where that is documented.</summary>
    public string? Source { get; init; }

    /// <summary>The part of the input by which it was recognized.</summary>
    public string? Matched { get; init; }

    /// <summary>Other entries that the input names as well, as "name: title".</summary>
    public string[] Also { get; init; } = [];

    /// <summary>For an error that is not known: the entries that look most like it, as "name: title".</summary>
    public string[] Nearest { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Title;
}

/// <summary>Something to check.</summary>
/// <param name="Text">What to find out.</param>
/// <param name="Command">The command that tells it.</param>
public sealed record ErrorCheck(string Text, string Command)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Text}: {Command}";
}
