namespace SmtpTls.Tests.Logs;

public sealed class EsaLogTests
{
    [Fact]
    public void Connections_in_and_out_are_told_with_their_messages()
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read("""
            Wed Sep 14 09:48:19 2022 Info: New SMTP ICID 824108 interface Data 1 (192.0.2.53) address 198.51.100.59 reverse dns host sender4-of-o59.example.com verified yes
            Wed Sep 14 09:48:19 2022 Info: ICID 824108 ACCEPT SG ACCEPTLIST match sbrs[0.0:10.0] SBRS 3.4 country United States
            Wed Sep 14 09:48:19 2022 Info: ICID 824108 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384
            Wed Sep 14 09:48:20 2022 Info: Start MID 26983 ICID 824108
            Wed Sep 14 09:48:20 2022 Info: MID 26983 ICID 824108 From: <sender@example.com>
            Wed Sep 14 09:48:21 2022 Info: MID 26983 ICID 824108 RID 0 To: <user@example.net>
            Wed Sep 14 09:48:21 2022 Info: MID 26983 Subject 'ICID 824109 TLS success protocol TLSv1.3'
            Wed Sep 14 09:48:22 2022 Info: New SMTP DCID 30 interface 192.0.2.53 address 203.0.113.31 port 25
            Wed Sep 14 09:48:22 2022 Info: DCID 30 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384 for example.net
            Wed Sep 14 09:48:22 2022 Info: Delivery start DCID 30 MID 26983 to RID [0]
            Wed Sep 14 09:48:23 2022 Info: Message done DCID 30 MID 26983 to RID [0]
            Wed Sep 14 09:48:23 2022 Info: ICID 824108 close
            Wed Sep 14 09:48:28 2022 Info: DCID 30 close
            Wed Sep 14 09:49:00 2022 Info: New SMTP ICID 824109 interface Data 1 (192.0.2.53) address 198.51.100.60 reverse dns host unknown verified no
            Wed Sep 14 09:49:01 2022 Info: ICID 824109 TLS failed
            Wed Sep 14 09:49:01 2022 Info: ICID 824109 lost
            Wed Sep 14 09:49:02 2022 Info: New SMTP ICID 824110 interface Data 1 (192.0.2.53) address 198.51.100.60 reverse dns host unknown verified no
            Wed Sep 14 09:49:03 2022 Info: Start MID 26984 ICID 824110
            Wed Sep 14 09:49:04 2022 Info: ICID 824110 close

            """);

        Assert.Equal(4, sessions.Count);
        LogSession first = sessions[0];
        Assert.Equal((MailDirection.Inbound, "824108", "Data 1", "192.0.2.53"), (first.Direction, first.SessionId, first.Connector, first.Server));
        Assert.Equal(("198.51.100.59", "sender4-of-o59.example.com"), (first.Remote, first.RemoteName));
        Assert.Equal((true, SslProtocolVersion.Tls12, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE"), (first.Encrypted, first.Protocol, first.CipherSuite, first.KeyExchange));
        Assert.Equal(("sender@example.com", "user@example.net", 1), (first.Sender, Assert.Single(first.Recipients), first.Messages));
        Assert.Equal(TimeSpan.FromSeconds(4), first.End - first.Start);
        Assert.Equal((MailDirection.Outbound, "203.0.113.31", SslProtocolVersion.Tls13, "example.net", 1), (sessions[1].Direction, sessions[1].Remote, sessions[1].Protocol, sessions[1].RecipientDomain, sessions[1].Messages));
        Assert.Equal((false, "TLS failed", FailureType.ValidationFailure, null), (sessions[2].Encrypted, sessions[2].Error, sessions[2].Failure, sessions[2].RemoteName));
        Assert.Equal((false, null, 1), (sessions[3].Encrypted, sessions[3].Error, sessions[3].MessagesPlain));
    }

    [Fact]
    public void A_delivery_is_to_the_recipients_that_its_message_came_in_for()
    {
        using LogFolder folder = new();
        folder.Write("mail.current", """
            Wed Sep 14 09:48:20 2022 Info: New SMTP ICID 1 interface Data 1 (192.0.2.53) address 198.51.100.59 reverse dns host unknown verified no
            Wed Sep 14 09:48:20 2022 Info: Start MID 7 ICID 1
            Wed Sep 14 09:48:20 2022 Info: MID 7 ICID 1 From: <sender@example.com>
            Wed Sep 14 09:48:21 2022 Info: MID 7 ICID 1 RID 0 To: <a@example.net>
            Wed Sep 14 09:48:21 2022 Info: MID 7 ICID 1 RID 1 To: <b@example.org>
            Wed Sep 14 09:48:21 2022 Info: MID 7 ICID 1 RID 2 To: <c@example.org>
            Wed Sep 14 09:48:21 2022 Info: ICID 1 close
            Wed Sep 14 09:48:22 2022 Info: New SMTP DCID 30 interface 192.0.2.53 address 203.0.113.31 port 25
            Wed Sep 14 09:48:22 2022 Info: DCID 30 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384
            Wed Sep 14 09:48:22 2022 Info: Delivery start DCID 30 MID 7 to RID [1, 2]
            Wed Sep 14 09:48:23 2022 Info: Message done DCID 30 MID 7 to RID [1, 2]
            Wed Sep 14 09:48:28 2022 Info: DCID 30 close
            Wed Sep 14 09:48:28 2022 Info: Message finished MID 7 done

            """);

        LogSession delivery = folder.Sessions()[1];
        LogSummary summary = Assert.Single(folder.Summaries(LogGrouping.RemoteDomain), summary => summary.RemoteDomain == "example.org");

        Assert.Equal(("sender@example.com", "example.org"), (delivery.Sender, delivery.RecipientDomain));
        Assert.Equal(["b@example.org", "c@example.org"], delivery.Recipients);
        Assert.Equal((1, 1), (summary.Encrypted, summary.MessagesEncrypted));
    }

    [Theory]
    [InlineData("Mon Mar  8 19:37:40 2021 Info: ICID 8 TLS success", true, null, null)]
    [InlineData("Mon Mar  8 19:37:40 2021 Info: ICID 8 TLS failed", false, null, "validation-failure")]
    [InlineData("Mon Mar  8 19:37:40 2021 Info: ICID 8 TLS was required but remote host did not initiate it", false, null, "starttls-not-supported")]
    [InlineData("Mon Mar  8 19:37:40 2021 Info: DCID 33 TLS success CN: <mx.example.com>", true, null, null)]
    [InlineData("Mon Mar  8 19:37:40 2021 Info: DCID 33 TLS failed: verify error: certificate has expired", false, null, "certificate-expired")]
    [InlineData("Aug 10 09:58:54 esa1 mail_logs: Info: DCID 112095 TLS success protocol TLSv1 cipher AES128-SHA for example.org", true, SslProtocolVersion.Tls10, null)]
    [InlineData("<22>Aug 10 09:58:54 esa1 mail_logs: Info: ICID 7 TLS success protocol TLSv1/SSLv3 cipher RC4-SHA", true, null, null)]
    [InlineData("14 Sep 2022 09:48:19 (GMT +02:00) Incoming connection (ICID 724949) successfully accepted TLS protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384.", true, SslProtocolVersion.Tls12, null)]
    public void Each_version_says_it_in_its_own_way(string line, bool encrypted, SslProtocolVersion? version, string? failure)
    {
        LogSession session = LogFolder.One(line + "\n");

        Assert.Equal((encrypted, version, failure), (session.Encrypted, session.Protocol, session.Failure));
    }

    [Fact]
    public void Message_tracking_has_times_with_their_zone()
    {
        LogSession session = LogFolder.One("14 Sep 2022 09:48:19 (GMT +02:00) Protocol SMTP interface Data1 (IP 192.0.2.1) on incoming connection (ICID 5) from sender IP 198.51.100.2. Reverse DNS host mail.example.com verified yes.\n");

        Assert.Equal((new DateTimeOffset(2022, 9, 14, 7, 48, 19, TimeSpan.Zero), "198.51.100.2", "mail.example.com"), (session.Start, session.Remote, session.RemoteName));
    }
}
