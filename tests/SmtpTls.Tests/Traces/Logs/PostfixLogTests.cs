namespace SmtpTls.Tests.Logs;

public sealed class PostfixLogTests
{
    [Fact]
    public void A_server_session_goes_from_connect_to_disconnect()
    {
        LogSession session = LogFolder.One("""
            Jul 24 03:28:15 mx1 postfix/smtpd[100]: connect from mail.example.com[192.0.2.9]
            Jul 24 03:28:15 mx1 postfix/smtpd[100]: Untrusted TLS connection established from mail.example.com[192.0.2.9]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256
            Jul 24 03:28:16 mx1 postfix/smtpd[100]: 7EE668039: client=mail.example.com[192.0.2.9]
            Jul 24 03:28:16 mx1 postfix/cleanup[101]: 7EE668039: message-id=<TLS connection established from nowhere>
            Jul 24 03:28:17 mx1 postfix/smtpd[100]: disconnect from mail.example.com[192.0.2.9] ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7

            """);

        Assert.Equal((MailDirection.Inbound, "mx1", "postfix/smtpd", "100"), (session.Direction, session.Server, session.Connector, session.SessionId));
        Assert.Equal(("192.0.2.9", "mail.example.com", true, SslProtocolVersion.Tls13), (session.Remote, session.RemoteName, session.Encrypted, session.Protocol));
        Assert.Equal(("TLS_AES_256_GCM_SHA384", "X25519", 1, "Untrusted"), (session.CipherSuite, session.KeyExchange, session.Messages, session.ClientCertificate!.Status));
        Assert.Equal((TimeSpan.FromSeconds(2), true), (session.End - session.Start, session.Complete));
    }

    [Theory]
    [InlineData("ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5", false, 1)]
    [InlineData("ehlo=2 starttls=1 mail=2 rcpt=2 data=2 quit=1 commands=10", true, 2)]
    [InlineData("ehlo=2 starttls=1 mail=1 rcpt=0/1 data=0/1 quit=1 commands=5/7", true, 0)]
    [InlineData("ehlo=1 quit=1 commands=2", null, 0)]
    [InlineData("ehlo=1 starttls=1 commands=2", false, 0)]
    public void The_counters_tell_it_even_where_nothing_else_does(string counters, bool? encrypted, int messages)
    {
        LogSession session = LogFolder.One($"""
            Jul 24 03:28:15 mx1 postfix/smtpd[100]: connect from unknown[192.0.2.9]
            Jul 24 03:28:17 mx1 postfix/smtpd[100]: disconnect from unknown[192.0.2.9] {counters}

            """);

        Assert.Equal((encrypted, messages, null), (session.Encrypted, session.Messages, session.RemoteName));
    }

    [Fact]
    public void A_handshake_that_fails_has_the_reason_of_OpenSSL()
    {
        LogSession session = LogFolder.One("""
            2023-07-24T03:28:15.123456+02:00 mx1 postfix/submission/smtpd[100]: connect from unknown[2001:db8::9]
            2023-07-24T03:28:15.223456+02:00 mx1 postfix/submission/smtpd[100]: SSL_accept error from unknown[2001:db8::9]: -1
            2023-07-24T03:28:15.223456+02:00 mx1 postfix/submission/smtpd[100]: warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1664:
            2023-07-24T03:28:15.323456+02:00 mx1 postfix/submission/smtpd[100]: lost connection after STARTTLS from unknown[2001:db8::9]
            2023-07-24T03:28:15.323456+02:00 mx1 postfix/submission/smtpd[100]: disconnect from unknown[2001:db8::9] ehlo=1 starttls=0/1 commands=1/2

            """);

        Assert.Equal((false, FailureType.ValidationFailure, "2001:db8::9"), (session.Encrypted, session.Failure, session.Remote));
        Assert.Equal("0A000102:SSL routines::unsupported protocol", session.Error);
        Assert.Equal(new DateTimeOffset(2023, 7, 24, 1, 28, 15, TimeSpan.Zero).AddTicks(1234560), session.Start);
    }

    [Fact]
    public void Deliveries_belong_to_the_connection_before_them()
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read("""
            Jul 24 03:28:15 mx1 postfix/smtp[200]: Verified TLS connection established to mx.example.com[192.0.2.1]:25: TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)
            Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 153053D)
            Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<b@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 153053D)
            Jul 24 03:28:17 mx1 postfix/smtp[200]: 8EE668039: to=<c@example.com>, relay=mx.example.com[192.0.2.1]:25, conn_use=2, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 253053D)
            Jul 24 03:29:00 mx1 postfix/smtp[200]: 9EE668039: to=<d@plain.example>, relay=mx.plain.example[192.0.2.2]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=2.0.0, status=sent (250 2.0.0 status=deferred (Cannot start TLS: a lie))
            Jul 24 03:30:00 mx1 postfix/smtp[200]: AEE668039: to=<e@nowhere.example>, relay=none, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=4.4.1, status=deferred (connect to mx[192.0.2.3]:25: Connection refused)

            """);

        Assert.Equal(2, sessions.Count);
        Assert.Equal((true, SslProtocolVersion.Tls12, 2, "Verified"), (sessions[0].Encrypted, sessions[0].Protocol, sessions[0].Messages, sessions[0].Certificate!.Status));
        Assert.Equal(["a@example.com", "b@example.com", "c@example.com"], sessions[0].Recipients);
        Assert.Equal((false, null, 1, "192.0.2.2"), (sessions[1].Encrypted, sessions[1].Failure, sessions[1].MessagesPlain, sessions[1].Remote));
    }

    [Theory]
    [InlineData("TLS is required, but was not offered by host mx.example.com[192.0.2.1]", "starttls-not-supported")]
    [InlineData("Cannot start TLS: handshake failure", "validation-failure")]
    [InlineData("Server certificate not trusted", "certificate-not-trusted")]
    [InlineData("Server certificate not verified", "certificate-host-mismatch")]
    public void What_is_deferred_for_want_of_tls_has_failed(string reason, string failure)
    {
        LogSession session = LogFolder.One(
            $"Jul 24 03:28:16 mx1 postfix-out/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, tls=none, dsn=4.7.5, status=deferred ({reason})\n");

        Assert.Equal((failure, true, 0), (session.Failure, session.Required, session.Messages));
    }

    [Fact]
    public void A_host_that_takes_no_mail_in_the_clear_has_required_tls()
    {
        LogSession session = LogFolder.One(
            "Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=5.7.0, status=bounced (host mx.example.com[192.0.2.1] said: 530 5.7.0 Must issue a STARTTLS command first (in reply to MAIL FROM command))\n");

        Assert.Equal((FailureType.StartTlsNotSupported, "530 5.7.0 Must issue a STARTTLS command first", true), (session.Failure, session.Error, session.Required));
        Assert.Equal((false, true), (session.Encrypted, session.MailBegun));
    }

    [Fact]
    public void A_certificate_that_is_not_good_enough_fails_a_session_that_was_encrypted()
    {
        using LogFolder folder = new();
        folder.Write("mail.log", """
            Jul 24 03:28:15 mx1 postfix/smtp[200]: Untrusted TLS connection established to mx.example.com[192.0.2.1]:25: TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)
            Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=4.7.5, status=deferred (Server certificate not trusted)

            """);

        LogSession session = Assert.Single(folder.Sessions());
        LogSummary summary = Assert.Single(folder.Summaries(LogGrouping.Direction));

        Assert.Equal((true, true, FailureType.CertificateNotTrusted), (session.Encrypted, session.TlsRefused, session.Failure));
        Assert.Equal((1, 0, 1), (summary.Sessions, summary.Encrypted, summary.Failed));
    }

    [Fact]
    public void The_reason_for_which_a_certificate_was_not_verified_stands_before_the_connection()
    {
        LogSession session = LogFolder.One("""
            Nov 25 02:42:40 vm postfix/smtp[7231]: certificate verification failed for mx.example.com[127.0.26.12]:2525: self-signed certificate
            Nov 25 02:42:40 vm postfix/smtp[7231]: Untrusted TLS connection established to mx.example.com[127.0.26.12]:2525: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256
            Nov 25 02:42:40 vm postfix/smtp[7231]: 99DA25203EF: to=<x@example.com>, relay=mx.example.com[127.0.26.12]:2525, delay=0.01, delays=0.01/0/0/0, dsn=4.7.5, status=deferred (Server certificate not verified)

            """);

        Assert.Equal(("Server certificate not verified: self-signed certificate", FailureType.CertificateNotTrusted), (session.Error, session.Failure));
    }

    [Theory]
    [InlineData("tls=dane, ", true)]
    [InlineData("tls=may?, ", null)]
    [InlineData("tls=may:none, ", false)]
    [InlineData("tls=dane/requiretls, ", true)]
    [InlineData("tls=dane/!requiretls:nocertmatch, ", true)]
    public void Postfix_3_11_says_it_with_each_recipient(string level, bool? encrypted)
    {
        LogSession session = LogFolder.One(
            $"Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, {level}dsn=2.0.0, status=sent (250 Ok)\n");

        Assert.Equal((encrypted, 1), (session.Encrypted, session.Messages));
    }

    [Fact]
    public void Where_nothing_logs_tls_deliveries_stay_unknown_and_a_warning_says_why()
    {
        using LogFolder folder = new();
        folder.Write("mail.log", "Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=2.0.0, status=sent (250 Ok)\n");

        LogSession session = Assert.Single(folder.Sessions());

        Assert.Equal((null, 1, 0), (session.Encrypted, session.Messages, session.MessagesPlain));
        Assert.Contains("smtp_tls_loglevel", Assert.Single(folder.Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handshake_that_fails_and_mail_that_goes_in_the_clear_are_two_sessions()
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read("""
            Jul 24 03:28:15 mx1 postfix/smtp[200]: SSL_connect error to mx.example.com[192.0.2.1]:25: -1
            Jul 24 03:28:15 mx1 postfix/smtp[200]: warning: TLS library problem: 200:error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:../ssl/record/rec_layer_s3.c:1544:SSL alert number 70:
            Jul 24 03:28:15 mx1 postfix/smtp[200]: 7EE668039: Cannot start TLS: handshake failure
            Jul 24 03:28:16 mx1 postfix/smtp[200]: 7EE668039: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, dsn=2.0.0, status=sent (250 Ok)

            """);

        Assert.Equal(
            [(false, "1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version", 0), (false, null, 1)],
            sessions.Select(session => (session.Encrypted!.Value, session.Error, session.Messages)));
    }
}
