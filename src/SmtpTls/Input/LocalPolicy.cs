using System.Management.Automation;
using System.Runtime.InteropServices;
using SmtpTls.Schannel;

namespace SmtpTls.Input;

/// <summary>Reads the policy of this machine, where it has one.</summary>
internal static class LocalPolicy
{
    /// <summary>The policy; anywhere but on Windows a terminating error of <paramref name="cmdlet"/>.</summary>
    public static SchannelTlsPolicy Read(PSCmdlet cmdlet, WindowsVersion? windows = null)
    {
#if NET
        if (OperatingSystem.IsWindows())
#else
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
#endif
            return SchannelPolicyReader.Read(new LiveRegistry(), windows);
        cmdlet.ThrowTerminatingError(new ErrorRecord(
            new PlatformNotSupportedException(
                $"This is {RuntimeInformation.OSDescription}, which has no Schannel. "
                + "Read another machine's with Get-SchannelTlsPolicy -Path and a .reg export."),
            "NoSchannel",
            ErrorCategory.NotImplemented,
            targetObject: null));
        throw new InvalidOperationException();
    }
}
