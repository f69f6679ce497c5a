using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers;

/// <summary>Looks through the clauses of a header for words about TLS, each only where a server writes it.</summary>
internal static class TlsReader
{
    /// <summary>Reads the comments and words of the given forms.</summary>
    public static void Read(ReceivedHeader header, TlsForms forms, ref HopReading reading)
    {
        int seen = HopAddress.LastSeen(header);
        for (int part = 0; part < header.Count; part++)
        {
            // What stands before the address that the server saw, may be the name by which the other side came: anything it likes.
            if (header.KindOf(part) == HeaderPartKind.Comment && (part > seen || part > header.By))
                ReadComment(header, part, forms, ref reading);
        }
        // Words say less than comments: with ESMTP with STARTTLS (version=TLSv1.3, ...).
        for (int part = header.By + 1; part < header.DateMark && header.By >= 0 && reading.Encrypted is null; part++)
        {
            if (header.KindOf(part) == HeaderPartKind.Word)
                ReadWord(header, part, forms, ref reading);
        }
    }

    private static void ReadComment(ReceivedHeader header, int part, TlsForms forms, ref HopReading reading)
    {
        ReadOnlySpan<char> comment = header[part];
        if (reading.Encrypted is null && IsAboutTls(header, part, Allowed(header, part, forms), comment, ref reading))
            reading.Evidence = Words(comment);
        else if (forms.HasFlag(TlsForms.Using))
            _ = ClientCertificateForm.TryRead(comment, ref reading);
    }

    // Before "by" stands what the other side said of itself; behind the date, what a filter added.
    private static TlsForms Allowed(ReceivedHeader header, int part, TlsForms forms)
    {
        if (header.By < 0 || part < header.By)
            return forms & (TlsForms.Using | TlsForms.Courier);
        return part > header.DateMark + 1 ? forms & TlsForms.Using : forms;
    }

    private static bool IsAboutTls(ReceivedHeader header, int part, TlsForms forms, ReadOnlySpan<char> comment, ref HopReading reading)
    {
        if (comment.Length < 3)
            return false;
        bool behindWith = header.With >= 0 && part >= header.With;
        return (forms.HasFlag(TlsForms.Using) && UsingForm.TryRead(comment, ref reading))
            || (forms.HasFlag(TlsForms.KeyValue) && KeyValueForm.TryRead(comment, ref reading))
            || (forms.HasFlag(TlsForms.Courier) && CourierForm.TryRead(comment, ref reading))
            || (forms.HasFlag(TlsForms.Colon) && ColonForm.TryRead(comment, ref reading))
            || (forms.HasFlag(TlsForms.Encrypted) && behindWith && EncryptedForm.TryRead(comment, ref reading))
            || (forms.HasFlag(TlsForms.Bare) && behindWith && IsBare(comment, ref reading))
            || (forms.HasFlag(TlsForms.Clause) && behindWith && IsVersion(comment, ref reading));
    }

    private static bool IsBare(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        if (!comment.Is("TLS") && !comment.Is("SSL"))
            return false;
        reading.Encrypted = true;
        return true;
    }

    // (TLS1.3), which Exim 4.93 and later write before "tls suite".
    private static bool IsVersion(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        if (!VersionWord.IsOne(comment) || VersionWord.Find(comment) is not { } version)
            return false;
        reading.Encrypted = true;
        reading.Protocol = version;
        reading.VersionWritten = true;
        return true;
    }

    private static void ReadWord(ReceivedHeader header, int part, TlsForms forms, ref HopReading reading)
    {
        if (forms.HasFlag(TlsForms.KeyValue) && IsUnclosedGroup(header, part, ref reading))
            reading.Evidence = Words(header.Between(part, part + 5));
        else if (forms.HasFlag(TlsForms.Encrypted) && part == header.With && EncryptedForm.TryRead(header.Between(part, part + 2), ref reading))
            reading.Evidence = Words(header.Between(part, part + 2));
        else if (forms.HasFlag(TlsForms.Words) && IsTlsWord(header, part))
            (reading.Encrypted, reading.Evidence) = (true, Words(header.Between(part, part + 3)));
    }

    // OpenSMTPD before 6.0: TLS version=TLSv1.2 cipher=... bits=256 verify=NO
    private static bool IsUnclosedGroup(ReceivedHeader header, int part, ref HopReading reading) =>
        header.IsWord(part, "TLS") && KeyValueForm.TryRead(header.Between(part + 1, part + 5), ref reading);

    private static bool IsTlsWord(ReceivedHeader header, int part) =>
        header.IsWord(part, "over") ? header.IsWord(part + 1, "TLS") && header.IsWord(part + 2, "secured")
        : header.IsWord(part, "via") ? header.IsWord(part + 1, "TLS") || header.IsWord(part + 1, "SSL") || header.IsWord(part + 1, "secured")
        : header.IsWord(part, "with") ? header.IsWord(part + 1, "STARTTLS")
        : header.IsWord(part, "by") && header.IsWord(part + 1, "TLS") && header.IsWord(part + 2, "id");

    /// <summary>The clause <c>tls suite</c>, which follows the comment with the version or stands alone.</summary>
    public static void ReadClause(ReceivedHeader header, ref HopReading reading)
    {
        for (int part = Math.Max(header.With, 0); part < header.DateMark - 1; part++)
        {
            if (!header.IsWord(part, "tls") || header.KindOf(part + 1) != HeaderPartKind.Word || SuiteWord.Find(header[part + 1]) is null)
                continue;
            SuiteWord.Read(ref reading, header[part + 1]);
            reading.Encrypted = true;
            string clause = Words(header.Between(part, part + 2));
            reading.Evidence = reading.Evidence is null ? clause : $"{reading.Evidence} {clause}";
            return;
        }
    }

    private static string Words(ReadOnlySpan<char> text)
    {
        const int MaxEvidence = 160;
        return text.Length > MaxEvidence ? text.Slice(0, MaxEvidence).ToString() + "…" : text.ToString();
    }
}
