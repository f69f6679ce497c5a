namespace SmtpTls;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing needs to change.</summary>
    Information,

    /// <summary>Works, but not as well or not as safely as it could.</summary>
    Warning,

    /// <summary>Mail goes unprotected, is refused, or the setting contradicts another one.</summary>
    Error,
}

/// <summary>One thing that is worth knowing about a configuration or a policy.</summary>
public sealed record Finding
{
    /// <summary>A stable name in PascalCase, which scripts may compare; each is listed in the documentation of the cmdlet that gives it.</summary>
    public required string Id { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>In a sentence or two: what is so, what follows from it and what would be right.</summary>
    public required string Text { get; init; }

    /// <summary>Where that is documented: an RFC with its section, or the vendor's document.</summary>
    public required string Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Text}";
}
