using SmtpTls.Tls;

namespace SmtpTls.Listening;

/// <summary>What was seen of one connection, for <see cref="SessionJudge"/> to make sense of.</summary>
internal sealed class SessionObservation
{
    /// <summary>Whether a handshake was begun.</summary>
    public bool HandshakeBegun { get; set; }

    /// <summary>The handshake, when it came to an end, good or bad.</summary>
    public TlsServerHandshake? Handshake { get; set; }

    /// <summary>An alert that came after a handshake that had succeeded.</summary>
    public TlsAlertException? LateAlert { get; set; }

    /// <summary>Lines that came.</summary>
    public int Commands { get; set; }

    /// <summary>Lines that came through TLS.</summary>
    public int EncryptedCommands { get; set; }

    /// <summary>EHLO, HELO or MAIL came: somebody who sends mail.</summary>
    public bool Greeted { get; set; }

    /// <summary>They came through TLS.</summary>
    public bool GreetedInTls { get; set; }

    /// <summary>A MAIL command came, whatever was answered.</summary>
    public bool MailTried { get; set; }

    /// <summary>Bytes that came in the clear between STARTTLS and the handshake.</summary>
    public int Injected { get; set; }

    /// <summary>How it ended.</summary>
    public SessionEnd End { get; set; }

    /// <summary>In a sentence, why this side ended it; <see langword="null"/> when it did not.</summary>
    public string? GaveUp { get; set; }
}
