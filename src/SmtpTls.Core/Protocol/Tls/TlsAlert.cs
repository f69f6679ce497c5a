namespace SmtpTls.Tls;

/// <summary>A TLS alert (RFC 8446 section 6, IANA "TLS Alerts").</summary>
/// <param name="Code">0 to 255.</param>
/// <param name="Name">The IANA name, such as handshake_failure.</param>
/// <param name="Meaning">What it usually means between mail servers.</param>
internal sealed record TlsAlert(int Code, string Name, string Meaning)
{
    /// <summary>What this side found where it was the one that sent the alert; <c>{0}</c> is the peer.</summary>
    internal string OwnMeaning { get; init; } = "this side could not go on with what the {0} sent";

    /// <summary>In a clause, what this side found where it was the one that sent the alert.</summary>
    /// <param name="peer">Who the peer is: server or client.</param>
    internal string Found(string peer) => OwnMeaning.Replace("{0}", peer);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({Code})";
}
