using SmtpTls.Logs;

namespace SmtpTls.Tests.Logs;

/// <summary>What real logs hold that was once read the wrong way.</summary>
public sealed class LogFaultTests
{
    private const string Header = "#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n";

    [Fact]
    public void A_session_of_Exchange_that_a_file_cuts_after_its_first_row_is_one()
    {
        using LogFolder folder = new();
        const string Row = "EX01\\C,08DAF3EC00000001,{0},10.0.0.1:25,192.0.2.1:9,{1}\n";
        folder.Write("RECV1.LOG", Header + "2023-01-11T16:59:59.000Z," + string.Format(null, Row, 0, "+,,"));
        folder.Write("RECV2.LOG", Header + "2023-01-11T17:00:00.000Z," + string.Format(null, Row, 1, "*,SMTPSubmit,Set Session Permissions") + "2023-01-11T17:00:01.000Z," + string.Format(null, Row, 2, "-,,Local"));

        Assert.True(Assert.Single(folder.Sessions()).Complete);
    }

    [Theory]
    [InlineData("*,CN=x,Sending certificate")]
    [InlineData("*,CN=x,Received certificate")]
    [InlineData("*,,Sending certificate")]
    [InlineData("*,\" \",\"Received certificate  \"")]
    public void A_certificate_without_fields_is_no_end_of_a_file(string row)
    {
        LogSession session = LogFolder.One(Header + $"2023-01-11T16:59:59.000Z,EX01\\C,08DAF3EC00000001,0,10.0.0.1:25,192.0.2.1:9,+,,\n2023-01-11T16:59:59.000Z,EX01\\C,08DAF3EC00000001,1,10.0.0.1:25,192.0.2.1:9,{row}\n");

        Assert.Equal(row.Contains("CN=x", StringComparison.Ordinal) ? "CN=x" : null, (session.Certificate ?? session.ClientCertificate)?.Subject is { Length: > 0 } subject ? subject : null);
    }

    [Fact]
    public void A_connector_that_sends_only_with_TLS_finds_a_server_without()
    {
        LogSession session = LogFolder.One(Header.Replace("Receive", "Send") + "2024-01-24T11:00:00.006Z,To partner,08DC1E0000000002,6,192.168.0.78:28253,192.0.2.37:25,*,,Connector is configured to send mail only over TLS connections and remote doesn't support TLS\n");

        Assert.Equal((FailureType.StartTlsNotSupported, true, "To partner"), (session.Failure, session.Required, session.Connector));
    }

    [Theory]
    [InlineData("1vfAbc-00000001abc-0006 <= a@example.com H=([198.51.100.1]) [192.0.2.40]:5000 P=esmtp S=900")]
    [InlineData("1vfAbc-00000001abc-0006 <= a@example.com H=pc.example.com ([198.51.100.1]) [192.0.2.40]:5000 I=[203.0.113.1]:25 P=esmtp S=900")]
    [InlineData("TLS error on connection from ([198.51.100.1]) [192.0.2.40] (SSL_accept): timed out")]
    [InlineData("TLS error on connection from pc.example.com ([198.51.100.1]) [192.0.2.40]:5000 I=[203.0.113.1]:25 (SSL_accept): timed out")]
    [InlineData("no MAIL in SMTP connection from ([198.51.100.1]) [192.0.2.40]:5000 I=[203.0.113.1]:25 D=21s C=EHLO,STARTTLS")]
    public void The_address_stands_behind_what_the_client_calls_itself(string line) =>
        Assert.Equal("192.0.2.40", LogFolder.One($"2026-01-05 10:00:00 {line}\n").Remote);

    [Theory]
    [InlineData("TLS1.3:ECDHE_RSA_AES_256_GCM_SHA384:256", SslProtocolVersion.Tls13, "TLS_AES_256_GCM_SHA384")]
    [InlineData("TLS1.3:ECDHE_ECDSA_CHACHA20_POLY1305:256", SslProtocolVersion.Tls13, "TLS_CHACHA20_POLY1305_SHA256")]
    [InlineData("TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256", SslProtocolVersion.Tls12, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    public void Names_of_GnuTLS(string x, SslProtocolVersion version, string suite)
    {
        LogSession session = LogFolder.One($"2026-01-05 10:00:00 1vfAbc-00000001abc-0006 <= a@example.com H=pc.example.com [192.0.2.40]:5000 P=esmtps X={x} CV=no S=900\n");

        Assert.Equal((version, suite), (session.Protocol, session.CipherSuite));
    }

    [Theory]
    [InlineData("NOQUEUE: lost connection after CONNECT from unknown[192.0.2.9]", false)]
    [InlineData("NOQUEUE: lost connection after STARTTLS from unknown[192.0.2.9]", false)]
    [InlineData("NOQUEUE: reject: CONNECT from unknown[192.0.2.9]: 554 5.7.1 no; proto=SMTP", false)]
    [InlineData("NOQUEUE: milter-reject: EHLO from unknown[192.0.2.9]: 550 no; proto=ESMTP", false)]
    [InlineData("NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 450 4.1.1 no; from=<> to=<x@example.com>", true)]
    [InlineData("4ABCDE0123: lost connection after DATA from unknown[192.0.2.9]", true)]
    [InlineData("lost connection after RCPT from unknown[192.0.2.9]", true)]
    public void Whether_mail_was_begun(string message, bool mail) =>
        Assert.Equal(mail, LogFolder.One($"Jul 24 03:28:15 mx1 postfix/smtpd[100]: connect from unknown[192.0.2.9]\nJul 24 03:28:15 mx1 postfix/smtpd[100]: {message}\n").MailBegun);

    [Fact]
    public void What_was_required_and_not_offered_is_no_question_of_what_is_logged()
    {
        LogSession session = LogFolder.One("Oct 10 19:12:13 sender postfix/smtp[1711]: 62D3F481249: to=<user@example.com>, relay=mx.example.net[192.0.2.7]:25, delay=0.07, delays=0.03/0.01/0.03/0, dsn=4.7.4, status=deferred (TLS is required, but was not offered by host mx.example.net[192.0.2.7])\n");

        Assert.Equal((false, FailureType.StartTlsNotSupported, "example.net", "example.com"), (session.Encrypted, session.Failure, session.RemoteDomain, session.RecipientDomain));
    }

    [Theory]
    [InlineData("ECDHE-RSA-AES256-GCM-SHA384", SslProtocolVersion.Tls12)]
    [InlineData("DHE-RSA-AES256-SHA256", SslProtocolVersion.Tls12)]
    [InlineData("DHE-RSA-AES256-SHA", null)]
    public void What_OpenSSL_calls_TLSv1_SSLv3(string cipher, SslProtocolVersion? version)
    {
        LogSession session = LogFolder.One($"Oct 21 21:02:04 server sm-mta[23797]: STARTTLS=server, relay=mx.example.com [IPv6:2001:DB8:0:0:0:0:0:1], version=TLSv1/SSLv3, verify=NOT, cipher={cipher}, bits=256/256\n");

        Assert.Equal((version, "2001:db8::1"), (session.Protocol, session.Remote));
    }

    [Fact]
    public void Of_copies_only_the_longest_is_read()
    {
        using LogFolder folder = new();
        string text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"Jul 24 03:28:15 mx1 postfix/smtpd[{i}]: connect from unknown[192.0.2.9]\n"));
        folder.Write("mail.log.1", text);
        folder.WriteCompressed("mail.log.1.gz", text);
        folder.Write("mail.log.1.before", text.Substring(0, 50_000));
        folder.Write("mail.log", text.Replace("192.0.2.9", "192.0.2.8"));
        List<string> told = [];

        IReadOnlyList<LogFile> left = LogCopies.Without([.. LogFile.Find(folder.Path, new FileWalk(recurse: true, e => throw e))], (copy, longer) => told.Add(Path.GetFileName(copy.Path)), TestContext.Current.CancellationToken);

        Assert.Equal(2, left.Count);
        Assert.Contains("mail.log.1.before", told);
        Assert.Equal(2, told.Count);
    }

    [Theory]
    [InlineData("Jul 24 03:28:15 mx1 postfix/smtpd[100]: connect from a[192.0.2.1]\nJul 24 03:28:15 mx1 postfix/smtpd[100]: 7EE668039: client=a[192.0.2.1]\nJul 24 03:28:15 mx1 postfix/cleanup[101]: 7EE668039: message-id=<1@example.com>\nJul 24 03:28:15 mx1 postfix/smtpd[100]: disconnect from a[192.0.2.1]\nJul 24 03:28:16 mx1 postfix/smtp[102]: 7EE668039: to=<b@example.org>, relay=mx[192.0.2.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\nJul 24 03:28:16 mx1 postfix/smtp[103]: 7EE668040: to=<b@example.org>, relay=mx[192.0.2.3]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\n")]
    [InlineData("2026-01-05 10:00:00 1vfAbc-00000001abc-0006 <= a@example.com H=a [192.0.2.1]:5000 P=esmtp S=900 id=1@example.com\n2026-01-05 10:00:01 1vfAbc-00000001abc-0006 => b@example.org R=r T=remote_smtp H=mx [192.0.2.2] C=\"250 ok\"\n2026-01-05 10:00:01 1vfAbc-00000001abc-0007 => b@example.org R=r T=remote_smtp H=mx [192.0.2.3] C=\"250 ok\"\n")]
    [InlineData("Oct 21 21:02:05 mx sm-mta[1]: r9M124TR023797: from=<a@example.com>, size=830, class=0, nrcpts=1, msgid=<1@example.com>, proto=ESMTP, daemon=MTA-v4, relay=a [192.0.2.1]\nOct 21 21:02:06 mx sm-mta[2]: r9M124TR023797: to=<b@example.org>, delay=00:00:01, mailer=esmtp, pri=1, relay=mx. [192.0.2.2], dsn=2.0.0, stat=Sent (ok)\nOct 21 21:02:06 mx sm-mta[3]: r9M124TR023798: to=<b@example.org>, delay=00:00:01, mailer=esmtp, pri=1, relay=mx. [192.0.2.3], dsn=2.0.0, stat=Sent (ok)\n")]
    [InlineData("Wed Jul 20 19:47:40 2005 Info: New SMTP ICID 28 interface M (10.0.0.1) address 192.0.2.1 reverse dns host a verified no\nWed Jul 20 19:47:40 2005 Info: Start MID 20 ICID 28\nWed Jul 20 19:47:40 2005 Info: MID 20 Message-ID '<1@example.com>'\nWed Jul 20 19:47:41 2005 Info: New SMTP DCID 9 interface 10.0.0.1 address 192.0.2.2 port 25\nWed Jul 20 19:47:41 2005 Info: Delivery start DCID 9 MID 20 to RID [0]\nWed Jul 20 19:47:41 2005 Info: New SMTP DCID 10 interface 10.0.0.1 address 192.0.2.3 port 25\nWed Jul 20 19:47:41 2005 Info: Delivery start DCID 10 MID 21 to RID [0]\n")]
    [InlineData("2023-01-11T16:00:00.000Z,EX01\\C,08DAF3EC00000001,0,10.0.0.1:25,192.0.2.1:9,+,,\n2023-01-11T16:00:01.000Z,EX01\\C,08DAF3EC00000001,7,10.0.0.1:25,192.0.2.1:9,>,\"250 2.6.0 <1@example.com> [InternalId=1, Hostname=EX01] Queued mail for delivery\",\n2023-01-11T16:00:02.000Z,Out,08DAF3EC00000002,0,10.0.0.1:9,192.0.2.2:25,*,,sending message with RecordId 1 and InternetMessageId <1@example.com>\n2023-01-11T16:00:03.000Z,Out,08DAF3EC00000003,0,10.0.0.1:9,192.0.2.3:25,*,,sending message with RecordId 2 and InternetMessageId <2@example.com>\n")]
    public void The_hops_of_one_message(string log)
    {
        using LogFolder folder = new();
        folder.Write("log", log);
        LogFile[] files = [.. LogFile.Find(folder.Path, new FileWalk(recurse: true, e => throw e))];
        List<SessionFacts> sessions = [];
        MessageTrace trace = new("1@example.com");
        trace.Search(files[0], TestContext.Current.CancellationToken);
        LogScan scan = new(new LogScanOptions { TimeZone = TimeZoneInfo.Utc, Details = true }, folder.Notes.Add, _ => { });
        scan.Read(files, sessions.AddRange, TestContext.Current.CancellationToken);
        sessions.AddRange(scan.Joined());

        LogSession[] hops = [.. sessions.Where(trace.Has).Select(LogSessionFactory.Create).OrderBy(hop => hop.Remote)];

        Assert.Equal(["192.0.2.1", "192.0.2.2"], hops.Select(hop => hop.Remote));
        Assert.All(hops, hop => Assert.Contains("<1@example.com>", hop.MessageIds));
    }
}
