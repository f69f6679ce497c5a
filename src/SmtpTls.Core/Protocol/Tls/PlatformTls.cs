using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace SmtpTls.Tls;

/// <summary>What SslStream takes and tells, in this project's words.</summary>
internal static class PlatformTls
{
    // error:0A000410:SSL routines::ssl/tls alert handshake failure
    private static readonly Regex OpenSslError = new("error:([0-9A-F]{8}):[^:]*:[^:]*:(.+)$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly SslProtocolVersion[] AllVersions =
    [
        SslProtocolVersion.Ssl2, SslProtocolVersion.Ssl3, SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12,
        SslProtocolVersion.Tls13,
    ];

    /// <summary>The versions to allow; none means the system's choice, for SslStream as well.</summary>
    public static SslProtocols ProtocolsOf(IEnumerable<SslProtocolVersion> versions) =>
        versions.Aggregate(SslProtocols.None, (all, version) => all | ProtocolOf(version));

    /// <summary>The version that was negotiated.</summary>
    public static SslProtocolVersion? VersionOf(SslProtocols protocol) => AllVersions.Where(version => ProtocolOf(version) == protocol)
        .Select(version => (SslProtocolVersion?)version).FirstOrDefault();

    /// <summary>The certificates as sent, leaf first. The system hands on what the server sent in the chain's extra store, the leaf apart.</summary>
    public static IReadOnlyList<X509Certificate2> CertificatesOf(X509Certificate? leaf, X509Chain? chain)
    {
        if (leaf is null)
            return [];
        List<X509Certificate2> sent = [new(leaf.GetRawCertData())];
        foreach (X509Certificate2 extra in chain?.ChainPolicy.ExtraStore ?? [])
        {
            if (!extra.RawData.AsSpan().SequenceEqual(sent[0].RawData))
                sent.Add(new X509Certificate2(extra.RawData));
        }
        return sent;
    }

    /// <summary>The size of the key exchange in bits, which Schannel tells; <see langword="null"/> where the system does not.</summary>
    public static int? KeyExchangeBitsOf(int strength) => strength > 0 ? strength : null;

    /// <summary>The alert that the peer sent, where OpenSSL's error says so: its reason is 1000 and the number of the alert.</summary>
    public static TlsAlert? AlertOf(Exception fault)
    {
        Match code = OpenSslError.Match(Innermost(fault).Message);
        const int FirstAlert = 1000, LastAlert = 1255;
        return code.Success && int.Parse(code.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var error
            && (error & 0xFFF) is >= FirstAlert and <= LastAlert and var reason
            ? TlsAlerts.Get(reason - FirstAlert)
            : null;
    }

    /// <summary>In a sentence, why a handshake failed: the system's own reason, which .NET keeps in the innermost exception.</summary>
    public static string Describe(Exception fault)
    {
        if (AlertOf(fault) is { } alert)
            return $"The server ended the handshake with the alert {alert}: {alert.Meaning}.";
        string message = Innermost(fault).Message.Trim().TrimEnd('.');
        Match error = OpenSslError.Match(message);
        return error.Success ? $"The handshake failed: {error.Groups[2].Value} (OpenSSL error {error.Groups[1].Value})." : $"The handshake failed: {message}.";
    }

    private static Exception Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
            fault = inner;
        return fault;
    }

#if NET
    /// <summary>The suite that was negotiated.</summary>
    public static CipherSuite? SuiteOf(SslStream tls) => SuiteOf(tls.NegotiatedCipherSuite);

    /// <summary>The suite of a number; 0, TLS_NULL_WITH_NULL_NULL, is what .NET says where the system does not tell the suite.</summary>
    public static CipherSuite? SuiteOf(TlsCipherSuite suite) => suite == 0 ? null : CipherSuites.Find((int)suite);
#else
    /// <summary>Nothing: .NET Framework names the parts of a suite, not the suite.</summary>
    public static CipherSuite? SuiteOf(SslStream tls)
    {
        _ = tls;
        return null;
    }
#endif

#pragma warning disable CS0618, SYSLIB0039 // Old protocol versions are this tool's subject.
    private static SslProtocols ProtocolOf(SslProtocolVersion version) => version switch
    {
        SslProtocolVersion.Ssl2 => SslProtocols.Ssl2,
        SslProtocolVersion.Ssl3 => SslProtocols.Ssl3,
        SslProtocolVersion.Tls10 => SslProtocols.Tls,
        SslProtocolVersion.Tls11 => SslProtocols.Tls11,
        SslProtocolVersion.Tls12 => SslProtocols.Tls12,
        _ => (SslProtocols)12288, // Tls13 has no name in .NET Framework 4.7.2.
    };
#pragma warning restore CS0618, SYSLIB0039
}
