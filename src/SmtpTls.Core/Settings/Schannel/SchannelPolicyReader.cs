using System.Globalization;
using SmtpTls.Findings;

namespace SmtpTls.Schannel;

/// <summary>Turns a registry into what is in force.</summary>
internal static class SchannelPolicyReader
{
    /// <summary>Reads everything. <paramref name="given"/> is the Windows version that a user named; it wins over what the registry says.</summary>
    public static SchannelTlsPolicy Read(IRegistry registry, WindowsVersion? given = null)
    {
        (WindowsVersion? windows, string windowsSource) = given is null ? Windows(registry) : (given, "as given");
        IReadOnlyList<SchannelProtocol> protocols = ProtocolReader.Read(registry, windows);
        IReadOnlyList<SchannelAlgorithm> algorithms = AlgorithmReader.Read(registry);
        CipherSuiteList suites = CipherSuiteReader.Read(registry, windows);
        (IReadOnlyList<string> curves, string curveSource) = CipherSuiteReader.Curves(registry, windows, suites);
        SchannelTlsPolicy policy = new()
        {
            Source = registry.Name,
            ComputerName = registry.ComputerName,
            WindowsVersion = windows?.Name,
            WindowsVersionSource = windowsSource,
            Protocols = [.. protocols],
            CipherSuites = [.. CipherSuiteReader.Judge(suites.Names, protocols, algorithms)],
            CipherSuiteSource = suites.Source,
            AvailableCipherSuites = [.. suites.Available],
            Curves = [.. curves],
            CurveSource = curveSource,
            Ciphers = [.. algorithms.Where(algorithm => algorithm.Kind == AlgorithmReader.Cipher)],
            Hashes = [.. algorithms.Where(algorithm => algorithm.Kind == AlgorithmReader.Hash)],
            KeyExchanges = [.. algorithms.Where(algorithm => algorithm.Kind == AlgorithmReader.KeyExchange)],
            DotNet = [.. DotNetReader.Read(registry)],
            AllowInsecureRenegoClients = registry.Number(RegistryKeys.Schannel, "AllowInsecureRenegoClients"),
            AllowInsecureRenegoServers = registry.Number(RegistryKeys.Schannel, "AllowInsecureRenegoServers"),
        };
        policy.Findings = [.. SchannelRules.Judge(policy).Concat(RegistryFindings.Of(registry)).WorstFirst()];
        return policy;
    }

    private static (WindowsVersion? Version, string Source) Windows(IRegistry registry)
    {
        string? product = registry.Text(RegistryKeys.Windows, "ProductName");
        string? build = registry.Text(RegistryKeys.Windows, "CurrentBuildNumber") ?? registry.Text(RegistryKeys.Windows, "CurrentBuild");
        if (!int.TryParse(build, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return (null, $@"not known: {registry.Name} does not hold HKLM\{RegistryKeys.Windows}");
        string type = registry.Text(RegistryKeys.Windows, "InstallationType") ?? product ?? "";
        WindowsVersion? version = WindowsVersion.Find(number, type.Contains("Server", StringComparison.OrdinalIgnoreCase));
        return (version, version is null
            ? $"not known: there is no table for build {number} ({product ?? "no product name"})"
            : $@"HKLM\{RegistryKeys.Windows}, build {number}{(product is null ? "" : $", {product}")}");
    }
}
