namespace SmtpTls;

/// <summary>Which way mail goes through a connector.</summary>
public enum ConnectorDirection
{
    /// <summary>Out of this server: a Send connector.</summary>
    Send,

    /// <summary>Into this server: a Receive connector.</summary>
    Receive,
}
