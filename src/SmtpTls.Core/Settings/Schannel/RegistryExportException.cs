namespace SmtpTls.Schannel;

/// <summary>A file that cannot be used as an export of TLS settings; the message says why and what would be right.</summary>
internal sealed class RegistryExportException : FormatException
{
    public RegistryExportException(string message, FileFault fault = FileFault.FileFormatUnknown)
        : base(message) => Fault = fault;

    /// <summary>Whether it is another kind of file, or a damaged one.</summary>
    public FileFault Fault { get; }
}
