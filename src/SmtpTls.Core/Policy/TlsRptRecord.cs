using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>Reads the TXT record of TLSRPT (RFC 8460 section 3).</summary>
internal static class TlsRptRecord
{
    /// <summary>The version, as the record begins.</summary>
    public const string Version = "v=TLSRPTv1";

    /// <summary>Reads where reports go; the reason says what is wrong with the record.</summary>
    public static TlsRptPolicy Read(string record)
    {
        if (!FieldList.TryRead(record, out IReadOnlyList<KeyValuePair<string, string>>? fields, out string? error))
            return new TlsRptPolicy { Record = SafeText.Of(record), Reason = error };
        string[] rua = [.. fields.Where(field => field.Key == "rua").Take(1).SelectMany(field => field.Value.Split(',')).Select(uri => uri.Trim())];
        string? fault = rua.Length == 0
            ? "It has no rua: nobody would get a report."
            : rua.Select(FaultOf).FirstOrDefault(text => text is not null);
        return new TlsRptPolicy { Record = record, Rua = rua, Reason = fault };
    }

    /// <summary>The addresses behind the first rua, to which reports may not go.</summary>
    public static IReadOnlyList<string> Others(string record) => !FieldList.TryRead(record, out IReadOnlyList<KeyValuePair<string, string>>? fields, out _) ? []
        : [.. fields.Where(field => field.Key == "rua").Skip(1).SelectMany(field => field.Value.Split(','))];

    private static string? FaultOf(string uri)
    {
        const string MailTo = "mailto:";
        if (uri.Contains('!'))
            return $"{Quoted.Value(uri)} has a '!', which must be written %21 (RFC 8460 section 3).";
        if (uri.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase))
        {
            string address = Uri.UnescapeDataString(uri.Substring(MailTo.Length).Split('?')[0]);
            return MailTarget.TryParse(address, out MailTarget? target, out _) && target.Mailbox is not null
                ? null
                : $"{Quoted.Value(uri)} has no mail address behind mailto:.";
        }
        return Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Scheme == "https" && parsed.Host.Length > 0
            ? null
            : $"{Quoted.Value(uri)} is neither a mailto: nor an https: URI.";
    }
}
