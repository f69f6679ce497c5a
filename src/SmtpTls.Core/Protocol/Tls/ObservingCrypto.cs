using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Org.BouncyCastle.Utilities;

namespace SmtpTls.Tls;

/// <summary>BouncyCastle's cryptography, noting the group and the signature scheme that a handshake uses.</summary>
internal sealed class ObservingCrypto(SecureRandom random) : BcTlsCrypto(random)
{
    /// <summary>The group for which a key was made last; 0 where there was none, or an explicit one.</summary>
    public int Group { get; set; }

    /// <summary>The scheme by which the peer signed; 0 where it did not, or before TLS 1.2, which names none.</summary>
    public int SignatureScheme { get; set; }

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig)
    {
        Group = ecConfig.NamedGroup;
        return base.CreateECDomain(ecConfig);
    }

    public override TlsDHDomain CreateDHDomain(TlsDHConfig dhConfig)
    {
        Group = Math.Max(0, dhConfig.NamedGroup);
        return base.CreateDHDomain(dhConfig);
    }

    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? new ObservingCertificate(this, encoding) : base.CreateCertificate(type, encoding);

    private sealed class ObservingCertificate(ObservingCrypto crypto, byte[] encoding) : BcTlsCertificate(crypto, encoding)
    {
        private AsymmetricKeyParameter? _key;

        // BouncyCastle would look for primes in the modulus each time it reads the key, which takes longer than all the rest of
        // the handshake. Whether the key is any good is for the verifier to judge, not for the one who watches.
        protected override AsymmetricKeyParameter GetPublicKey()
        {
            if (_key is not null)
                return _key;
            Properties.SetThreadInt32(Properties.RsaMaxMRTests, 0);
            try
            {
                return _key = base.GetPublicKey();
            }
            finally
            {
                Properties.RemoveThreadProperty(Properties.RsaMaxMRTests);
            }
        }

        public override TlsVerifier CreateVerifier(short signatureAlgorithm) =>
            new ObservingVerifier(crypto, base.CreateVerifier(signatureAlgorithm));

        public override Tls13Verifier CreateVerifier(int signatureScheme)
        {
            crypto.SignatureScheme = signatureScheme;
            return base.CreateVerifier(signatureScheme);
        }
    }

    private sealed class ObservingVerifier(ObservingCrypto crypto, TlsVerifier verifier) : TlsVerifier
    {
        public TlsStreamVerifier GetStreamVerifier(DigitallySigned digitallySigned)
        {
            Note(digitallySigned);
            return verifier.GetStreamVerifier(digitallySigned);
        }

        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
        {
            Note(digitallySigned);
            return verifier.VerifyRawSignature(digitallySigned, hash);
        }

        private void Note(DigitallySigned signed)
        {
            if (signed.Algorithm is { } algorithm)
                crypto.SignatureScheme = Org.BouncyCastle.Tls.SignatureScheme.From(algorithm);
        }
    }
}
