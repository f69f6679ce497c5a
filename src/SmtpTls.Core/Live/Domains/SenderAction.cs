namespace SmtpTls;

/// <summary>What a strict sender (one that follows DANE and MTA-STS) does with mail, weakest first.</summary>
public enum SenderAction
{
    /// <summary>It delivers in the clear, because nothing forbids it and the server makes no TLS.</summary>
    DeliverInClear,

    /// <summary>It encrypts if the server offers it and delivers in the clear otherwise. The server was not asked.</summary>
    DeliverOpportunistic,

    /// <summary>It delivers encrypted, without knowing to whom.</summary>
    DeliverEncrypted,

    /// <summary>It delivers encrypted, to a server that has proven who it is, or not at all.</summary>
    DeliverAuthenticated,

    /// <summary>It does not deliver: mail waits and goes back in the end.</summary>
    Refuse,

    /// <summary>There is nobody to deliver to: the domain takes no mail.</summary>
    NoMail,
}
