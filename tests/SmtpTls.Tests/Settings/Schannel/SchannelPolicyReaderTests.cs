using SmtpTls.Schannel;

namespace SmtpTls.Tests.Schannel;

public sealed class SchannelPolicyReaderTests : IDisposable
{
    private const string DotNet = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\.NETFramework\v4.0.30319";

    private static readonly string[] Roles = ["Client", "Server"];
    private static readonly string[] DotNetRoots = [@"SOFTWARE\Microsoft", @"SOFTWARE\Wow6432Node\Microsoft"];
    private static readonly string[] DotNetVersions = ["v4.0.30319", "v2.0.50727"];

    private readonly RegistryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(1, 0, SchannelState.Enabled)]
    [InlineData(-1, 0, SchannelState.Enabled)] // 0xffffffff, as older documents advise
    [InlineData(1, 1, SchannelState.DisabledByDefault)]
    [InlineData(null, 1, SchannelState.DisabledByDefault)]
    [InlineData(0, 1, SchannelState.Disabled)]
    [InlineData(0, 0, SchannelState.Disabled)]
    [InlineData(0, null, SchannelState.Disabled)]
    [InlineData(1, null, SchannelState.Enabled)]
    [InlineData(null, null, SchannelState.Enabled)]
    public void The_registry_decides_about_a_version(int? enabled, int? disabledByDefault, SchannelState state)
    {
        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}\\TLS 1.0\\Server]\n{Dword("Enabled", enabled)}\n{Dword("DisabledByDefault", disabledByDefault)}", "Windows Server 2019");

        SchannelProtocol tls10 = Protocol(policy, SslProtocolVersion.Tls10, SchannelRole.Server);
        Assert.Equal(state, tls10.State);
        Assert.StartsWith(enabled is null && disabledByDefault is null ? "default of Windows Server 2019" : "HKLM", tls10.Source, StringComparison.Ordinal);
        Assert.Equal(state == SchannelState.Enabled, policy.ServerProtocols.Contains(SslProtocolVersion.Tls10));
    }

    [Theory]
    [InlineData("Windows Server 2008 R2", SchannelState.DisabledByDefault, SchannelState.NotSupported, SchannelState.Enabled)]
    [InlineData("Windows Server 2012 R2", SchannelState.Enabled, SchannelState.NotSupported, SchannelState.Enabled)]
    [InlineData("Windows Server 2016", SchannelState.Enabled, SchannelState.NotSupported, SchannelState.DisabledByDefault)]
    [InlineData("Windows Server 2022", SchannelState.Enabled, SchannelState.Enabled, SchannelState.DisabledByDefault)]
    public void Each_Windows_has_its_defaults(string windows, SchannelState tls12, SchannelState tls13, SchannelState ssl3)
    {
        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}]", windows);

        Assert.Equal(
            (tls12, tls13, ssl3),
            (State(policy, SslProtocolVersion.Tls12), State(policy, SslProtocolVersion.Tls13), State(policy, SslProtocolVersion.Ssl3)));
    }

    [Fact]
    public void The_Windows_version_is_read_from_the_export()
    {
        SchannelTlsPolicy policy = Read($"""
            [{RegistryFile.Protocols}]
            [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion]
            "ProductName"="Windows Server 2019 Standard"
            "CurrentBuildNumber"="17763"
            "InstallationType"="Server Core"
            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName]
            "ComputerName"="EX01"
            """);

        Assert.Equal(("Windows Server 2019", "EX01"), (policy.WindowsVersion, policy.ComputerName));
        Assert.Contains("build 17763", policy.WindowsVersionSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_Windows_version_nothing_is_claimed_of_what_is_not_set()
    {
        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}]\n[{RegistryFile.Protocols}\\TLS 1.0\\Server]\n\"Enabled\"=dword:0");

        Assert.Null(policy.WindowsVersion);
        Assert.Equal(SchannelState.Disabled, State(policy, SslProtocolVersion.Tls10));
        Assert.Equal(SchannelState.Unknown, State(policy, SslProtocolVersion.Tls12));
        Assert.Empty(policy.CipherSuites);
        Assert.Contains(policy.Findings, finding => finding.Id == "WindowsVersionUnknown");
        Assert.DoesNotContain(policy.Findings, finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void What_the_export_does_not_hold_stays_unknown()
    {
        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}\\TLS 1.2\\Server]\n\"Enabled\"=dword:1\n\"DisabledByDefault\"=dword:0", "2019");

        Assert.Equal(SchannelState.Enabled, State(policy, SslProtocolVersion.Tls12));
        Assert.Equal(SchannelState.Unknown, State(policy, SslProtocolVersion.Tls10));
        Assert.StartsWith("not in ", Protocol(policy, SslProtocolVersion.Tls10, SchannelRole.Server).Source, StringComparison.Ordinal);
        Assert.All(policy.DotNet, setting => Assert.Equal("not known", setting.Effect));
    }

    [Fact]
    public void A_policy_comes_before_the_local_list_and_that_before_the_default()
    {
        string local = $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.LocalSuites}]\n\"Functions\"=hex(7):{Multi("TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")}";
        string policy = $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.PolicySuites}]\n\"Functions\"=\"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\"\n\"EccCurves\"=hex(7):{Multi("NistP384", "NistP256")}";

        SchannelTlsPolicy byDefault = Read($"[{RegistryFile.Protocols}]", "2016");
        SchannelTlsPolicy byLocalList = Read($"[{RegistryFile.Protocols}]\n{local}", "2016");
        SchannelTlsPolicy byPolicy = Read($"[{RegistryFile.Protocols}]\n{local}\n{policy}", "2016");

        Assert.Equal(("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "default of Windows Server 2016"), (byDefault.ServerCipherSuites[0], byDefault.CipherSuiteSource));
        Assert.Equal(["curve25519", "NistP256", "NistP384"], byDefault.Curves);
        Assert.Equal(["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"], byLocalList.ServerCipherSuites);
        Assert.StartsWith("local list", byLocalList.CipherSuiteSource, StringComparison.Ordinal);
        Assert.Equal(["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"], byPolicy.ServerCipherSuites);
        Assert.Equal(["NistP384", "NistP256"], byPolicy.Curves);
        Assert.Contains(byPolicy.Findings, finding => finding.Id == "SuitesFromPolicy");
        Assert.Contains("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", byPolicy.AvailableCipherSuites);
    }

    [Fact]
    public void Before_Windows_10_the_curve_is_part_of_the_suites_name()
    {
        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}]", "Windows Server 2012 R2");

        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P256", policy.CipherSuites[0].Name);
        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", policy.ServerCipherSuites[0]);
        Assert.Equal(policy.ServerCipherSuites.Distinct(), policy.ServerCipherSuites);
        Assert.Equal(["NistP256", "NistP384"], policy.Curves);
    }

    [Theory]
    [InlineData(@"Ciphers\Triple DES 168", "TLS_RSA_WITH_3DES_EDE_CBC_SHA")]
    [InlineData(@"Ciphers\AES 256/256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData(@"Hashes\SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA")]
    [InlineData(@"KeyExchangeAlgorithms\Diffie-Hellman", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData(@"KeyExchangeAlgorithms\PKCS", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    public void An_algorithm_that_is_switched_off_takes_its_suites_with_it(string key, string suite)
    {
        string off = $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.Schannel}\\{key}]\n\"Enabled\"=dword:00000000";

        Assert.Contains(suite, Read($"[{RegistryFile.Protocols}]", "2019").ServerCipherSuites);
        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}]\n{off}", "2019");
        Assert.DoesNotContain(suite, policy.ServerCipherSuites);
        Assert.EndsWith("is disabled", policy.CipherSuites.Single(one => one.CipherSuite == suite).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_is_used_only_with_versions_that_are_enabled()
    {
        SchannelTlsPolicy policy = Read(Off("TLS 1.2"), "2019");

        SchannelCipherSuite gcm = policy.CipherSuites.Single(suite => suite.CipherSuite == "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        SchannelCipherSuite cbc = policy.CipherSuites.Single(suite => suite.CipherSuite == "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
        Assert.Equal("no version that can use it is enabled (TLS 1.2)", gcm.Reason);
        Assert.Equal([SslProtocolVersion.Tls11, SslProtocolVersion.Tls10], cbc.ServerProtocols);
    }

    [Fact]
    public void A_server_set_up_as_Microsoft_advises_has_no_errors_and_no_warnings()
    {
        string dotNet = string.Join("\n", DotNetRoots
            .SelectMany(root => DotNetVersions
                .Select(version => $"[HKEY_LOCAL_MACHINE\\{root}\\.NETFramework\\{version}]\n\"SystemDefaultTlsVersions\"=dword:1\n\"SchUseStrongCrypto\"=dword:1")));
        string suites = $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.LocalSuites}]\n\"Functions\"=hex(7):{Multi("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")}";

        SchannelTlsPolicy policy = Read($"[{RegistryFile.Protocols}]\n{On("TLS 1.2")}\n{Off("TLS 1.0")}\n{Off("TLS 1.1")}\n{dotNet}\n{suites}", "Windows Server 2019");

        Assert.DoesNotContain(policy.Findings, finding => finding.Severity > FindingSeverity.Information);
        Assert.Equal([SslProtocolVersion.Tls12], policy.ClientProtocols);
        Assert.Equal([SslProtocolVersion.Tls12], policy.ServerProtocols);
    }

    public static TheoryData<string, FindingSeverity, string, string> Faults() => new()
    {
        { "Tls12Off", FindingSeverity.Error, Off("TLS 1.2"), "2019" },
        { "SslInUse", FindingSeverity.Error, $"[{RegistryFile.Protocols}]", "Windows Server 2012 R2" },
        { "OldTlsInUse", FindingSeverity.Warning, $"[{RegistryFile.Protocols}]", "2019" },
        { "Tls13NotSupported", FindingSeverity.Error, On("TLS 1.3"), "2019" },
        { "Tls13InUse", FindingSeverity.Information, $"[{RegistryFile.Protocols}]", "2022" },
        { "RolesDiffer", FindingSeverity.Error, $"[{RegistryFile.Protocols}]\n[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n\"Enabled\"=dword:0", "2019" },
        { "HalfDisabled", FindingSeverity.Warning, $"[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n\"Enabled\"=dword:1\n\"DisabledByDefault\"=dword:1", "2019" },
        { "UnexpectedValue", FindingSeverity.Information, $"[{RegistryFile.Protocols}\\TLS 1.2\\Client]\n\"Enabled\"=dword:ffffffff\n\"DisabledByDefault\"=dword:0", "2019" },
        { "NotSetExplicitly", FindingSeverity.Information, $"[{RegistryFile.Protocols}]", "2019" },
        { "DotNetOldTlsOnly", FindingSeverity.Error, $"[{RegistryFile.Protocols}]\n{Off("TLS 1.0")}\n[{DotNet}]\n\"SchUseStrongCrypto\"=dword:1", "2019" },
        { "DotNetNotSystemDefault", FindingSeverity.Warning, $"[{RegistryFile.Protocols}]\n[{DotNet}]", "2019" },
        { "InsecureSuite", FindingSeverity.Warning, $"[{RegistryFile.Protocols}]", "Windows Server 2012 R2" },
        { "NoSuiteForTls12", FindingSeverity.Error, $"[{RegistryFile.Protocols}]\n[HKEY_LOCAL_MACHINE\\{RegistryKeys.PolicySuites}]\n\"Functions\"=\"TLS_AES_256_GCM_SHA384\"", "2022" },
        { "UnknownSuite", FindingSeverity.Warning, $"[{RegistryFile.Protocols}]\n[HKEY_LOCAL_MACHINE\\{RegistryKeys.PolicySuites}]\n\"Functions\"=\"TLS_AES_256_GCM_SHA385\"", "2022" },
        { "NoEcdhe", FindingSeverity.Warning, $"[{RegistryFile.Protocols}]\n[HKEY_LOCAL_MACHINE\\{RegistryKeys.PolicySuites}]\n\"Functions\"=\"TLS_DHE_RSA_WITH_AES_256_GCM_SHA384\"", "2019" },
        { "NoDhe", FindingSeverity.Information, $"[{RegistryFile.Protocols}]", "2025" },
        { "OldTlsDefaultUnclear", FindingSeverity.Warning, $"[{RegistryFile.Protocols}]", "2025" },
        { "UnknownRegistryKey", FindingSeverity.Warning, $"[{RegistryFile.Protocols}\\TLS1.2\\Client]\n\"Enabled\"=dword:1", "2019" },
        { "UnknownRegistryKey", FindingSeverity.Warning, $"[{RegistryFile.Protocols}\\TLS 1.2\\Servers]\n\"Enabled\"=dword:1", "2019" },
        { "UnknownRegistryKey", FindingSeverity.Warning, $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.Schannel}\\Ciphers\\RC4 128]\n\"Enabled\"=dword:0", "2019" },
        { "UnknownRegistryValue", FindingSeverity.Warning, $"[{RegistryFile.Protocols}\\TLS 1.2\\Server]\n\"Enable\"=dword:1", "2019" },
        { "WrongValueType", FindingSeverity.Warning, $"[{RegistryFile.Protocols}\\TLS 1.0\\Server]\n\"Enabled\"=\"0\"", "2019" },
        { "WrongValueType", FindingSeverity.Warning, $"[{DotNet}]\n\"SchUseStrongCrypto\"=\"1\"", "2019" },
        { "InsecureRenegotiation", FindingSeverity.Warning, $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.Schannel}]\n\"AllowInsecureRenegoClients\"=dword:1", "2019" },
        { "SuiteListTooLong", FindingSeverity.Warning, $"[HKEY_LOCAL_MACHINE\\{RegistryKeys.PolicySuites}]\n\"Functions\"=\"{string.Join(",", Enumerable.Repeat("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 40))}\"", "2019" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_is_found_and_says_where_it_is_documented(string id, FindingSeverity severity, string body, string windows)
    {
        Finding finding = Assert.Single(Read(body, windows).Findings, finding => finding.Id == id && finding.Severity == severity);

        Assert.NotEmpty(finding.Source);
        Assert.EndsWith(".", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_whose_values_are_all_in_place_has_no_finding_about_names()
    {
        SchannelTlsPolicy policy = Read($"{On("TLS 1.2")}\n{Off("TLS 1.0")}\n[{RegistryFile.Protocols}\\Multi-Protocol Unified Hello\\Client]\n\"Enabled\"=dword:0", "2025");

        Assert.DoesNotContain(policy.Findings, finding => finding.Id is "UnknownRegistryKey" or "UnknownRegistryValue" or "WrongValueType");
    }

    [Fact]
    public void Several_versions_are_named_in_a_sentence()
    {
        string text = Read($"[{RegistryFile.Protocols}]", "2019").Findings.Single(finding => finding.Id == "OldTlsInUse").Text;

        Assert.StartsWith("TLS 1.1 and TLS 1.0 are in use.", text, StringComparison.Ordinal);
    }

    private static string On(string version) => Both(version, enabled: 1, disabledByDefault: 0);

    private static string Off(string version) => Both(version, enabled: 0, disabledByDefault: 1);

    private static string Both(string version, int enabled, int disabledByDefault) => $"[{RegistryFile.Protocols}]\n" + string.Join("\n", Roles
        .Select(role => $"[{RegistryFile.Protocols}\\{version}\\{role}]\n{Dword("Enabled", enabled)}\n{Dword("DisabledByDefault", disabledByDefault)}"));

    private static string Dword(string name, int? value) => value is null ? "" : $"\"{name}\"=dword:{value:x8}";

    private static string Multi(params string[] items) =>
        Convert.ToHexString(System.Text.Encoding.Unicode.GetBytes(string.Concat(items.Select(item => item + "\0")) + "\0"))
            .Chunk(2).Select(digits => new string(digits)).Aggregate((all, next) => all + "," + next);

    private static SchannelState State(SchannelTlsPolicy policy, SslProtocolVersion version) => Protocol(policy, version, SchannelRole.Server).State;

    private static SchannelProtocol Protocol(SchannelTlsPolicy policy, SslProtocolVersion version, SchannelRole role) =>
        policy.Protocols.Single(protocol => protocol.Protocol == version && protocol.Role == role);

    private SchannelTlsPolicy Read(string body, string? windows = null)
    {
        RegistryExport export = new("ex01");
        export.Read(_file.Write(body));
        return SchannelPolicyReader.Read(export, windows is null ? null : WindowsVersion.Find(windows) ?? throw new ArgumentException(windows));
    }
}
