using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Exchange 2007 to SE and Exchange Online: <c>with Microsoft SMTP Server (version=TLS1_2, cipher=...) id 15.20...</c>,
/// <c>(TLS)</c> up to 2013, nothing without TLS; <c>with mapi</c> and <c>with HTTPS</c> between its own parts.
/// </summary>
internal sealed class ExchangeDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Exchange";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.KeyValue | TlsForms.Bare;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) =>
        (header.IsWord(header.With, "Microsoft") && header.IsWord(header.With + 1, "SMTP") && header.IsWord(header.With + 2, "Server"))
        || header.IsWord(header.With, "mapi")
        || (header.IsWord(header.With, "HTTPS") && (header[header.By].EndsWithText(".outlook.com") || header[header.By].EndsWithText(".exchangelabs.com")));
}
