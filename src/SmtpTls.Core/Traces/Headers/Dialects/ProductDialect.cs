namespace SmtpTls.Headers.Dialects;

/// <summary>A product that needs no more than to be recognized, from Products.tsv.</summary>
internal sealed class ProductDialect : Dialect
{
    private static readonly ProductDialect[] All = [.. FactTable.Read("Traces.Headers.Dialects.Products.tsv").Select(row => new ProductDialect(row))];
    private static readonly ProductDialect[] Named = [.. All.Where(product => product._place == "comment")];
    private static readonly ProductDialect[] Hosts = [.. All.Where(product => product._place == "by")];
    private static readonly ProductDialect[] Words = [.. All.Where(product => product._place == "with")];

    private readonly string _place;
    private readonly string _text;
    private readonly string _silence;

    private readonly int? _since;

    private ProductDialect(string[] row)
    {
        (Name, _place, _text, _silence) = (row[0], row[1], row[2], row[3]);
        _since = int.TryParse(_silence, out int year) ? year : null;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override bool MarksTls => _silence is "no" or "never";

    /// <inheritdoc/>
    public override bool IsMarked(ReceivedHeader header) => MarksTls || (_since is { } year && header.Time is { } time && time.Year >= year);

    /// <inheritdoc/>
    public override string Silence => _silence == "never" ? $"{Name} knows no TLS" : base.Silence;

    /// <summary>The product of a header; <see langword="null"/> where the table has none.</summary>
    public static ProductDialect? Find(ReceivedHeader header)
    {
        for (int part = Math.Max(header.By, 0); part < header.Count; part++)
        {
            if (header.IsComment(part) && Named.FirstStarting(header[part]) is { } named)
                return named;
        }
        if (header.With >= 0 && Words.FirstStarting(header.Between(header.With, header.Count)) is { } word)
            return word;
        if (header.By < 0)
            return null;
        foreach (ProductDialect host in Hosts)
        {
            if (header[header.By].EndsWithText(host._text))
                return host;
        }
        return null;
    }

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => Find(header) == this;

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        base.Read(header, ref reading);
        if (_silence == "local" && reading.Encrypted is null)
            reading.Transport = HopTransport.Local;
    }

    /// <summary>Whether the text begins with the product's, and not with a longer word.</summary>
    public bool Starts(ReadOnlySpan<char> text) =>
        text.StartsWithText(_text) && (text.Length == _text.Length || !char.IsLetter(text[_text.Length]) || !char.IsLetter(_text[^1]));
}

/// <summary>Finds a product without a delegate for each header.</summary>
file static class ProductDialects
{
    public static ProductDialect? FirstStarting(this ProductDialect[] products, ReadOnlySpan<char> text)
    {
        foreach (ProductDialect product in products)
        {
            if (product.Starts(text))
                return product;
        }
        return null;
    }
}
