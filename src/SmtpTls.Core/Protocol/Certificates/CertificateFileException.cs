namespace SmtpTls.Certificates;

/// <summary>What is wrong with a file that was given for a certificate.</summary>
internal enum CertificateFileFault
{
    /// <summary>There is no certificate in it.</summary>
    NoCertificate,

    /// <summary>There is no private key in it, or none that belongs to a certificate in it.</summary>
    NoPrivateKey,

    /// <summary>It is protected, and no password was given.</summary>
    PasswordNeeded,

    /// <summary>The password is wrong, or the protected part is damaged, which cannot be told apart.</summary>
    WrongPassword,

    /// <summary>A part of it cannot be read.</summary>
    Damaged,

    /// <summary>Its key is of a kind that cannot be used here.</summary>
    UnsupportedKey,
}

/// <summary>A file that was given for a certificate cannot be used; the message names it and says what would be right.</summary>
internal sealed class CertificateFileException : Exception
{
    internal CertificateFileException(string path, CertificateFileFault fault, string text, Exception? innerException = null)
        : base($"{Quoted.Path(path)} {text}", innerException)
    {
        Path = path;
        Fault = fault;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public CertificateFileFault Fault { get; }
}
