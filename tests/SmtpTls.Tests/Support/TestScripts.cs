namespace SmtpTls.Tests.Support;

/// <summary>Scripts of servers that behave.</summary>
internal static class TestScripts
{
    public const string Hello = """
        S: 220 mx.example.com ESMTP
        C: EHLO
        S: 250-mx.example.com
        S: 250-SIZE 1000
        S: 250 STARTTLS
        """;

    public const string InsideTls = """
        TLS
        C: EHLO
        S: 250-mx.example.com
        S: 250 SIZE 1000
        C: MAIL FROM:<>
        S: 250 2.1.0 Ok
        C: QUIT
        S: 221 Bye
        """;

    /// <summary>The first connection of a test.</summary>
    public const string Good = Hello + "\nC: STARTTLS\nS: 220 Go ahead\n" + InsideTls;

    /// <summary>The second connection: mail is taken in the clear, too.</summary>
    public const string PlainTaken = Hello + "\nC: MAIL FROM:<>\nS: 250 Ok\nC: QUIT\nS: 221 Bye";

    /// <summary>The only connection of a test that asks for the certificate.</summary>
    public const string CertificateOnly = Hello + "\nC: STARTTLS\nS: 220 Go ahead\nTLS\nC: QUIT\nS: 221 Bye";
}
