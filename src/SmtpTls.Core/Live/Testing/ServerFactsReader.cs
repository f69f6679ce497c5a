using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>Reads out of an observation what policies are concerned with.</summary>
internal static class ServerFactsReader
{
    /// <summary>Reads.</summary>
    public static ServerFacts Read(ProbeObservation seen) => new()
    {
        Encrypted = Encrypted(seen),
        Protocol = seen.Handshake?.Protocol,
        Chain = seen.Dialogue.Chain,
        CertificateValid = seen.Certificate?.Valid,
        NameMatch = seen.Certificate?.NameMatch,
        HasAlternativeName = seen.Certificate?.Certificate is { DnsNames: [_, ..] } or { IpAddresses: [_, ..] },
        CertificateFailure = seen.Certificate?.Failure,
    };

    private static bool? Encrypted(ProbeObservation seen) => StartTlsJudge.Dialogue(seen, byDane: false).Status switch
    {
        TestStatus.Authenticated or TestStatus.Encrypted => true,
        TestStatus.NotOffered or TestStatus.HandshakeFailed => false,
        // A refusal of STARTTLS itself is one of TLS; any other is of something else.
        TestStatus.Refused => seen.StartTlsReply is null ? null : false,
        _ => null,
    };
}
