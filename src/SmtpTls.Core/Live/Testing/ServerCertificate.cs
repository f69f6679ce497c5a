using System.Security.Cryptography.X509Certificates;

namespace SmtpTls;

/// <summary>One certificate of the chain that a server sent.</summary>
public sealed class ServerCertificate
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named directly.</summary>
    public string? Domain { get; init; }

    /// <summary>The MX host, or the server that was named.</summary>
    public required string MxHost { get; init; }

    /// <summary>The IP address that sent it.</summary>
    public required string Address { get; init; }

    /// <summary>The TCP port.</summary>
    public int Port { get; init; }

    /// <summary>Its place in the order sent: 0 is the server's own.</summary>
    public int Index { get; init; }

    /// <summary>The subject as .NET writes it.</summary>
    public required string Subject { get; init; }

    /// <summary>The issuer as .NET writes it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The DNS names of the subject alternative name extension.</summary>
    public string[] DnsNames { get; init; } = [];

    /// <summary>Start of validity, UTC.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>End of validity, UTC.</summary>
    public DateTimeOffset NotAfter { get; init; }

    /// <summary>Whole days until the end of validity; negative after it.</summary>
    public int DaysLeft { get; init; }

    /// <summary>The SHA-1 thumbprint in upper-case hexadecimal.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>Algorithm and size of the key, such as RSA 2048.</summary>
    public required string Key { get; init; }

    /// <summary>The certificate itself, without a private key.</summary>
    public required X509Certificate2? Certificate { get; init; }

    /// <summary>The same, under the name by which Export-Certificate takes it from the pipeline.</summary>
    public X509Certificate2? Cert => Certificate;

    /// <summary>The certificate in PEM form (RFC 7468).</summary>
    public required string? Pem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Subject;

    /// <summary>The chain that the server of a result sent.</summary>
    internal static IEnumerable<ServerCertificate> From(StartTlsResult result) => result.ChainSent.Select((info, index) => new ServerCertificate
    {
        Domain = result.Domain,
        MxHost = result.MxHost!,
        Address = result.Address!,
        Port = result.Port,
        Index = index,
        Subject = info.Subject,
        Issuer = info.Issuer,
        DnsNames = info.DnsNames,
        NotBefore = info.NotBefore,
        NotAfter = info.NotAfter,
        DaysLeft = (int)Math.Floor((info.NotAfter - result.Time).TotalDays),
        Thumbprint = info.Thumbprint,
        Key = $"{info.KeyAlgorithm} {info.KeySize}",
        Certificate = Load(info.Pem!),
        Pem = info.Pem,
    });

    internal static X509Certificate2 Load(string pem)
    {
        string[] lines = pem.Split('\n');
        byte[] der = Convert.FromBase64String(string.Concat(lines.Where(line => line.Length > 0 && line[0] != '-')));
        return new X509Certificate2(der);
    }
}
