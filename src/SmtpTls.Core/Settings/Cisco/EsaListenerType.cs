namespace SmtpTls;

/// <summary>For whom a Cisco ESA's listener is.</summary>
public enum EsaListenerType
{
    /// <summary>For the Internet: has a Recipient Access Table.</summary>
    Public,

    /// <summary>For the systems of one's own network.</summary>
    Private,
}
