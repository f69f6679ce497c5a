using DnsClient;

namespace SmtpTls.Dns;

/// <summary>Response codes by the names of the IANA registry "DNS RCODEs", as dig and every name server's log write them.</summary>
internal static class DnsResponseCodes
{
    /// <summary>The name, or <c>RCODE n</c> where there is none.</summary>
    public static string Name(DnsHeaderResponseCode code) => (int)code switch
    {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        9 => "NOTAUTH",
        int other => $"RCODE {other}",
    };
}
