namespace SmtpTls.Common;

/// <summary>Reads the tables of facts that lie beside the code: tab-separated columns, lines with <c>#</c> for their sources.</summary>
internal static class FactTable
{
    /// <summary>The rows of a table by its path in dots, such as <c>Protocol.Tls.CipherSuites.tsv</c>.</summary>
    public static IEnumerable<string[]> Read(string name)
    {
        using Stream stream = typeof(FactTable).Assembly.GetManifestResourceStream("SmtpTls." + name)!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
        }
    }
}
