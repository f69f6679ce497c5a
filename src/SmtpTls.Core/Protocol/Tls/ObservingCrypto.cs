using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using SmtpTls.Certificates;

namespace SmtpTls.Tls;

/// <summary>BouncyCastle's cryptography, noting what a handshake uses, and computing with no number that is too long.</summary>
internal sealed class ObservingCrypto(SecureRandom random, HandshakeNotes notes) : BcTlsCrypto(random), TlsDHGroupVerifier
{
    // Twice the strength of the longest prime (RFC 7919 appendix A); BouncyCastle makes none shorter than 160 bits.
    private const int PrivateBits = 400, ShortestPrivateBits = 160;

    /// <summary>What is noted.</summary>
    public HandshakeNotes Notes => notes;

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig)
    {
        notes.Group = ecConfig.NamedGroup;
        return base.CreateECDomain(ecConfig);
    }

    // With a group that is not known, BouncyCastle raises to powers as long as the prime, which takes seconds. Such a long private number
    // protects from somebody who records the connection; through this one nothing secret is sent.
    public override TlsDHDomain CreateDHDomain(TlsDHConfig dhConfig)
    {
        notes.Group = Math.Max(0, dhConfig.NamedGroup);
        DHGroup group = TlsDHUtilities.GetDHGroup(dhConfig);
        notes.PrimeBits = group.P.BitLength;
        return base.CreateDHDomain(dhConfig.NamedGroup >= 0 || group.L > 0 || group.P.BitLength <= ShortestPrivateBits
            ? dhConfig
            : new TlsDHConfig(new DHGroup(group.P, null, group.G, Math.Min(PrivateBits, group.P.BitLength - 1))));
    }

    /// <summary>Takes any group that can be computed with, and is asked before anything is.</summary>
    public bool Accept(DHGroup dhGroup)
    {
        int bits = dhGroup.P.BitLength;
        notes.Group = 0;
        notes.PrimeBits = bits;
        if (bits > KeyLimits.PrimeBits)
        {
            throw notes.Stop(
                HandshakeProblem.UnsupportedPrime,
                $"The {notes.Peer}'s Diffie-Hellman prime has {KeyLimits.Bits(bits)}; {KeyLimits.Bits(KeyLimits.PrimeBits)} is the most that is computed with here.",
                AlertDescription.insufficient_security);
        }
        if (!dhGroup.P.TestBit(0))
        {
            throw notes.Stop(
                HandshakeProblem.UnsupportedPrime,
                $"The {notes.Peer}'s Diffie-Hellman prime is no prime: it is even.",
                AlertDescription.insufficient_security);
        }
        return true;
    }

    /// <summary>A certificate of the peer.</summary>
    public override TlsCertificate CreateCertificate(short type, byte[] encoding)
    {
        if (type != CertificateType.X509)
            return base.CreateCertificate(type, encoding);
        try
        {
            return new ObservingCertificate(this, BcTlsCertificate.ParseCertificate(encoding));
        }
        catch (TlsFatalAlert)
        {
            return new UnreadableCertificate(encoding, notes);
        }
    }

    /// <summary>A certificate of this side, whose key is not used here.</summary>
    public TlsCertificate CreateOwnCertificate(byte[] encoding) => new BcTlsCertificate(this, encoding);
}
