namespace SmtpTls.Scanning;

/// <summary>How much a scan may ask of one server.</summary>
internal sealed record ScanLimits
{
    /// <summary>The most connections.</summary>
    public int MaxConnections { get; init; } = 250;

    /// <summary>Connections side by side. Postfix allows one client 50, Exchange 20, most greylisting proxies 10.</summary>
    public int Parallel { get; init; } = 6;

    /// <summary>The first pause after the server asked for one; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Refusals to talk in a row after which the server is left alone.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>The same where it has not let anybody in yet.</summary>
    public int FirstPatience { get; init; } = 2;

    /// <summary>Connections in a row that brought no answer after which the server is left alone.</summary>
    public int MaxFaults { get; init; } = 8;

    /// <summary>How often a question is asked whose answer is a closed connection, before that is taken for a refusal.</summary>
    public int ClosesToBelieve { get; init; } = 4;
}
