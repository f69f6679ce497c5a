using System.Management.Automation;
using System.Text;
using SmtpTls.Reports;

namespace SmtpTls.Input;

/// <summary>A file of results: JSON, an object a line or an array, or Clixml. The first character that is no white space tells which.</summary>
internal static class ResultFile
{
    private const long MaxBytes = 512L * 1024 * 1024;
    private const int MaxLine = 64 * 1024 * 1024;

    /// <summary>The results, one after another.</summary>
    /// <param name="path">A file of the file system.</param>
    /// <param name="fail">Takes what is wrong with one line or object, and which; the others go on.</param>
    /// <exception cref="FormatException">The file is neither JSON nor Clixml.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<object> Read(string path, Action<string, object?> fail)
    {
        FileInfo file = new(path);
        if (file.Length > MaxBytes) throw new FormatException($"The file has {file.Length} bytes; {MaxBytes} are the limit.");
        using StreamReader reader = new(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        SkipWhiteSpace(reader);
        return reader.Peek() switch
        {
            '<' => [.. ReadClixml(reader.ReadToEnd(), fail)],
            '[' => ResultJsonReader.ReadAll(reader.ReadToEnd()),
            '{' => [.. ReadLines(reader, fail)],
            -1 => throw new FormatException("The file is empty."),
            _ => throw new FormatException("The file is neither JSON of ConvertTo-SmtpTlsJson nor Clixml of Export-Clixml."),
        };
    }

    private static void SkipWhiteSpace(StreamReader reader)
    {
        while (reader.Peek() is >= 0 and int next && char.IsWhiteSpace((char)next)) reader.Read();
    }

    private static IEnumerable<object> ReadLines(StreamReader reader, Action<string, object?> fail)
    {
        string text = reader.ReadToEnd();
        string[] lines = text.Split('\n');
        // JSON that another tool has set out in several lines.
        if (lines[0].TrimEnd() is "{" || lines[0].TrimEnd() is not [.., '}']) return ResultJsonReader.ReadAll(text);
        return lines.Select((line, index) => (Line: line.Trim(), Number: index + 1)).Where(line => line.Line.Length > 0).SelectMany(line => ReadLine(line.Line, line.Number, fail));
    }

    private static IReadOnlyList<object> ReadLine(string line, int number, Action<string, object?> fail)
    {
        try
        {
            return line.Length <= MaxLine ? ResultJsonReader.ReadAll(line) : throw new FormatException("The line is too long.");
        }
        catch (FormatException e)
        {
            fail($"line {number}: {e.Message}", line.Length > 200 ? line.Substring(0, 200) : line);
            return [];
        }
    }

    private static IEnumerable<object> ReadClixml(string text, Action<string, object?> fail)
    {
        object? read = PSSerializer.Deserialize(text);
        IEnumerable<object?> items = read is object[] many ? many : read is PSObject { BaseObject: object[] wrapped } ? wrapped : [read];
        foreach (object? item in items)
        {
            if (item is null) continue;
            PSObject? result = null;
            try
            {
                result = DeserializedResult.Read(PSObject.AsPSObject(item));
            }
            catch (FormatException e)
            {
                fail(e.Message, item);
            }

            if (result is not null) yield return result;
        }
    }
}
