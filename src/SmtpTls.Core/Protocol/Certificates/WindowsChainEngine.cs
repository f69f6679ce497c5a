#if !NET
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FileTime = System.Runtime.InteropServices.ComTypes.FILETIME;

namespace SmtpTls.Certificates;

/// <summary>
/// Builds a chain as X509Chain of .NET Framework does, but fetches no missing issuer: CertGetCertificateChain
/// (wincrypt.h) with CERT_CHAIN_DISABLE_AIA, for which .NET Framework has no property.
/// </summary>
internal static class WindowsChainEngine
{
    private const uint DisableAia = 0x00002000;
    private const uint RevocationCheckChainExcludeRoot = 0x40000000;
    private const uint RevocationCheckCacheOnly = 0x80000000;
    private const uint AddAlways = 4;
    private const string MemoryStore = "Memory";

    /// <summary>Builds the chain of <paramref name="leaf"/> by <paramref name="policy"/>. The caller disposes it.</summary>
    /// <exception cref="CryptographicException">Windows cannot build one.</exception>
    public static X509Chain Build(X509Certificate2 leaf, X509ChainPolicy policy)
    {
        IntPtr store = CertOpenStore(MemoryStore, 0, IntPtr.Zero, 0, IntPtr.Zero);
        IntPtr purpose = Marshal.StringToHGlobalAnsi(policy.ApplicationPolicy[0].Value);
        IntPtr purposes = Marshal.AllocHGlobal(IntPtr.Size);
        try
        {
            Marshal.WriteIntPtr(purposes, purpose);
            foreach (X509Certificate2 extra in policy.ExtraStore)
            {
                Check(CertAddCertificateContextToStore(store, extra.Handle, AddAlways, IntPtr.Zero));
            }

            long time = policy.VerificationTime.ToFileTimeUtc();
            FileTime fileTime = new() { dwLowDateTime = (int)time, dwHighDateTime = (int)(time >> 32) };
            ChainParameters parameters = new()
            {
                Size = (uint)Marshal.SizeOf<ChainParameters>(),
                RequestedUsage = new UsageMatch { Usage = new Usage { Count = 1, Identifiers = purposes } },
                UrlRetrievalTimeout = (uint)policy.UrlRetrievalTimeout.TotalMilliseconds,
            };
            Check(CertGetCertificateChain(
                IntPtr.Zero, leaf.Handle, ref fileTime, store, ref parameters, Flags(policy.RevocationMode), IntPtr.Zero, out IntPtr chain));
            try
            {
                return new X509Chain(chain);
            }
            finally
            {
                CertFreeCertificateChain(chain);
            }
        }
        finally
        {
            Marshal.FreeHGlobal(purposes);
            Marshal.FreeHGlobal(purpose);
            CertCloseStore(store, 0);
            GC.KeepAlive(leaf);
            GC.KeepAlive(policy);
        }
    }

    private static uint Flags(X509RevocationMode mode) => mode switch
    {
        X509RevocationMode.Online => DisableAia | RevocationCheckChainExcludeRoot,
        X509RevocationMode.Offline => DisableAia | RevocationCheckChainExcludeRoot | RevocationCheckCacheOnly,
        _ => DisableAia,
    };

    private static void Check(bool succeeded)
    {
        if (!succeeded)
        {
            throw new CryptographicException(new Win32Exception().Message);
        }
    }

    // CERT_CHAIN_PARA, CERT_USAGE_MATCH and CERT_ENHKEY_USAGE. They nest, because each aligns its own pointer.
    [StructLayout(LayoutKind.Sequential)]
    private struct ChainParameters
    {
        public uint Size;
        public UsageMatch RequestedUsage;
        public UsageMatch RequestedIssuancePolicy;
        public uint UrlRetrievalTimeout;
        public int CheckRevocationFreshnessTime;
        public uint RevocationFreshnessTime;
        public IntPtr CacheResync;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct UsageMatch
    {
        public uint Type;
        public Usage Usage;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        public uint Count;
        public IntPtr Identifiers;
    }

    [DllImport("crypt32.dll", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr CertOpenStore(string provider, uint encodingType, IntPtr cryptographicProvider, uint flags, IntPtr parameter);

    [DllImport("crypt32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertAddCertificateContextToStore(IntPtr store, IntPtr certificate, uint disposition, IntPtr added);

    [DllImport("crypt32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertCloseStore(IntPtr store, uint flags);

    [DllImport("crypt32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CertGetCertificateChain(
        IntPtr engine, IntPtr certificate, ref FileTime time, IntPtr extraStore, ref ChainParameters parameters, uint flags, IntPtr reserved, out IntPtr chain);

    [DllImport("crypt32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern void CertFreeCertificateChain(IntPtr chain);
}
#endif
