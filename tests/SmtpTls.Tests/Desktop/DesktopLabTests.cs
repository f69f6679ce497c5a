using SmtpTls.Tests.Lab;

namespace SmtpTls.Tests.Desktop;

/// <summary>What the net472 build says of the lab's Postfix servers with either engine; one process tests them all.</summary>
public sealed class DesktopLabTests(DesktopLabTests.Run run) : IClassFixture<DesktopLabTests.Run>
{
    private readonly LabDescription _lab = LabDescription.Require();

    public static TheoryData<string, TlsEngineName> Servers =>
        [.. Postfix(LabDescription.Known).SelectMany(server => Enum.GetValues<TlsEngineName>().Select(engine => (server.Name, engine)))];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_server_is_judged_as_in_PowerShell_7(string name, TlsEngineName engine)
    {
        LabServer server = _lab.Server(name);
        CertificateCase expected = _lab.Certificates[server.Certificates[0]];
        DesktopOutput output = await run.OutputAsync(_lab);
        string Value(string property) => output[$"{server.Host}:{server.Port}.{engine}.{property}"];

        Assert.Equal(server.StartTls.ToString(), Value("StartTls"));
        // The platform's TLS 1.3 is that of Windows 11 and Server 2022; Mono has none.
        bool platformTooOld = !OperatingSystem.IsWindows() && engine == TlsEngineName.Platform && !server.Protocols.Contains(SslProtocolVersion.Tls12);
        if (server.StartTls == StartTlsOffer.None || platformTooOld)
        {
            Assert.Equal(platformTooOld ? "HandshakeFailed" : "NotOffered", Value("Status"));
            Assert.NotEmpty(Value("Reason"));
            return;
        }

        Assert.Equal(
            (expected.Valid.ToString(), expected.NameMatch.ToString(), string.Join(' ', expected.Problems)),
            (Value("CertificateValid"), Value("NameMatch"), Value("CertificateProblems")));
        Assert.Equal(expected is { Valid: true, NameMatch: true } ? "Authenticated" : "Encrypted", Value("Status"));
        PeerVerdict openssl = await Peer.OpenSslAsync(_lab, server);
        Assert.Equal(openssl.Certificates.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), Value("ChainSent"));
        if (engine == TlsEngineName.Managed)
            Assert.Equal((openssl.Protocol.ToString(), openssl.CipherSuite), (Value("Protocol"), Value("CipherSuiteOpenSsl")));
    }

    private static IEnumerable<LabServer> Postfix(IEnumerable<LabServer> servers) => servers.Where(server => server is { Mta: "postfix", ImplicitTls: false });

    /// <summary>The one process.</summary>
    public sealed class Run
    {
        private Task<DesktopOutput>? _output;

        internal Task<DesktopOutput> OutputAsync(LabDescription lab)
            => _output ??= DesktopProgram.RunAsync(["test", lab.DnsServer, lab.Root, .. Postfix(lab.Servers).Select(server => $"{server.Host}:{server.Port}")]);
    }
}
