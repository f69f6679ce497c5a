namespace SmtpTls.Schannel;

/// <summary>Reads the switches of .NET Framework (Microsoft, "Transport Layer Security (TLS) best practices with .NET Framework").</summary>
internal static class DotNetReader
{
    /// <summary>The runtime that Exchange runs on.</summary>
    public const string Current = "v4.0.30319";

    private const string Old = "v2.0.50727";

    /// <summary>Both runtimes.</summary>
    public static readonly string[] Runtimes = [Current, Old];

    /// <summary>Both runtimes in both sizes.</summary>
    public static IReadOnlyList<DotNetTlsSetting> Read(IRegistry registry) =>
    [
        Read(registry, Current, 64, RegistryKeys.DotNet64),
        Read(registry, Current, 32, RegistryKeys.DotNet32),
        Read(registry, Old, 64, RegistryKeys.DotNet64),
        Read(registry, Old, 32, RegistryKeys.DotNet32),
    ];

    private static DotNetTlsSetting Read(IRegistry registry, string runtime, int bits, string root)
    {
        string key = $@"{root}\{runtime}";
        long? system = registry.Number(key, "SystemDefaultTlsVersions");
        long? strong = registry.Number(key, "SchUseStrongCrypto");
        bool known = system is not null || strong is not null || registry.Covers(key);
        return new DotNetTlsSetting
        {
            Runtime = runtime,
            Bits = bits,
            SystemDefaultTlsVersions = system,
            SchUseStrongCrypto = strong,
            Effect = known ? Effect(runtime, system, strong) : "not known",
            Source = known ? $@"HKLM\{key}" : $"not in {registry.Name}",
        };
    }

    private static string Effect(string runtime, long? system, long? strong) => (system, strong) switch
    {
        (1, 1) => "takes the TLS versions from Schannel; clients refuse weak suites",
        (1, _) => "takes the TLS versions from Schannel; clients also accept weak suites",
        (_, 1) => "applications choose; clients without a choice of their own offer TLS 1.0 to 1.2",
        _ when runtime == Current => "applications choose; those built for less than .NET Framework 4.6 offer SSL 3.0 and TLS 1.0 only",
        _ => "applications choose; without a choice of their own they offer SSL 3.0 and TLS 1.0 only",
    };
}
