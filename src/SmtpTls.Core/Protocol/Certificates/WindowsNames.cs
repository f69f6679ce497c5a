namespace SmtpTls.Certificates;

/// <summary>The names of attributes of a distinguished name as Windows writes them, and as others do.</summary>
internal static class WindowsNames
{
    private const string NumberPrefix = "OID.";

    private static readonly Lazy<string[][]> Table = new(() => [.. FactTable.Read("Protocol.Certificates.WindowsNames.tsv")]);

    private static readonly Lazy<Dictionary<string, string>> ByOid = new(() => Table.Value.Where(row => row[1] != "-").ToDictionary(row => row[0], row => row[1]));

    private static readonly Lazy<Dictionary<string, string>> ByName = new(() =>
    {
        Dictionary<string, string> oids = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] row in Table.Value)
        {
            foreach (string name in row[2].Split(' ').Append(row[1]).Where(name => name != "-"))
                oids[name] = row[0];
        }
        return oids;
    });

    /// <summary>What Windows writes for an attribute: its name, or <c>OID.</c> and its number.</summary>
    public static string Of(string oid) => ByOid.Value.TryGetValue(oid, out string? name) ? name : NumberPrefix + oid;

    /// <summary>The number of an attribute's name in anybody's spelling; the name in upper case where nobody knows it.</summary>
    public static string Oid(string name)
    {
        if (ByName.Value.TryGetValue(name, out string? oid))
            return oid;
        string number = name.StartsWith(NumberPrefix, StringComparison.OrdinalIgnoreCase) ? name.Substring(NumberPrefix.Length) : name;
        return number.Length > 0 && char.IsDigit(number[0]) ? number : name.ToUpperInvariant();
    }
}
