namespace SmtpTls;

/// <summary>How a server resumes sessions. Each is <see langword="null"/> where it is not known.</summary>
public sealed record SessionResumption
{
    /// <summary>Whether a session is resumed by its id (TLS 1.2 and older). Always <see langword="null"/>: no handshake of these versions is finished.</summary>
    public bool? SessionId { get; init; }

    /// <summary>Whether a session is resumed by a ticket (TLS 1.2 and older, RFC 5077): <see langword="false"/> where the server gives none, otherwise <see langword="null"/>.</summary>
    public bool? Ticket { get; init; }

    /// <summary>Whether a session is resumed by a pre-shared key (TLS 1.3).</summary>
    public bool? PreSharedKey { get; init; }

    /// <summary>How long a ticket of TLS 1.3 can be used, as the server says.</summary>
    public TimeSpan? PreSharedKeyLifetime { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] ways =
        [
            .. SessionId == true ? new[] { "session id" } : [],
            .. Ticket == true ? new[] { "ticket" } : [],
            .. PreSharedKey == true ? new[] { "PSK" } : [],
        ];
        return ways.Length > 0 ? string.Join(", ", ways) : SessionId is null && Ticket is null && PreSharedKey is null ? "not known" : "none seen";
    }
}
