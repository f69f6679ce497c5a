namespace SmtpTls.Headers;

/// <summary>Gives one string for texts that come again and again, such as the names of a company's servers. Holds a bounded number.</summary>
internal sealed class TextPool
{
    private const int Slots = 2048;
    private const int MaxLength = 128;

    private readonly string?[] _strings = new string?[Slots];

    /// <summary>The text as a string.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "";
        if (text.Length > MaxLength)
            return text.ToString();
        uint hash = 2166136261;
        foreach (char c in text)
            hash = (hash ^ c) * 16777619;
        ref string? slot = ref _strings[(hash ^ (hash >> 15)) % Slots];
        if (slot is null || !text.SequenceEqual(slot.AsSpan()))
            slot = text.ToString();
        return slot;
    }
}
