namespace SmtpTls;

/// <summary>What became of a message.</summary>
public enum SendStatus
{
    /// <summary>The server took the message for every recipient.</summary>
    Sent,

    /// <summary>The server took the message for some recipients and refused others.</summary>
    PartlySent,

    /// <summary>
    /// The whole message was transferred, but no answer came: the server may have taken it or not, and sending it again may deliver it
    /// twice (RFC 1047).
    /// </summary>
    Unconfirmed,

    /// <summary>Nothing was sent: the mode or the credential wants TLS, and the server does not offer STARTTLS.</summary>
    NotOffered,

    /// <summary>Nothing was sent: the mode wants a certificate that proves who the server is, and this one does not.</summary>
    NotVerified,

    /// <summary>Nothing was sent: the TLS handshake failed.</summary>
    HandshakeFailed,

    /// <summary>Nothing was sent: the server does not take the user name and password, or offers no AUTH inside TLS.</summary>
    AuthenticationFailed,

    /// <summary>Nothing was sent: the server lacks an extension that the message needs, such as SMTPUTF8.</summary>
    NotSupported,

    /// <summary>The server refused for good at some step (5xx).</summary>
    Refused,

    /// <summary>The server refused for now at some step (4xx): a mail server would try again later.</summary>
    TemporaryFailure,

    /// <summary>There was no connection, or it was lost before the message was complete.</summary>
    Unreachable,

    /// <summary>The server's name has no address, or could not be looked up.</summary>
    DnsFailure,
}
