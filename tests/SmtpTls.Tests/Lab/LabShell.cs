using System.Management.Automation;

namespace SmtpTls.Tests.Lab;

/// <summary>The cmdlets inside the real engine, with the lab's name server and its root; one engine for the tests of a class.</summary>
public sealed class LabShell : IDisposable
{
    private readonly Lazy<PowerShellEngine> _engine = new(() => new PowerShellEngine());

    public void Dispose()
    {
        if (_engine.IsValueCreated) _engine.Value.Dispose();
    }

    /// <summary>Tests one server of the lab by its name.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="server">The server.</param>
    /// <param name="more">More parameters, as a script has them.</param>
    internal PSObject Test(LabDescription lab, LabServer server, string more = "")
        => Run(lab, $"Test-SmtpStartTls -Server {server.Host}:{server.Port} -TrustedRoot $Root {Implicit(server)} {more}").ThrowOnError().Only;

    /// <summary>Tests a domain that the lab's name server knows, on the port of the lab's servers.</summary>
    internal IReadOnlyList<PSObject> TestDomain(LabDescription lab, string domain, string more = "")
        => Run(lab, $"Test-SmtpStartTls -Domain '{domain}' -TrustedRoot $Root -Port $Port {more}").ThrowOnError().Output;

    /// <summary>Gets the certificates of one server.</summary>
    internal EngineResult GetCertificate(LabDescription lab, LabServer server, string more = "")
        => Run(lab, $"Get-SmtpTlsCertificate -Server {server.Host}:{server.Port} {Implicit(server)} {more}");

    private EngineResult Run(LabDescription lab, string command) => _engine.Value.Run(
        $"param($Root, $Port, $Client, $DnsServer) {command} -DnsServer $DnsServer",
        ("Root", lab.Root), ("Port", lab.SmtpPort), ("Client", lab.ClientCertificate), ("DnsServer", lab.DnsServer));

    private static string Implicit(LabServer server) => server.ImplicitTls ? "-ImplicitTls" : "";
}
