namespace SmtpTls.Schannel;

/// <summary>What one or more <c>.reg</c> files of one machine hold, applied one after the other as Windows would.</summary>
internal sealed class RegistryExport(string name) : IRegistry
{
    private readonly RegistryNode _root = new();
    private readonly HashSet<string> _listed = new(StringComparer.OrdinalIgnoreCase);
    private string? _firstKey;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string? ComputerName => this.Text(RegistryKeys.ComputerName, "ComputerName");

    /// <summary>Whether anything about TLS was found.</summary>
    public bool HasSettings { get; private set; }

    /// <summary>Reads a file. Nothing of it is kept but the keys that decide about TLS, however long it is.</summary>
    /// <exception cref="RegistryExportException">It is no registry export, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Read(string path, CancellationToken cancellationToken = default)
    {
        using RegistryFileReader reader = new(path);
        while (reader.NextKey() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _firstKey ??= entry.Path;
            if (LocalMachine(entry.Path) is not { } key)
                continue;
            HasSettings |= RegistryKeys.Settings.Any(root => RegistryKeys.IsAtOrBelow(key, root));
            if (entry.Deleted)
                _root.Remove(key);
            if (RegistryKeys.IsWanted(key))
                Apply(key, entry.Deleted ? [] : reader.Values());
            else if (RegistryKeys.Settings.Any(root => RegistryKeys.IsAtOrBelow(root, key)))
                _listed.Add(key);
        }
    }

    /// <summary>Says that the files are about something else.</summary>
    public RegistryExportException WithoutSettings() => new(
        $"{Quoted.Path(name)} holds no TLS setting of Windows: {(_firstKey is null ? "it has no key" : $"its first key is {Quoted.Value(_firstKey)}")}."
        + $" Export HKLM\\{RegistryKeys.Schannel}, or all of HKLM\\SYSTEM and HKLM\\SOFTWARE.");

    /// <inheritdoc/>
    public bool Covers(string key)
    {
        // An export of a key lists it and everything below: what is missing there is not set.
        for (string at = key; at.Length > 0; at = Parent(at))
        {
            if (_listed.Contains(at))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public object? Value(string key, string name) =>
        _root.Find(key) is { } node && node.Values.TryGetValue(name, out object? value) ? value : null;

    /// <inheritdoc/>
    public IReadOnlyList<string> KeyNames(string key) =>
    [
        .. _listed.Where(one => one.Length > key.Length + 1 && RegistryKeys.IsAtOrBelow(one, key)).Select(one => one.Substring(key.Length + 1).Split('\\')[0])
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> ValueNames(string key) => _root.Find(key) is { } node ? [.. node.Values.Keys] : [];

    private void Apply(string key, IEnumerable<KeyValuePair<string, object?>> values)
    {
        _listed.Add(key);
        Dictionary<string, object> known = _root.Make(key).Values;
        foreach (KeyValuePair<string, object?> value in values)
        {
            if (value.Value is null)
                known.Remove(value.Key);
            else
                known[value.Key] = value.Value;
        }
    }

    private static string Parent(string key) => key.LastIndexOf('\\') is > 0 and var at ? key.Substring(0, at) : "";

    // The key below HKEY_LOCAL_MACHINE. A hive that was loaded from a disk has ControlSet001 in place of CurrentControlSet.
    private static string? LocalMachine(string path)
    {
        int root = path.IndexOf('\\');
        if (root < 0 || path.Substring(0, root).ToUpperInvariant() is not ("HKEY_LOCAL_MACHINE" or "HKLM"))
            return null;
        string key = path.Substring(root + 1);
        const string First = @"SYSTEM\ControlSet001\";
        return key.StartsWith(First, StringComparison.OrdinalIgnoreCase) ? key.Remove(0, First.Length).Insert(0, @"SYSTEM\CurrentControlSet\") : key;
    }
}
