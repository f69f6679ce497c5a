using System.Net;
using SmtpTls.Tls;

namespace SmtpTls.Listening;

/// <summary>What was seen of one connection, for <see cref="SessionJudge"/> to judge.</summary>
internal sealed class SessionObservation
{
    /// <summary>When the connection was accepted, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The sender's address and port.</summary>
    public required IPEndPoint Remote { get; init; }

    /// <summary>The address and port that it connected to.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>The name of the last EHLO or HELO.</summary>
    public string? HeloName { get; set; }

    /// <summary>Whether the sender gave the STARTTLS command.</summary>
    public bool StartTls { get; set; }

    /// <summary>The client's certificate, when one was asked for and given.</summary>
    public CertificateInfo? ClientCertificate { get; set; }

    /// <summary>The reverse path of the last MAIL FROM that was taken.</summary>
    public string? MailFrom { get; set; }

    /// <summary>The recipients of the last message.</summary>
    public IReadOnlyList<string> Recipients { get; set; } = [];

    /// <summary>The header fields of the last message.</summary>
    public IReadOnlyList<string> Headers { get; set; } = [];

    /// <summary>Messages that were taken.</summary>
    public int Messages { get; set; }

    /// <summary>Size of the last message in bytes.</summary>
    public long MessageSize { get; set; }

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
