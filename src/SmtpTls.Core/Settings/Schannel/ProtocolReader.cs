namespace SmtpTls.Schannel;

/// <summary>Reads which versions of TLS are in force ("TLS, DTLS and SSL Protocol Version Settings" of Microsoft's TLS registry settings).</summary>
internal static class ProtocolReader
{
    private static readonly (SslProtocolVersion Version, string Key)[] Versions =
    [
        (SslProtocolVersion.Tls13, "TLS 1.3"),
        (SslProtocolVersion.Tls12, "TLS 1.2"),
        (SslProtocolVersion.Tls11, "TLS 1.1"),
        (SslProtocolVersion.Tls10, "TLS 1.0"),
        (SslProtocolVersion.Ssl3, "SSL 3.0"),
        (SslProtocolVersion.Ssl2, "SSL 2.0"),
    ];

    /// <summary>Every version in both roles, newest first.</summary>
    public static IReadOnlyList<SchannelProtocol> Read(IRegistry registry, WindowsVersion? windows) =>
    [
        .. Versions.SelectMany(version => new[] { SchannelRole.Client, SchannelRole.Server }
            .Select(role => Read(registry, windows, version.Version, role, $@"{RegistryKeys.Protocols}\{version.Key}\{role}"))),
    ];

    private static SchannelProtocol Read(IRegistry registry, WindowsVersion? windows, SslProtocolVersion version, SchannelRole role, string key)
    {
        long? enabled = registry.Number(key, "Enabled");
        long? disabledByDefault = registry.Number(key, "DisabledByDefault");
        SchannelState unset = windows?.Default(version, role) ?? SchannelState.Unknown;
        (SchannelState state, string source) = (enabled, disabledByDefault) switch
        {
            _ when unset == SchannelState.NotSupported => (unset, windows!.Name),
            (0, _) => (SchannelState.Disabled, $@"HKLM\{key}"),
            (_, not null and not 0) => (SchannelState.DisabledByDefault, $@"HKLM\{key}"),
            (not null, _) or (_, 0) => (SchannelState.Enabled, $@"HKLM\{key}"),
            _ when !registry.Covers(key) => (SchannelState.Unknown, $"not in {registry.Name}"),
            _ when windows is null => (SchannelState.Unknown, "not set, and the Windows version is not known"),
            _ => (unset, $"default of {windows.Name}"),
        };
        return new SchannelProtocol
        {
            Protocol = version,
            Role = role,
            State = state,
            Enabled = enabled,
            DisabledByDefault = disabledByDefault,
            Source = source,
        };
    }
}
