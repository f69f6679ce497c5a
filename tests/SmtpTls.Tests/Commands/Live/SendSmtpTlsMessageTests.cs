using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>What the tests of Send-SmtpTlsMessage share: the engine, a server's certificates and the command.</summary>
public abstract class SendSmtpTlsMessageTests : IDisposable
{
    private protected const string Password = "Correct-Horse 17";
    private protected const string WithAuth = Offered + StartTls + "C: EHLO\nS: 250-mx.example.com\nS: 250 AUTH PLAIN LOGIN\n";

    private protected X509Certificate2 Root { get; } = TestCertificate.Lasting(new TestCertificate { Subject = "CN=Test Root", Authority = true });

    private protected SendSmtpTlsMessageTests()
    {
        Certificate = TestCertificate.Lasting(new TestCertificate { Issuer = Root, DnsNames = ["mx.example.com"], Addresses = ["127.0.0.1"] });
        OtherName = TestCertificate.Lasting(new TestCertificate { Issuer = Root, DnsNames = ["mx.example.com"] });
    }

    private protected PowerShellEngine Engine { get; } = new();

    /// <summary>A certificate for the server that is tested.</summary>
    private protected X509Certificate2 Certificate { get; }

    /// <summary>A certificate of the same CA for another name.</summary>
    private protected X509Certificate2 OtherName { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private protected static PSCredential Credential()
    {
        System.Security.SecureString password = new();
        foreach (char c in Password)
            password.AppendChar(c);
        return new PSCredential("user", password);
    }

    private protected EngineResult Send(ScriptedServer server, string arguments, params (string Name, object? Value)[] variables) =>
        Send(server, arguments, "b@example.com", variables);

    private protected EngineResult Send(ScriptedServer server, string arguments, string to, params (string Name, object? Value)[] variables) => Engine.Run(
        $"param($port, $root, $credential, $own) Send-SmtpTlsMessage 127.0.0.1 -Port $port -From a@sender.example -To {to} {arguments}",
        [("port", server.Port), ("root", Root), ("credential", Credential()), .. variables]);

    protected virtual void Dispose(bool disposing)
    {
        Engine.Dispose();
        Root.Dispose();
        Certificate.Dispose();
        OtherName.Dispose();
    }
}
