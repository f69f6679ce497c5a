namespace SmtpTls;

/// <summary>A recipient that the server did not take.</summary>
public sealed record RefusedRecipient
{
    /// <summary>The mail address as RCPT TO had it.</summary>
    public required string Address { get; init; }

    /// <summary>The server's reply, code first.</summary>
    public required string Reply { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}: {Reply}";
}
