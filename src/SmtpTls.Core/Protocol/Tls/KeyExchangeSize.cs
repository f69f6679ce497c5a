using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>Sizes of key exchanges in bits, as OpenSSL tells them ("Server Temp Key: X25519, 253 bits").</summary>
internal static class KeyExchangeSize
{
    /// <summary>The size for a group by its IANA number, or of an explicit prime; <see langword="null"/> where there is neither.</summary>
    public static int? Of(int group, int primeBits) => group switch
    {
        NamedGroup.x25519 or NamedGroup.X25519MLKEM768 => 253,
        NamedGroup.x448 => 448,
        NamedGroup.SecP256r1MLKEM768 => 256,
        NamedGroup.SecP384r1MLKEM1024 => 384,
        > 0 when NamedGroup.GetFiniteFieldBits(group) is > 0 and var bits => bits,
        > 0 when NamedGroup.GetCurveBits(group) is > 0 and var bits => bits,
        _ => primeBits > 0 ? primeBits : null,
    };
}
