using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmtpTls.Tests.Lab;

/// <summary>The running lab, as tests/lab/start describes it in the file that SMTPTLS_LAB names.</summary>
internal sealed record LabDescription
{
    public required string DnsServer { get; init; }
    public required int SmtpPort { get; init; }
    public required string Root { get; init; }
    public required string Intermediate { get; init; }
    public required string ClientCertificate { get; init; }
    public required string ListenerCertificate { get; init; }
    public required string RootInChroot { get; init; }
    public required string ClientInChroot { get; init; }
    public required IReadOnlyList<string> PosttlsFinger { get; init; }
    public required IReadOnlyList<string> PostfixSendmail { get; init; }
    public required IReadOnlyList<string> EximSendmail { get; init; }
    public required IReadOnlyDictionary<string, CertificateCase> Certificates { get; init; }
    public required IReadOnlyList<LabServer> Servers { get; init; }
    public required LabPolicies Policies { get; init; }
    public required IReadOnlyList<LabSender> Senders { get; init; }

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The lab, or the end of the test as skipped.</summary>
    public static LabDescription Require()
    {
        string? path = Environment.GetEnvironmentVariable("SMTPTLS_LAB");
        if (string.IsNullOrEmpty(path))
            Assert.Skip("no lab: set SMTPTLS_LAB to what tests/lab/start prints (see tests/lab/README.md)");
        return JsonSerializer.Deserialize<LabDescription>(File.ReadAllText(path), Reading)!;
    }

    public LabServer Server(string name) => Servers.Single(server => server.Name == name);

    public LabSender Sender(string mta, string level) => Senders.Single(sender => sender.Mta == mta && sender.Level == level);

    /// <summary>The servers by name, known without a running lab, so that a run without one says what it skipped.</summary>
    public static IReadOnlyList<LabServer> Known { get; } = Embedded<IReadOnlyList<LabServer>>("servers.json");

    internal static T Embedded<T>(string name)
    {
        using Stream stream = typeof(LabDescription).Assembly.GetManifestResourceStream("lab." + name)!;
        return JsonSerializer.Deserialize<T>(stream, Reading)!;
    }
}

/// <summary>A line of tests/lab/servers.json, with the defaults filled in where it comes from a running lab.</summary>
internal sealed record LabServer
{
    public required string Name { get; init; }
    public required string Mta { get; init; }
    public string Host { get; init; } = "";
    public string Address { get; init; } = "";
    public int Port { get; init; }
    public IReadOnlyList<string> Certificates { get; init; } = ["good"];
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [SslProtocolVersion.Tls12, SslProtocolVersion.Tls13];
    public StartTlsOffer StartTls { get; init; } = StartTlsOffer.Opportunistic;
    public bool ImplicitTls { get; init; }

    /// <summary>none, wanted or required.</summary>
    public string ClientCertificate { get; init; } = "none";

    /// <summary>The one suite the server takes, by its OpenSSL name.</summary>
    public string? Cipher { get; init; }

    /// <summary>The one curve the server takes, by its OpenSSL name.</summary>
    public string? Curve { get; init; }

    public string EndPoint => Address.Contains(':') ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>A line of tests/lab/certificates.json: the verdict that a strict sender reaches.</summary>
internal sealed record CertificateCase
{
    public required bool Valid { get; init; }
    public required bool NameMatch { get; init; }
    public required IReadOnlyList<CertificateProblem> Problems { get; init; }
}

/// <summary>An address where a test may listen, and the domain whose mail an MTA of the lab sends there.</summary>
internal sealed record LabSender
{
    public required string Mta { get; init; }

    /// <summary>may, encrypt or secure, as Postfix calls them.</summary>
    public required string Level { get; init; }
    public required string Domain { get; init; }
    public required string Address { get; init; }
    public required int Port { get; init; }
    public required string Host { get; init; }
}
