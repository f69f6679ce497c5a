namespace SmtpTls.Cisco;

/// <summary>A certificate that a saved configuration holds, without its key.</summary>
internal sealed record EsaCertificate(string Name, string Subject, string Thumbprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
