namespace SmtpTls.Tls.Hello;

/// <summary>Bytes that should be a TLS message are none; the text says which part.</summary>
internal sealed class HelloFormatException(string message) : FormatException(message);
