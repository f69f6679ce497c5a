using System.Globalization;
using System.Text;
using MailKit;
using SmtpTls.Smtp;

namespace SmtpTls.Sending;

/// <summary>
/// Follows MailKit's dialogue: writes it down without secrets, pairs commands with replies, begins the time limit anew at each, and ends
/// what goes on too long. What it throws ends MailKit's operation.
/// </summary>
internal sealed class DialogueLog(
    SendObservation seen, TranscriptRecorder transcript, StepLimit limit, SecretMask secrets, Action describeTls) : IProtocolLogger
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding("iso-8859-1");

    private readonly ClientLines _client = new();
    private readonly ServerLines _server = new();
    private readonly Queue<string> _commands = new(["greeting"]);
    private SmtpReplyParser _parser = new();
    private bool _authenticating;
    private bool _awaitingTls;
    private bool _inMessage;
    private bool _messageNoted;
    private long? _chunk;

    /// <summary>Not used: MailKit's detector hides secrets in client lines only, and this log in what servers echo, too.</summary>
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Called when the stream is ready: with implicit TLS that is after the handshake.</summary>
    public void LogConnect(Uri uri)
    {
        if (seen.ImplicitTls)
            BeginTls();
        limit.Restart();
    }

    /// <summary>Called after MailKit has written.</summary>
    public void LogClient(byte[] buffer, int offset, int count)
    {
        limit.Restart();
        // The first that is written after the handshake is EHLO.
        if (_awaitingTls)
            BeginTls();
        int taken = 0;
        while (!_inMessage && taken < count)
        {
            if (_client.Take(buffer, offset, count, ref taken) is { } line)
                Command(Latin1.GetString(line));
        }
        if (_inMessage && taken < count)
            Message(buffer, offset + taken, count - taken);
    }

    /// <summary>Called after MailKit has read, before it looks at what it read.</summary>
    /// <exception cref="SmtpDialogueException">It is no SMTP, or more than a mail server would send.</exception>
    /// <exception cref="DeliveryStoppedException">To go on would not be right.</exception>
    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (_inMessage && !_messageNoted && seen.BytesSent > 0)
        {
            transcript.Note($"The message, {seen.BytesSent} bytes.");
            _messageNoted = true;
        }
        for (int i = offset; i < offset + count; i++)
        {
            if (_awaitingTls)
            {
                // MailKit drops it, too.
                seen.InjectedBytes = offset + count - i;
                transcript.Note(Testing.StepComments.Injected(seen.InjectedBytes));
                return;
            }
            if (_server.Add(buffer[i]) is { } line)
                Reply(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void BeginTls()
    {
        _awaitingTls = false;
        _server.Clear();
        _parser = new SmtpReplyParser();
        transcript.Encrypted = true;
        seen.Encrypted = true;
        describeTls();
    }

    private void Command(string line)
    {
        string verb = Verb(line);
        if (_authenticating)
        {
            secrets.Add(line);
            transcript.Client(SecretMask.Mask);
            verb = "AUTH";
        }
        else if (verb == "AUTH")
        {
            string[] words = line.Split([' '], 3);
            seen.AuthMechanism = words.Length > 1 ? words[1] : null;
            secrets.Add(words.Length > 2 ? words[2] : "");
            transcript.Client(words.Length > 2 ? $"{words[0]} {words[1]} {SecretMask.Mask}" : line);
        }
        else
        {
            transcript.Client(SafeText.Decode(Latin1.GetBytes(line)));
            // RFC 3030: BDAT says how many bytes follow, and no dot ends them.
            _chunk = verb == "BDAT" ? long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) : null;
            _inMessage = _chunk is not null;
        }
        _commands.Enqueue(verb is "RCPT" ? line : verb);
        seen.Pending = _commands.Peek();
    }

    private void Message(byte[] buffer, int offset, int count)
    {
        seen.BytesSent += count;
        seen.MessageComplete = _chunk is { } size ? seen.BytesSent >= size : _client.EndsMessage(buffer, offset, count);
    }

    private void Reply(SmtpLine line)
    {
        byte[] masked = Latin1.GetBytes(secrets.Apply(Latin1.GetString(line.Bytes.ToArray())));
        transcript.Server(SafeText.Decode(masked));
        if (_parser.Add(line with { Bytes = masked }) is not { } reply)
            return;
        limit.Restart();
        string command = _commands.Count > 0 ? _commands.Dequeue() : "";
        seen.Pending = _commands.Count > 0 ? _commands.Peek() : null;
        if (_inMessage)
        {
            _inMessage = false;
            seen.MessageReply = reply;
            return;
        }
        Observe(Verb(command), command, reply);
    }

    private void Observe(string verb, string command, SmtpReply reply)
    {
        switch (verb)
        {
            case "GREETING":
                seen.Banner = reply;
                break;
            case "EHLO" or "HELO":
                Hello(new EhloReply(reply, isHelo: verb == "HELO"));
                break;
            case "STARTTLS":
                seen.StartTlsReply = reply;
                _awaitingTls = seen.StartTlsAccepted;
                break;
            case "AUTH":
                _authenticating = reply.Code == 334;
                seen.AuthReply = reply;
                break;
            case "MAIL":
                seen.MailFromReply = reply;
                break;
            case "RCPT":
                seen.RcptToReplies.Add((Recipient(command), reply));
                break;
            case "DATA":
                seen.DataReply = reply;
                _inMessage = reply.Code == 354;
                if (_inMessage)
                    _commands.Enqueue("message");
                seen.Pending = _inMessage ? "message" : null;
                break;
        }
    }

    // MailKit says HELO whatever is wrong with EHLO. A server that cannot answer for now, or one that refuses EHLO inside TLS, would so
    // be talked to with no extension, or with those that it listed in the clear.
    private void Hello(EhloReply ehlo)
    {
        if (seen.Encrypted)
            seen.TlsEhlo = ehlo;
        else
            seen.PlainEhlo = ehlo;
        if (!ehlo.Accepted && (seen.Encrypted || ehlo.Reply.Severity != SmtpReplySeverity.Permanent))
            throw new DeliveryStoppedException();
    }

    private static string Recipient(string command)
    {
        int start = command.IndexOf('<') + 1;
        int end = command.LastIndexOf("> ", StringComparison.Ordinal);
        string mailbox = command.Substring(start, (end < 0 ? command.LastIndexOf('>') : end) - start);
        return SafeText.Decode(Latin1.GetBytes(mailbox));
    }

    private static string Verb(string line)
    {
        int end = line.IndexOf(' ');
        return (end < 0 ? line : line.Substring(0, end)).ToUpperInvariant();
    }
}
