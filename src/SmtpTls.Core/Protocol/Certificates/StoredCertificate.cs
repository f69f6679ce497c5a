using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>A certificate of this machine's stores.</summary>
/// <param name="Certificate">The certificate; the caller disposes it.</param>
/// <param name="Location">The store <c>My</c> that it was found in.</param>
internal sealed record StoredCertificate(X509Certificate2 Certificate, StoreLocation Location)
{
    /// <summary>Looks in LocalMachine\My, then in CurrentUser\My; <see langword="null"/> where neither has it.</summary>
    /// <param name="thumbprint">The SHA-1 thumbprint in hexadecimal.</param>
    public static StoredCertificate? Find(string thumbprint)
    {
        foreach (StoreLocation location in new[] { StoreLocation.LocalMachine, StoreLocation.CurrentUser })
        {
            if (Find(thumbprint, location) is { } found)
                return new StoredCertificate(found, location);
        }

        return null;
    }

    // Only Windows has certificates of the machine; elsewhere, and for a user without rights, the store cannot be opened.
    private static X509Certificate2? Find(string thumbprint, StoreLocation location)
    {
        using X509Store store = new(StoreName.My, location);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }

        X509Certificate2Collection found = store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
        return found.Count > 0 ? found[0] : null;
    }
}
