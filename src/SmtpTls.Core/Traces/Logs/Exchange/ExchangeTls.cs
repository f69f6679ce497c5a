using System.Globalization;
using SmtpTls.Tls;

namespace SmtpTls.Logs.Exchange;

/// <summary>What Exchange says of an established TLS session: Schannel's names of protocol and algorithms, or their numbers.</summary>
internal sealed record ExchangeTls(SslProtocolVersion? Protocol, string? CipherSuite, string? KeyExchange)
{
    private static readonly Lazy<Dictionary<string, (string Name, string Plain)>> Algorithms = new(() => FactTable.Read("Traces.Logs.Exchange.Algorithms.tsv")
        .SelectMany(columns => new[] { (Key: columns[0], Value: (columns[1], columns[2])), (Key: columns[1], Value: (columns[1], columns[2])) })
        .ToDictionary(pair => pair.Key, pair => pair.Value));

    /// <summary>
    /// Reads <c>TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256
    /// bits, MAC hash algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits</c>,
    /// which some versions stop after the bulk algorithm.
    /// </summary>
    public static ExchangeTls Parse(string context)
    {
        SslProtocolVersion? protocol = ProtocolSpelling.Find(Word(context, "TLS protocol ") ?? "");
        string? bulk = Name(Word(context, "bulk encryption algorithm "));
        string? hash = Name(Word(context, "MAC hash algorithm "));
        string? exchange = Word(context, "key exchange algorithm ");
        string? suite = protocol == SslProtocolVersion.Tls13 ? Tls13Suite(bulk, hash) : null;
        return new ExchangeTls(protocol, suite ?? (hash is null || bulk is null ? bulk : $"{bulk}/{hash}"), exchange is null ? null : Plain(exchange));
    }

    // Bulk algorithm and hash leave no doubt which of the five suites of RFC 8446 it is.
    private static string? Tls13Suite(string? bulk, string? hash) => (bulk, hash) switch
    {
        ("CALG_AES_256", "CALG_SHA_384") => "TLS_AES_256_GCM_SHA384",
        ("CALG_AES_128", "CALG_SHA_256") => "TLS_AES_128_GCM_SHA256",
        _ => null,
    };

    private static string? Name(string? word) =>
        word is not null && Algorithms.Value.TryGetValue(word, out (string Name, string) known) ? known.Name : word;

    private static string Plain(string word) => Algorithms.Value.TryGetValue(word, out (string, string Plain) known) ? known.Plain : word;

    private static string? Word(string text, string before)
    {
        int at = CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, before, CompareOptions.Ordinal);
        if (at < 0)
            return null;
        at += before.Length;
        int end = text.IndexOfAny([' ', ','], at);
        string word = end < 0 ? text.Substring(at) : text.Substring(at, end - at);
        return word.Length == 0 ? null : word;
    }
}
