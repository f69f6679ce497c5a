using System.Net;

namespace SmtpTls.Smtp;

/// <summary>How to open a dialogue with a server, and how far.</summary>
internal sealed record OpeningOptions
{
    /// <summary>The time for the answer to QUIT, on which nothing depends.</summary>
    public static readonly TimeSpan DefaultQuitTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Where to connect to.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Whether TLS begins with the connection (RFC 8314): then the opening ends with the connection.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The name for EHLO; <see langword="null"/> for the connection's own address literal.</summary>
    public string? HeloName { get; init; }

    /// <summary>The last step: <see cref="OpeningStep.BufferCheck"/>, after which TLS begins, or an earlier one for a dialogue in the clear.</summary>
    public OpeningStep Last { get; init; } = OpeningStep.BufferCheck;

    /// <summary>Whether STARTTLS is sent to a server whose EHLO reply does not list it. A few servers take it all the same.</summary>
    public bool TryUnlisted { get; init; }

    /// <summary>Time limits.</summary>
    public required TimeBudget Budget { get; init; }

    /// <summary>The most time for the answer to QUIT.</summary>
    public TimeSpan QuitTimeout { get; init; } = DefaultQuitTimeout;
}
