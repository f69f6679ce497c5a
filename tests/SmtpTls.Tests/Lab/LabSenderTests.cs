using System.Net;
using SmtpTls.Listening;

namespace SmtpTls.Tests.Lab;

/// <summary>What a listener sees of Postfix and Exim when they send at each of their levels.</summary>
public sealed class LabSenderTests
{
    public static TheoryData<string, string> Senders => new MatrixTheoryData<string, string>(["postfix", "exim"], ["may", "encrypt", "secure"]);

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_good_certificate_gets_the_mail_from_everybody(string mta, string level)
    {
        LabDescription lab = LabDescription.Require();
        LabSender sender = lab.Sender(mta, level);

        ListenerSession session = await SendAsync(lab, sender, ListenerCertificate.Read(lab.ListenerCertificate, "", null));

        AssertSent(session, sender, encrypted: true);
        // Postfix has a client certificate and gives it when asked; Exim has none.
        Assert.Equal(mta == "postfix" ? "CN=client.lab.test" : null, session.ClientCertificate?.Subject);
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_self_signed_certificate_gets_nothing_from_those_who_verify(string mta, string level)
    {
        LabDescription lab = LabDescription.Require();
        LabSender sender = lab.Sender(mta, level);

        ListenerSession session = await SendAsync(lab, sender, ListenerCertificate.MakeFor(sender.Host));

        AssertVerified(session, sender);
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_certificate_for_another_name_gets_nothing_from_those_who_verify(string mta, string level)
    {
        LabDescription lab = LabDescription.Require();
        LabSender sender = lab.Sender(mta, level);
        string elsewhere = Path.Combine(Path.GetDirectoryName(lab.ListenerCertificate)!, "postfix-good.good.pem");

        ListenerSession session = await SendAsync(lab, sender, ListenerCertificate.Read(elsewhere, null, null));

        AssertVerified(session, sender);
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Without_starttls_only_those_send_who_may(string mta, string level)
    {
        LabDescription lab = LabDescription.Require();
        LabSender sender = lab.Sender(mta, level);

        ListenerSession session = await SendAsync(lab, sender, null);

        if (level == "may")
        {
            AssertSent(session, sender, encrypted: false);
            return;
        }
        Assert.Equal((false, FailureType.StartTlsNotSupported, 0), (session.Encrypted, session.Failure, session.Messages));
        Assert.Contains("insist on TLS", session.Reason, StringComparison.Ordinal);
    }

    private static void AssertSent(ListenerSession session, LabSender sender, bool encrypted)
    {
        Assert.True(session.Messages == 1, session.Dialogue());
        Assert.Equal((encrypted, encrypted, null, null), (session.StartTls, session.Encrypted, session.Failure, session.Reason));
        Assert.Equal(encrypted ? SslProtocolVersion.Tls13 : null, session.Protocol);
        Assert.Equal(($"sender@{sender.Domain}", $"recipient@{sender.Domain}"), (session.MailFrom, Assert.Single(session.Recipients)));
        Assert.Contains("Subject: from the lab", session.Headers);
        Assert.Contains(session.Headers, field => field.StartsWith("Received: ", StringComparison.Ordinal));
    }

    private static void AssertVerified(ListenerSession session, LabSender sender)
    {
        if (sender.Level != "secure")
        {
            AssertSent(session, sender, encrypted: true);
            return;
        }
        Assert.True(session.StartTls && session.Messages == 0 && session.MailFrom is null, session.Dialogue());
        if (sender.Mta == "postfix")
        {
            // Postfix ends the handshake, looks at the certificate then, and says QUIT without EHLO.
            Assert.Equal((true, null), (session.Encrypted, session.Failure));
            Assert.Contains("right after the handshake", session.Reason, StringComparison.Ordinal);
        }
        else
        {
            // GnuTLS ends its side of the TLS 1.3 handshake and sends the alert behind it: which of the two is seen is a matter of packets.
            Assert.Equal((false, FailureType.ValidationFailure), (session.Encrypted, session.Failure));
            Assert.Contains("bad_certificate(42)", session.Reason, StringComparison.Ordinal);
        }
    }

    private static async Task<ListenerSession> SendAsync(LabDescription lab, LabSender sender, ListenerCertificate? certificate)
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(new ListenerOptions
        {
            Address = IPAddress.Parse(sender.Address),
            Port = sender.Port,
            HostName = sender.Host,
            Mode = certificate is null ? ListenerTlsMode.Off : ListenerTlsMode.Preferred,
            Certificate = certificate?.Certificate,
            Intermediates = certificate?.Intermediates ?? [],
            Owned = certificate?.Owned,
            RequestClientCertificate = certificate is not null,
        });
        IReadOnlyList<string> sendmail = sender.Mta == "postfix" ? lab.PostfixSendmail : lab.EximSendmail;
        await Peer.RunAsync(
            sendmail[0], [.. sendmail.Skip(1), "-f", $"sender@{sender.Domain}", $"recipient@{sender.Domain}"], "Subject: from the lab\n\nHello\n.dot\n");
        return await listener.NextAsync();
    }
}
