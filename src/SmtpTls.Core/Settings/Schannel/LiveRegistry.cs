using Microsoft.Win32;
#if NET
using System.Runtime.Versioning;
#endif

namespace SmtpTls.Schannel;

/// <summary>The registry of this machine.</summary>
#if NET
[SupportedOSPlatform("windows")]
#endif
internal sealed class LiveRegistry : IRegistry
{
    /// <inheritdoc/>
    public string Name => $"registry of {Environment.MachineName}";

    /// <inheritdoc/>
    public string? ComputerName => Environment.MachineName;

    /// <inheritdoc/>
    public bool Covers(string key) => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> KeyNames(string key)
    {
        using RegistryKey? opened = Open(key);
        return opened?.GetSubKeyNames() ?? [];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ValueNames(string key)
    {
        using RegistryKey? opened = Open(key);
        return opened?.GetValueNames() ?? [];
    }

    /// <inheritdoc/>
    public object? Value(string key, string name)
    {
        using RegistryKey? opened = Open(key);
        return opened?.GetValue(name) switch
        {
            // A DWORD is unsigned: 0xffffffff for "on" is common.
            int number => (long)unchecked((uint)number),
            long number => number,
            string or string[] => opened.GetValue(name),
            _ => null,
        };
    }

    // A 32-bit host would otherwise be shown the other half of SOFTWARE.
    private static RegistryKey? Open(string key)
    {
        using RegistryKey machine = RegistryKey.OpenBaseKey(
            RegistryHive.LocalMachine, Environment.Is64BitOperatingSystem ? RegistryView.Registry64 : RegistryView.Default);
        return machine.OpenSubKey(key);
    }
}
