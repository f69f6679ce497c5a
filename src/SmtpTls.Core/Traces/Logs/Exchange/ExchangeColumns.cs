namespace SmtpTls.Logs.Exchange;

/// <summary>Where the columns of an SMTP protocol log stand. Its <c>#Fields</c> line rules; this is their order in every version so far.</summary>
internal sealed class ExchangeColumns
{
    private static readonly string[] Names =
        ["date-time", "connector-id", "session-id", "sequence-number", "local-endpoint", "remote-endpoint", "event", "data", "context"];

    private static readonly int[] Needed = [0, 2, 6];

    private readonly int[] _at = [0, 1, 2, 3, 4, 5, 6, 7, 8];

    public int Time => _at[0];

    public int Connector => _at[1];

    public int Session => _at[2];

    public int Sequence => _at[3];

    public int Local => _at[4];

    public int Remote => _at[5];

    public int Event => _at[6];

    public int Data => _at[7];

    public int Context => _at[8];

    /// <summary>The columns that sessions cannot be told without and that are missing; <see langword="null"/> where none are.</summary>
    public string? Missing { get; private set; }

    /// <summary>Reads what stands behind <c>#Fields:</c>.</summary>
    public void Read(string fields)
    {
        string[] names = [.. fields.Split(',').Select(name => name.Trim().ToLowerInvariant())];
        for (int i = 0; i < Names.Length; i++)
            _at[i] = Array.IndexOf(names, Names[i]);
        string[] missing = [.. Needed.Where(i => _at[i] < 0).Select(i => Names[i])];
        Missing = missing.Length == 0 ? null : string.Join(", ", missing);
    }
}
