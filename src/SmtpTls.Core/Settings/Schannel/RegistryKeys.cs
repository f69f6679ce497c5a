namespace SmtpTls.Schannel;

/// <summary>The keys below HKEY_LOCAL_MACHINE that decide what TLS Windows uses.</summary>
internal static class RegistryKeys
{
    public const string Schannel = @"SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL";
    public const string Protocols = Schannel + @"\Protocols";
    public const string LocalSuites = @"SYSTEM\CurrentControlSet\Control\Cryptography\Configuration\Local\SSL\00010002";
    public const string PolicySuites = @"SOFTWARE\Policies\Microsoft\Cryptography\Configuration\SSL\00010002";
    public const string DotNet64 = @"SOFTWARE\Microsoft\.NETFramework";
    public const string DotNet32 = @"SOFTWARE\Wow6432Node\Microsoft\.NETFramework";
    public const string Windows = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion";
    public const string ComputerName = @"SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName";

    /// <summary>The keys that hold TLS settings; an export without any of them is about something else.</summary>
    public static readonly string[] Settings = [Schannel, LocalSuites, PolicySuites, DotNet64, DotNet32];

    /// <summary>Whether the key, or what is below it, is worth keeping of an export.</summary>
    public static bool IsWanted(string key) => Settings.Any(root => IsAtOrBelow(key, root)) || Same(key, Windows) || Same(key, ComputerName);

    /// <summary>Whether <paramref name="key"/> is <paramref name="root"/> or below it.</summary>
    public static bool IsAtOrBelow(string key, string root) =>
        key.StartsWith(root, StringComparison.OrdinalIgnoreCase) && (key.Length == root.Length || key[root.Length] == '\\');

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
