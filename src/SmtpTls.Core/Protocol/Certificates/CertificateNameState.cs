namespace SmtpTls;

/// <summary>What becomes of a connector's <c>TlsCertificateName</c> among the certificates that were given.</summary>
public enum CertificateNameState
{
    /// <summary>The connector names no certificate; Exchange chooses one by the connector's FQDN.</summary>
    NotSet,

    /// <summary>It names one, and no certificates of its servers were given to look among.</summary>
    NotChecked,

    /// <summary>The name has not the form <c>&lt;I&gt;Issuer&lt;S&gt;Subject</c>.</summary>
    Malformed,

    /// <summary>No certificate has this issuer and subject.</summary>
    NotFound,

    /// <summary>One certificate has this issuer and subject.</summary>
    Found,

    /// <summary>Several certificates have this issuer and subject; Exchange takes the one that begins latest.</summary>
    Ambiguous,
}
