using System.Globalization;
using System.Text.Json;

namespace SmtpTls.TlsRpt;

/// <summary>An object of a report, read with tolerance for what senders do; each departure from RFC 8460 is noted.</summary>
internal sealed class ReportObject
{
    // Each costs memory, and who departs so often is not served by a list of it.
    private const int MaxNotes = 30;

    private static readonly char[] LineEnds = ['\r', '\n'];
    private static readonly char[] Separators = [' ', ',', '\t', '\r', '\n'];

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly List<string> _notes;

    /// <param name="element">An object.</param>
    /// <param name="path">Where it stands, for messages; empty for the report itself.</param>
    /// <param name="notes">Takes the departures.</param>
    /// <exception cref="FormatException">A key is there twice, so that nobody can say which is meant.</exception>
    public ReportObject(JsonElement element, string path, List<string> notes)
    {
        _path = path;
        _notes = notes;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!ReportKeys.IsKnown(member.Name))
                continue;
            if (_members.ContainsKey(member.Name))
                throw new FormatException($"{At(member.Name)} is there twice, which I-JSON forbids (RFC 7493 section 2.3).");
            _members.Add(member.Name, member.Value);
        }
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (ReportKeys.IsKnown(member.Name) || ReportKeys.Meant(member.Name) is not { } meant)
                continue;
            bool taken = !_members.ContainsKey(meant);
            if (taken)
                _members.Add(meant, member.Value);
            Note($"The key {Quoted.Value(member.Name)} {(taken ? "was read as" : "was passed over beside")} {meant}.");
        }
    }

    /// <summary>The departures.</summary>
    public List<string> Notes => _notes;

    /// <summary>Whether the key is there with a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The path of a member, for messages.</summary>
    public string At(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    /// <summary>A text; <see langword="null"/> where it is missing or blank.</summary>
    /// <exception cref="FormatException">It is an object or a list.</exception>
    public string? Text(string key) => Find(key) is { } value ? TextOf(value, At(key)) : null;

    /// <summary>The lines of a text or of a list of texts; a text is noted, because the RFC wants a list.</summary>
    public IReadOnlyList<string> Lines(string key) => List(key, LineEnds);

    /// <summary>The words of a text or of a list of texts; a text is noted, because the RFC wants a list.</summary>
    public IReadOnlyList<string> Words(string key) => List(key, Separators);

    /// <summary>A number of sessions; <see langword="null"/> where it is missing.</summary>
    /// <exception cref="FormatException">It is negative, or no whole number.</exception>
    public long? Count(string key)
    {
        if (Find(key) is not { } value)
            return null;
        string text = value.ValueKind == JsonValueKind.String ? RawText(value, At(key)).Trim() : value.GetRawText();
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            || number < 0 || number > long.MaxValue || decimal.Truncate(number) != number)
        {
            throw new FormatException($"{At(key)} is {Quoted.Value(text)}; a number of sessions is a whole number from 0 to {long.MaxValue}.");
        }
        if (value.ValueKind == JsonValueKind.String)
            Note($"{key} is a text and was read as a number.");
        return (long)number;
    }

    /// <summary>A point in time; <see langword="null"/> where it is missing or cannot be read, which is noted.</summary>
    public DateTimeOffset? Time(string key)
    {
        if (Text(key) is not { } text)
        {
            Note($"There is no {key}.");
            return null;
        }
        DateTimeOffset? time = ReportTime.Read(text, out string? note);
        if (note is not null)
            Note($"{key} {Quoted.Value(text)} {note}");
        return time;
    }

    /// <summary>An object; <see langword="null"/> where it is missing, which is noted.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public ReportObject? Object(string key)
    {
        if (Find(key) is { } value)
            return ToObject(value, At(key), _notes);
        Note($"There is no {key}.");
        return null;
    }

    /// <summary>The objects of a list, each with the notes that <paramref name="notes"/> makes for it; none where it is missing.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public IEnumerable<ReportObject> Objects(string key, Func<List<string>> notes)
    {
        if (Find(key) is not { } value)
            yield break;
        if (value.ValueKind == JsonValueKind.Object)
        {
            Note($"{key} is one object, not a list.");
            yield return ToObject(value, At(key), notes());
            yield break;
        }
        if (value.ValueKind != JsonValueKind.Array)
            throw new FormatException($"{At(key)} is {Quoted.Value(value.GetRawText())}; it is a list of objects (RFC 8460 section 4.4).");
        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
            yield return ToObject(element, string.Format(CultureInfo.InvariantCulture, "{0}[{1}]", At(key), index++), notes());
    }

    private static ReportObject ToObject(JsonElement value, string path, List<string> notes) => value.ValueKind == JsonValueKind.Object
        ? new ReportObject(value, path, notes)
        : throw new FormatException($"{path} is {Quoted.Value(value.GetRawText())}; it is an object (RFC 8460 section 4.4).");

    private JsonElement? Find(string key) =>
        _members.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private IReadOnlyList<string> List(string key, char[] separators)
    {
        if (Find(key) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Note($"{key} is a text, not a list.");
            return Split(value, At(key), separators);
        }
        List<string> lines = [];
        foreach (JsonElement element in value.EnumerateArray())
            lines.AddRange(Split(element, At(key), separators));
        return lines;
    }

    private string[] Split(JsonElement value, string path, char[] separators) =>
    [
        .. RawText(value, path).Split(separators, StringSplitOptions.RemoveEmptyEntries).Select(Clean).Where(line => line.Length > 0),
    ];

    private string? TextOf(JsonElement value, string path)
    {
        string text = Clean(RawText(value, path));
        return text.Length == 0 ? null : text;
    }

    private static string RawText(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            throw new FormatException($"{path} is {Quoted.Value(value.GetRawText())}; it is a text (RFC 8460 section 4.4).");
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() ?? "",
                JsonValueKind.Null => "",
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"{path} has half of a surrogate pair in it, which is no text (RFC 7493 section 2.1).", e);
        }
    }

    private string Clean(string text)
    {
        string trimmed = text.Trim();
        string clean = SafeText.Of(trimmed);
        const string Replaced = "Control characters and invisible characters in texts were replaced.";
        if (clean != trimmed && !_notes.Contains(Replaced))
            Note(Replaced);
        return clean;
    }

    private void Note(string note)
    {
        if (_notes.Count < MaxNotes)
            _notes.Add(note);
    }
}
