using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using static SmtpTls.Tests.Support.SendScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>Implicit TLS, client certificates and what comes before TLS.</summary>
public sealed class SendTlsTests : SendSmtpTlsMessageTests
{
    [Fact]
    public async Task Bytes_before_tls_are_counted_and_never_believed()
    {
        string injected = Good.Replace("S: 220 Go ahead", "RAW 220 Go ahead\\r\\n250-injected\\r\\n250 AUTH PLAIN\\r\\n", StringComparison.Ordinal);
        await using ScriptedServer server = new(injected) { Certificate = Certificate };

        PSObject result = Send(server, "-TrustedRoot $root").ThrowOnError().Only;

        Assert.Equal(("Sent", "250-injected\r\n250 AUTH PLAIN\r\n".Length), (result.Text("Status"), result.Get("InjectedBytes")));
        Assert.Equal("SIZE 1000000", result.Text("Extensions"));
        Assert.Contains("injection", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Implicit_tls_needs_no_starttls()
    {
        await using ScriptedServer server = new("TLS\nS: 220 hi\n" + InsideTls + Envelope + Message + Quit) { Certificate = Certificate };

        PSObject result = Send(server, "-ImplicitTls -TlsMode Verified -TrustedRoot $root").ThrowOnError().Only;

        Assert.Equal(("Sent", true, "True"), (result.Text("Status"), result.Get("Encrypted"), result.Text("ImplicitTls")));
        Assert.Null(result.Get("StartTlsOffered"));
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task Implicit_tls_that_fails_leaves_nothing_sent()
    {
        await using ScriptedServer server = new("S: 220 this server begins in the clear\nREAD");

        PSObject result = Send(server, "-ImplicitTls -TlsMode Opportunistic").ThrowOnError().Only;

        Assert.Equal(("HandshakeFailed", "validation-failure"), (result.Text("Status"), result.Text("Failure")));
        Assert.Null(result.Get("Encrypted"));
        Assert.StartsWith("The handshake failed: ", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clientCertificate_is_sent_where_the_server_asks()
    {
        using X509Certificate2 own = TestCertificate.Lasting(new TestCertificate { Issuer = Root, Subject = "CN=client", ExtendedKeyUsage = "1.3.6.1.5.5.7.3.2" });
        await using ScriptedServer asks = new(Good) { Certificate = Certificate, RequireClientCertificate = true };
        await using ScriptedServer asksNot = new(Good) { Certificate = Certificate };

        foreach ((ScriptedServer server, bool sent) in new[] { (asks, true), (asksNot, false) })
        {
            PSObject result = Send(server, "-TrustedRoot $root -ClientCertificate $own", ("own", own)).ThrowOnError().Only;
            Assert.Equal(("Sent", sent), (result.Text("Status"), result.Get("ClientCertificateSent")));
        }
        await using ScriptedServer again = new(Good) { Certificate = Certificate, RequireClientCertificate = true };
        Assert.Equal("HandshakeFailed", Send(again, "-TrustedRoot $root").ThrowOnError().Only.Text("Status"));
    }
}
