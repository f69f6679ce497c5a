namespace SmtpTls;

/// <summary>What the TLS settings of one Exchange connector amount to.</summary>
public sealed record ExchangeTlsPolicy
{
    /// <summary>The connector's identity, by which <c>Set-SendConnector</c> and <c>Set-ReceiveConnector</c> take it from the pipeline.</summary>
    public required string Identity { get; init; }

    /// <summary>Whether it sends or receives.</summary>
    public required ConnectorDirection Direction { get; init; }

    /// <summary>Whether the connector is enabled; <see langword="null"/> where the object does not say.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether mail through it is encrypted: never, where the other side can, or always.</summary>
    public required TlsMode Mode { get; init; }

    /// <summary>What is demanded of the other side's certificate.</summary>
    public required PeerAuthentication Authentication { get; init; }

    /// <summary>
    /// The name that the other side's certificate must cover: a domain, several separated by commas, or <c>the recipient's domain</c>;
    /// <see langword="null"/> where no name is checked.
    /// </summary>
    public string? CheckedName { get; init; }

    /// <summary>The name by which the connector introduces itself; <see langword="null"/> for the server's own.</summary>
    public string? Fqdn { get; init; }

    /// <summary>The connector's <c>TlsCertificateName</c> as it stands; <see langword="null"/> where none is set.</summary>
    public string? CertificateName { get; init; }

    /// <summary>Whether that name leads to a certificate.</summary>
    public required CertificateNameState CertificateState { get; init; }

    /// <summary>The SHA-1 thumbprint of the certificate that the name leads to.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The end of that certificate's validity, UTC.</summary>
    public DateTimeOffset? CertificateNotAfter { get; init; }

    /// <summary>All of this in plain words.</summary>
    public required string Summary { get; init; }

    /// <summary>What contradicts itself, is unsafe or cannot work; the worst first.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>The identity, so that the object stands for its connector wherever a text is wanted.</summary>
    public override string ToString() => Identity;
}
