namespace SmtpTls;

/// <summary>Whether a server offers a version.</summary>
public enum OfferState
{
    /// <summary>It was not asked, or no answer told.</summary>
    NotKnown,

    /// <summary>It refuses it.</summary>
    Refused,

    /// <summary>It takes it.</summary>
    Offered,
}

/// <summary>One version of SSL or TLS at a server.</summary>
public sealed record ProtocolOffer
{
    /// <summary>The version.</summary>
    public required SslProtocolVersion Protocol { get; init; }

    /// <summary>Whether the server offers it.</summary>
    public required OfferState State { get; init; }

    /// <summary>The alert by which it refuses, by its IANA name; <see langword="null"/> where there was none.</summary>
    public string? Alert { get; init; }

    /// <summary>In a sentence, why it is refused or not known.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Whether the server has an order of its own for suites; <see langword="false"/> where it follows the client's, <see langword="null"/> where it takes fewer than two, or it is not known.
    /// </summary>
    public bool? ServerPreference { get; init; }

    /// <summary>Whether the server's order puts ChaCha20 first for clients that do (OpenSSL's PrioritizeChaCha); <see langword="null"/> where that was not asked.</summary>
    public bool? PrioritizesChaCha { get; init; }

    /// <summary>Whether the server asked for another group than the x25519 that was on the table (HelloRetryRequest); TLS 1.3 only.</summary>
    public bool? InsistsOnGroup { get; init; }

    /// <summary>Whether every suite was asked for; otherwise there may be more than are listed.</summary>
    public bool Complete { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {State}";
}
