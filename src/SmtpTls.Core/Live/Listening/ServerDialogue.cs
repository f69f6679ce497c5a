using System.Globalization;
using System.Text;
using SmtpTls.Smtp;

namespace SmtpTls.Listening;

/// <summary>
/// The server's side of the dialogue: a command in, the answer out, by RFC 5321 and RFC 3207. Does no I/O, so that it can be tested
/// to the byte. Takes any sender and recipient and never offers AUTH.
/// </summary>
/// <param name="hostName">The server's name, for banner and EHLO.</param>
/// <param name="mode">What it does about STARTTLS.</param>
/// <param name="maxMessageSize">The biggest message that it takes, in bytes.</param>
internal sealed class ServerDialogue(string hostName, ListenerTlsMode mode, long maxMessageSize)
{
    private const string Hidden = "********";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, Func<ServerDialogue, string, ServerAnswer>> Commands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EHLO"] = (dialogue, name) => dialogue.Hello(name, extended: true),
        ["HELO"] = (dialogue, name) => dialogue.Hello(name, extended: false),
        ["STARTTLS"] = (dialogue, argument) => dialogue.StartTls(argument),
        ["MAIL"] = (dialogue, argument) => dialogue.Mail(argument),
        ["RCPT"] = (dialogue, argument) => dialogue.Recipient(argument),
        ["DATA"] = (dialogue, argument) => dialogue.Data(argument),
        ["RSET"] = (dialogue, argument) => dialogue.Reset(argument),
        ["QUIT"] = (_, _) => new ServerAnswer(ServerReplies.Bye, ServerStep.Close),
        ["NOOP"] = (_, _) => ServerReplies.Ok,
        ["HELP"] = (_, _) => ServerReplies.Help,
        ["VRFY"] = (_, argument) => argument.Length == 0 ? ServerReplies.NeedsName : ServerReplies.CannotVerify,
        ["EXPN"] = (_, _) => ServerReplies.NotImplemented,
        ["BDAT"] = (_, _) => ServerReplies.NotImplemented,
        ["ETRN"] = (_, _) => ServerReplies.NotImplemented,
        ["TURN"] = (_, _) => ServerReplies.NotImplemented,
        ["AUTH"] = (_, _) => new ServerAnswer(ServerReplies.AuthNotOffered, Comment: "AUTH was never offered"),
    };

    // RFC 3207 section 4: what is answered before STARTTLS where that is required. QUIT ends a session in any case.
    private static readonly HashSet<string> AllowedBeforeTls = new(StringComparer.OrdinalIgnoreCase) { "NOOP", "EHLO", "STARTTLS", "QUIT" };

    // What a browser would say. Its further lines may hold cookies, and are none of our business.
    private static readonly HashSet<string> HttpMethods = new(StringComparer.OrdinalIgnoreCase)
        { "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PATCH" };

    private bool _authTried;
    private bool _smtpUtf8;
    private int _errors;

    /// <summary>What a server says first.</summary>
    public SmtpReply Greeting { get; } = new(220, $"{hostName} ESMTP SmtpTls listener, takes mail and throws it away");

    /// <summary>Whether the dialogue goes through TLS.</summary>
    public bool Encrypted { get; private set; }

    /// <summary>The name that the client gave itself; <see langword="null"/> before EHLO, and again after STARTTLS.</summary>
    public string? HeloName { get; private set; }

    /// <summary>The sender of the message that is being sent; <see langword="null"/> between messages.</summary>
    public string? Sender { get; private set; }

    /// <summary>Its recipients.</summary>
    public List<string> Recipients { get; private set; } = [];

    /// <summary>Answers a command line.</summary>
    public ServerAnswer Answer(SmtpLine line)
    {
        string text = line.ToString();
        (string verb, string argument) = Split(text);
        bool known = Commands.ContainsKey(verb);
        ServerAnswer answer = Wrong(line) is { } wrong ? wrong : Answer(verb, argument);
        // What follows AUTH may be a user name and a password, even from a client that does not wait to be asked.
        string shown = known && !verb.Equals("AUTH", StringComparison.OrdinalIgnoreCase) ? text
            : known ? $"{verb} {Mechanism(argument)}".TrimEnd()
            : _authTried ? Hidden : text;
        _authTried |= verb.Equals("AUTH", StringComparison.OrdinalIgnoreCase);
        if (answer.Reply.Severity == SmtpReplySeverity.Permanent && ++_errors > SmtpLimits.ServerErrors)
            answer = new ServerAnswer(ServerReplies.TooManyErrors, ServerStep.Close);
        if (answer.Comment.Length == 0 && !line.EndsWithCrLf && !line.IsTruncated)
            answer = answer with { Comment = "ends with a bare line feed; RFC 5321 section 2.3.8 wants CRLF" };
        return answer with { Shown = shown };
    }

    /// <summary>The handshake succeeded: what was said before is forgotten (RFC 3207 section 4.2).</summary>
    public void TlsStarted()
    {
        Encrypted = true;
        HeloName = null;
        Forget();
    }

    /// <summary>Answers the end of a message, and forgets its envelope.</summary>
    public SmtpReply MessageEnded(long size)
    {
        Forget();
        return size > maxMessageSize
            ? ServerReplies.TooBig
            : new SmtpReply(250, string.Format(CultureInfo.InvariantCulture, "2.0.0 Taken {0} bytes and thrown away", size));
    }

    private static (string Verb, string Argument) Split(string line)
    {
        string text = line.TrimEnd(' ');
        int end = text.IndexOf(' ');
        return end < 0 ? (text, "") : (text.Substring(0, end), text.Substring(end + 1).TrimStart(' '));
    }

    private static SmtpReply? Wrong(SmtpLine line)
    {
        if (line.IsTruncated)
            return ServerReplies.LineTooLong;
        byte[] bytes = line.Bytes.ToArray();
        if (bytes.Any(b => b is < (byte)' ' or 0x7F))
            return ServerReplies.ControlCharacters;
        try
        {
            _ = StrictUtf8.GetCharCount(bytes);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return ServerReplies.NotUtf8;
        }
    }

    // The mechanism of "AUTH PLAIN AGpvZQ..." and nothing of what follows; a first word that is none is hidden, too.
    private static string Mechanism(string argument)
    {
        string[] words = argument.Split(' ');
        bool isName = words[0].Length <= 20 && words[0].All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');
        return (isName ? words[0] : Hidden) + (words.Length > 1 ? " " + Hidden : "");
    }

    private ServerAnswer Answer(string verb, string argument)
    {
        if (HttpMethods.Contains(verb))
            return new ServerAnswer(ServerReplies.NotHttp, ServerStep.Close);
        if (!Commands.TryGetValue(verb, out Func<ServerDialogue, string, ServerAnswer>? command))
            return ServerReplies.NotRecognized;
        return mode == ListenerTlsMode.Required && !Encrypted && !AllowedBeforeTls.Contains(verb)
            ? ServerReplies.StartTlsFirst
            : command(this, argument);
    }

    private ServerAnswer Hello(string name, bool extended)
    {
        if (name.Length == 0)
            return ServerReplies.NeedsName;
        HeloName = name;
        Forget();
        if (!extended)
            return new SmtpReply(250, hostName);
        List<string> lines =
        [
            hostName,
            "PIPELINING",
            "SIZE " + maxMessageSize.ToString(CultureInfo.InvariantCulture),
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
        ];
        if (mode != ListenerTlsMode.Off && !Encrypted)
            lines.Add("STARTTLS");
        return new SmtpReply(250, lines);
    }

    private ServerAnswer StartTls(string argument)
    {
        if (Encrypted)
            return ServerReplies.TlsActive;
        if (mode == ListenerTlsMode.Off)
            return ServerReplies.StartTlsNotOffered;
        if (argument.Length > 0)
            return ServerReplies.TakesNoArgument;
        return Sender is null ? new ServerAnswer(ServerReplies.ReadyForTls, ServerStep.StartTls) : ServerReplies.InTransaction;
    }

    private ServerAnswer Mail(string argument)
    {
        if (HeloName is null)
            return ServerReplies.HelloFirst;
        if (Sender is not null)
            return ServerReplies.SenderGiven;
        if (MailArgument.Parse(argument, "FROM:") is not { } mail)
            return ServerReplies.BadSender;
        bool smtpUtf8 = false;
        foreach (string parameter in mail.Parameters)
        {
            if (Refused(parameter, ref smtpUtf8) is { } refusal)
                return refusal;
        }
        if (!smtpUtf8 && !IsAscii(mail.Mailbox))
            return ServerReplies.NeedsSmtpUtf8;
        Sender = mail.Mailbox;
        _smtpUtf8 = smtpUtf8;
        return new ServerAnswer(ServerReplies.SenderOk, Comment: mail.Remark);
    }

    // SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531)
    private SmtpReply? Refused(string parameter, ref bool smtpUtf8)
    {
        string[] pair = parameter.Split(['='], 2);
        string value = pair.Length == 2 ? pair[1] : "";
        switch (pair[0].ToUpperInvariant())
        {
            case "SIZE":
                // A number too long to read is a number too big.
                return value.Length is 0 or > 20 || !value.All(c => c is >= '0' and <= '9') ? ServerReplies.BadParameterValue
                    : !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size > maxMessageSize ? ServerReplies.TooBig
                    : null;
            case "BODY":
                return value.ToUpperInvariant() is "7BIT" or "8BITMIME" ? null : ServerReplies.BadParameterValue;
            case "SMTPUTF8" when pair.Length == 1:
                smtpUtf8 = true;
                return null;
            default:
                return ServerReplies.UnknownParameter;
        }
    }

    private ServerAnswer Recipient(string argument)
    {
        if (Sender is null)
            return ServerReplies.MailFirst;
        if (MailArgument.Parse(argument, "TO:") is not { Mailbox.Length: > 0 } recipient)
            return ServerReplies.BadRecipient;
        if (recipient.Parameters.Count > 0)
            return ServerReplies.UnknownParameter;
        if (!_smtpUtf8 && !IsAscii(recipient.Mailbox))
            return ServerReplies.NeedsSmtpUtf8;
        if (Recipients.Count == SmtpLimits.Recipients)
            return ServerReplies.TooManyRecipients;
        Recipients.Add(recipient.Mailbox);
        return new ServerAnswer(ServerReplies.RecipientOk, Comment: recipient.Remark);
    }

    private ServerAnswer Data(string argument)
    {
        if (argument.Length > 0)
            return ServerReplies.TakesNoArgument;
        return Sender is null ? ServerReplies.MailFirst
            : Recipients.Count == 0 ? ServerReplies.RecipientFirst
            : new ServerAnswer(ServerReplies.ReadyForMessage, ServerStep.Message);
    }

    private ServerAnswer Reset(string argument)
    {
        if (argument.Length > 0)
            return ServerReplies.TakesNoArgument;
        Forget();
        return ServerReplies.Ok;
    }

    // The list goes on in the record of the session; a new message gets a new one.
    private void Forget()
    {
        Sender = null;
        Recipients = [];
    }

    private static bool IsAscii(string text) => text.All(c => c < 0x80);
}
