using System.Globalization;
using System.Text;

namespace SmtpTls.Schannel;

/// <summary>A key of a <c>.reg</c> file, or with a <c>-</c> before it the order to delete it.</summary>
internal readonly record struct RegistryFileKey(string Path, bool Deleted);

/// <summary>
/// Reads a <c>.reg</c> file key by key: "Windows Registry Editor Version 5.00" and REGEDIT4, in UTF-16 (as regedit writes it) or in
/// ANSI or UTF-8 (as editors do). The form is described in Microsoft KB 310516.
/// </summary>
internal sealed class RegistryFileReader : IDisposable
{
    private const int MaxLength = 1 << 20;

    // "Registry element size limits" in Microsoft's documentation.
    private const int MaxLevels = 512;

    private readonly StreamReader _reader;
    private readonly string _path;
    private readonly bool _oldForm;
    private string? _line;
    private int _lineNumber;

    /// <exception cref="RegistryExportException">The first line is not that of a registry export.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public RegistryFileReader(string path)
    {
        _path = path;
        FileStream stream = InputFile.Open(path);
        _reader = new StreamReader(stream, GuessEncoding(stream), detectEncodingFromByteOrderMarks: true);
        do
            Advance();
        while (_line is { } blank && blank.Trim().Length == 0);
        string form = _line?.Trim() ?? "";
        _oldForm = form == "REGEDIT4";
        if (!_oldForm && form != "Windows Registry Editor Version 5.00")
        {
            _reader.Dispose();
            throw new RegistryExportException(
                $"{Quoted.Path(path)} is no registry export: its first line is neither 'Windows Registry Editor Version 5.00' nor 'REGEDIT4'.");
        }

        Advance();
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Goes on to the next key, over the values of this one if nobody read them; <see langword="null"/> at the end.</summary>
    public RegistryFileKey? NextKey()
    {
        for (; _line is { } line; Advance())
        {
            string trimmed = line.Trim();
            if (trimmed.Length > 0 && trimmed[0] is ('"' or '@'))
                SkipText(line);
            if (trimmed.Length < 3 || trimmed[0] != '[')
                continue;
            int end = trimmed.LastIndexOf(']');
            bool deleted = trimmed[1] == '-';
            int start = deleted ? 2 : 1;
            if (end <= start)
                throw Damaged($"a key without its ']': {Quoted.Value(trimmed)}");
            Advance();
            string path = SafeText.Of(trimmed.Substring(start, end - start).TrimEnd('\\'));
            return path.Count(c => c == '\\') < MaxLevels
                ? new RegistryFileKey(path, deleted)
                : throw Damaged($"a key of more than {MaxLevels} levels, which Windows does not have");
        }

        return null;
    }

    /// <summary>The values of the key; the value is <see langword="null"/> for one that is to be deleted, or of a type that is not read.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Values()
    {
        for (; _line is { } line; Advance())
        {
            string trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == ';')
                continue;
            if (trimmed[0] == '[')
                yield break;
            string whole = Whole(line.TrimStart());
            int equals = whole[0] == '@' ? whole.IndexOf('=') : EndOfText(whole, 0) is > 0 and var end ? whole.IndexOf('=', end) : -1;
            if (equals < 0)
                throw Damaged($"this is neither a key nor a value: {Quoted.Value(trimmed)}");
            string name = whole[0] == '@' ? "" : SafeText.Of(Unescape(whole.Substring(0, equals).Trim()));
            yield return new KeyValuePair<string, object?>(name, Read(whole.Substring(equals + 1).Trim()));
        }
    }

    private object? Read(string data)
    {
        if (data.Length == 0)
            throw Damaged("a value without data");
        if (data[0] == '"')
            return SafeText.Of(Unescape(data));
        if (data[0] == '-')
            return null;
        int colon = data.IndexOf(':');
        string type = colon < 0 ? "" : data.Substring(0, colon).Trim().ToUpperInvariant();
        string digits = data.Substring(colon + 1);
        switch (type)
        {
            case "DWORD":
                digits = digits.Split(';')[0].Trim();
                return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
                    ? (long)number
                    : throw Damaged($"{Quoted.Value(digits)} is no DWORD; it has up to eight hexadecimal digits");
            case "HEX(1)" or "HEX(2)":
                return SafeText.Of(Text(Bytes(digits)).TrimEnd('\0'));
            case "HEX(7)":
                return SafeText.All(Text(Bytes(digits)).Split(['\0'], StringSplitOptions.RemoveEmptyEntries));
            case "HEX(4)" or "HEX(B)":
                byte[] bytes = Bytes(digits);
                Array.Reverse(bytes);
                return bytes.Length <= 8 ? bytes.Aggregate(0L, (sum, next) => (sum << 8) | next) : throw Damaged("a number of more than eight bytes");
            case "HEX":
                return null;
            default:
                return type.StartsWith("HEX(", StringComparison.Ordinal) ? null : throw Damaged($"{Quoted.Value(data)} is no data of a registry value");
        }
    }

    private string Text(byte[] bytes) => _oldForm ? Encoding.GetEncoding("iso-8859-1").GetString(bytes) : Encoding.Unicode.GetString(bytes);

    private byte[] Bytes(string digits)
    {
        string[] parts = digits.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        byte[] bytes = new byte[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!byte.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                throw Damaged($"{Quoted.Value(parts[i])} is no byte in hexadecimal");
        }

        return bytes;
    }

    // A value with the lines that belong to it: hex data goes on after a '\', a text until its quotation mark.
    private string Whole(string first)
    {
        StringBuilder whole = new(first.TrimEnd());
        if (DataIsText(first, out int open))
        {
            whole = new StringBuilder(first);
            bool escaped = false;
            for (int at = EndOfText(first, open + 1, ref escaped); at < 0;)
            {
                string more = "\r\n" + NextLine();
                Append(more);
                at = EndOfText(more, 0, ref escaped);
            }
            return whole.ToString();
        }

        while (whole.Length > 0 && whole[whole.Length - 1] == '\\')
        {
            whole.Length--;
            Append(NextLine().Trim());
        }

        return whole.Length > 0 ? whole.ToString() : throw Damaged("a '\\' that goes on with nothing");

        void Append(string more)
        {
            if (whole.Length + more.Length > MaxLength)
                throw Damaged("a value of more than a million characters");
            whole.Append(more);
        }
    }

    private string NextLine()
    {
        Advance();
        return _line ?? throw Damaged("the file ends within a value");
    }

    // The lines of a text of a key that nobody wants, lest one that begins with '[' pass for a key.
    private void SkipText(string first)
    {
        if (!DataIsText(first, out int open))
            return;
        for (string line = first; EndOfText(line, open) < 0 && _line is not null; line = _line ?? "", open = -1)
            Advance();
    }

    private static bool DataIsText(string line, out int open)
    {
        string trimmed = line.TrimStart();
        int from = line.Length - trimmed.Length;
        int name = trimmed.Length > 0 && trimmed[0] == '@' ? from + 1 : EndOfText(line, from);
        int equals = name < 0 ? -1 : line.IndexOf('=', name);
        open = equals + 1;
        while (equals >= 0 && open < line.Length && line[open] is ' ' or '\t')
            open++;
        return equals >= 0 && open < line.Length && line[open] == '"';
    }

    // The index behind the quotation mark that ends the text that begins at open; -1 when it goes on in the next line.
    private static int EndOfText(string line, int open)
    {
        bool escaped = false;
        return EndOfText(line, open + 1, ref escaped);
    }

    // The same for one of several lines: whether the line before ended with a '\' goes on into the next.
    private static int EndOfText(string line, int from, ref bool escaped)
    {
        for (int i = from; i < line.Length; i++)
        {
            if (escaped)
                escaped = false;
            else if (line[i] == '\\')
                escaped = true;
            else if (line[i] == '"')
                return i + 1;
        }

        return -1;
    }

    private static string Unescape(string quoted)
    {
        StringBuilder text = new();
        for (int i = 1; i < quoted.Length && quoted[i] != '"'; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length)
                i++;
            text.Append(quoted[i]);
        }

        return text.ToString();
    }

    private void Advance()
    {
        StringBuilder line = new();
        int next;
        while ((next = _reader.Read()) is not (-1 or '\n'))
        {
            if (line.Length == MaxLength)
                throw Damaged("a line of more than a million characters");
            line.Append((char)next);
        }

        _lineNumber++;
        _line = next == -1 && line.Length == 0 ? null : line.ToString().TrimEnd('\r');
    }

    private RegistryExportException Damaged(string what) => new($"{Quoted.Path(_path)} is damaged in line {_lineNumber}: {what}.", FileFault.FileDamaged);

    // Without a byte order mark: UTF-16 if every other byte of the beginning is zero, otherwise one byte per character. The names
    // that matter here are ASCII, so that it does not matter which ANSI code page, or UTF-8, the rest is in.
    private static Encoding GuessEncoding(Stream stream)
    {
        byte[] head = new byte[2];
        int read = stream.Read(head, 0, head.Length);
        stream.Position = 0;
        return read == 2 && head[0] != 0 && head[1] == 0 ? Encoding.Unicode : Encoding.GetEncoding("iso-8859-1");
    }
}
