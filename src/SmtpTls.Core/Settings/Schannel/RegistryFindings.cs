namespace SmtpTls.Schannel;

/// <summary>What is written into the registry so that Schannel and .NET Framework do not see it: names that are mistyped, and values of a wrong type. Pure.</summary>
internal static class RegistryFindings
{
    private static readonly string[] Switches = ["Enabled", "DisabledByDefault"];

    // PCT 1.0 and DTLS have keys, too; Windows makes "Multi-Protocol Unified Hello" itself.
    private static readonly string[] Protocols =
        ["SSL 2.0", "SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3", "DTLS 1.0", "DTLS 1.2", "DTLS 1.3", "PCT 1.0", "Multi-Protocol Unified Hello"];

    private static readonly string[] Roles = ["Client", "Server"];

    /// <summary>The findings about a registry.</summary>
    public static IEnumerable<Finding> Of(IRegistry registry) => Keys(registry).Concat(Values(registry)).Concat(Types(registry));

    private static IEnumerable<Finding> Keys(IRegistry registry)
    {
        foreach (string protocol in registry.KeyNames(RegistryKeys.Protocols))
        {
            string path = $@"{RegistryKeys.Protocols}\{protocol}";
            if (!Known(Protocols, protocol))
            {
                yield return Unknown(path, $"none of the versions, which are written {WordList.And(Protocols.Take(6))}");
                continue;
            }
            foreach (string role in registry.KeyNames(path).Where(role => !Known(Roles, role)))
                yield return Unknown($@"{path}\{role}", "neither Client nor Server");
        }
        foreach ((string folder, string kind) in new[] { ("Ciphers", AlgorithmReader.Cipher), ("Hashes", AlgorithmReader.Hash), ("KeyExchangeAlgorithms", AlgorithmReader.KeyExchange) })
        {
            string[] names = [.. AlgorithmReader.Names(kind)];
            foreach (string name in registry.KeyNames($@"{RegistryKeys.Schannel}\{folder}").Where(name => !Known(names, name)))
                yield return Unknown($@"{RegistryKeys.Schannel}\{folder}\{name}", $"none of {string.Join(", ", names)}");
        }
    }

    private static IEnumerable<Finding> Values(IRegistry registry)
    {
        foreach ((string protocol, string role) in Protocols.SelectMany(protocol => Roles.Select(role => (protocol, role))))
        {
            string path = $@"{RegistryKeys.Protocols}\{protocol}\{role}";
            foreach (string name in registry.ValueNames(path).Where(name => name.Length > 0 && !Known(Switches, name)))
            {
                yield return SchannelRules.Catalogue.Found(
                    "UnknownRegistryValue", $@"HKLM\{path} has a value {Quoted.Value(name)}, which Schannel does not read: it reads Enabled and DisabledByDefault.");
            }
        }
    }

    private static readonly string[] Renegotiation = ["AllowInsecureRenegoClients", "AllowInsecureRenegoServers"];
    private static readonly string[] DotNetSwitches = ["SystemDefaultTlsVersions", "SchUseStrongCrypto"];

    private static IEnumerable<Finding> Types(IRegistry registry)
    {
        IEnumerable<(string Key, string Name)> numbers = Protocols.SelectMany(protocol => Roles.Select(role => $@"{RegistryKeys.Protocols}\{protocol}\{role}"))
            .SelectMany(key => Switches.Select(name => (key, name)))
            .Concat(Renegotiation.Select(name => (RegistryKeys.Schannel, name)))
            .Concat(new[] { RegistryKeys.DotNet64, RegistryKeys.DotNet32 }.SelectMany(root => DotNetReader.Runtimes.SelectMany(runtime =>
                DotNetSwitches.Select(name => ($@"{root}\{runtime}", name)))));
        foreach ((string key, string name) in numbers)
        {
            if (registry.Value(key, name) is { } value and not long)
            {
                yield return SchannelRules.Catalogue.Found(
                    "WrongValueType",
                    $@"{name} in HKLM\{key} is the text {Quoted.Value(value as string ?? string.Join(" ", (string[])value))}, but must be a number (REG_DWORD): "
                        + "it has no effect, and the default applies. Delete it, and set it anew as a DWORD.");
            }
        }
    }

    private static Finding Unknown(string path, string what) => SchannelRules.Catalogue.Found(
        "UnknownRegistryKey", $@"The key HKLM\{path} has no effect: its name is {what}. Delete it, and set the values in the right key.");

    private static bool Known(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
