namespace SmtpTls;

/// <summary>Which way a session went, seen from the server that wrote the log.</summary>
public enum MailDirection
{
    /// <summary>The server was connected to: an Exchange receive connector, Postfix smtpd, an ESA's ICID.</summary>
    Inbound,

    /// <summary>The server connected: an Exchange send connector, Postfix smtp, an ESA's DCID.</summary>
    Outbound,
}
