using SmtpTls.Findings;
using SmtpTls.Tls;

namespace SmtpTls.Schannel;

/// <summary>What to say of a policy: above all what Exchange needs, with where it is documented.</summary>
internal static class SchannelRules
{
    private const int MaxPolicyLength = 1023;

    /// <summary>The rules.</summary>
    public static RuleCatalogue Catalogue { get; } = new("Schannel", "Settings.Schannel.SchannelRules.tsv", "docs/schannel.md");

    /// <summary>The findings, the worst first.</summary>
    public static Finding[] Judge(SchannelTlsPolicy policy) => Versions(policy)
        .Concat(Pairs(policy))
        .Concat(DotNet(policy))
        .Concat(Suites(policy))
        .Concat(Others(policy))
        .WorstFirst();

    private static IEnumerable<Finding> Versions(SchannelTlsPolicy policy)
    {
        if (policy.WindowsVersion is null)
        {
            yield return Catalogue.Found("WindowsVersionUnknown",
                $"The Windows version is {policy.WindowsVersionSource}. So the defaults are not known: give -WindowsVersion.");
        }

        if (Off(policy, SslProtocolVersion.Tls12) is { Length: > 0 } off)
        {
            yield return Catalogue.Found("Tls12Off",
                $"TLS 1.2 is not in use as {off}. Exchange, Exchange Online and most partners need it: set Enabled to 1 and DisabledByDefault to 0 for both roles.");
        }

        string[] ssl = On(policy, SslProtocolVersion.Ssl2, SslProtocolVersion.Ssl3);
        if (ssl.Length > 0)
        {
            yield return Catalogue.Found("SslInUse",
                $"{WordList.And(ssl)} {WordList.Verb(ssl.Length, "is", "are")} in use: SSL is broken and prohibited. Set Enabled to 0 and DisabledByDefault to 1.");
        }

        string[] old = On(policy, SslProtocolVersion.Tls10, SslProtocolVersion.Tls11);
        if (old.Length > 0)
        {
            yield return Catalogue.Found("OldTlsInUse",
                $"{WordList.And(old)} {WordList.Verb(old.Length, "is", "are")} in use. Find out from the logs who still needs {WordList.Verb(old.Length, "it", "them")}, then set Enabled to 0 and DisabledByDefault to 1.");
        }

        if (policy.WindowsVersion is "Windows Server 2025" && policy.Protocols.Any(protocol => protocol.Protocol is SslProtocolVersion.Tls10 or SslProtocolVersion.Tls11
            && protocol.Source.StartsWith("default", StringComparison.Ordinal)))
        {
            yield return Catalogue.Found("OldTlsDefaultUnclear",
                "The registry does not set TLS 1.0 and 1.1, and Microsoft's pages contradict each other about their default in Windows Server 2025: one says that they are off, "
                + "the other that they are on. They are shown as off here. Set Enabled to 0 and DisabledByDefault to 1 to be sure.");
        }

        SchannelProtocol[] tls13 = [.. policy.Protocols.Where(protocol => protocol.Protocol == SslProtocolVersion.Tls13)];
        if (tls13.Any(protocol => protocol.State == SchannelState.NotSupported && protocol.Enabled is not (null or 0)))
        {
            yield return Catalogue.Found("Tls13NotSupported",
                $"TLS 1.3 is switched on, but {policy.WindowsVersion} does not support it; "
                + "Microsoft calls this no safe configuration, and Exchange fails with it. Delete the values.");
        }
        else if (tls13.Any(protocol => protocol.State == SchannelState.Enabled))
        {
            yield return Catalogue.Found("Tls13InUse",
                "TLS 1.3 is in use. Microsoft supports it for Exchange Server 2019 CU15 and later on Windows Server 2022 and later; switch it off for older ones. "
                + "Whether that holds for SMTP, too, is not certain from Microsoft's pages: Test-SmtpStartTls -Protocol Tls13 shows what your server does.");
        }
    }

    // Client and server of one version: HealthChecker's "Misconfigured" and "Half Disabled", and values that are missing.
    private static IEnumerable<Finding> Pairs(SchannelTlsPolicy policy)
    {
        List<string> missing = [];
        foreach (IGrouping<SslProtocolVersion, SchannelProtocol> version in policy.Protocols.GroupBy(protocol => protocol.Protocol))
        {
            SchannelProtocol client = version.Single(protocol => protocol.Role == SchannelRole.Client);
            SchannelProtocol server = version.Single(protocol => protocol.Role == SchannelRole.Server);
            bool known = client.State != SchannelState.Unknown && server.State != SchannelState.Unknown;
            if (client.State == SchannelState.NotSupported || (client.State == SchannelState.Unknown && server.State == SchannelState.Unknown))
                continue;
            if (known && client.State != server.State && client.Protocol >= SslProtocolVersion.Tls10)
            {
                yield return Catalogue.Found("RolesDiffer",
                    $"{ProtocolSpelling.Of(version.Key)} is {client.State} for clients and {server.State} for servers. Exchange uses both: set the same for both.");
            }

            foreach (SchannelProtocol one in new[] { client, server })
            {
                if (one is { Enabled: not null, DisabledByDefault: not null } && one.Enabled == 0 != (one.DisabledByDefault != 0))
                {
                    yield return Catalogue.Found("HalfDisabled",
                        $"{ProtocolSpelling.Of(version.Key)} {one.Role} has Enabled={one.Enabled} and DisabledByDefault={one.DisabledByDefault}, "
                        + "which contradict each other. Set 1 and 0, or 0 and 1.");
                }

                if (one.Enabled is > 1 || one.DisabledByDefault is > 1)
                {
                    yield return Catalogue.Found("UnexpectedValue",
                        $"{ProtocolSpelling.Of(version.Key)} {one.Role} has a value other than 0 and 1. Schannel treats it as 1, but HealthChecker and other tools may not.");
                }

                if (one.Protocol is >= SslProtocolVersion.Tls10 and <= SslProtocolVersion.Tls12 && (one.Enabled is null || one.DisabledByDefault is null))
                    missing.Add($"{ProtocolSpelling.Of(one.Protocol)} {one.Role}");
            }
        }

        if (missing.Count > 0)
        {
            yield return Catalogue.Found("NotSetExplicitly",
                $"Enabled or DisabledByDefault is not set for {WordList.And(missing)}. HealthChecker recommends to set both, so that no update changes what is in force.");
        }
    }

    private static IEnumerable<Finding> DotNet(SchannelTlsPolicy policy)
    {
        bool oldOff = policy.Protocols.Any(
            protocol => protocol.Protocol is SslProtocolVersion.Tls10 or SslProtocolVersion.Tls11 && protocol.State == SchannelState.Disabled);
        foreach (DotNetTlsSetting setting in policy.DotNet.Where(setting => setting.Source.StartsWith("HKLM", StringComparison.Ordinal)))
        {
            string[] missing =
            [
                .. new[]
                {
                    setting.SystemDefaultTlsVersions == 1 ? null : "SystemDefaultTlsVersions",
                    setting.SchUseStrongCrypto == 1 ? null : "SchUseStrongCrypto",
                }.OfType<string>(),
            ];
            if (missing.Length == 0)
                continue;
            bool current = setting.Runtime == DotNetReader.Current;
            yield return Catalogue.Found(
                !current ? "OldDotNetNotSystemDefault" : oldOff ? "DotNetOldTlsOnly" : "DotNetNotSystemDefault",
                $"{WordList.And(missing)} {WordList.Verb(missing.Length, "is", "are")} not 1 in {setting.Source} ({setting.Bits}-bit). "
                + (current && oldOff
                    ? "With TLS 1.0 or 1.1 disabled, parts of Exchange then find no version to use."
                    : "Exchange and its tools may then use other versions than Schannel allows."));
        }
    }

    private static IEnumerable<Finding> Suites(SchannelTlsPolicy policy)
    {
        if (policy.CipherSuites.Length == 0)
            yield break;
        if (policy.CipherSuiteSource.StartsWith("policy", StringComparison.Ordinal))
        {
            yield return Catalogue.Found("SuitesFromPolicy",
                "A group policy sets the cipher suites: Enable-TlsCipherSuite and the local list have no effect. A change needs a restart.");
            if (policy.CipherSuites.Sum(suite => suite.Name.Length + 1) - 1 > MaxPolicyLength)
                yield return Catalogue.Found("SuiteListTooLong", $"The list of cipher suites has more than {MaxPolicyLength} characters; Windows may cut off the rest.");
        }

        string[] unknown = [.. policy.CipherSuites.Where(suite => suite.CipherSuite is null).Select(suite => Quoted.Value(suite.Name))];
        if (unknown.Length > 0)
            yield return Catalogue.Found("UnknownSuite", $"No cipher suite has the name {string.Join(" or ", unknown)}: Schannel ignores {WordList.Verb(unknown.Length, "it", "them")}.");

        CipherSuite[] server = [.. policy.ServerCipherSuites.Select(name => CipherSuites.Find(name)!)];
        CipherSuite[] all = [.. policy.ClientCipherSuites.Union(policy.ServerCipherSuites).Select(name => CipherSuites.Find(name)!)];
        SchannelProtocol[] withoutSuite = [.. policy.Protocols.Where(protocol => protocol.State == SchannelState.Enabled && !HasSuite(policy, protocol))];
        foreach (IGrouping<SslProtocolVersion, SchannelProtocol> version in withoutSuite.GroupBy(protocol => protocol.Protocol))
        {
            yield return Catalogue.Found(
                version.Key == SslProtocolVersion.Tls12 ? "NoSuiteForTls12" : "NoSuiteForVersion",
                $"{ProtocolSpelling.Of(version.Key)} is enabled ({WordList.And(version.Select(protocol => protocol.Role.ToString()))}), but no cipher suite of the list works with it: it is never negotiated.");
        }

        string[] weak = [.. all.Where(suite => CipherSuiteSafety.Of(suite) == SuiteSafety.Insecure).Select(suite => suite.Name)];
        if (weak.Length > 0)
            yield return Catalogue.Found("InsecureSuite", $"{WordList.Verb(weak.Length, "An insecure cipher suite is", "Insecure cipher suites are")} in use: {WordList.And(weak)}. Remove {WordList.Verb(weak.Length, "it", "them")} from the list.");
        if (server.Length == 0)
            yield break;
        if (!server.Any(suite => suite.KeyExchange is "ECDHE" or "any"))
        {
            yield return Catalogue.Found("NoEcdhe",
                "No suite with ECDHE key exchange is in use. Most senders today offer little else. Without a suite in common, mail is sent in the clear or not at all.");
        }

        if (!server.Any(suite => suite.KeyExchange == "DHE"))
        {
            yield return Catalogue.Found("NoDhe",
                "No suite with DHE key exchange is in use, as Microsoft advises. A partner that knows only DHE then fails with 'handshake failure': Compare-SmtpTlsCipherSuite shows it.");
        }
    }

    private static IEnumerable<Finding> Others(SchannelTlsPolicy policy)
    {
        foreach ((string name, long? value) in new[]
        {
            ("AllowInsecureRenegoClients", policy.AllowInsecureRenegoClients),
            ("AllowInsecureRenegoServers", policy.AllowInsecureRenegoServers),
        })
        {
            if (value is not (null or 0))
                yield return Catalogue.Found("InsecureRenegotiation", $"{name} is {value}: peers without secure renegotiation are accepted. Set it to 0.");
        }
    }

    private static bool HasSuite(SchannelTlsPolicy policy, SchannelProtocol protocol) => policy.CipherSuites.Any(
        suite => (protocol.Role == SchannelRole.Client ? suite.ClientProtocols : suite.ServerProtocols).Contains(protocol.Protocol));

    private static string Off(SchannelTlsPolicy policy, SslProtocolVersion version) => string.Join(" and ", policy.Protocols
        .Where(protocol => protocol.Protocol == version && protocol.State is (SchannelState.Disabled or SchannelState.DisabledByDefault or SchannelState.NotSupported))
        .Select(protocol => protocol.Role == SchannelRole.Client ? "client (mail that is sent)" : "server (mail that is received)"));

    private static string[] On(SchannelTlsPolicy policy, params SslProtocolVersion[] versions) => [.. policy.Protocols
        .Where(protocol => versions.Contains(protocol.Protocol) && protocol.State == SchannelState.Enabled)
        .GroupBy(protocol => protocol.Protocol)
        .Select(version => version.Count() == 2 ? ProtocolSpelling.Of(version.Key) : $"{ProtocolSpelling.Of(version.Key)} ({version.Single().Role})")];
}
