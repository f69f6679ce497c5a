namespace SmtpTls;

/// <summary>Whether a setting makes mail use TLS; one word for every product's own.</summary>
public enum TlsMode
{
    /// <summary>TLS is not used.</summary>
    None,

    /// <summary>TLS where the other side has it, otherwise in the clear (RFC 7435; Postfix <c>may</c>, Cisco <c>Preferred</c>).</summary>
    Opportunistic,

    /// <summary>TLS or no mail (Postfix <c>encrypt</c>, Cisco <c>Required</c>).</summary>
    Required,
}
