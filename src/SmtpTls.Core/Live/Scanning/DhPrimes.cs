using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace SmtpTls.Scanning;

/// <summary>The primes of finite-field key exchange that many servers share; whoever breaks one breaks them all (Adrian et al., "Imperfect Forward Secrecy", 2015).</summary>
internal static class DhPrimes
{
    private static readonly (DHParameters Group, string Name)[] Known =
    [
        (DHStandardGroups.rfc2409_768, "Oakley group 1 (RFC 2409)"),
        (DHStandardGroups.rfc2409_1024, "Oakley group 2 (RFC 2409)"),
        (DHStandardGroups.rfc3526_1536, "MODP 1536 (RFC 3526)"),
        (DHStandardGroups.rfc3526_2048, "MODP 2048 (RFC 3526)"),
        (DHStandardGroups.rfc3526_3072, "MODP 3072 (RFC 3526)"),
        (DHStandardGroups.rfc3526_4096, "MODP 4096 (RFC 3526)"),
        (DHStandardGroups.rfc3526_6144, "MODP 6144 (RFC 3526)"),
        (DHStandardGroups.rfc3526_8192, "MODP 8192 (RFC 3526)"),
        (DHStandardGroups.rfc7919_ffdhe2048, "ffdhe2048"),
        (DHStandardGroups.rfc7919_ffdhe3072, "ffdhe3072"),
        (DHStandardGroups.rfc7919_ffdhe4096, "ffdhe4096"),
        (DHStandardGroups.rfc7919_ffdhe6144, "ffdhe6144"),
        (DHStandardGroups.rfc7919_ffdhe8192, "ffdhe8192"),
    ];

    /// <summary>What a prime that nobody else is known to use is called.</summary>
    public const string Own = "own prime";

    /// <summary>The name of a prime; <see cref="Own"/> where it has none.</summary>
    public static string NameOf(byte[] prime)
    {
        BigInteger number = new(1, prime);
        return Array.Find(Known, one => one.Group.P.Equals(number)).Name ?? Own;
    }

    /// <summary>Bits of a prime without leading zeros.</summary>
    public static int BitsOf(byte[] prime) => prime.Length == 0 ? 0 : new BigInteger(1, prime).BitLength;
}
