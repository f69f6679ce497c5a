using SmtpTls.Policy;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>What the findings about a test rest on.</summary>
/// <param name="Result">The result, without its findings.</param>
/// <param name="Suite">The suite that the result names.</param>
/// <param name="Policy">How the server stands by the policies; <see langword="null"/> where none was looked at.</param>
internal sealed record TestSubject(StartTlsResult Result, CipherSuite? Suite, ServerPolicyOutcome? Policy)
{
    /// <summary>In sentences, what is wrong with the certificate.</summary>
    public IReadOnlyList<string> CertificateReasons { get; init; } = [];

    /// <summary>What was odd in the handshake.</summary>
    public IReadOnlyList<HandshakeRemark> Remarks { get; init; } = [];

    /// <summary>Whether TLS came about in a way that a sender uses.</summary>
    public bool IsEncrypted => Result.Status is TestStatus.Encrypted or TestStatus.Authenticated;

    /// <summary>Whether DANE vouches for the certificate: then no CA and no name counts (RFC 7672 section 3.1).</summary>
    public bool ByDane => Result.Dane is DaneOutcome.Valid or DaneOutcome.ValidHostOnly;

    /// <summary>Whether policies were looked at and could be known.</summary>
    public bool WasPolicyLookedAt => ScoreFormula.WasPolicyLookedAt(Result);

    /// <summary>Whether the name is covered by the common name alone (RFC 9525 section 6.3).</summary>
    public bool HasCommonNameOnly => ScoreFormula.HasCommonNameOnly(Result);

    /// <summary>What became of the test, in words.</summary>
    public string Reason => Result.Reason ?? $"The status is {Result.Status}.";

    /// <summary>What is wrong with the certificate, in words.</summary>
    public string CertificateReason => CertificateReasons.Count > 0 ? string.Join(" ", CertificateReasons) : "The certificate is not valid.";
}
