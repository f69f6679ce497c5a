using System.Globalization;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>Tells a server that insists on STARTTLS from one that refuses for another reason, by what it says.</summary>
internal static class StartTlsDemand
{
    /// <summary>What a demand names. Servers write their own text, in the language of their admins.</summary>
    private static readonly string[] Subjects = ["TLS", "SSL", "encrypt", "verschl", "chiffre", "cifrad", "secure connection", "secure channel"];

    /// <summary>What makes a demand of it. Postfix: "Session encryption is required"; sendmail: "encryption too weak 0 less than 112".</summary>
    private static readonly string[] Demands =
    [
        "require", "must", "need", "mandatory", "only", "first", "too weak", "not encrypted", "unencrypted", "without", "before", "enforce", "please use",
        "erforderlich", "requis", "obligat", "requer",
    ];

    /// <summary>What makes a fault of the server of it: "454 4.7.0 TLS not available due to local problem".</summary>
    private static readonly string[] Faults = ["not available", "unavailable", "not supported", "unsupported", "handshake fail", "negotiation fail"];

    /// <summary>
    /// Whether a refusal of MAIL FROM or RCPT TO in the clear demands STARTTLS. The words decide, whatever the code: 530 is what RFC 3207
    /// section 4 has, but RFC 4954 section 6 gives the same code to a demand for AUTH, and servers in the field use 403, 421, 450, 451, 550 and
    /// 554. Without words only <c>530 5.7.0</c> counts.
    /// </summary>
    public static bool IsIn(SmtpReply? reply)
    {
        if (reply is null || reply.Severity is SmtpReplySeverity.Success or SmtpReplySeverity.Intermediate)
            return false;
        if (Has(reply, Faults))
            return false;
        if (Has(reply, Subjects))
            return Has(reply, ["STARTTLS"]) || Has(reply, Demands);
        return reply is { Code: 530, EnhancedCode: { Class: 5, Subject: 7, Detail: 0 } } && !Has(reply, ["auth", "login", "log in", "password", "user"]);
    }

    private static bool Has(SmtpReply reply, string[] words) => words.Any(word =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(reply.Text, word, CompareOptions.OrdinalIgnoreCase) >= 0);
}
