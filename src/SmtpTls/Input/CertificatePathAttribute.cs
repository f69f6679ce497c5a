using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Input;

/// <summary>Lets a parameter for certificates take paths of certificate files, too.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CertificatePathAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the file must hold the private key.</summary>
    public bool WithPrivateKey { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is not string and IEnumerable many)
            return many.Cast<object>().SelectMany(item => Read(engineIntrinsics, item)).ToArray();
        return Read(engineIntrinsics, inputData).ToArray();
    }

    private IEnumerable<X509Certificate2> Read(EngineIntrinsics engine, object item)
    {
        object input = item is PSObject wrapped ? wrapped.BaseObject : item;
        switch (input)
        {
            case X509Certificate2 certificate:
                return [certificate];
            case string or FileInfo:
                return ReadFile(engine.InvokeCommand, engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                    input is FileInfo file ? file.FullName : (string)input));
            // What this module or .NET made, deserialized by now.
            case not null when FromProperties(PSObject.AsPSObject(item)) is { } certificate:
                return [certificate];
            default:
                throw new ArgumentTransformationMetadataException(
                    $"{Quoted.Value(input?.ToString() ?? "")} is neither an X509Certificate2 nor the path of a certificate file.");
        }
    }

    private static X509Certificate2? FromProperties(PSObject item)
    {
        ObjectProperties properties = new(item);
        try
        {
            return properties.Value("RawData") is { } raw && LanguagePrimitives.TryConvertTo(raw, out byte[] der) && der.Length > 0 ? new X509Certificate2(der)
                : properties.Text("Pem") is { } pem ? new X509Certificate2(Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal)))))
                : null;
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            throw new ArgumentTransformationMetadataException("The object's RawData or Pem is damaged: it is no X.509 certificate.", e);
        }
    }

    private IReadOnlyList<X509Certificate2> ReadFile(CommandInvocationIntrinsics engine, string path)
    {
        try
        {
            return StoppableRead.Run(engine, _ => Read(path));
        }
        catch (CertificateFileException e) when (e.Fault == CertificateFileFault.PasswordNeeded)
        {
            throw new ArgumentTransformationMetadataException(
                $"{Quoted.Path(path)} is protected by a password; open it with Get-PfxCertificate, and give the certificate that comes of it.", e);
        }
        catch (Exception e) when (FileErrors.AreOf(e))
        {
            throw new ArgumentTransformationMetadataException(FileErrors.Of(e, path).Exception.Message, e);
        }
    }

    private IReadOnlyList<X509Certificate2> Read(string path)
    {
        if (!WithPrivateKey)
            return CertificateFile.ReadCertificates(path);
        CertificateWithKey read = CertificateFile.ReadWithPrivateKey(path);
        return [read.Certificate, .. read.Others];
    }
}
