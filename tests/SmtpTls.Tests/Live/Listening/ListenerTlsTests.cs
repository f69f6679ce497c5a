using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using SmtpTls.Listening;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Listening;

/// <summary>The listener with clients that others wrote: MailKit over the system's TLS, OpenSSL, and our own engine.</summary>
public sealed class ListenerTlsTests
{
    [Theory]
    [InlineData(SecureSocketOptions.None, false)]
    [InlineData(SecureSocketOptions.StartTls, false)]
    [InlineData(SecureSocketOptions.SslOnConnect, true)]
    public async Task MailKit_sends_to_it(SecureSocketOptions security, bool implicitTls)
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { ImplicitTls = implicitTls });
        using SmtpClient client = new() { ServerCertificateValidationCallback = (_, _, _, _) => true };
        using MimeMessage message = new(
            [MailboxAddress.Parse("a@example.com")], [MailboxAddress.Parse("b@example.com")], "Größe", new TextPart("plain") { Text = ".\n..\nLine\n." });

        await client.ConnectAsync("127.0.0.1", listener.Port, security, TestContext.Current.CancellationToken);
        string answer = await client.SendAsync(message, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(quit: true, TestContext.Current.CancellationToken);
        ListenerSession session = await listener.NextAsync();

        bool encrypted = security != SecureSocketOptions.None;
        Assert.Equal((encrypted, security == SecureSocketOptions.StartTls, 1), (session.Encrypted, session.StartTls, session.Messages));
        Assert.Equal(encrypted, session.Protocol is SslProtocolVersion.Tls12 or SslProtocolVersion.Tls13);
        Assert.Equal(("a@example.com", "b@example.com"), (session.MailFrom, Assert.Single(session.Recipients)));
        Assert.Contains(session.Headers, field => field.StartsWith("Subject: ", StringComparison.Ordinal));
        Assert.Equal($"2.0.0 Taken {session.MessageSize} bytes and thrown away", answer);
        Assert.False(client.Capabilities.HasFlag(SmtpCapabilities.Authentication));
        Assert.Equal(36_700_160u, client.MaxSize);
    }

    [Fact]
    public async Task A_password_that_is_sent_all_the_same_is_refused_and_never_shown()
    {
        using SmtpTlsListener listener = TestListener.Start();
        const string Secret = "AHVzZXIAc2VjcmV0";

        string replies = await ListenerClient.ConverseAsync(listener, $"EHLO c\r\nAUTH PLAIN {Secret}\r\nAUTH LOGIN\r\n{Secret}\r\nQUIT\r\n");
        ListenerSession session = await listener.NextAsync();

        Assert.Equal(2, replies.Split("502 5.5.1 AUTH is not offered here").Length - 1);
        Assert.DoesNotContain(Secret, session.Dialogue(), StringComparison.Ordinal);
        Assert.Contains("AUTH PLAIN ********", session.Dialogue(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocolVersion.Tls10)]
    [InlineData(SslProtocolVersion.Tls11)]
    [InlineData(SslProtocolVersion.Tls12)]
    [InlineData(SslProtocolVersion.Tls13)]
    public async Task The_test_of_receivers_agrees_with_the_listener(SslProtocolVersion version)
    {
        using X509Certificate2 certificate = new TestCertificate { Key = System.Security.Cryptography.RSA.Create(2048) }.Create();
        using X509Certificate2 own = new TestCertificate { Subject = "CN=client" }.Create();
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with
        {
            Certificate = certificate,
            Mode = ListenerTlsMode.Required,
            Protocols = [version],
            RequestClientCertificate = true,
        });

        StartTlsResult result = await ProbeAsync(listener, new ProbeOptions { ClientCertificate = own, HeloName = "client.example.com" });
        ListenerSession[] sessions = [await listener.NextAsync(), await listener.NextAsync()];

        Assert.Equal((StartTlsOffer.Required, version, TestStatus.Encrypted), (result.StartTls, result.Protocol, result.Status));
        Assert.Equal(certificate.Thumbprint, result.Certificate!.Thumbprint);
        ListenerSession session = Assert.Single(sessions, one => one.Encrypted == true);
        Assert.Equal(
            (result.Protocol, result.CipherSuite, result.CipherSuiteOpenSsl, result.KeyExchangeGroup),
            (session.Protocol, session.CipherSuite, session.CipherSuiteOpenSsl, session.KeyExchangeGroup));
        Assert.Equal(version >= SslProtocolVersion.Tls12 ? own.Thumbprint : null, session.ClientCertificate?.Thumbprint);
        Assert.Equal([SslProtocolVersion.Tls13, SslProtocolVersion.Tls12, SslProtocolVersion.Tls11, SslProtocolVersion.Tls10], session.OfferedProtocols);
        Assert.Equal("client.example.com", session.HeloName);
        Assert.Null(session.Failure);
        ListenerSession plain = Assert.Single(sessions, one => one.Encrypted == false);
        Assert.Contains("530 5.7.0", plain.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_not_accepted_is_a_result_on_both_sides()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Protocols = [SslProtocolVersion.Tls13] });

        StartTlsResult result = await ProbeAsync(listener, new ProbeOptions { Protocols = [SslProtocolVersion.Tls12], ObserveRequired = false });
        ListenerSession session = await listener.NextAsync();

        Assert.Equal(TestStatus.HandshakeFailed, result.Status);
        Assert.Equal((false, FailureType.ValidationFailure), (session.Encrypted, session.Failure));
        Assert.Contains("protocol_version(70)", session.Reason, StringComparison.Ordinal);
        Assert.Equal([SslProtocolVersion.Tls12], session.OfferedProtocols);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_sender_that_rejects_our_certificate_is_shown_with_its_alert(string option)
    {
        ListenerCertificate certificate = ListenerCertificate.MakeFor("mx.example.com");
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Certificate = certificate.Certificate, Owned = certificate.Owned });
        using Process openssl = StartOpenSsl(
            "s_client", "-connect", listener.Server, "-starttls", "smtp", "-servername", "mx.example.com", "-verify_return_error", "-name", "strict.example.com", option);
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        ListenerSession session = await listener.NextAsync();

        Assert.Equal((true, false, "strict.example.com", "mx.example.com"), (session.StartTls, session.Encrypted, session.HeloName, session.ServerName));
        Assert.Equal(FailureType.CertificateNotTrusted, session.Failure);
        Assert.StartsWith("The client ended the handshake with the alert unknown_ca(48): the peer does not know or trust the CA", session.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_comes_after_the_handshake_counts_as_its_end()
    {
        // Where TLS comes first, the greeting says that the listener's side of the handshake is over.
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { ImplicitTls = true });
        using ListenerClient client = await ListenerClient.ConnectAsync(listener);
        LateRefusal late = new(client.Transport);
        late.Connect(new ManagedTlsClient(new ObservingCrypto(new SecureRandom(), new HandshakeNotes("server")), new TlsClientOptions()));
        Assert.Equal('2', late.Stream.ReadByte());
        late.Refuse();

        ListenerSession session = await listener.NextAsync();

        Assert.Equal((false, FailureType.CertificateNotTrusted, SslProtocolVersion.Tls13), (session.Encrypted, session.Failure, session.Protocol));
        Assert.StartsWith("The handshake seemed to succeed, then the sender ended the connection with the alert unknown_ca(48)", session.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_that_quits_right_after_the_handshake_is_remarked_upon()
    {
        using SmtpTlsListener listener = TestListener.Start();

        await ProbeAsync(listener, new ProbeOptions { StopAfterCertificate = true, ObserveRequired = false });
        ListenerSession session = await listener.NextAsync();

        Assert.Equal((true, null), (session.Encrypted, session.Failure));
        Assert.Contains("right after the handshake", session.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-tls1_2", SslProtocolVersion.Tls12)]
    [InlineData("-tls1_3", SslProtocolVersion.Tls13)]
    public async Task OpenSsl_talks_to_it(string option, SslProtocolVersion version)
    {
        using SmtpTlsListener listener = TestListener.Start(ListenerTlsMode.Required);
        using Process openssl = StartOpenSsl(
            "s_client", "-connect", listener.Server, "-starttls", "smtp", "-servername", "mx.example.com", "-name", "openssl.example.com", "-crlf", "-quiet", option);
        await openssl.StandardInput.WriteAsync("EHLO inside.example.com\nMAIL FROM:<a@example.com>\nRCPT TO:<b@example.com>\nDATA\nSubject: x\n\n.\nQUIT\n");
        await openssl.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        string output = await openssl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        ListenerSession session = await listener.NextAsync();

        Assert.Contains("250 2.0.0 Taken 14 bytes", output, StringComparison.Ordinal);
        Assert.Equal((true, version, "mx.example.com", "inside.example.com", 1),
            (session.Encrypted, session.Protocol, session.ServerName, session.HeloName, session.Messages));
        Assert.Equal(["Subject: x"], session.Headers);
    }

    private static Process StartOpenSsl(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("openssl", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("openssl is not installed");
            throw;
        }
    }

    private static async Task<StartTlsResult> ProbeAsync(SmtpTlsListener listener, ProbeOptions options)
    {
        AddressProbe probe = new(new ManagedTlsEngine(), options with { Timeout = TimeSpan.FromSeconds(30) });
        IPEndPoint server = IPEndPoint.Parse(listener.Server);
        return await probe.TestAsync(new AddressTarget { Host = "mx.example.com", Address = server.Address, Port = server.Port }, TestContext.Current.CancellationToken);
    }

    /// <summary>Verifies the certificate when the handshake is over, as GnuTLS clients do.</summary>
    private sealed class LateRefusal(Stream transport) : TlsClientProtocol(transport)
    {
        public void Refuse() => RaiseAlertFatal(AlertDescription.unknown_ca, "I do not know this CA", null);
    }
}
