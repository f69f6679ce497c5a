using System.Globalization;

namespace SmtpTls.Logs.Exchange;

/// <summary>Reads what an SMTP protocol log tells of certificates, in the three shapes that versions of Exchange have for it.</summary>
internal static class ExchangeCertificates
{
    // Exchange 2010 writes one line per field.
    private const string Subject = "Certificate subject";
    private const string Issuer = "Certificate issuer name";
    private const string Serial = "Certificate serial number";
    private const string Thumbprint = "Certificate thumbprint";
    private const string Names = "Certificate alternate names";

    /// <summary>Takes a <c>*</c> line; does nothing where it is not about a certificate.</summary>
    public static void Read(SessionFacts session, string? data, string context)
    {
        if (context.StartsWith("Sending certificate", StringComparison.Ordinal))
            Begin(session, ours: true, data, context);
        else if (context.StartsWith("Received certificate", StringComparison.Ordinal) || context.StartsWith("Remote certificate", StringComparison.Ordinal))
            Begin(session, ours: false, data, context);
        else if (context.StartsWith("Certificate ", StringComparison.Ordinal))
            Field(session, data?.Trim(), context.Trim());
        else
            Verdict(session, context);
    }

    private static void Begin(SessionFacts session, bool ours, string? data, string context)
    {
        LogCertificate certificate = new();
        SessionDetails details = session.Details ??= new SessionDetails();
        // The TLS server is the one that was connected to.
        if (ours == (session.Direction == MailDirection.Inbound))
            details.Certificate = certificate;
        else
            details.ClientCertificate = certificate;
        session.Step = (session.Step & ~ExchangeParser.OurCertificate) | (ours ? ExchangeParser.OurCertificate : 0);
        if (data is not null && context.TrimEnd().Count(letter => letter == ' ') > 1)
            ReadLine(certificate, data.Trim(), context);
        else if (data is not null)
            certificate.Subject = data.Trim();
    }

    private static void Field(SessionFacts session, string? value, string name)
    {
        bool ours = (session.Step & ExchangeParser.OurCertificate) != 0;
        LogCertificate? certificate = ours == (session.Direction == MailDirection.Inbound) ? session.Details?.Certificate : session.Details?.ClientCertificate;
        if (certificate is null || string.IsNullOrEmpty(value))
            return;
        switch (name)
        {
            case Subject:
                certificate.Subject = value;
                break;
            case Issuer:
                certificate.Issuer = value;
                break;
            case Serial:
                certificate.SerialNumber = value;
                break;
            case Thumbprint:
                certificate.Thumbprint = value;
                break;
            case Names:
                certificate.Names = value!.Split([';', ' ', ','], StringSplitOptions.RemoveEmptyEntries);
                break;
        }
    }

    // Client certificate chain validation status: 'EmptyCertificate'
    private static void Verdict(SessionFacts session, string context)
    {
        const string ChainStatus = "certificate chain validation status: '";
        int at = context.IndexOf(ChainStatus, StringComparison.Ordinal);
        if (at < 0)
            return;
        string status = context.Substring(at + ChainStatus.Length).TrimEnd('\'');
        // There is none.
        if (status == "EmptyCertificate")
            return;
        SessionDetails details = session.Details ??= new SessionDetails();
        LogCertificate certificate = session.Direction == MailDirection.Inbound
            ? details.ClientCertificate ??= new LogCertificate()
            : details.Certificate ??= new LogCertificate();
        certificate.Status = status;
    }

    /// <summary>All fields on one line, parted by spaces as the names in them are: read from the right, where fields have none.</summary>
    private static void ReadLine(LogCertificate certificate, string data, string context)
    {
        List<string> words = [.. data.Split(' ')];
        if (words.Count > 0 && Time(words[words.Count - 1]) is null && !IsHex(words[words.Count - 1]) && !words[words.Count - 1].Contains('='))
            certificate.Names = Pop(words).Split([';'], StringSplitOptions.RemoveEmptyEntries);
        if (context.Contains("Not after"))
        {
            certificate.NotAfter = PopTime(words);
            certificate.NotBefore = PopTime(words);
        }
        if (words.Count > 0 && IsHex(words[words.Count - 1]))
            certificate.Thumbprint = Pop(words);
        if (words.Count > 0 && IsHex(words[words.Count - 1]))
            certificate.SerialNumber = Pop(words);
        string names = string.Join(" ", words).Trim();
        int border = Border(names);
        certificate.Subject = border < 0 ? names : names.Substring(0, border);
        certificate.Issuer = border < 0 ? null : names.Substring(border + 1);
    }

    // Within a name, parts follow a comma or a plus; where a part follows a blank alone, the issuer begins.
    private static int Border(string names)
    {
        int half = names.Length / 2;
        if (names.Length % 2 == 1 && names[half] == ' ' && string.CompareOrdinal(names, 0, names, half + 1, half) == 0)
            return half;
        for (int at = names.IndexOf(' '); at > 0; at = names.IndexOf(' ', at + 1))
        {
            if (names[at - 1] is not (',' or '+' or ';' or ' ') && BeginsPart(names, at + 1))
                return at;
        }
        return -1;
    }

    private static bool BeginsPart(string names, int at)
    {
        int end = at;
        while (end < names.Length && (names[end] is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.'))
            end++;
        return end > at && end < names.Length && names[end] == '=';
    }

    private static string Pop(List<string> words)
    {
        string word = words[words.Count - 1];
        words.RemoveAt(words.Count - 1);
        return word;
    }

    private static DateTimeOffset? PopTime(List<string> words) => words.Count > 0 && Time(words[words.Count - 1]) is { } time && Pop(words) is not null ? time : null;

    private static DateTimeOffset? Time(string word) =>
        word.Length >= 19 && word[10] == 'T'
        && DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;

    private static bool IsHex(string word) => word.Length >= 8 && word.All(c => c is (>= '0' and <= '9') or (>= 'A' and <= 'F') or (>= 'a' and <= 'f'));
}
