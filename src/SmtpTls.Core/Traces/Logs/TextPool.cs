namespace SmtpTls.Logs;

/// <summary>
/// Gives the same bytes the same string, so that a name that stands in a million lines is made once. When it is full it forgets, and
/// strings are made anew. For one thread.
/// </summary>
internal sealed class TextPool
{
    // Arrays of this length stay out of the large object heap, which is not cleaned while files are read.
    private const int Capacity = 1 << 13;

    private readonly byte[]?[] _bytes = new byte[Capacity][];
    private readonly string[] _texts = new string[Capacity];

    /// <summary>The text; <see langword="null"/> where there is nothing.</summary>
    public string? Get(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0)
            return null;
        int slot = (Bytes.Key(text).GetHashCode() >> 8) & (Capacity - 1);
        byte[]? known = _bytes[slot];
        if (known is not null && text.SequenceEqual(known))
            return _texts[slot];
        string made = Bytes.Text(text);
        _bytes[slot] = text.ToArray();
        _texts[slot] = made;
        return made;
    }
}
