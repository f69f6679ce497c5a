namespace SmtpTls.TlsRpt;

/// <summary>Where a report comes from.</summary>
/// <param name="File">The file; <see langword="null"/> for text.</param>
/// <param name="Attachment">The name of the part of a mail or archive; <see langword="null"/> for the file itself.</param>
/// <param name="MailDomain">The domain that the mail gives in its TLS-Report-Domain field (RFC 8460 section 5.3).</param>
internal sealed record ReportOrigin(string? File, string? Attachment = null, string? MailDomain = null)
{
    // RFC 8460 section 5.1: submitter!domain!begin!end!id.json.gz; the id may be missing.
    private const int PartsOfName = 4;

    /// <summary>The domain by the mail or by the file's name, and which of the two says so.</summary>
    public (string Domain, string SaidBy)? Domain
    {
        get
        {
            if (MailDomain is not null)
                return (MailDomain, "the mail's TLS-Report-Domain");
            string[] parts = (Attachment ?? Path.GetFileName(File) ?? "").Split('!');
            return parts.Length >= PartsOfName && parts[1].Length > 0 ? (parts[1], "the file's name") : null;
        }
    }

    /// <summary>As the subject of a sentence.</summary>
    public override string ToString()
    {
        string file = File is null ? "The JSON text" : Quoted.Path(File);
        return Attachment is null ? file : $"{Quoted.Value(Attachment)} in {file}";
    }
}
