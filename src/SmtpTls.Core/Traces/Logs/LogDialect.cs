namespace SmtpTls;

/// <summary>The product whose log lines are read.</summary>
public enum LogDialect
{
    /// <summary>SMTP protocol logs of Exchange Server 2010 and later: RECV*.LOG and SEND*.LOG.</summary>
    Exchange,

    /// <summary>Cisco Secure Email Gateway (ESA): mail_logs, as file or through syslog, and message tracking.</summary>
    CiscoEsa,

    /// <summary>Postfix: the lines of smtp(8) and smtpd(8) in a syslog.</summary>
    Postfix,

    /// <summary>Exim's mainlog.</summary>
    Exim,

    /// <summary>Sendmail's lines in a syslog.</summary>
    Sendmail,
}
