using System.Globalization;

namespace SmtpTls;

/// <summary>What a TLSA record says about the certificate it names; the acronyms of RFC 7218 section 2.1.</summary>
public enum TlsaUsage
{
    /// <summary>0, PKIX-TA: a CA of the chain, which must also be trusted. Unusable with SMTP (RFC 7672 section 3.1.3).</summary>
    PkixTA = 0,

    /// <summary>1, PKIX-EE: the server's own certificate, which must also be trusted. Unusable with SMTP (RFC 7672 section 3.1.3).</summary>
    PkixEE = 1,

    /// <summary>2, DANE-TA: the trust anchor of the chain.</summary>
    DaneTA = 2,

    /// <summary>3, DANE-EE: the server's own certificate or key, whatever its name, issuer and expiry.</summary>
    DaneEE = 3,
}

/// <summary>Which part of the certificate a TLSA record is about (RFC 7218 section 2.2).</summary>
public enum TlsaSelector
{
    /// <summary>0, Cert: the whole certificate.</summary>
    Cert = 0,

    /// <summary>1, SPKI: the SubjectPublicKeyInfo, which outlasts a renewal with the same key.</summary>
    Spki = 1,
}

/// <summary>How a TLSA record gives that part (RFC 7218 section 2.3).</summary>
public enum TlsaMatchingType
{
    /// <summary>0, Full: as it stands.</summary>
    Full = 0,

    /// <summary>1, SHA2-256.</summary>
    Sha256 = 1,

    /// <summary>2, SHA2-512.</summary>
    Sha512 = 2,
}

/// <summary>One TLSA record (RFC 6698 section 2.1). Numbers that no RFC defines stay what they are.</summary>
public sealed record TlsaRecord
{
    /// <summary>The name that has the record: <c>_25._tcp.mx.example.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The certificate usage.</summary>
    public required TlsaUsage Usage { get; init; }

    /// <summary>The selector.</summary>
    public required TlsaSelector Selector { get; init; }

    /// <summary>The matching type.</summary>
    public required TlsaMatchingType MatchingType { get; init; }

    /// <summary>The certificate association data in upper-case hexadecimal.</summary>
    public required string Data { get; init; }

    /// <summary>Whether a mail server can use it (RFC 7672 section 3.1).</summary>
    public bool Usable => Problem is null;

    /// <summary>In a sentence, why it cannot be used; <see langword="null"/> where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it matches what the server sent; <see langword="null"/> where nothing was compared.</summary>
    public bool? Matches { get; init; }

    /// <summary>Usage, selector, matching type and data, as dig shows them.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0:D} {1:D} {2:D} {3}", Usage, Selector, MatchingType, Data);
}
