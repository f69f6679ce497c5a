namespace SmtpTls.Dns.Validation;

/// <summary>Asks a resolver for records with their signatures, and with what it holds bogus (DO and CD set, RFC 4035 section 3.2).</summary>
internal interface IWireDns
{
    /// <summary>Asks one question. A failure is in the reply.</summary>
    Task<WireReply> AskAsync(WireName name, int type, CancellationToken cancellationToken);
}

/// <summary>What came of a question.</summary>
/// <param name="Message">The response; <see langword="null"/> where no resolver gave a usable one.</param>
/// <param name="Bytes">The response as it came.</param>
/// <param name="Resolver">The resolver that answered, or the last one that was asked.</param>
/// <param name="Error">In a sentence, why there is no response.</param>
internal sealed record WireReply(WireMessage? Message, byte[] Bytes, DnsClient.NameServer? Resolver, string? Error);
