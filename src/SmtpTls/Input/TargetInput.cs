using System.Globalization;
using System.Management.Automation;
using SmtpTls.Dns;

namespace SmtpTls.Input;

/// <summary>Reads from an object, live or deserialized, which domain or server it is about.</summary>
internal sealed record TargetInput
{
    /// <summary>Types whose Server is the admin's own, or the one that a report is about: only their remote domain is a target.</summary>
    private static readonly Dictionary<string, string[]> DomainOnly = new(StringComparer.Ordinal)
    {
        ["SmtpTls.LogSession"] = ["RecipientDomain", "RemoteDomain"],
        ["SmtpTls.LogSummary"] = ["RecipientDomain", "RemoteDomain"],
        ["SmtpTls.TlsReportEntry"] = ["PolicyDomain"],
    };

    private static readonly string[] DomainNames = ["Domain", "DomainName", "EmailAddress", "PrimarySmtpAddress"];
    private static readonly string[] ServerNames = ["Server", "ComputerName", "MxHost", "SmartHosts"];
    private static readonly string[] OtherDomainNames = ["RemoteDomain", "RecipientDomain", "NextHopDomain", "PolicyDomain"];

    /// <summary>Domains or mail addresses.</summary>
    public IReadOnlyList<string> Domains { get; private init; } = [];

    /// <summary>Servers, as host, host:port or [address]:port.</summary>
    public IReadOnlyList<string> Servers { get; private init; } = [];

    /// <summary>Why there is neither: an error id and a sentence.</summary>
    public (string Id, string Message)? Error { get; private init; }

    /// <summary>Domains that were given as such.</summary>
    public static TargetInput OfDomains(IReadOnlyList<string> domains) => new() { Domains = domains };

    /// <summary>Reads.</summary>
    public static TargetInput Read(PSObject? input)
    {
        if (input is null)
            return new TargetInput { Domains = [""] };
        if (input.BaseObject is string text)
            return new TargetInput { Domains = [text] };
        ObjectProperties source = new(input);
        if (source.TypeNames.FirstOrDefault(DomainOnly.ContainsKey) is { } type)
            return OfRemoteDomain(source, type);

        if (source.Text("DeliveryType") is { } delivery && source.Has("NextHopDomain"))
            return OfQueue(source, delivery);
        if (First(source, DomainNames) is { Count: > 0 } domains)
            return new TargetInput { Domains = domains };
        if (First(source, ServerNames) is { Count: > 0 } servers)
            return new TargetInput { Servers = [.. servers.Select(server => WithPort(server, source))] };
        if (First(source, OtherDomainNames) is { Count: > 0 } others)
            return new TargetInput { Domains = others };
        // A mail address, a host name or an address as an object of its own says itself what it is.
        return HasNamedProperty(source)
            ? new TargetInput { Error = ("NoTarget", $"{source.Description} names neither a domain nor a server: {string.Join(", ", DomainNames.Concat(ServerNames).Concat(OtherDomainNames).Where(source.Has))} is empty.") }
            : input.BaseObject is PSCustomObject
                ? new TargetInput { Error = ("NoTarget", $"{source.Description} has no property that names a domain or a server, such as Domain or Server.") }
                : new TargetInput { Domains = [input.ToString()] };
    }

    private static TargetInput OfRemoteDomain(ObjectProperties source, string type)
    {
        string[] names = DomainOnly[type];
        if (First(source, names) is { Count: > 0 } domains)
            return new TargetInput { Domains = domains };
        string advice = type == "SmtpTls.LogSummary" ? $" Group the summary by one of them: Get-SmtpTlsLogSummary -GroupBy {names[0]}." : "";
        return new TargetInput
        {
            Error = ("NoRemoteDomain", $"{source.Description} names no remote domain ({string.Join(", ", names)}), so there is nothing to test.{advice} Its own server is not tested."),
        };
    }

    // Exchange's queues: only what leaves the organization by DNS or by smart hosts is a target.
    private static TargetInput OfQueue(ObjectProperties queue, string delivery)
    {
        string[] next = [.. (queue.Text("NextHopDomain") ?? "").Split([',', ';']).Select(part => part.Trim()).Where(part => part.Length > 0)];
        return next.Length == 0 || delivery is not ("DnsConnectorDelivery" or "SmartHostConnectorDelivery")
            ? new TargetInput { Error = ("NoRemoteDomain", $"The queue {queue.Description} ({delivery}) leads to no mail server of another organization, so there is nothing to test.") }
            : delivery == "SmartHostConnectorDelivery" ? new TargetInput { Servers = next }
            : new TargetInput { Domains = next };
    }

    // A result of an earlier test knows the port that it was made on.
    private static string WithPort(string server, ObjectProperties source) =>
        source.Number("Port") is > 0 and <= 65535 and { } port && ServerEndpoint.TryParse(server.Trim(), out ServerEndpoint? endpoint, out _) && endpoint.Port is null
            ? string.Format(CultureInfo.InvariantCulture, endpoint.Address is null ? "{0}:{1}" : "[{0}]:{1}", endpoint.Host, port)
            : server;

    private static bool HasNamedProperty(ObjectProperties source) => DomainNames.Concat(ServerNames).Concat(OtherDomainNames).Any(source.Has);

    private static IReadOnlyList<string> First(ObjectProperties source, string[] names) =>
        names.Select(source.List).Select(values => (IReadOnlyList<string>)[.. values.Where(value => value.Trim().Length > 0)]).FirstOrDefault(values => values.Count > 0) ?? [];
}
