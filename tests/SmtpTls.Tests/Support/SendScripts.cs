namespace SmtpTls.Tests.Support;

/// <summary>Scripts of servers that take a message.</summary>
internal static class SendScripts
{
    public const string Plain = "S: 220 mx.example.com ESMTP\nC: EHLO\nS: 250-mx.example.com\nS: 250 SIZE 1000000\n";

    public const string Offered = "S: 220 mx.example.com ESMTP\nC: EHLO\nS: 250-mx.example.com\nS: 250-SIZE 1000000\nS: 250 STARTTLS\n";

    public const string StartTls = "C: STARTTLS\nS: 220 Go ahead\nTLS\n";

    public const string InsideTls = "C: EHLO\nS: 250-mx.example.com\nS: 250 SIZE 1000000\n";

    public const string Envelope = "C: MAIL FROM:<a@sender.example>\nS: 250 2.1.0 Ok\nC: RCPT TO:<b@example.com>\nS: 250 2.1.5 Ok\n";

    public const string Message = "C: DATA\nS: 354 Go ahead\nMESSAGE\nS: 250 2.0.0 Queued as 4711\n";

    public const string Quit = "C: QUIT\nS: 221 Bye";

    public const string Encrypted = Offered + StartTls + InsideTls;

    public const string Good = Encrypted + Envelope + Message + Quit;

    public const string PlainGood = Plain + Envelope + Message + Quit;
}
