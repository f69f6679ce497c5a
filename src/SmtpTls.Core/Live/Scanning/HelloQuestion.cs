namespace SmtpTls.Scanning;

/// <summary>What one connection asks a server: a hello, and how far to go with the answer.</summary>
internal sealed record HelloQuestion
{
    /// <summary>The version that is asked for, and no other.</summary>
    public required SslProtocolVersion Version { get; init; }

    /// <summary>The suites on offer, in this order.</summary>
    public required IReadOnlyList<int> Suites { get; init; }

    /// <summary>The groups on offer, in this order.</summary>
    public IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>The signature schemes on offer, in this order; they exist from TLS 1.2 on.</summary>
    public IReadOnlyList<int> Schemes { get; init; } = [];

    /// <summary>The name for SNI; <see langword="null"/> for none.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether to read the server's encrypted certificate and signature in TLS 1.3. Older versions send them in the clear.</summary>
    public bool WantsFlight { get; init; }

    /// <summary>The group for which TLS 1.3 brings a key at once; for any other the server has to ask (HelloRetryRequest).</summary>
    public int? Share { get; init; }

    /// <summary>Whether the hello stays below 256 bytes as far as the suites allow: no extension that is not needed.</summary>
    public bool Small { get; init; }

    /// <summary>A session to resume by its id (TLS 1.2 and older).</summary>
    public byte[] SessionId { get; init; } = [];

    /// <summary>A ticket to resume with (TLS 1.2 and older); empty to ask for one.</summary>
    public byte[] Ticket { get; init; } = [];

    /// <summary>Another number for legacy_version; <see langword="null"/> for that of the version.</summary>
    public int? LegacyVersion { get; init; }

    /// <summary>Whether values of RFC 8701 and an unknown extension stand among all lists.</summary>
    public bool Grease { get; init; }

    /// <summary>Whether ALPN names <c>smtp</c> (RFC 7301); it is not registered, and servers in the field leave it unanswered.</summary>
    public bool Alpn { get; init; }

    /// <summary>Bytes of padding (RFC 7685).</summary>
    public int Padding { get; init; }

    /// <summary>Whether to finish the handshake in TLS 1.3 and wait for tickets.</summary>
    public bool Finish { get; init; }

    /// <summary>A TLS 1.3 session to resume.</summary>
    public Tls13Ticket? Resume { get; init; }
}

/// <summary>A session of TLS 1.3 as its ticket describes it.</summary>
/// <param name="Suite">The suite of the session.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Key">The pre-shared key.</param>
/// <param name="AgeAdd">What hides the ticket's age.</param>
/// <param name="Lifetime">How long it can be used.</param>
/// <param name="MaxEarlyData">Bytes of 0-RTT data that the server would take; 0 for none.</param>
internal sealed record Tls13Ticket(CipherSuite Suite, byte[] Ticket, byte[] Key, uint AgeAdd, TimeSpan Lifetime, uint MaxEarlyData);
