namespace SmtpTls.Errors;

/// <summary>A text with <c>*</c> for anything, to be found within one line, whatever its case.</summary>
internal sealed class ErrorPhrase
{
    // What a * may stand for at most.
    private const int MaxGap = 200;

    private readonly string[] _parts;

    public ErrorPhrase(ErrorEntry entry, ErrorMark mark)
    {
        Entry = entry;
        _parts = [.. mark.Value.ToUpperInvariant().Split('*').Select(part => part.Trim())];
        Weight = mark.Kind switch
        {
            ErrorMarkKind.Hint => ErrorWeight.Hint,
            ErrorMarkKind.Wrap => ErrorWeight.Wrap,
            _ => ErrorWeight.Text(mark.Value.Length),
        };
    }

    /// <summary>Whose mark it is.</summary>
    public ErrorEntry Entry { get; }

    /// <summary>How much it says.</summary>
    public int Weight { get; }

    /// <summary>Looks for it in a text in upper case; start is -1 where it is not there.</summary>
    public (int Start, int Length) Find(string upper)
    {
        int start = upper.IndexOf(_parts[0], StringComparison.Ordinal);
        int end = start + _parts[0].Length;
        for (int i = 1; i < _parts.Length && start >= 0; i++)
        {
            int next = upper.IndexOf(_parts[i], end, Math.Min(MaxGap + _parts[i].Length, upper.Length - end), StringComparison.Ordinal);
            if (next < 0)
                return (-1, 0);
            end = next + _parts[i].Length;
        }

        return start < 0 ? (-1, 0) : (start, end - start);
    }
}
