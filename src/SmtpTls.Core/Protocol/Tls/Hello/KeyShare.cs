using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace SmtpTls.Tls.Hello;

/// <summary>
/// This side's key of a key exchange group: one agreement, or two side by side for the hybrids, whose keys and secrets stand one behind
/// the other (draft-ietf-tls-ecdhe-mlkem section 4).
/// </summary>
internal sealed class KeyShare
{
    private const int X25519 = 29;
    private const int Secp256r1 = 23;
    private const int Secp384r1 = 24;
    private const int MlKem768 = 513;
    private const int MlKem1024 = 514;
    private const int SecP256r1MlKem768 = 4587;
    private const int X25519MlKem768 = 4588;
    private const int SecP384r1MlKem1024 = 4589;
    private const int MlKem768Length = 1088;

    private static readonly BcTlsCrypto Crypto = new(new SecureRandom());

    private readonly TlsAgreement _first;
    private readonly TlsAgreement? _second;
    private readonly int _firstLength;

    private KeyShare(int group, TlsAgreement first, TlsAgreement? second = null, int firstLength = 0)
    {
        Group = group;
        _first = first;
        _second = second;
        _firstLength = firstLength;
        PublicKey = second is null ? first.GenerateEphemeral() : [.. first.GenerateEphemeral(), .. second.GenerateEphemeral()];
    }

    /// <summary>The group's code.</summary>
    public int Group { get; }

    /// <summary>What goes to the other side.</summary>
    public byte[] PublicKey { get; }

    /// <summary>A fresh key; <see langword="null"/> for a group that cannot be computed here.</summary>
    public static KeyShare? Create(int group) => group switch
    {
        X25519MlKem768 => new KeyShare(group, Kem(MlKem768), Curve(X25519), MlKem768Length),
        SecP256r1MlKem768 => new KeyShare(group, Curve(Secp256r1), Kem(MlKem768), 65),
        SecP384r1MlKem1024 => new KeyShare(group, Curve(Secp384r1), Kem(MlKem1024), 97),
        _ => (NamedGroups.Find(group)?.Kind, Crypto.HasNamedGroup(group)) switch
        {
            (NamedGroupKind.EC or NamedGroupKind.EC13, true) => new KeyShare(group, Curve(group)),
            (NamedGroupKind.FF, true) => new KeyShare(group, Crypto.CreateDHDomain(new TlsDHConfig(group, true)).CreateDH()),
            (NamedGroupKind.KEM, true) => new KeyShare(group, Kem(group)),
            _ => null,
        },
    };

    /// <summary>The shared secret.</summary>
    /// <param name="peer">The other side's public key.</param>
    /// <exception cref="HelloFormatException">It is none of the group.</exception>
    public TlsSecret Agree(byte[] peer)
    {
        try
        {
            if (_second is null)
                return Agree(_first, peer);
            if (peer.Length <= _firstLength)
                throw new HelloFormatException("The server's key share is too short for its group.");
            byte[] first = Agree(_first, peer.AsSpan(0, _firstLength).ToArray()).Extract();
            byte[] second = Agree(_second, peer.AsSpan(_firstLength).ToArray()).Extract();
            return Crypto.CreateSecret([.. first, .. second]);
        }
        catch (Exception e) when (e is TlsException or ArgumentException or InvalidOperationException or ArithmeticException)
        {
            throw new HelloFormatException($"The server's key share is none of {NamedGroups.NameOf(Group)}.");
        }
    }

    private static TlsSecret Agree(TlsAgreement agreement, byte[] peer)
    {
        agreement.ReceivePeerValue(peer);
        return agreement.CalculateSecret();
    }

    private static TlsAgreement Curve(int group) => Crypto.CreateECDomain(new TlsECConfig(group)).CreateECDH();

    private static TlsAgreement Kem(int group) => Crypto.CreateKemDomain(new TlsKemConfig(group, false)).CreateKem();
}
