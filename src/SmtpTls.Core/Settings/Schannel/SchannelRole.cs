namespace SmtpTls;

/// <summary>Which end of a connection a setting is for; Schannel keeps them apart.</summary>
public enum SchannelRole
{
    /// <summary>Connections that this machine opens: mail that it sends.</summary>
    Client,

    /// <summary>Connections that it accepts: mail that it receives.</summary>
    Server,
}
