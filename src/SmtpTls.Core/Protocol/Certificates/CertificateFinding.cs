namespace SmtpTls.Certificates;

/// <summary>One thing that is wrong with a certificate or its chain.</summary>
/// <param name="Problem">What, by name.</param>
/// <param name="Text">What, in a sentence with the facts.</param>
internal sealed record CertificateFinding(CertificateProblem Problem, string Text);
