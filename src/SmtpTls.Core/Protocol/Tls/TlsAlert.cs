namespace SmtpTls.Tls;

/// <summary>A TLS alert (RFC 8446 section 6, IANA "TLS Alerts").</summary>
/// <param name="Code">0 to 255.</param>
/// <param name="Name">The IANA name, such as handshake_failure.</param>
/// <param name="Meaning">What it usually means between mail servers.</param>
public sealed record TlsAlert(int Code, string Name, string Meaning)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}({Code})";
}
