namespace SmtpTls.Testing;

/// <summary>How well mail is protected, from the properties of a result (docs/score.md).</summary>
internal static class TlsLevelRule
{
    /// <summary>The level. <see cref="TlsLevel.Enforced"/> needs a policy that was looked at.</summary>
    /// <param name="status">What became of the test.</param>
    /// <param name="protocol">The negotiated version.</param>
    /// <param name="strength">Bits of the bulk cipher; <see langword="null"/> where it is not known.</param>
    /// <param name="policyEnforced">Whether DANE, or MTA-STS in mode enforce, makes senders insist.</param>
    public static TlsLevel Of(TestStatus status, SslProtocolVersion? protocol, int? strength, bool policyEnforced) => status switch
    {
        TestStatus.HandshakeFailed => TlsLevel.Opportunistic,
        TestStatus.Encrypted or TestStatus.Authenticated when protocol < SslProtocolVersion.Tls12 || strength == 0 => TlsLevel.Opportunistic,
        TestStatus.Encrypted => TlsLevel.Encrypted,
        TestStatus.Authenticated => policyEnforced ? TlsLevel.Enforced : TlsLevel.Authenticated,
        _ => TlsLevel.None,
    };
}
