namespace SmtpTls;

/// <summary>Which code makes the TLS handshake of a test.</summary>
public enum TlsEngineName
{
    /// <summary>BouncyCastle: the same answer on every system, and it sees what the system has switched off.</summary>
    Managed,

    /// <summary>SslStream: Schannel on Windows, OpenSSL on Linux; what a mail server on this machine would negotiate.</summary>
    Platform,
}
