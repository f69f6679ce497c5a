namespace SmtpTls.Tests.Logs;

/// <summary>The same words of a mail server behind everything that may stand before them.</summary>
public sealed class PrefixTests
{
    private static readonly string[] Server =
    [
        "connect from mail.example.com[192.0.2.9]",
        "Anonymous TLS connection established from mail.example.com[192.0.2.9]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
        "disconnect from mail.example.com[192.0.2.9] ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7",
    ];

    [Theory]
    [InlineData("Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("<22>Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("Nov 28 18:06:29.123456 mx1 postfix/smtpd[100]: ")]
    [InlineData("Nov 28 18:06:29 2025 mx1 postfix/smtpd[100]: ")]
    [InlineData("Nov 28 2025 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("2025 Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("2025-11-28T18:06:29+0000 mx1 postfix/smtpd[100]: ")]
    [InlineData("2025-11-28T19:06:29.123456+01:00 mx1 postfix/smtpd[100]: ")]
    [InlineData("2025-11-28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("Fri 2025-11-28 18:06:29 UTC mx1 postfix/smtpd[100]: ")]
    [InlineData("Fri 2025-11-28 18:06:29.123456 CET mx1 postfix/smtpd[100]: ")]
    [InlineData("1764353189.123456 mx1 postfix/smtpd[100]: ")]
    [InlineData("<22>1 2025-11-28T18:06:29.003Z mx1 postfix/smtpd 100 - - ")]
    [InlineData("<22>1 2025-11-28T18:06:29.003Z mx1 postfix/smtpd 100 ID47 [origin ip=\"192.0.2.1\" x=\"[y]\"] ")]
    [InlineData("2025-11-28T18:06:29.003123456Z Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("2025-11-28T18:06:29.003123456Z stdout F Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("2025-11-28T18:06:29.003123456Z stderr F postfix/smtpd[100]: ")]
    [InlineData("2025-11-28T18:06:29.003123456Z postfix/smtpd[100]: ")]
    [InlineData("mail-1  | Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("\u001b[36mmail-1  |\u001b[0m Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("mail-1  | 2025-11-28T18:06:29.003123456Z Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("[pod/mail-0/postfix] Nov 28 18:06:29 mx1 postfix/smtpd[100]: ")]
    [InlineData("Nov 28 18:06:29 mx1 mail:info postfix/smtpd[100]: ")]
    [InlineData("Nov 28 18:06:29 mx1 postfix/smtpd[100]: [ID 197553 mail.info] ")]
    [InlineData("Nov 28 18:06:29 |1764353189|mx1 postfix/smtpd[100]: ")]
    public void Syslog_journald_and_containers(string prefix) => Same(Server.Select(line => prefix + line));

    [Theory]
    [InlineData("""{"__REALTIME_TIMESTAMP":"1764353189000000","_HOSTNAME":"mx1","SYSLOG_IDENTIFIER":"postfix/smtpd","SYSLOG_PID":"100","PRIORITY":"6","MESSAGE":"%"}""")]
    [InlineData("""{"log":"Nov 28 18:06:29 mx1 postfix/smtpd[100]: %\n","stream":"stdout","time":"2025-11-28T18:06:29.003123456Z"}""")]
    [InlineData("""{"log":"postfix/smtpd[100]: %\r\n","stream":"stdout","attrs":{"tag":"mail"},"time":"2025-11-28T18:06:29.003123456Z"}""")]
    [InlineData("""{"@timestamp":"2025-11-28T18:06:29.003Z","host":"mx1","programname":"postfix/smtpd","procid":100,"message":"%"}""")]
    [InlineData("""{"timestamp":"2025-11-28T18:06:29+00:00","hostname":"mx1","syslogtag":"postfix/smtpd[100]:","msg":" %"}""")]
    public void Json(string form) => Same(Server.Select(line => form.Replace("%", line)));

    [Fact]
    public void What_journald_takes_for_no_text_is_read()
    {
        string bytes = string.Join(",", System.Text.Encoding.UTF8.GetBytes(Server[0]));
        LogSession session = LogFolder.One($$"""{"__REALTIME_TIMESTAMP":"1764353189000000","_HOSTNAME":"mx1","SYSLOG_IDENTIFIER":"postfix/smtpd","_PID":"100","MESSAGE":[{{bytes}}]}""" + "\n");

        Assert.Equal(("192.0.2.9", "mx1"), (session.Remote, session.Server));
    }

    [Fact]
    public void FortiMail()
    {
        LogSession session = LogFolder.One("""
            date=2025-11-28 time=18:06:29.101 device_id=FEVM010000000001 log_id=0003005065 type=event subtype=smtp pri=information user=mail ui=mail action=NONE status=success session_id="5ASI6TAb000100-5ASI6TAc000100" msg="STARTTLS=server, relay=mail.example.com [192.0.2.9], version=TLSv1.3, verify=NO, cipher=TLS_AES_256_GCM_SHA384, bits=256/256"
            date=2025-11-28 time=18:06:30.101 device_id=FEVM010000000001 log_id=0003005065 type=event subtype=smtp pri=information user=mail ui=mail action=NONE status=success session_id="5ASI6TAb000100-5ASI6TAc000100" msg="from=<a@example.com>, size=1234, class=0, nrcpts=1, msgid=<1@example.com>, proto=ESMTP, daemon=SMTP_MTA, relay=mail.example.com [192.0.2.9]"

            """);

        Assert.Equal(("192.0.2.9", SslProtocolVersion.Tls13, 1, "FEVM010000000001"), (session.Remote, session.Protocol, session.Messages, session.Server));
    }

    [Fact]
    public void What_nobody_can_read_is_told_and_gives_no_session()
    {
        using LogFolder folder = new();
        folder.Write("a.log", string.Concat(Server.Select(line => $"@4000000061a1b2c3 {line}\n")));
        folder.Write("b.log", string.Concat(Server.Select(line => $"postfix/smtpd[100]: {line}\n")));

        Assert.Empty(folder.Sessions());
        Assert.Equal(2, folder.Notes.Count(note => note.ErrorId == "FileFormatUnknown"));
    }

    [Theory]
    [InlineData("postfix/smtps/smtpd")]
    [InlineData("postfix/smtp-25/smtpd")]
    [InlineData("postfix-in/submission/smtpd")]
    [InlineData("smtps/smtpd")]
    public void The_program_stands_behind_the_last_slash(string tag)
    {
        LogSession session = LogFolder.One($"Nov 28 18:06:29 mx1 {tag}[100]: {Server[0]}\nNov 28 18:06:29 mx1 {tag}[100]: {Server[2]}\n");

        Assert.Equal((tag, LogDialect.Postfix, true), (session.Connector, session.Dialect, session.Encrypted));
    }

    [Fact]
    public void A_file_may_hold_lines_of_every_program()
    {
        using LogFolder folder = new();
        folder.Write("all.log", """
            Nov 28 18:06:29 mx1 postfix/sendmail[7]: fatal: usage: sendmail [options]
            Nov 28 18:06:29 mx1 postfix/smtpd[100]: connect from mail.example.com[192.0.2.1]
            Nov 28 18:06:29 mx2 sm-mta[23797]: STARTTLS=server, relay=mail.example.com [192.0.2.2], version=TLSv1.2, verify=NO, cipher=ECDHE-RSA-AES256-GCM-SHA384, bits=256/256
            Nov 28 18:06:29 mx3 exim[5]: 2025-11-28 18:06:29 1vfAbc-00000001abc-0001 <= user@example.org H=mx.example.org [192.0.2.3]:4000 P=esmtps X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no S=580 id=1@example.org
            Nov 28 18:06:29 esa1 mail_logs: Info: New SMTP ICID 5 interface Data 1 (10.0.0.1) address 192.0.2.4 reverse dns host mx.example.net verified yes
            2025-11-28T18:06:29.000Z,EX01\C,08DAF3EC00000001,0,10.0.0.1:25,192.0.2.5:9,+,,
            2025-11-28 18:06:29 1vfAbc-00000001abc-0002 <= user@example.org H=mx.example.org [192.0.2.6]:4000 P=esmtp S=580
            Fri Nov 28 18:06:29 2025 Info: New SMTP DCID 6 interface 10.0.0.1 address 192.0.2.7 port 25
            Nov 28 18:06:30 mx1 postfix/smtpd[100]: disconnect from mail.example.com[192.0.2.1] ehlo=1 quit=1 commands=2
            Nov 28 18:06:30 mx1 dovecot: imap-login: Login: user=<a>, rip=192.0.2.8

            """);
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "all.log"), new DateTime(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(
            [("192.0.2.1", LogDialect.Postfix), ("192.0.2.2", LogDialect.Sendmail), ("192.0.2.3", LogDialect.Exim), ("192.0.2.4", LogDialect.CiscoEsa), ("192.0.2.5", LogDialect.Exchange), ("192.0.2.6", LogDialect.Exim), ("192.0.2.7", LogDialect.CiscoEsa)],
            folder.Sessions().Select(session => (session.Remote!, session.Dialect)).OrderBy(one => one.Item1));
        Assert.Empty(folder.Notes);
    }

    private static void Same(IEnumerable<string> lines)
    {
        using LogFolder folder = new();
        string path = folder.Write("mail.log", string.Concat(lines.Select(line => line + "\n")));
        File.SetLastWriteTimeUtc(path, new DateTime(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc));

        LogSession session = Assert.Single(folder.Sessions());

        Assert.Empty(folder.Notes);
        Assert.Equal(("192.0.2.9", "mail.example.com", true, SslProtocolVersion.Tls13, 1), (session.Remote, session.RemoteName, session.Encrypted, session.Protocol, session.Messages));
        Assert.Equal(new DateTime(2025, 11, 28, 18, 6, 29), session.Start.UtcDateTime.AddTicks(-(session.Start.Ticks % TimeSpan.TicksPerSecond)));
        Assert.True(session.Complete);
    }
}
