using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// How one product writes its Received headers: by what they are recognized, in which form they speak of TLS, and what it means when
/// they do not.
/// </summary>
internal abstract class Dialect
{
    // Those with words of their own first; then the table of products; then whatever is left.
    private static readonly Dialect[] Own =
    [
        new ExchangeDialect(),
        new PostfixDialect(),
        new GmailDialect(),
        new EximDialect(),
        new SendmailDialect(),
        new QmailDialect(),
        new IisDialect(),
        new OpenSmtpdDialect(),
        new MomentumDialect(),
        new ZmailerDialect(),
    ];

    // Without a name in the header, its shape tells.
    private static readonly Dialect[] ByShape = [new CourierDialect(), new CiscoEsaDialect(), new FortiMailDialect(), new MoxDialect(), new GeneralDialect()];

    /// <summary>The product, as <see cref="Hop.Dialect"/> names it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the product always says so when there is TLS, so that its silence means that there was none.</summary>
    public virtual bool MarksTls => true;

    /// <summary>Whether this header would have a mark: see <see cref="MarksTls"/>.</summary>
    public virtual bool IsMarked(ReceivedHeader header) => MarksTls;

    /// <summary>What silence means, in words, where <see cref="MarksTls"/>.</summary>
    public virtual string Silence => $"{Name} would have marked TLS";

    /// <summary>Whether the version is what OpenSSL calls it: its TLSv1/SSLv3 is the word of releases before 1.1, which have no TLS 1.3.</summary>
    public virtual bool WritesOpenSslVersions => false;

    /// <summary>The forms in which the product writes about TLS.</summary>
    protected virtual TlsForms Forms => TlsForms.All;

    /// <summary>The dialect of a header.</summary>
    public static Dialect Of(ReceivedHeader header)
    {
        foreach (Dialect dialect in Own)
        {
            if (dialect.Owns(header))
                return dialect;
        }
        if (ProductDialect.Find(header) is { } product)
            return product;
        foreach (Dialect dialect in ByShape)
        {
            if (dialect.Owns(header))
                return dialect;
        }
        return ByShape[^1];
    }

    /// <summary>Whether the header is of this product.</summary>
    public abstract bool Owns(ReceivedHeader header);

    /// <summary>Reads what the header says of TLS. The transport has been read from the word after <c>with</c>.</summary>
    public virtual void Read(ReceivedHeader header, ref HopReading reading)
    {
        TlsReader.Read(header, Forms, ref reading);
        if ((Forms & TlsForms.Clause) != 0 && reading.Suite is null)
            TlsReader.ReadClause(header, ref reading);
    }

    /// <summary>Whether a comment behind <c>by</c> begins with this: there servers name themselves.</summary>
    protected static bool HasComment(ReceivedHeader header, string start)
    {
        for (int part = Math.Max(header.By, 0); part < header.Count; part++)
        {
            if (header.IsComment(part) && header[part].StartsWithText(start))
                return true;
        }
        return false;
    }
}
