using SmtpTls.Smtp;

namespace SmtpTls.Listening;

/// <summary>What the server side says (RFC 5321 section 4.2, with the enhanced codes of RFC 3463 and RFC 5248).</summary>
internal static class ServerReplies
{
    public static readonly SmtpReply Ok = new(250, "2.0.0 OK");
    public static readonly SmtpReply SenderOk = new(250, "2.1.0 Sender OK");
    public static readonly SmtpReply RecipientOk = new(250, "2.1.5 Recipient OK, for looking only: nothing is delivered or relayed");
    public static readonly SmtpReply ReadyForTls = new(220, "2.0.0 Ready to start TLS");
    public static readonly SmtpReply ReadyForMessage = new(354, "End with <CRLF>.<CRLF>");
    public static readonly SmtpReply Bye = new(221, "2.0.0 Goodbye");
    public static readonly SmtpReply Help = new(214, "2.0.0 EHLO HELO STARTTLS MAIL RCPT DATA RSET NOOP VRFY HELP QUIT; mail is taken and thrown away");
    public static readonly SmtpReply CannotVerify = new(252, "2.5.2 Any recipient is taken, and none exists");

    public static readonly SmtpReply NotRecognized = new(500, "5.5.2 Command not recognized");
    public static readonly SmtpReply LineTooLong = new(500, "5.5.2 Line too long");
    public static readonly SmtpReply ControlCharacters = new(500, "5.5.2 A command has no control characters in it");
    public static readonly SmtpReply NotUtf8 = new(500, "5.5.2 A command is in ASCII or UTF-8");
    public static readonly SmtpReply NeedsName = new(501, "5.5.4 A domain or an address literal belongs behind the command");
    public static readonly SmtpReply TakesNoArgument = new(501, "5.5.4 The command takes no argument");
    public static readonly SmtpReply BadSender = new(501, "5.1.7 Syntax: MAIL FROM:<user@example.com>");
    public static readonly SmtpReply BadRecipient = new(501, "5.1.3 Syntax: RCPT TO:<user@example.com>");
    public static readonly SmtpReply BadParameterValue = new(501, "5.5.4 The parameter has a wrong value");
    public static readonly SmtpReply NotImplemented = new(502, "5.5.1 Command not implemented");
    public static readonly SmtpReply AuthNotOffered = new(502, "5.5.1 AUTH is not offered here");
    public static readonly SmtpReply StartTlsNotOffered = new(502, "5.5.1 STARTTLS is not offered here");
    public static readonly SmtpReply TlsActive = new(503, "5.5.1 TLS is already active");
    public static readonly SmtpReply HelloFirst = new(503, "5.5.1 EHLO or HELO first");
    public static readonly SmtpReply SenderGiven = new(503, "5.5.1 A sender is given already; RSET forgets it");
    public static readonly SmtpReply MailFirst = new(503, "5.5.1 MAIL first");
    public static readonly SmtpReply RecipientFirst = new(503, "5.5.1 RCPT first");
    public static readonly SmtpReply InTransaction = new(503, "5.5.1 STARTTLS does not belong between MAIL and the end of the message");
    public static readonly SmtpReply StartTlsFirst = new(530, "5.7.0 Must issue a STARTTLS command first");
    public static readonly SmtpReply TooBig = new(552, "5.3.4 The message is bigger than the size limit");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3 Too many recipients");
    public static readonly SmtpReply NeedsSmtpUtf8 = new(553, "5.6.7 An address that is not ASCII needs SMTPUTF8 with MAIL");
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4 The parameter is not known here");

    public static readonly SmtpReply TooManyConnections = new(421, "4.3.2 Too many connections at once");
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0 Too many errors");
    public static readonly SmtpReply NotHttp = new(421, "4.7.0 This is SMTP, not HTTP");
    public static readonly SmtpReply TimedOut = new(421, "4.4.2 Time limit exceeded");
    public static readonly SmtpReply Failed = new(421, "4.3.0 The listener failed");
    public static readonly SmtpReply Stopping = new(421, "4.3.2 The listener is being stopped");
}
