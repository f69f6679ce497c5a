using System.Reflection;

namespace SmtpTls.Errors;

/// <summary>
/// The errors that are known, from the files *.errors beside this one. An entry begins with <c>[name]</c>; each line after it is a key
/// and a value: title, meaning, cause (the likeliest first), check (<c>what =&gt; command</c>), failure, source, and the marks by which the
/// error is recognized (<see cref="ErrorMarkKind"/>); <c>reply?</c> and <c>status?</c> count only where the text beside them is about TLS.
/// Lines with <c>#</c> are for the reader.
/// </summary>
internal static class ErrorTable
{
    private const string Suffix = ".errors";

    private static readonly Lazy<IReadOnlyList<ErrorEntry>> Entries = new(() => [.. Read()]);

    /// <summary>All entries, in the order of the files.</summary>
    public static IReadOnlyList<ErrorEntry> All => Entries.Value;

    private static IEnumerable<ErrorEntry> Read()
    {
        Assembly assembly = typeof(ErrorTable).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).OrderBy(name => name, StringComparer.Ordinal))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            foreach (ErrorEntry entry in Read(reader, name))
                yield return entry;
        }
    }

    private static IEnumerable<ErrorEntry> Read(TextReader reader, string file)
    {
        ErrorEntry? entry = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
            {
                if (entry is not null)
                    yield return entry;
                entry = new ErrorEntry(line.Trim('[', ']'));
                continue;
            }

            string[] parts = line.Split([':'], 2);
            if (entry is null || parts.Length < 2)
                throw new FormatException($"'{line}' in {file} is neither an entry nor a key with a value.");
            Set(entry, parts[0], parts[1].Trim(), file);
        }

        if (entry is not null)
            yield return entry;
    }

    private static void Set(ErrorEntry entry, string key, string value, string file)
    {
        switch (key)
        {
            case "title":
                entry.Title = value;
                break;
            case "meaning":
                entry.Meaning = value;
                break;
            case "source":
                entry.Source = value;
                break;
            case "failure":
                entry.Failure = value;
                break;
            case "cause":
                entry.Causes.Add(value);
                break;
            case "check":
                string[] halves = value.Split([" => "], 2, StringSplitOptions.None);
                entry.Checks.Add(new ErrorCheck(halves[0], halves.Length == 2 ? halves[1] : throw new FormatException($"'{value}' in {file} has no command.")));
                break;
            default:
                entry.Marks.Add(Enum.TryParse(key.TrimEnd('?'), ignoreCase: true, out ErrorMarkKind kind)
                    ? new ErrorMark(kind, value, key[key.Length - 1] == '?')
                    : throw new FormatException($"'{key}' in {file} is no key."));
                break;
        }
    }
}
