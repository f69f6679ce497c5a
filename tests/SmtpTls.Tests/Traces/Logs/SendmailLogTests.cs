namespace SmtpTls.Tests.Logs;

public sealed class SendmailLogTests
{
    [Fact]
    public void A_process_serves_one_connection()
    {
        IReadOnlyList<LogSession> sessions = LogFolder.Read("""
            Mar 18 16:22:33 shadow sm-mta[100]: STARTTLS=server, relay=mail.example.org [192.0.2.21], version=TLSv1.3, verify=NO, cipher=TLS_AES_256_GCM_SHA384, bits=256/256
            Mar 18 16:22:34 shadow sm-mta[100]: 221820LG031423: from=<a@example.org>, size=100, class=0, nrcpts=1, msgid=<x, relay=fake [1.2.3.4]>, proto=ESMTPS, daemon=MTA, relay=mail.example.org [192.0.2.21]
            Mar 18 16:22:34 shadow sm-mta[101]: 221820LH031424: from=<b@example.net>, size=100, class=0, nrcpts=1, msgid=<y>, proto=ESMTP, daemon=MTA, relay=[192.0.2.22]
            Mar 18 16:22:35 shadow sm-mta[102]: STARTTLS=client, relay=mx.example.com., version=TLSv1/SSLv3, verify=OK, cipher=AES128-SHA, bits=128/128
            Mar 18 16:22:36 shadow sm-mta[102]: 221820LG031423: to=<c@example.com>,<d@example.com>, delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120, relay=mx.example.com. [192.0.2.25], dsn=2.0.0, stat=Sent (ok)
            Mar 18 16:22:37 shadow sm-mta[103]: 221820LG031425: to=<e@plain.example>, delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120, relay=mx.plain.example. [192.0.2.26], dsn=2.0.0, stat=Sent (ok)

            """);

        Assert.Equal(
            [
                (MailDirection.Inbound, true, SslProtocolVersion.Tls13, "192.0.2.21", 1),
                (MailDirection.Inbound, false, null, "192.0.2.22", 1),
                (MailDirection.Outbound, true, null, "192.0.2.25", 1),
                (MailDirection.Outbound, false, null, "192.0.2.26", 1),
            ],
            sessions.Select(session => (session.Direction, session.Encrypted!.Value, session.Protocol, session.Remote, session.Messages)));
        Assert.Equal(("TLS_RSA_WITH_AES_128_CBC_SHA", "verify=OK", "mx.example.com"), (sessions[2].CipherSuite, sessions[2].Certificate!.Status, sessions[2].RemoteName));
    }

    [Fact]
    public void A_handshake_that_fails_is_one_session_however_many_lines_tell_it()
    {
        LogSession session = LogFolder.One("""
            Dec  4 10:24:32 c sendmail[32283]: ruleset=tls_server, arg1=SOFTWARE, relay=mx.example.com, reject=403 4.7.0 TLS handshake failed.
            Dec  4 10:24:32 c sendmail[32283]: STARTTLS=client, error: connect failed=0, SSL_error=5

            """);

        Assert.Equal((MailDirection.Outbound, false, "403 4.7.0 TLS handshake failed.", "mx.example.com"), (session.Direction, session.Encrypted, session.Error, session.RemoteName));
    }

    [Fact]
    public void Lines_that_decide_nothing_begin_no_session() => Assert.Empty(LogFolder.Read("""
        Dec  4 10:24:32 c sm-mta[32283]: STARTTLS=client, start=ok
        Dec  4 10:24:32 c sm-mta[32283]: STARTTLS=client, relay=mx.example.com., tlsstate=1, status=trying_again
        Dec  4 10:24:32 c sm-mta[32283]: STARTTLS: write error=syscall error (-1), errno=104, get_error=error:00000000:lib(0):func(0):reason(0), retry=99, ssl_err=5

        """));

    [Fact]
    public void A_client_that_fails_has_failed_at_our_server()
    {
        LogSession session = LogFolder.One(
            "Dec  4 10:24:32 c sm-mta[32283]: STARTTLS=server, error: accept failed=-1, reason=no shared cipher, SSL_error=1, errno=0, retry=-1, relay=host.example.com [192.0.2.44]\n");

        Assert.Equal((MailDirection.Inbound, FailureType.ValidationFailure, "192.0.2.44"), (session.Direction, session.Failure, session.Remote));
    }
}
