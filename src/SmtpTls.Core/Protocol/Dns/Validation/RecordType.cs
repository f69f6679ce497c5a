namespace SmtpTls.Dns.Validation;

/// <summary>The record types that validation deals with, by their IANA numbers.</summary>
internal static class RecordType
{
    public const int A = 1;
    public const int Ns = 2;
    public const int Cname = 5;
    public const int Soa = 6;
    public const int Mx = 15;
    public const int Txt = 16;
    public const int Aaaa = 28;
    public const int Dname = 39;
    public const int Opt = 41;
    public const int Ds = 43;
    public const int Rrsig = 46;
    public const int Nsec = 47;
    public const int Dnskey = 48;
    public const int Nsec3 = 50;
    public const int Tlsa = 52;

    /// <summary>The name of a type, or <c>TYPEn</c> (RFC 3597 section 5).</summary>
    public static string Name(int type) => type switch
    {
        A => "A",
        Ns => "NS",
        Cname => "CNAME",
        Soa => "SOA",
        Mx => "MX",
        Txt => "TXT",
        Aaaa => "AAAA",
        Dname => "DNAME",
        Ds => "DS",
        Rrsig => "RRSIG",
        Nsec => "NSEC",
        Dnskey => "DNSKEY",
        Nsec3 => "NSEC3",
        Tlsa => "TLSA",
        _ => FormattableString.Invariant($"TYPE{type}"),
    };
}
