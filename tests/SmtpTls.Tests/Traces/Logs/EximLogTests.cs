namespace SmtpTls.Tests.Logs;

public sealed class EximLogTests
{
    [Fact]
    public void An_arrival_is_a_session()
    {
        LogSession session = LogFolder.One(
            "2026-09-24 16:42:01 1x9hqp-000000076Qy-1Ug8 <= user@example.com H=mail.example.com (laptop) [203.0.113.5]:52100 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no DN=\"CN=client X=TLS1.0:FAKE:1\" A=dovecot_login:secret@example.com S=2201 id=abc@x T=\"Invoice X=TLS1.0:FAKE:40 H=x [1.2.3.4]\" for a@example.net b@example.net\n");

        Assert.Equal((MailDirection.Inbound, "1x9hqp-000000076Qy-1Ug8", "203.0.113.5", "mail.example.com"), (session.Direction, session.SessionId, session.Remote, session.RemoteName));
        Assert.Equal((true, SslProtocolVersion.Tls13, "TLS_AES_256_GCM_SHA384"), (session.Encrypted, session.Protocol, session.CipherSuite));
        Assert.Equal(("user@example.com", 1), (session.Sender, session.Messages));
        Assert.Equal(["a@example.net", "b@example.net"], session.Recipients);
        Assert.Equal("CN=client X=TLS1.0:FAKE:1", session.ClientCertificate!.Subject);
        Assert.DoesNotContain(typeof(LogSession).GetProperties(), property => property.GetValue(session)?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("P=esmtp S=100", false)]
    [InlineData("P=esmtps S=100", true)]
    [InlineData("P=esmtps X=TLS1.2:ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM:256 CV=no S=100", true)]
    [InlineData("P=esmtpsa X=TLSv1.2:ECDHE-RSA-AES128-GCM-SHA256:128 CV=no S=100", true)]
    public void The_protocol_field_tells_it_where_X_does_not(string fields, bool encrypted)
    {
        LogSession session = LogFolder.One($"2012-07-11 13:12:25 10HmaX-0005vi-00 <= user@example.com H=[203.0.113.5] {fields}\n");

        Assert.Equal((encrypted, encrypted ? 0 : 1), (session.Encrypted, session.MessagesPlain));
    }

    [Fact]
    public void A_suite_of_GnuTLS_has_its_IANA_name()
    {
        LogSession session = LogFolder.One("2012-07-11 13:12:25 10HmaX-0005vi-00 <= user@example.com H=[203.0.113.5] P=esmtps X=TLS1.2:ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM:256 CV=no S=100\n");

        Assert.Equal(("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE_SECP256R1"), (session.CipherSuite, session.KeyExchange));
    }

    [Fact]
    public void Deliveries_of_one_message_to_one_host_are_a_session()
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read("""
            2026-09-24 16:42:00 1x9hqp-000000076Qy-1Ug8 <= root@example.com U=root P=local S=400
            2026-09-24 16:42:01 [1247276] 1x9hqp-000000076Qy-1Ug8 => a@example.org R=dnslookup T=remote_smtp H=mx.example.org [203.0.113.7] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=dane C="250 OK H=x [9.9.9.9]"
            2026-09-24 16:42:01 [1247276] 1x9hqp-000000076Qy-1Ug8 -> b@example.org R=dnslookup T=remote_smtp H=mx.example.org [203.0.113.7] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=dane C="250 OK"
            2026-09-24 16:42:02 [1247276] 1x9hqp-000000076Qy-1Ug8 => c@plain.example R=dnslookup T=remote_smtp H=mx.plain.example [203.0.113.8] C="250 OK"
            2026-09-24 16:42:02 [1247276] 1x9hqp-000000076Qy-1Ug8 Completed

            """);

        Assert.Equal(2, sessions.Count);
        Assert.Equal((MailDirection.Outbound, "mx.example.org", "remote_smtp", true, 1, "CV=dane"), (sessions[0].Direction, sessions[0].RemoteName, sessions[0].Connector, sessions[0].Encrypted, sessions[0].Messages, sessions[0].Certificate!.Status));
        Assert.Equal(["a@example.org", "b@example.org"], sessions[0].Recipients);
        Assert.Equal((false, 1), (sessions[1].Encrypted, sessions[1].MessagesPlain));
    }

    [Theory]
    [InlineData("TLS error on connection from mout.example.net [212.0.2.15] (gnutls_handshake): A TLS fatal alert has been received.", "validation-failure", "212.0.2.15")]
    [InlineData("TLS error on connection from [192.0.2.3] (SSL_accept): timed out", "validation-failure", "192.0.2.3")]
    [InlineData("10HmaY-0005vi-00 H=mx.example.com [192.0.2.4]:25: a TLS session is required, but the server did not offer TLS support", "starttls-not-supported", "192.0.2.4")]
    [InlineData("10HmaY-0005vi-00 == x@y R=client T=smtp defer (-37) H=mx [192.0.2.5]: TLS session: (certificate verification failed): certificate invalid", "certificate-not-trusted", "192.0.2.5")]
    [InlineData("10HmaY-000000005vi-0000 DANE attempt failed; TLS connection to mx.example.com [192.0.2.6]: (certificate verification failed): certificate invalid", "tlsa-invalid", "192.0.2.6")]
    public void Failures_are_told_in_many_ways(string line, string failure, string remote)
    {
        LogSession session = LogFolder.One($"2012-07-11 13:12:24 exim 4.96 daemon started: pid=1\n2012-07-11 13:12:25 {line}\n");

        Assert.Equal((failure, remote, false), (session.Failure, session.Remote, session.Encrypted));
    }

    [Fact]
    public void A_host_that_takes_no_mail_in_the_clear_has_required_tls()
    {
        LogSession session = LogFolder.One("2024-03-02 09:44:33 10HmbA-000000005vi-0000 ** u@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.7]: SMTP error from remote mail server after MAIL FROM:<a@example.org> SIZE=100: 530 5.7.0 Must issue a STARTTLS command first\n");

        Assert.Equal((FailureType.StartTlsNotSupported, "530 5.7.0 Must issue a STARTTLS command first", true), (session.Failure, session.Error, session.Required));
    }

    [Fact]
    public void Mail_that_goes_in_the_clear_after_a_failure_is_a_session_of_its_own()
    {
        using LogFolder folder = new();
        folder.Write("mainlog", """
            2024-03-02 09:44:33 10HmbA-000000005vi-0000 TLS session: (certificate verification failed): certificate invalid: delivering unencrypted to H=mx.example.com [192.0.2.7] (not in hosts_require_tls)
            2024-03-02 09:44:34 10HmbA-000000005vi-0000 => user@example.com R=client T=send_to_server H=mx.example.com [192.0.2.7] C="250 OK"
            2024-03-02 09:44:34 10HmbA-000000005vi-0000 Completed

            """);

        Assert.Equal([("certificate-not-trusted", 0), (null, 1)], folder.Sessions().Select(session => (session.Failure, session.Messages)));
        Assert.Equal(1, Assert.Single(folder.Summaries(LogGrouping.RemoteAddress)).Fallback);
    }

    [Fact]
    public void A_failure_that_two_lines_tell_is_one_session()
    {
        LogSession session = LogFolder.One("""
            2024-03-02 09:44:33 10HmbC-000000005vi-0000 H=mx.example.com [192.0.2.7]: a TLS session is required, but the server did not offer TLS support
            2024-03-02 09:44:33 10HmbC-000000005vi-0000 == user@example.com R=client T=send_to_server defer (-38) H=mx.example.com [192.0.2.7]: a TLS session is required, but an attempt to start TLS failed

            """);

        Assert.Equal((FailureType.StartTlsNotSupported, true), (session.Failure, session.Required));
    }

    [Fact]
    public void A_connection_without_mail_counts_once()
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read("""
            2016-03-21 06:38:05.712 +0100 [5718] TLS error on connection from scan.example.net [192.0.2.207]:28890 (SSL_accept): error
            2016-03-21 06:38:05.713 +0100 [5718] no MAIL in SMTP connection from scan.example.net [192.0.2.207]:28890 I=[192.0.2.6]:25 D=21s C=EHLO,STARTTLS
            2016-03-21 06:39:05.713 +0100 [5719] no MAIL in SMTP connection from scan.example.net [192.0.2.208]:28890 I=[192.0.2.6]:25 D=21s X=TLS1.2:ECDHE-RSA-AES256-GCM-SHA384:256 C=EHLO,STARTTLS,EHLO,QUIT

            """);

        Assert.Equal([(false, "192.0.2.207"), (true, "192.0.2.208")], sessions.Select(session => (session.Encrypted!.Value, session.Remote)));
        Assert.Equal(new DateTimeOffset(2016, 3, 21, 5, 38, 5, 712, TimeSpan.Zero), sessions[0].Start);
    }
}
