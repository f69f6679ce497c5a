using DnsClient;

namespace SmtpTls.Dns;

/// <summary>Answers any question, and says how far DNSSEC vouches for each answer. Asks nothing twice.</summary>
internal interface IVouchedDns
{
    /// <summary>The records of a type at a name, aliases followed. Failures are in the result.</summary>
    /// <param name="name">A name as A-labels, lower case, without final dot.</param>
    /// <param name="type">The type of record.</param>
    /// <param name="count">Told when the DNS had to be asked.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<VouchedAnswer> AskAsync(string name, QueryType type, LookupCount? count, CancellationToken cancellationToken);
}

/// <summary>An answer and how far DNSSEC vouches for it.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Dnssec">The verdict about it, aliases included.</param>
internal sealed record VouchedAnswer(DnsAnswer Answer, DnssecVerdict Dnssec);

/// <summary>How many questions went to the DNS on somebody's behalf; those that had been asked before do not count.</summary>
internal sealed class LookupCount
{
    private int _value;

    /// <summary>The number so far.</summary>
    public int Value => Volatile.Read(ref _value);

    /// <summary>One more.</summary>
    public void Add() => Interlocked.Increment(ref _value);
}
