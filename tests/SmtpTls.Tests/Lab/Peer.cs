using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpTls.Tests.Lab;

/// <summary>What another tool says of a server.</summary>
/// <param name="Protocol">The version, or null when no handshake succeeded.</param>
/// <param name="CipherSuite">The suite by its OpenSSL name.</param>
/// <param name="Chain">Whether the chain leads to the lab's root and nothing in it is wrong.</param>
/// <param name="Name">Whether the certificate covers the host; null where the tool does not say.</param>
/// <param name="Output">Everything the tool printed.</param>
internal sealed record PeerVerdict(SslProtocolVersion? Protocol, string? CipherSuite, bool Chain, bool? Name, string Output)
{
    /// <summary>The certificates that openssl was sent, in that order.</summary>
    public IReadOnlyList<byte[]> Certificates => [.. Peer.PemCertificate().Matches(Output).Select(match => Convert.FromBase64String(match.Groups[1].Value))];
}

/// <summary>Runs openssl s_client and posttls-finger, and reads what they print.</summary>
internal static partial class Peer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<PeerVerdict> OpenSslAsync(LabDescription lab, LabServer server)
    {
        string[] arguments =
        [
            "s_client", "-connect", server.EndPoint, "-servername", server.Host, "-verify_hostname", server.Host,
            "-CAfile", lab.Root, "-auth_level", "2", "-showcerts",
            .. When(!server.ImplicitTls, "-starttls", "smtp"),
            // What only the independent server offers, Debian's default configuration does not.
            .. When(server.Mta == "openssl", "-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1"),
        ];
        string output = await RunAsync("openssl", arguments, "");
        string suite = NewSession().Match(output).Groups[1].Value;
        string version = suite.StartsWith("TLS_", StringComparison.Ordinal) ? "TLSv1.3" : Session().Match(output).Groups[1].Value;
        HashSet<string> errors = [.. VerifyError().Matches(output).Select(match => match.Groups[1].Value)];
        const string hostnameMismatch = "62";
        bool shaken = suite.Length > 0 && suite != "(NONE)";
        return new(shaken ? Version(version) : null, shaken ? suite : null,
            shaken && errors.All(error => error == hostnameMismatch), !errors.Contains(hostnameMismatch), output);
    }

    /// <summary>posttls-finger of Postfix 3.7 fixes OpenSSL's security level: no TLS 1.1, and weak certificates are good enough.</summary>
    public static bool CanPosttlsFinger(LabServer server) =>
        server.Protocols[^1] >= SslProtocolVersion.Tls12 && server.Certificates[0] is not ("weak-key" or "sha1");

    public static async Task<PeerVerdict> PosttlsFingerAsync(LabDescription lab, LabServer server)
    {
        // "secure" verifies chain and name; "encrypt" verifies the chain alone. Anonymous suites would hide both.
        string strict = await FingerAsync(lab, server, "secure", [server.Host]);
        string lenient = await FingerAsync(lab, server, "encrypt", []);
        Match established = Established().Match(strict);
        bool? name = established.Groups[1].Value == "Verified" ? true : strict.Contains("num=62", StringComparison.Ordinal) ? false : null;
        return new(established.Success ? Version(established.Groups[2].Value) : null,
            established.Success ? established.Groups[3].Value : null,
            Established().Match(lenient).Groups[1].Value == "Trusted", name, strict + lenient);
    }

    private static Task<string> FingerAsync(LabDescription lab, LabServer server, string level, string[] match)
    {
        string destination = server.Address.Contains(':') ? $"[ipv6:{server.Address}]:{server.Port}" : $"[{server.Address}]:{server.Port}";
        return RunAsync(lab.PosttlsFinger[0],
        [
            .. lab.PosttlsFinger.Skip(1), "-c", "-h", "native", "-l", level, "-F", lab.RootInChroot, "-s", server.Host,
            "-o", "smtp_tls_mandatory_exclude_ciphers=aNULL", "-o", "tls_medium_cipherlist=ALL",
            .. When(server.ImplicitTls, "-w"), destination, .. match,
        ], "");
    }

    /// <summary>Runs a program to its end and returns what it printed on either stream.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return await output + await errors;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string[] When(bool condition, params string[] arguments) => condition ? arguments : [];

    private static SslProtocolVersion Version(string name) => name switch
    {
        "TLSv1" or "TLSv1.0" => SslProtocolVersion.Tls10,
        _ => Enum.Parse<SslProtocolVersion>(string.Create(CultureInfo.InvariantCulture, $"Tls{name[4..].Replace(".", "")}")),
    };

    [GeneratedRegex(@"^New, .*, Cipher is (\S+)", RegexOptions.Multiline)]
    private static partial Regex NewSession();

    [GeneratedRegex(@"^ *Protocol *: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Session();

    [GeneratedRegex(@"^verify error:num=(\d+):", RegexOptions.Multiline)]
    private static partial Regex VerifyError();

    // The session repeats the leaf, after the chain and between other lines.
    [GeneratedRegex(@"^ *\d+ s:(?:.*\n)+?-----BEGIN CERTIFICATE-----\n([^-]+)-----END CERTIFICATE-----", RegexOptions.Multiline)]
    public static partial Regex PemCertificate();

    [GeneratedRegex(@"(\w+) TLS connection established to [^:]*(?:::1\S*|\S*): (TLSv[\d.]+) with cipher (\S+)")]
    private static partial Regex Established();
}
