namespace SmtpTls;

/// <summary>One verdict on all addresses that mail to a domain may reach: the worst counts, because an attacker chooses it.</summary>
public sealed record StartTlsSummary
{
    /// <summary>The domain; <see langword="null"/> when a server was named directly.</summary>
    public string? Domain { get; init; }

    /// <summary>The server that was named; <see langword="null"/> for a domain.</summary>
    public string? Server { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>The status of the worst address.</summary>
    public required TestStatus Status { get; init; }

    /// <summary>The lowest level of all addresses that could be tested; None where none could.</summary>
    public required TlsLevel Level { get; init; }

    /// <summary>The lowest score of all addresses that could be tested, 0 to 100; <see langword="null"/> where none could.</summary>
    public int? Score { get; init; }

    /// <summary>The worst address, as host (address).</summary>
    public string? Worst { get; init; }

    /// <summary>How many addresses there are.</summary>
    public int Addresses { get; init; }

    /// <summary>How many of them could not be tested: they are unreachable, or refused for now.</summary>
    public int NotTested { get; init; }

    /// <summary>The fewest days until a certificate expires.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>The findings of all addresses, each once, the worst first.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>When the test began, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Domain ?? Server}: {Verdict}";
}
