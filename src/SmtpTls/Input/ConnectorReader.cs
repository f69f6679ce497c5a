using System.Management.Automation;
using SmtpTls.Exchange;

namespace SmtpTls.Input;

/// <summary>Reads what Get-SendConnector and Get-ReceiveConnector give, live or deserialized, or an object made by hand that looks like it.</summary>
internal static class ConnectorReader
{
    private static readonly string[] SendTypes = ["SmtpSendConnectorConfig"];
    private static readonly string[] ReceiveTypes = ["ReceiveConnector"];

    // Properties that only one of the two kinds has.
    private static readonly string[] SendMarks =
    [
        "AddressSpaces", "DNSRoutingEnabled", "SmartHosts", "SmartHostAuthMechanism", "SourceTransportServers", "IgnoreSTARTTLS", "ForceHELO", "TlsAuthLevel",
        "TlsDomain", "CloudServicesMailEnabled",
    ];

    private static readonly string[] ReceiveMarks =
    [
        "AuthMechanism", "Bindings", "PermissionGroups", "RemoteIPRanges", "TransportRole", "TlsDomainCapabilities", "SuppressXAnonymousTls",
    ];

    private const int MaxFlags = 31;

    /// <summary>The connector's settings.</summary>
    /// <exception cref="FormatException">The object is no connector; the message says what would be right.</exception>
    public static ConnectorSettings Read(PSObject source)
    {
        ObjectProperties properties = new(source);
        bool isSend = Is(properties, SendTypes, SendMarks, ReceiveMarks);
        if (!isSend && !Is(properties, ReceiveTypes, ReceiveMarks, SendMarks))
        {
            throw new FormatException(
                $"{properties.Description} is neither a Send nor a Receive connector: it has none "
                    + "of their properties. Give what Get-SendConnector or Get-ReceiveConnector gives.");
        }

        string identity = properties.Text("Identity") ?? NameOf(properties) ?? throw new FormatException(
            "The connector has neither Identity nor Name; give what Get-SendConnector or Get-ReceiveConnector gives.");
        return isSend ? ReadSend(properties, identity) : ReadReceive(properties, identity);
    }

    private static SendConnectorSettings ReadSend(ObjectProperties properties, string identity)
    {
        List<string> unknown = [];
        return new SendConnectorSettings
        {
            Identity = identity,
            Enabled = OptionalFlag(properties, "Enabled", unknown),
            Fqdn = properties.Text("Fqdn"),
            TlsCertificateName = properties.Exact("TlsCertificateName"),
            RequireTls = Flag(properties, "RequireTLS", unknown),
            DomainSecureEnabled = Flag(properties, "DomainSecureEnabled", unknown),
            Servers = properties.List("SourceTransportServers"),
            IgnoreStartTls = Flag(properties, "IgnoreSTARTTLS", unknown),
            ForceHelo = Flag(properties, "ForceHELO", unknown),
            TlsAuthLevel = Value<TlsAuthLevel>(properties, "TlsAuthLevel", unknown),
            TlsDomain = properties.Text("TlsDomain"),
            DnsRoutingEnabled = OptionalFlag(properties, "DNSRoutingEnabled", unknown),
            SmartHosts = properties.List("SmartHosts"),
            SmartHostAuth = Value<SmartHostAuthMechanism>(properties, "SmartHostAuthMechanism", unknown) ?? SmartHostAuthMechanism.None,
            CloudServicesMailEnabled = Flag(properties, "CloudServicesMailEnabled", unknown),
            AddressSpaces = properties.List("AddressSpaces"),
            UnknownValues = unknown,
        };
    }

    private static ReceiveConnectorSettings ReadReceive(ObjectProperties properties, string identity)
    {
        List<string> unknown = [];
        IReadOnlyList<string> mechanisms = properties.Words("AuthMechanism");
        ReceiveConnectorSettings settings = new()
        {
            Identity = identity,
            Enabled = OptionalFlag(properties, "Enabled", unknown),
            Fqdn = properties.Text("Fqdn"),
            TlsCertificateName = properties.Exact("TlsCertificateName"),
            RequireTls = Flag(properties, "RequireTLS", unknown),
            DomainSecureEnabled = Flag(properties, "DomainSecureEnabled", unknown),
            Servers = properties.List("Server"),
            NamesNoneBesideOthers = mechanisms.Count > 1 && mechanisms.Contains(nameof(ReceiveAuthMechanism.None), StringComparer.OrdinalIgnoreCase),
            PermissionGroups = properties.Has("PermissionGroups")
                ? (ReceivePermissionGroups)Flags<ReceivePermissionGroups>(properties, "PermissionGroups", unknown)
                : null,
            SuppressXAnonymousTls = Flag(properties, "SuppressXAnonymousTls", unknown),
            ExtendedProtection = Value<ExtendedProtection>(properties, "ExtendedProtectionPolicy", unknown),
            TlsDomainCapabilities = properties.List("TlsDomainCapabilities"),
            Bindings = properties.List("Bindings"),
            RemoteIPRanges = properties.List("RemoteIPRanges"),
            TransportRole = properties.Text("TransportRole"),
            UnknownValues = unknown,
        };
        return properties.Has("AuthMechanism")
            ? settings with { AuthMechanism = (ReceiveAuthMechanism)Flags<ReceiveAuthMechanism>(properties, "AuthMechanism", unknown) }
            : settings;
    }

    private static bool Is(ObjectProperties properties, string[] types, string[] marks, string[] otherMarks) =>
        properties.TypeNames.Any(name => types.Any(type => name.EndsWith("." + type, StringComparison.Ordinal)))
        || marks.Count(properties.Has) > otherMarks.Count(properties.Has);

    private static string? NameOf(ObjectProperties properties) => (properties.Text("Server"), properties.Text("Name")) switch
    {
        ({ } server, { } name) => $"{server}\\{name}",
        (_, var name) => name,
    };

    private static T? Value<T>(ObjectProperties properties, string name, List<string> unknown)
        where T : struct, Enum
    {
        T? value = properties.Enum<T>(name);
        // A level of 0 is what a number shows where none is set.
        if (value is null && properties.Text(name) is { } text && text != "0")
            unknown.Add($"{name} {Quoted.Value(text)}");
        return value;
    }

    private static bool Flag(ObjectProperties properties, string name, List<string> unknown) => OptionalFlag(properties, name, unknown) ?? false;

    private static bool? OptionalFlag(ObjectProperties properties, string name, List<string> unknown)
    {
        bool? flag = properties.Flag(name);
        if (flag is null && properties.Text(name) is { } text)
            unknown.Add($"{name} {Quoted.Value(text)}");
        return flag;
    }

    private static int Flags<T>(ObjectProperties properties, string name, List<string> unknown)
        where T : struct, Enum
    {
        int flags = 0;
        foreach (string word in properties.Words(name))
        {
            bool isValue = Enum.TryParse(word, ignoreCase: true, out T value);
            // Of a number, the flags that have a name count; with one that has none, the whole writes itself as a number.
            if (isValue)
                flags |= Enumerable.Range(0, MaxFlags).Select(bit => (int)(object)value & (1 << bit)).Where(flag => IsNamed((T)(object)flag)).Sum();
            if (!isValue || !IsNamed(value))
                unknown.Add($"{name} {Quoted.Value(word)}");
        }

        return flags;
    }

    private static bool IsNamed<T>(T value)
        where T : struct, Enum => char.IsLetter(value.ToString()[0]);
}
