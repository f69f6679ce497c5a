using System.Management.Automation;
using SmtpTls.Certificates;

namespace SmtpTls.Input;

/// <summary>Makes one error of what is wrong with one file: the same fault has the same id in every cmdlet (docs/files.md).</summary>
internal static class FileErrors
{
    /// <summary>
    /// Whether the exception is about the file being read. Those of PowerShell are not: the pipeline was stopped, or a later command in it failed.
    /// </summary>
    public static bool AreOf(Exception e) =>
        e is not (OperationCanceledException or OutOfMemoryException) && e.GetType().Namespace?.StartsWith("System.Management.Automation", StringComparison.Ordinal) != true;

    /// <summary>The error about the file.</summary>
    public static ErrorRecord Of(Exception e, string path) => e switch
    {
        FileFaultException fault => Record(fault, fault.Fault, fault.Path),
        CertificateFileException { Fault: CertificateFileFault.NoCertificate } certificate => Record(certificate, FileFault.FileFormatUnknown, certificate.Path),
        CertificateFileException { Fault: CertificateFileFault.Damaged } certificate => Record(certificate, FileFault.FileDamaged, certificate.Path),
        CertificateFileException certificate => new ErrorRecord(certificate, "InvalidCertificateFile", ErrorCategory.InvalidData, certificate.Path),
        IOException or UnauthorizedAccessException => Record(e, FileFault.FileNotReadable, path),
        _ => Record(e, FileFault.FileDamaged, path),
    };

    /// <summary>The error of a known kind, with the message of <paramref name="e"/> where that names the file.</summary>
    public static ErrorRecord Record(Exception e, FileFault fault, string path)
    {
        Exception told = e is FileFaultException || e.Message.StartsWith(Quoted.Path(path), StringComparison.Ordinal)
            ? e
            : new FileFaultException(fault, path, $"cannot be read: {SafeText.Of(e.Message)}", e);
        ErrorCategory category = (e.InnerException ?? e) is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : Category(fault.ToString());
        return new ErrorRecord(told, fault.ToString(), category, path);
    }

    /// <summary>The category of an error id.</summary>
    public static ErrorCategory Category(string errorId) => Enum.TryParse(errorId, out FileFault fault) ? Category(fault) : ErrorCategory.InvalidData;

    private static ErrorCategory Category(FileFault fault) => fault switch
    {
        FileFault.PathNotFound => ErrorCategory.ObjectNotFound,
        FileFault.PathIsFolder or FileFault.FileNotRegular => ErrorCategory.InvalidType,
        FileFault.FileNotReadable or FileFault.FolderNotReadable => ErrorCategory.ReadError,
        FileFault.FileTooLarge => ErrorCategory.LimitsExceeded,
        _ => ErrorCategory.InvalidData,
    };
}
