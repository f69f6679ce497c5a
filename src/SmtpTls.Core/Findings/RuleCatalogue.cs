namespace SmtpTls.Findings;

/// <summary>
/// The rules of one product, from a table beside its code. A row has the columns id, severity, parts, condition, requirement (<c>-</c> for a
/// rule that only informs), source and, where the table has it, the tests that show the rule. A row <c>@name text</c> defines a source for the
/// rows below it, which refer to it as <c>@name</c>, or as <c>@name/detail</c> where the text has a place <c>{}</c> for the detail.
/// </summary>
internal sealed class RuleCatalogue
{
    private readonly Dictionary<string, FindingRule> _byId = [];

    /// <summary>Reads a table.</summary>
    /// <param name="product">The product's name, the first part of a rule's full name.</param>
    /// <param name="table">The table's path in dots, such as <c>Settings.Exchange.ExchangeRules.tsv</c>.</param>
    /// <param name="page">The page that documents the rules, such as <c>docs/exchange.md</c>.</param>
    /// <exception cref="InvalidDataException">A row of the table is not right; it is named.</exception>
    public RuleCatalogue(string product, string table, string page)
    {
        Product = product;
        Page = page;
        Dictionary<string, string> sources = [];
        List<FindingRule> all = [];
        foreach (string[] row in FactTable.Read(table))
        {
            if (row[0][0] == '@')
            {
                sources.Add(row[0], row[1]);
                continue;
            }
            FindingRule rule = Rule(row, sources);
            all.Add(rule);
            if (_byId.ContainsKey(rule.Id))
                throw new InvalidDataException($"{table} has the rule {rule.Id} twice.");
            _byId.Add(rule.Id, rule);
        }
        All = all;
    }

    /// <summary>The product's name.</summary>
    public string Product { get; }

    /// <summary>The page that documents the rules.</summary>
    public string Page { get; }

    /// <summary>Every rule, in the order of the table.</summary>
    public IReadOnlyList<FindingRule> All { get; }

    /// <summary>The rule of an id.</summary>
    /// <exception cref="ArgumentException">The product has no such rule.</exception>
    public FindingRule this[string id] =>
        _byId.TryGetValue(id, out FindingRule? rule) ? rule : throw new ArgumentException($"{Product} has no rule {id}.", nameof(id));

    /// <summary>The finding about something that breaks a rule.</summary>
    /// <exception cref="ArgumentException">The product has no such rule.</exception>
    public Finding Found(string id, string text) => this[id].Found(text);

    /// <summary>What the checks find about a subject, in their order.</summary>
    public IEnumerable<Finding> Judge<T>(IEnumerable<RuleCheck<T>> checks, T subject)
    {
        foreach (RuleCheck<T> check in checks)
        {
            if (check.Check(subject) is { } text)
                yield return Found(check.Id, text);
        }
    }

    private FindingRule Rule(string[] row, Dictionary<string, string> sources)
    {
        if (row.Length is not (6 or 7) || !Enum.TryParse(row[1], out FindingSeverity severity))
            throw new InvalidDataException($"The rule {row[0]} of {Product} has not the right columns.");
        return new FindingRule(
            Product,
            row[0],
            severity,
            Array.ConvertAll(row[2].Split(','), part => part.Trim()),
            row[3],
            row[4] == "-" ? null : row[4],
            string.Join("; ", row[5].Split(';').Select(source => Source(source.Trim(), sources))),
            row.Length == 7 ? row[6] : null,
            $"{Page}#{row[0]}");
    }

    private string Source(string text, Dictionary<string, string> sources)
    {
        if (text[0] != '@')
            return text;
        string[] parts = text.Split(['/'], 2);
        return sources.TryGetValue(parts[0], out string? source)
            ? source.Replace("{}", parts.Length == 2 ? parts[1] : "")
            : throw new InvalidDataException($"{Product} has no source {parts[0]}.");
    }
}
