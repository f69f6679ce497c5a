namespace SmtpTls.Exchange;

/// <summary>What a connector does.</summary>
/// <param name="Mode">Whether it encrypts.</param>
/// <param name="Authentication">What it demands of the other side's certificate.</param>
/// <param name="CheckedName">The name that is checked.</param>
/// <param name="Text">The same in plain words.</param>
internal sealed record ConnectorBehaviour(TlsMode Mode, PeerAuthentication Authentication, string? CheckedName, string Text)
{
    /// <summary>The text as the end of a longer sentence.</summary>
    public string Continued => char.ToLowerInvariant(Text[0]) + Text.Substring(1);
}
