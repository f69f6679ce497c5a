namespace SmtpTls.Headers;

/// <summary>The clauses of a Received header (RFC 5321 section 4.4): from, by, with, id, and the date behind the semicolon.</summary>
internal sealed class ReceivedHeader
{
    private readonly HeaderScanner _scanner = new();

    /// <summary>The part after <c>from</c>; -1 where there is none.</summary>
    public int From { get; private set; }

    /// <summary>The part after <c>by</c>, the server's name; -1 where there is none.</summary>
    public int By { get; private set; }

    /// <summary>The part after <c>with</c>, which may be a comment; -1 where there is none.</summary>
    public int With { get; private set; }

    /// <summary>The part after <c>id</c>; -1 where there is none.</summary>
    public int Id { get; private set; }

    /// <summary>The semicolon before the date; the number of parts where there is no date.</summary>
    public int DateMark { get; private set; }

    /// <summary>The date by the server's clock.</summary>
    public DateTimeOffset? Time { get; private set; }

    /// <summary>Whether another Received header stands inside this one, as no server writes it.</summary>
    public bool HoldsAnother { get; private set; }

    /// <summary>The text, unfolded.</summary>
    public ReadOnlySpan<char> Text => _scanner.Text;

    /// <summary>How many parts there are.</summary>
    public int Count => _scanner.Parts.Length;

    /// <summary>Reads another header. What was read before is forgotten.</summary>
    public void Read(ReadOnlySpan<char> field)
    {
        _scanner.Read(Body(field));
        FindClauses();
        FindDate();
    }

    /// <summary>The kind of a part.</summary>
    public HeaderPartKind KindOf(int part) => _scanner.Parts[part].Kind;

    /// <summary>The text of a part; empty beyond the last.</summary>
    public ReadOnlySpan<char> this[int part]
    {
        get
        {
            if ((uint)part >= (uint)Count)
                return [];
            HeaderPart found = _scanner.Parts[part];
            return Text.Slice(found.Start, found.End - found.Start);
        }
    }

    /// <summary>Whether there is a comment at this place.</summary>
    public bool IsComment(int part) => (uint)part < (uint)Count && KindOf(part) == HeaderPartKind.Comment;

    /// <summary>Whether there is this word at this place; case does not matter.</summary>
    public bool IsWord(int part, string word) =>
        (uint)part < (uint)Count && KindOf(part) == HeaderPartKind.Word && this[part].Is(word);

    /// <summary>The text from one part up to another, without the white space around it.</summary>
    public ReadOnlySpan<char> Between(int first, int end)
    {
        if (first < 0 || first >= end || first >= Count)
            return [];
        HeaderPart begin = _scanner.Parts[first];
        HeaderPart last = _scanner.Parts[Math.Min(end, Count) - 1];
        int from = begin.Kind == HeaderPartKind.Comment ? begin.Start - 1 : begin.Start;
        int to = last.Kind == HeaderPartKind.Comment ? Math.Min(last.End + 1, Text.Length) : last.End;
        return Text.Slice(from, to - from).Trim();
    }

    /// <summary>Where a part begins in the text.</summary>
    public int StartOf(int part) => part < Count ? _scanner.Parts[part].Start : Text.Length;

    private static ReadOnlySpan<char> Body(ReadOnlySpan<char> field)
    {
        ReadOnlySpan<char> trimmed = field.TrimStart();
        if (!trimmed.StartsWithText("received"))
            return field;
        ReadOnlySpan<char> rest = trimmed.Slice("received".Length).TrimStart();
        return !rest.IsEmpty && rest[0] == ':' ? rest.Slice(1) : field;
    }

    private void FindClauses()
    {
        From = By = With = Id = -1;
        HoldsAnother = false;
        int part = 0;
        // What follows "from" is the other side's name, even where that is "by".
        if (IsWord(0, "from"))
        {
            From = 1;
            part = 2;
        }
        for (; part < Count; part++)
        {
            if (KindOf(part) != HeaderPartKind.Word)
                continue;
            ReadOnlySpan<char> word = this[part];
            if (By < 0 && word.Is("by"))
                By = ++part;
            else if (With < 0 && word.Is("with"))
                With = part + 1;
            else if (Id < 0 && part > 0 && word.Is("id"))
                Id = ++part;
            else if (word.Is("for"))
                part++;
            else if (word.StartsWithText("received:"))
                HoldsAnother = true;
            // "with" may be followed by a comment or by the word itself, which may be one of the words above.
            if (With == part + 1 && part + 1 < Count && KindOf(part + 1) == HeaderPartKind.Word)
                part++;
        }
    }

    private void FindDate()
    {
        DateMark = Count;
        Time = null;
        for (int part = 0; part < Count; part++)
        {
            if (KindOf(part) != HeaderPartKind.Semicolon)
                continue;
            // IBM's gateway puts its words about TLS between the semicolon and the date.
            int first = part + 1;
            while (IsComment(first))
                first++;
            if (ReceivedDate.Find(Between(first, Math.Min(first + ReceivedDate.MaxWords, Count))) is { } time)
            {
                (DateMark, Time) = (part, time);
                return;
            }
        }
        if (DateMark == Count && ReceivedDate.FindAtEnd(Text) is { } last)
            Time = last;
    }
}
