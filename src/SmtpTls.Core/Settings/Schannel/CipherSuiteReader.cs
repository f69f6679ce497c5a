using SmtpTls.Tls;

namespace SmtpTls.Schannel;

/// <summary>A list of suites as configured.</summary>
/// <param name="Names">The names in order of preference, in Schannel's spelling.</param>
/// <param name="Source">What the list comes from.</param>
/// <param name="Available">Suites that this Windows could use as well, by IANA name.</param>
internal sealed record CipherSuiteList(IReadOnlyList<string> Names, string Source, IReadOnlyList<string> Available);

/// <summary>Reads the order of cipher suites and curves: a policy comes first, then the local list, then the default of Windows.</summary>
internal static class CipherSuiteReader
{
    /// <summary>The list of suites; empty where nothing is known of it.</summary>
    public static CipherSuiteList Read(IRegistry registry, WindowsVersion? windows)
    {
        (IReadOnlyList<string> names, string source) = First(registry, "Functions", windows, windows?.CipherSuites);
        HashSet<string> inList = [.. names.Select(Iana)];
        string[] available = windows is null
            ? []
            : [.. windows.CipherSuites.Concat(windows.AvailableCipherSuites).Select(Iana).Where(name => !inList.Contains(name)).Distinct()];
        return new CipherSuiteList(names, source, available);
    }

    /// <summary>The curves; before Windows 10 those behind the suites' names.</summary>
    public static (IReadOnlyList<string> Curves, string Source) Curves(IRegistry registry, WindowsVersion? windows, CipherSuiteList suites)
    {
        string[] inNames = [.. suites.Names.Select(CurveOf).OfType<string>().Distinct()];
        if (inNames.Length > 0 && windows is not { Curves.Count: > 0 })
            return (inNames, "the names of the cipher suites");
        return First(registry, "EccCurves", windows, windows?.Curves);
    }

    /// <summary>Which suites of the list are used with which versions, and why the others are not.</summary>
    public static IReadOnlyList<SchannelCipherSuite> Judge(
        IReadOnlyList<string> names, IReadOnlyList<SchannelProtocol> protocols, IReadOnlyList<SchannelAlgorithm> algorithms)
    {
        SchannelAlgorithm[] disabled = [.. algorithms.Where(algorithm => algorithm.State == SchannelState.Disabled)];
        return [.. names.Select((name, index) => Judge(name, index + 1, protocols, disabled))];
    }

    private static SchannelCipherSuite Judge(string name, int position, IReadOnlyList<SchannelProtocol> protocols, IReadOnlyList<SchannelAlgorithm> disabled)
    {
        if (CipherSuites.Find(name) is not { } suite)
            return new SchannelCipherSuite { Position = position, Name = name, Reason = "no cipher suite has this name" };
        SchannelAlgorithm[] missing = [.. disabled.Where(algorithm => AlgorithmReader.IsNeeded(algorithm, suite))];
        SslProtocolVersion[] client = missing.Length > 0 ? [] : Usable(SchannelRole.Client);
        SslProtocolVersion[] server = missing.Length > 0 ? [] : Usable(SchannelRole.Server);
        string? reason = missing.Length > 0
            ? $"{string.Join(", ", missing.Select(algorithm => algorithm.Name))} is disabled"
            : client.Length + server.Length == 0 ? $"no version that can use it is enabled ({Range(suite)})" : null;
        return new SchannelCipherSuite
        {
            Position = position,
            Name = name,
            CipherSuite = suite.Name,
            OpenSslName = suite.OpenSslName,
            ClientProtocols = client,
            ServerProtocols = server,
            Reason = reason,
        };

        // A version of which nothing is known may be in use: better one suite too many than a list that looks empty.
        SslProtocolVersion[] Usable(SchannelRole role) =>
        [
            .. protocols.Where(protocol => protocol.Role == role && protocol.State is (SchannelState.Enabled or SchannelState.Unknown)
                && protocol.Protocol >= suite.MinProtocol && protocol.Protocol <= suite.MaxProtocol).Select(protocol => protocol.Protocol),
        ];
    }

    private static (IReadOnlyList<string> Items, string Source) First(IRegistry registry, string value, WindowsVersion? windows, IReadOnlyList<string>? unset)
    {
        if (registry.List(RegistryKeys.PolicySuites, value) is { Count: > 0 } policy)
            return (policy, $@"policy: HKLM\{RegistryKeys.PolicySuites}");
        if (registry.List(RegistryKeys.LocalSuites, value) is { Count: > 0 } local)
            return (local, $@"local list: HKLM\{RegistryKeys.LocalSuites}");
        return unset is { Count: > 0 } ? (unset, $"default of {windows!.Name}") : ([], $"not known: not in {registry.Name}, and the Windows version is not known");
    }

    private static string Iana(string name) => CipherSuites.Find(name)?.Name ?? name;

    private static string? CurveOf(string name) => name.Length < 5 ? null : name.Substring(name.Length - 5) switch
    {
        "_P256" => "NistP256",
        "_P384" => "NistP384",
        "_P521" => "NistP521",
        _ => null,
    };

    private static string Range(CipherSuite suite) => suite.MinProtocol == suite.MaxProtocol
        ? ProtocolSpelling.Of(suite.MinProtocol)
        : $"{ProtocolSpelling.Of(suite.MinProtocol)} to {ProtocolSpelling.Of(suite.MaxProtocol)}";
}
