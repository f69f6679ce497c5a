using SmtpTls.Findings;

namespace SmtpTls.Exchange;

/// <summary>The rules about connectors and certificates.</summary>
internal static class ExchangeRules
{
    /// <summary>The rules.</summary>
    public static RuleCatalogue Catalogue { get; } = new("Exchange", "Settings.Exchange.ExchangeRules.tsv", "docs/exchange.md");
}
