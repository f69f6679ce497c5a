namespace SmtpTls.Tests.Logs;

/// <summary>Exchange's SMTP protocol logs. The shapes are those of real servers; names and addresses are not.</summary>
public sealed class ExchangeLogTests
{
    private const string Receive = """
        #Software: Microsoft Exchange Server
        #Version: 15.0.0.0
        #Log-type: SMTP Receive Protocol Log
        #Date: 2023-01-11T15:00:00.000Z
        #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context

        """;

    private const string Send = """
        #Software: Microsoft Exchange Server
        #Version: 15.0.0.0
        #Log-type: SMTP Send Protocol Log
        #Date: 2023-01-11T15:00:00.000Z
        #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context

        """;

    private const string Tls12 =
        "\"TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash "
        + "algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits\"";

    [Fact]
    public void A_session_is_told_with_everything_the_log_has()
    {
        LogSession session = LogFolder.One(Receive + Rows(
            "+,,",
            ">,\"220 EX01.contoso.test Microsoft ESMTP MAIL Service ready at Wed, 11 Jan 2023 15:59:55 +0000\",",
            "<,EHLO mail.example.com,",
            ">,250  EX01.contoso.test Hello [203.0.113.33] SIZE 37748736 STARTTLS X-ANONYMOUSTLS,",
            "<,STARTTLS,",
            ">,220 2.0.0 SMTP server ready,",
            "*, CN=EX01 CN=EX01 12DEABC6565646512346ABDC13456894 12DEABC6565646512346ABDC1345689413589876 2020-01-17T15:15:33.000Z 2025-01-17T15:15:33.000Z EX01;EX01.contoso.test,Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names",
            "*,," + Tls12,
            "<,EHLO mail.example.com,",
            "*,,Client certificate chain validation status: 'EmptyCertificate'",
            "<,MAIL FROM:<sender@example.com> SIZE=1234,",
            "<,RCPT TO:<a@contoso.test>,",
            "<,RCPT TO:<b@contoso.test> NOTIFY=NEVER,",
            ">,250 2.1.0 Sender OK,",
            ">,250 2.1.5 Recipient OK,",
            "<,BDAT 1234 LAST,",
            ">,\"250 2.6.0 <x@example.com> [InternalId=1, Hostname=EX01] 1234 bytes in 0.123, 9 KB/sec Queued mail for delivery\",",
            "<,QUIT,",
            ">,221 2.0.0 Service closing transmission channel,",
            "-,,Local"));

        Assert.Equal(new DateTimeOffset(2023, 1, 11, 16, 0, 0, TimeSpan.Zero), session.Start);
        Assert.Equal(TimeSpan.FromSeconds(19), session.End - session.Start);
        Assert.Equal(("EX01", @"EX01\Default Frontend EX01", "08DAF3EC62278461"), (session.Server, session.Connector, session.SessionId));
        Assert.Equal((MailDirection.Inbound, "203.0.113.33", "mail.example.com"), (session.Direction, session.Remote, session.RemoteName));
        Assert.Equal((true, "STARTTLS", SslProtocolVersion.Tls12), (session.Encrypted, session.TlsCommand, session.Protocol));
        Assert.Equal(("CALG_AES_256/CALG_SHA_384", "ECDHE"), (session.CipherSuite, session.KeyExchange));
        Assert.Equal(("sender@example.com", 1, 0), (session.Sender, session.Messages, session.MessagesPlain));
        Assert.Equal(["a@contoso.test", "b@contoso.test"], session.Recipients);
        Assert.Equal((null, null, true, 6), (session.Failure, session.Error, session.Complete, session.Line));
        LogCertificate certificate = session.Certificate!;
        Assert.Equal(("CN=EX01", "CN=EX01"), (certificate.Subject, certificate.Issuer));
        Assert.Equal(("12DEABC6565646512346ABDC13456894", "12DEABC6565646512346ABDC1345689413589876"), (certificate.SerialNumber, certificate.Thumbprint));
        Assert.Equal(new DateTimeOffset(2025, 1, 17, 15, 15, 33, TimeSpan.Zero), certificate.NotAfter);
        Assert.Equal(["EX01", "EX01.contoso.test"], certificate.Names);
        Assert.Null(session.ClientCertificate);
    }

    [Theory]
    [InlineData("SP_PROT_TLS1_0_SERVER", SslProtocolVersion.Tls10)]
    [InlineData("SP_PROT-TLS1_0", SslProtocolVersion.Tls10)]
    [InlineData("SP_PROT_TLS1_1_CLIENT", SslProtocolVersion.Tls11)]
    [InlineData("SP_PROT_SSL3_SERVER", SslProtocolVersion.Ssl3)]
    [InlineData("4096", SslProtocolVersion.Tls13)]
    [InlineData("8192", SslProtocolVersion.Tls13)]
    public void A_version_is_known_by_name_or_number(string written, SslProtocolVersion version)
    {
        LogSession session = LogFolder.One(Receive + Rows("+,,", "<,STARTTLS,", $"*,,TLS protocol {written} negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits"));

        Assert.Equal((true, version, "CALG_AES_256", null), (session.Encrypted, session.Protocol, session.CipherSuite, session.KeyExchange));
    }

    [Fact]
    public void Tls_1_3_has_but_one_suite_for_an_algorithm_and_algorithms_may_be_numbers()
    {
        LogSession session = LogFolder.One(Receive + Rows(
            "+,,",
            "*,,\"TLS protocol 4096 negotiation succeeded using bulk encryption algorithm 26128 with strength 256 bits, MAC hash algorithm 32781 with strength 0 bits and key exchange algorithm 44550 with strength 255 bits\""));

        Assert.Equal(("TLS_AES_256_GCM_SHA384", "ECDHE"), (session.CipherSuite, session.KeyExchange));
    }

    [Theory]
    [InlineData("UnknownCredentials")]
    [InlineData("NoCredentials")]
    [InlineData("InvalidToken")]
    [InlineData("SocketError")]
    [InlineData("ConnectionAborted")]
    [InlineData("BadBindings")]
    [InlineData("-2146893007")]
    public void An_error_stays_as_it_is(string error)
    {
        LogSession session = LogFolder.One(Receive + Rows("+,,", "<,STARTTLS,", ">,220 2.0.0 SMTP server ready,", $"*,,TLS negotiation failed with error {error}", "-,,Local"));

        Assert.Equal((false, error, FailureType.ValidationFailure), (session.Encrypted, session.Error, session.Failure));
    }

    [Fact]
    public void A_connection_that_ends_in_the_handshake_has_failed_as_the_log_says()
    {
        LogSession session = LogFolder.One(Receive + Rows("+,,", "<,STARTTLS,", ">,220 2.0.0 SMTP server ready,", "-,,Remote(SocketError)"));

        Assert.Equal((false, "Remote(SocketError)", FailureType.ValidationFailure), (session.Encrypted, session.Error, session.Failure));
    }

    [Fact]
    public void A_second_handshake_that_succeeds_makes_an_encrypted_session_with_the_failure_on_record()
    {
        LogSession session = LogFolder.One(Receive + Rows("+,,", "<,X-ANONYMOUSTLS,", "*,,TLS negotiation failed with error InvalidToken", "<,STARTTLS,", "*,," + Tls12, "-,,Local"));

        Assert.Equal((true, "InvalidToken", SslProtocolVersion.Tls12, "X-ANONYMOUSTLS"), (session.Encrypted, session.Error, session.Protocol, session.TlsCommand));
    }

    [Fact]
    public void Whether_it_was_encrypted_is_unknown_until_the_question_arises()
    {
        Assert.Null(LogFolder.One(Receive + Rows("+,,", ">,220 hi,", "-,,Remote")).Encrypted);
        Assert.Null(LogFolder.One(Receive + Rows("+,,", "<,EHLO probe.example.com,", "<,QUIT,", "-,,Local")).Encrypted);
        Assert.False(LogFolder.One(Receive + Rows("+,,", "<,EHLO app,", "<,MAIL FROM:<a@example.com>,", "-,,Local")).Encrypted);
    }

    [Fact]
    public void In_a_send_log_the_client_is_us()
    {
        LogSession session = LogFolder.One(Send + RowsOf(
            "Outbound to Internet", "", "203.0.113.50:25",
            "*,SendRoutingHeaders,Set Session Permissions",
            "*,,attempting to connect"
            ) + RowsOf(
            "Outbound to Internet", "10.1.1.10:50000", "203.0.113.50:25",
            "+,,",
            "<,\"220 mx.example.com ESMTP Postfix, ready\",",
            ">,EHLO mail.contoso.test,",
            "<,250  mx.example.com STARTTLS,",
            ">,STARTTLS,",
            "<,220 2.0.0 Ready to start TLS,",
            "*,,Received certificate",
            "*,CN=mx.example.com,Certificate subject",
            "*,\"CN=Example CA, O=\"\"Example\"\", C=DE\",Certificate issuer name",
            "*,0A0B0C0D,Certificate serial number",
            "*,00112233445566778899AABBCCDDEEFF00112233,Certificate thumbprint",
            "*,mx.example.com;mx2.example.com,Certificate alternate names",
            "*,,\"TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_128 with strength 128 bits, MAC hash algorithm CALG_SHA_256 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 256 bits\"",
            ">,MAIL FROM:<a@contoso.test> SIZE=10,",
            ">,RCPT TO:<b@example.com>,",
            "<,250 2.1.0 Ok,",
            "<,250 2.1.5 Ok,",
            ">,DATA,",
            "<,354 End data with <CR><LF>.<CR><LF>,",
            "<,250 2.0.0 Ok: queued as 4ABCD,",
            ">,QUIT,",
            "-,,Local"));

        Assert.Equal((MailDirection.Outbound, "10.1.1.10", "203.0.113.50", "mx.example.com"), (session.Direction, session.Server, session.Remote, session.RemoteName));
        Assert.Equal((true, SslProtocolVersion.Tls12, 1), (session.Encrypted, session.Protocol, session.Messages));
        Assert.Equal(("a@contoso.test", "example.com"), (session.Sender, session.RecipientDomain));
        Assert.Equal(("CN=mx.example.com", "CN=Example CA, O=\"Example\", C=DE"), (session.Certificate!.Subject, session.Certificate.Issuer));
        Assert.Equal(["mx.example.com", "mx2.example.com"], session.Certificate.Names);
        Assert.True(session.Complete);
    }

    [Fact]
    public void A_connection_that_never_stood_is_a_session_with_its_error()
    {
        LogSession session = LogFolder.One(Send + RowsOf(
            "Outbound", "", "203.0.113.50:25", "*,,attempting to connect", "*,,\"Failed to connect. Winsock error code: 10061, Win32 error code: 10061, Error Message: refused 203.0.113.50:25\""));

        Assert.StartsWith("Failed to connect. Winsock error code: 10061", session.Error, StringComparison.Ordinal);
        Assert.Equal((null, null, true), (session.Encrypted, session.Failure, session.Complete));
    }

    [Theory]
    [InlineData("*,CN=mail.example.com CN=Example CA 0A0B0C0D0E 00112233445566778899AABBCCDDEEFF00112233 mail.example.com,Sending certificate Certificate subject Certificate issuer name Certificate serial number Certificate thumbprint Certificate alternate names")]
    [InlineData("*, CN=mail.example.com CN=Example CA 0A0B0C0D0E 00112233445566778899AABBCCDDEEFF00112233 2020-01-17T15:15:33.000Z 2025-01-17T15:15:33.000Z mail.example.com,Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names")]
    public void A_certificate_on_one_line_is_read_from_the_right(string row)
    {
        LogCertificate certificate = LogFolder.One(Receive + Rows("+,,", row)).Certificate!;

        Assert.Equal(("CN=mail.example.com", "CN=Example CA", "0A0B0C0D0E"), (certificate.Subject, certificate.Issuer, certificate.SerialNumber));
        Assert.Equal(("00112233445566778899AABBCCDDEEFF00112233", "mail.example.com"), (certificate.Thumbprint, Assert.Single(certificate.Names)));
    }

    [Fact]
    public void The_border_between_subject_and_issuer_is_where_a_part_follows_no_comma()
    {
        LogCertificate certificate = LogFolder.One(Receive + Rows(
            "+,,",
            "*,\" CN=mail.example.com, O=Example Inc. Ltd, C=US CN=Example TLS CA 1, O=Example CA, C=US 0A0B0C0D0E 00112233445566778899AABBCCDDEEFF00112233 2020-01-17T15:15:33.000Z 2025-01-17T15:15:33.000Z a.example.com;b.example.com\",Remote certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names")).ClientCertificate!;

        Assert.Equal(("CN=mail.example.com, O=Example Inc. Ltd, C=US", "CN=Example TLS CA 1, O=Example CA, C=US"), (certificate.Subject, certificate.Issuer));
    }

    [Fact]
    public void A_client_certificate_has_the_verdict_on_its_chain()
    {
        LogSession session = LogFolder.One(Receive + Rows(
            "+,,",
            "*, CN=peer CN=peer 0A0B0C0D0E0F 00112233445566778899AABBCCDDEEFF00112233 2026-01-17T15:15:33.000Z 2027-01-17T15:15:33.000Z peer.example.org,Remote certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names",
            "*,,Client certificate chain validation status: 'UntrustedRoot'"));

        Assert.Equal(("CN=peer", "UntrustedRoot"), (session.ClientCertificate!.Subject, session.ClientCertificate.Status));
        Assert.Null(session.Certificate);
    }

    [Fact]
    public void What_the_other_side_says_tells_nothing_of_tls()
    {
        LogSession session = LogFolder.One(Receive + Rows(
            "+,,",
            "<,\"EHLO x\"\",+,,TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk\",",
            "<,MAIL FROM:<a@example.com>,",
            "*,TLS negotiation failed with error Lie,",
            ">,\"250 2.1.0 TLS negotiation failed with error Lie\",TLS negotiation failed with error Lie",
            "-,,Local"));

        Assert.Equal((false, null), (session.Encrypted, session.Error));
    }

    [Fact]
    public void Nothing_of_an_authentication_reaches_an_object()
    {
        LogSession session = LogFolder.One(Receive + Rows(
            "+,,", "<,EHLO app.example.com,", "<,AUTH LOGIN,", ">,334 VXNlcm5hbWU6,", "<,MAIL FROM:<c2VjcmV0@secret.example>,", ">,334 UGFzc3dvcmQ6,",
            "<,DATA,", ">,235 2.7.0 Authentication successful,", "<,MAIL FROM:<real@example.com>,", "-,,Local"));

        Assert.Equal(("real@example.com", 0), (session.Sender, session.Messages));
        Assert.DoesNotContain(typeof(LogSession).GetProperties(), property => property.GetValue(session)?.ToString()?.Contains("c2VjcmV0", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_refusal_of_mail_without_tls_is_a_failure_where_tls_is_required()
    {
        LogSession session = LogFolder.One(Receive + Rows("+,,", "<,EHLO app,", "<,MAIL FROM:<a@example.com>,", ">,530 5.7.0 Must issue a STARTTLS command first,", "-,,Local"));

        Assert.Equal((false, true, FailureType.StartTlsNotSupported), (session.Encrypted, session.Required, session.Failure));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Sessions_interleave_and_connectors_may_be_quoted_or_in_any_language(string newline)
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read(("\uFEFF" + Receive + """
            2023-01-11T16:00:00.000Z,"Relay, ""internal"" EX01",08DAF3EC00000001,0,[::1]:25,[2001:db8::1]:5000,+,,
            2023-01-11T16:00:01.000Z,组织内 SMTP 接收连接器,08DAF3EC00000002,0,10.1.1.10:25,203.0.113.40:50001,+,,
            2023-01-11T16:00:02.000Z,"Relay, ""internal"" EX01",08DAF3EC00000001,1,[::1]:25,[2001:db8::1]:5000,<,STARTTLS,
            2023-01-11T16:00:02.000Z,"Relay, ""internal"" EX01",08DAF3EC00000001,1,[::1]:25,[2001:db8::1]:5000,<,EHLO a,
            2023-01-11T16:00:03.000Z,组织内 SMTP 接收连接器,08DAF3EC00000002,5,10.1.1.10:25,203.0.113.40:50001,<,MAIL FROM:<x@example.com>,
            #Software: Microsoft Exchange Server
            #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
            2023-01-11T16:00:04.000Z,"Relay, ""internal"" EX01",08DAF3EC00000001,9,[::1]:25,[2001:db8::1]:5000,*,,TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits
            2023-01-11T16:00:05.000Z,组织内 SMTP 接收连接器,08DAF3EC00000002,6,10.1.1.10:25,203.0.113.40:50001,-,,Remote

            """).ReplaceLineEndings(newline));

        Assert.Equal(2, sessions.Count);
        Assert.Equal(("Relay, \"internal\" EX01", "2001:db8::1", "::1", true), (sessions[0].Connector, sessions[0].Remote, sessions[0].Server, sessions[0].Encrypted));
        Assert.Equal(("组织内 SMTP 接收连接器", "203.0.113.40", false), (sessions[1].Connector, sessions[1].Remote, sessions[1].Encrypted));
    }

    [Fact]
    public void The_fields_line_rules()
    {
        LogSession session = LogFolder.One("""
            #Software: Microsoft Exchange Server
            #Log-type: SMTP Receive Protocol Log
            #Fields: session-id,date-time,event,new-field,context,data,remote-endpoint,connector-id,local-endpoint,sequence-number
            08DAF3EC00000001,2023-01-11T16:00:00.000Z,+,?,,,203.0.113.9:999,EX01\Default,10.0.0.1:25,0
            08DAF3EC00000001,2023-01-11T16:00:01.000Z,*,?,TLS negotiation failed with error InvalidToken,,203.0.113.9:999,EX01\Default,10.0.0.1:25,1
            08DAF3EC00000001,2023-01-11T16:00:02.000Z,-,?,Local,,203.0.113.9:999,EX01\Default,10.0.0.1:25,2

            """);

        Assert.Equal(("InvalidToken", "203.0.113.9", @"EX01\Default"), (session.Error, session.Remote, session.Connector));
    }

    [Fact]
    public void A_session_runs_over_into_the_next_file_even_in_the_middle_of_a_message()
    {
        string[] rows = Rows(
            "+,,", "<,EHLO mail.example.com,", "<,STARTTLS,", "*,," + Tls12, "<,MAIL FROM:<a@example.com>,", "<,BDAT 10 LAST,", ">,250 2.6.0 Queued mail for delivery,", "-,,Local").Split('\n');
        LogSession whole = LogFolder.One(Receive + string.Join('\n', rows));
        for (int cut = 1; cut < rows.Length - 1; cut++)
        {
            using LogFolder folder = new();
            folder.Write("RECV20230111-1.LOG", Receive + string.Join('\n', rows.Take(cut)) + "\n");
            folder.Write("RECV20230111-2.LOG", Receive + string.Join('\n', rows.Skip(cut)));

            LogSession joined = Assert.Single(folder.Sessions());

            Assert.Equal(
                (whole.Start, whole.End, whole.Encrypted, whole.Messages, whole.MessagesPlain, whole.Error, whole.Sender, whole.Complete),
                (joined.Start, joined.End, joined.Encrypted, joined.Messages, joined.MessagesPlain, joined.Error, joined.Sender, joined.Complete));
            Assert.EndsWith("-1.LOG", joined.Source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Equal_ids_of_two_servers_are_two_sessions()
    {
        using LogFolder folder = new();
        folder.Write("ex01/RECV20230111-1.LOG", Receive + Rows("+,,", "<,MAIL FROM:<a@example.com>,"));
        folder.Write("ex02/RECV20230111-1.LOG", Receive + RowsOf(@"EX02\Default Frontend EX02", "10.1.1.11:25", "203.0.113.34:1234", "<,STARTTLS,", "*,," + Tls12, "-,,Local"));

        Assert.Equal(["EX01", "EX02"], folder.Sessions().Select(session => session.Server).Order());
    }

    [Fact]
    public void Lines_out_of_order_are_still_one_session()
    {
        string[] rows = Rows("+,,", "<,EHLO mail.example.com,", "<,STARTTLS,", "*,," + Tls12, "-,,Local").TrimEnd().Split('\n');

        LogSession session = LogFolder.One(Receive + string.Join('\n', rows[1], rows[0], rows[2], rows[4], rows[3]));

        Assert.Equal((true, true, TimeSpan.FromSeconds(4)), (session.Encrypted, session.Complete, session.End - session.Start));
    }

    [Fact]
    public void A_file_that_ends_in_mid_line_has_no_bad_line()
    {
        using LogFolder folder = new();
        folder.Write("RECV.LOG", Receive + Rows("+,,", "<,STARTTLS,") + "2023-01-11T16:00:09.000Z,EX01\\Default Fro");

        Assert.Single(folder.Sessions());
        Assert.Empty(folder.Notes);
    }

    private static string Rows(params string[] rows) => RowsOf(@"EX01\Default Frontend EX01", "10.1.1.10:25", "203.0.113.33:56026", rows);

    /// <summary>Rows of one session, a second apart.</summary>
    private static string RowsOf(string connector, string local, string remote, params string[] rows) =>
        string.Concat(rows.Select((row, i) => $"2023-01-11T16:00:{i:00}.000Z,{connector},08DAF3EC62278461,{(rows[0][0] == '+' || rows[0].Contains("Set Session", StringComparison.Ordinal) || rows[0].Contains("attempting", StringComparison.Ordinal) ? i : i + 5)},{local},{remote},{row}\n"));
}
