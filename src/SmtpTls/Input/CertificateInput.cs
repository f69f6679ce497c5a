using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Exchange;

namespace SmtpTls.Input;

/// <summary>
/// Gathers the certificates that a cmdlet is given, as objects, files or thumbprints. What cannot be used becomes an error of its own,
/// handed to <paramref name="fail"/>; the rest goes on.
/// </summary>
internal sealed class CertificateInput(PSCmdlet cmdlet, Action<ErrorRecord> fail)
{
    private readonly List<ExchangeCertificate> _certificates = [];

    /// <summary>The certificates so far, in the order given.</summary>
    public IReadOnlyList<ExchangeCertificate> Certificates => _certificates;

    /// <summary>The password of the files; asked for when one turns out to be needed.</summary>
    public SecureString? Password { get; set; }

    /// <summary>Takes a certificate object, or a file or thumbprint that stands for one.</summary>
    public void AddObject(PSObject item)
    {
        switch (item.BaseObject)
        {
            case FileInfo file:
                AddFile(file.FullName);
                break;
            case string text when Thumbprint.Parse(text) is not null:
                AddThumbprint(text);
                break;
            case string path:
                AddPaths([path], literal: false);
                break;
            default:
                Try(item, "InvalidCertificate", () => _certificates.Add(ExchangeCertificateReader.Read(item)));
                break;
        }
    }

    /// <summary>Takes all certificates of files, those of CAs apart.</summary>
    public void AddPaths(IEnumerable<string> paths, bool literal)
    {
        foreach (string path in InputPaths.Resolve(cmdlet, paths, literal, fail)) AddFile(path);
    }

    /// <summary>Takes a certificate of this machine's stores.</summary>
    public void AddThumbprint(string text) => Try(text, "InvalidThumbprint", () =>
    {
        string thumbprint = Thumbprint.Parse(text)
            ?? throw new FormatException($"{Quoted.Value(text)} is no thumbprint; give its 40 hexadecimal digits.");
        if (StoredCertificate.Find(thumbprint) is not { } found)
        {
            fail(new ErrorRecord(
                new ItemNotFoundException($"There is no certificate {thumbprint} in LocalMachine\\My or CurrentUser\\My; "
                    + "Get-ExchangeCertificate shows those of a server."),
                "CertificateNotFound",
                ErrorCategory.ObjectNotFound,
                text));
            return;
        }

        using X509Certificate2 certificate = found.Certificate;
        _certificates.Add(ExchangeCertificate.Read(certificate) with
        {
            HasPrivateKey = certificate.HasPrivateKey,
            IsInUserStore = found.Location == StoreLocation.CurrentUser,
        });
    });

    private void AddFile(string path)
    {
        try
        {
            foreach ((X509Certificate2 certificate, bool? hasKey) in ReadFile(path))
            {
                using (certificate) _certificates.Add(ExchangeCertificate.Read(certificate) with { HasPrivateKey = hasKey });
            }
        }
        catch (Exception e) when (FileErrors.AreOf(e))
        {
            fail(FileErrors.Of(e, path));
        }
    }

    private IReadOnlyList<(X509Certificate2 Certificate, bool? HasKey)> ReadFile(string path)
    {
        try
        {
            return Read(path, Password);
        }
        catch (CertificateFileException e) when (e.Fault == CertificateFileFault.PasswordNeeded && Ask(path) is { } password)
        {
            return Read(path, password);
        }
    }

    private IReadOnlyList<(X509Certificate2 Certificate, bool? HasKey)> Read(string path, SecureString? password) =>
        StoppableRead.Run(cmdlet.InvokeCommand, _ => CertificateFile.ReadServerCertificates(path, Plain(password)));

    // A host that cannot ask (a runbook's) says so by an exception; then the error about the file tells that a password is needed.
    private SecureString? Ask(string path)
    {
        try
        {
            cmdlet.Host.UI.Write($"Password of {Path.GetFileName(path)}: ");
            return cmdlet.Host.UI.ReadLineAsSecureString();
        }
        catch (Exception e) when (e is HostException or InvalidOperationException or NotImplementedException or NullReferenceException)
        {
            return null;
        }
    }

    private void Try(object target, string errorId, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (FileErrors.AreOf(e))
        {
            fail(new ErrorRecord(e, errorId, e is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.InvalidData, target));
        }
    }

    private static string? Plain(SecureString? password) => password is null ? null : new NetworkCredential("", password).Password;
}
