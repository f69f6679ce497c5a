namespace SmtpTls.Cisco;

/// <summary>Reads a Host Access Table (<see cref="HatTokens"/> has its form).</summary>
internal sealed class HatReader
{
    private readonly HatTokens _tokens;
    private readonly List<HatPolicy> _policies = [];
    private readonly List<HatEntry> _entries = [];
    private readonly List<EsaFileException> _faults = [];
    private readonly List<string> _senders = [];
    private string? _group;
    private string? _definition;
    private int _line;

    private HatReader(string text) => _tokens = new HatTokens(text);

    /// <summary>The table, and the places of it that make no sense, each with its line in <paramref name="where"/>.</summary>
    public static (HostAccessTable Table, IReadOnlyList<EsaFileException> Faults) Read(string text, string where)
    {
        HatReader reader = new(text);
        reader.ReadAll(where);
        return (new HostAccessTable { Policies = reader._policies, Entries = reader._entries }, reader._faults);
    }

    private void ReadAll(string where)
    {
        Action<HatParameters>? last = null;
        while (_tokens.Next() is { } word)
        {
            if (word == "{")
            {
                Dictionary<string, string> parameters = _tokens.Parameters();
                last?.Invoke(HatParameters.Read(name => parameters.TryGetValue(name, out string? value) ? value : null));
                last = null;
            }
            else if (EsaSpelling.Access(word) is { } access)
            {
                last = End(null, access);
            }
            else if (word[0] == '$' && IsOpen && _definition is null)
            {
                last = End(word, null);
            }
            else
            {
                Open(word, where);
                last = null;
            }
        }

        if (IsOpen) Unfinished(where);
    }

    private bool IsOpen => _group is not null || _definition is not null || _senders.Count > 0;

    private void Open(string word, string where)
    {
        bool isLabel = word.Length > 1 && word[word.Length - 1] == ':' && !word.EndsWith("::", StringComparison.Ordinal);
        if (IsOpen && (isLabel || word[0] == '$')) Unfinished(where);
        if (!IsOpen) _line = _tokens.Line;
        if (isLabel) _group = word.Substring(0, word.Length - 1);
        else if (word[0] == '$') _definition = word;
        else if (_definition is null) _senders.Add(word);
    }

    // Ends what is open, with what decides about it; gives the place for parameters that follow.
    private Action<HatParameters>? End(string? policy, EsaAccessRule? access)
    {
        if (_definition is { } definition)
        {
            _definition = null;
            int index = _policies.Count;
            _policies.Add(new HatPolicy(definition, access, new HatParameters()));
            return parameters => _policies[index] = _policies[index] with { Parameters = parameters };
        }

        // Hosts outside a group have one rule each, or share the one that follows the last of them.
        IEnumerable<string> names = _group is null ? _senders.ToList() : [_group];
        _group = null;
        _senders.Clear();
        int first = _entries.Count;
        _entries.AddRange(names.Select(name => new HatEntry(name, policy, access, new HatParameters())));
        return parameters =>
        {
            for (int i = first; i < _entries.Count; i++) _entries[i] = _entries[i] with { Parameters = parameters };
        };
    }

    private void Unfinished(string where)
    {
        string name = _definition ?? _group ?? _senders[0];
        _faults.Add(new EsaFileException(
            "HatEntryIncomplete",
            $"{where}, line {_line}: {Quoted.Value(name)} has neither a mail flow policy nor an access rule (ACCEPT, RELAY, REJECT, TCPREFUSE or "
                + "CONTINUE) in the Host Access Table."));
        _definition = null;
        _group = null;
        _senders.Clear();
    }
}
