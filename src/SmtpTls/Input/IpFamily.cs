namespace SmtpTls.Input;

/// <summary>Which addresses of a server to test.</summary>
public enum IpFamily
{
    /// <summary>All.</summary>
    Any,

    /// <summary>IPv4 only.</summary>
    IPv4,

    /// <summary>IPv6 only.</summary>
    IPv6,
}
