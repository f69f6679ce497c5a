using System.Globalization;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>Tells a server that insists on STARTTLS from one that refuses for another reason.</summary>
internal static class StartTlsDemand
{
    /// <summary>
    /// Whether the answer to MAIL FROM in the clear demands STARTTLS: 530 (RFC 3207 section 4), unless it asks for AUTH, to which
    /// RFC 4954 section 6 gives the same code; or another refusal that names STARTTLS, as Exchange does with
    /// <c>451 5.7.3 STARTTLS is required to send mail</c>. Any other 4yz says nothing.
    /// </summary>
    public static bool IsIn(SmtpReply? reply)
    {
        if (reply is null || reply.Severity is SmtpReplySeverity.Success or SmtpReplySeverity.Intermediate)
            return false;
        if (Names(reply, "STARTTLS"))
            return true;
        return reply.Severity == SmtpReplySeverity.Permanent
            && (Names(reply, "TLS") || Names(reply, "encrypt") || (reply.Code == 530 && !Names(reply, "auth")));
    }

    private static bool Names(SmtpReply reply, string word) =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(reply.Text, word, CompareOptions.OrdinalIgnoreCase) >= 0;
}
