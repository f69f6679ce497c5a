namespace SmtpTls;

/// <summary>What TLS a Windows machine uses, as client and as server, and where each setting comes from.</summary>
public sealed class SchannelTlsPolicy
{
    /// <summary>Where the settings were read: the registry of a machine, or the path of an export.</summary>
    public required string Source { get; init; }

    /// <summary>The machine's name; <see langword="null"/> where an export does not hold it.</summary>
    public string? ComputerName { get; init; }

    /// <summary>The Windows whose defaults were taken, such as <c>Windows Server 2019</c>; <see langword="null"/> where it is not known.</summary>
    public string? WindowsVersion { get; init; }

    /// <summary>How the Windows version is known, or why it is not.</summary>
    public required string WindowsVersionSource { get; init; }

    /// <summary>The versions in force for connections to others, newest first.</summary>
    public SslProtocolVersion[] ClientProtocols => InForce(SchannelRole.Client);

    /// <summary>The versions in force for connections from others, newest first.</summary>
    public SslProtocolVersion[] ServerProtocols => InForce(SchannelRole.Server);

    /// <summary>The suites in force for connections to others by IANA name, in order of preference.</summary>
    public string[] ClientCipherSuites => InForce(suite => suite.ClientProtocols);

    /// <summary>The suites in force for connections from others by IANA name, in order of preference.</summary>
    public string[] ServerCipherSuites => InForce(suite => suite.ServerProtocols);

    /// <summary>Every version in both roles, newest first.</summary>
    public required SchannelProtocol[] Protocols { get; init; }

    /// <summary>The list of suites, with those in it that are not used and why.</summary>
    public required SchannelCipherSuite[] CipherSuites { get; init; }

    /// <summary>What the list of suites comes from: a policy, the local list, or the default of a Windows version.</summary>
    public required string CipherSuiteSource { get; init; }

    /// <summary>Suites that this Windows supports and that are not in the list, by IANA name; empty where the Windows version is not known.</summary>
    public string[] AvailableCipherSuites { get; init; } = [];

    /// <summary>The curves (groups) for ECDHE in order of preference.</summary>
    public required string[] Curves { get; init; }

    /// <summary>What the list of curves comes from.</summary>
    public required string CurveSource { get; init; }

    /// <summary>Ciphers that the registry can switch off.</summary>
    public required SchannelAlgorithm[] Ciphers { get; init; }

    /// <summary>Hashes that it can switch off.</summary>
    public required SchannelAlgorithm[] Hashes { get; init; }

    /// <summary>Key exchanges that it can switch off.</summary>
    public required SchannelAlgorithm[] KeyExchanges { get; init; }

    /// <summary>The switches of .NET Framework, for each runtime and size.</summary>
    public required DotNetTlsSetting[] DotNet { get; init; }

    /// <summary>Whether clients without secure renegotiation (RFC 5746) are served: the registry's AllowInsecureRenegoClients.</summary>
    public long? AllowInsecureRenegoClients { get; init; }

    /// <summary>Whether servers without secure renegotiation (RFC 5746) are used: the registry's AllowInsecureRenegoServers.</summary>
    public long? AllowInsecureRenegoServers { get; init; }

    /// <summary>What is worth knowing, above all what Exchange needs.</summary>
    public Finding[] Findings { get; internal set; } = [];

    private SslProtocolVersion[] InForce(SchannelRole role) =>
        [.. Protocols.Where(protocol => protocol.Role == role && protocol.State == SchannelState.Enabled).Select(protocol => protocol.Protocol)];

    // A suite stands in the list more than once where the curve is part of its name.
    private string[] InForce(Func<SchannelCipherSuite, SslProtocolVersion[]> protocols) =>
        [.. CipherSuites.Where(suite => suite.CipherSuite is not null && protocols(suite).Length > 0).Select(suite => suite.CipherSuite!).Distinct()];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{ComputerName ?? Source}: client {string.Join(" ", ClientProtocols)}, server {string.Join(" ", ServerProtocols)}";
}
