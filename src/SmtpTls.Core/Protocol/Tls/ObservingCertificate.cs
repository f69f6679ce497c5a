using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Org.BouncyCastle.Utilities;
using SmtpTls.Certificates;

namespace SmtpTls.Tls;

/// <summary>A peer's certificate in a handshake: whether it may be used in that way is noted, not decided.</summary>
internal sealed class ObservingCertificate(ObservingCrypto crypto, X509CertificateStructure certificate) : BcTlsCertificate(crypto, certificate)
{
    private AsymmetricKeyParameter? _key;

    public override TlsEncryptor CreateEncryptor(int tlsCertificateRole)
    {
        CheckKey();
        return base.CreateEncryptor(tlsCertificateRole);
    }

    public override TlsVerifier CreateVerifier(short signatureAlgorithm)
    {
        CheckKey();
        return new ObservingVerifier(crypto.Notes, base.CreateVerifier(signatureAlgorithm));
    }

    public override Tls13Verifier CreateVerifier(int signatureScheme)
    {
        CheckKey();
        crypto.Notes.SignatureScheme = signatureScheme;
        return base.CreateVerifier(signatureScheme);
    }

    // The client looks at the TLS feature extension (RFC 7633) itself: BouncyCastle would end the handshake.
    public override byte[]? GetExtension(DerObjectIdentifier extensionOid) =>
        extensionOid.Equals(TlsObjectIdentifiers.id_pe_tlsfeature) ? null : base.GetExtension(extensionOid);

    // BouncyCastle would look for primes in the modulus each time it reads the key, which takes longer than all the rest of
    // the handshake. Whether the key is any good is for the verifier to judge, not for the one who watches.
    protected override AsymmetricKeyParameter GetPublicKey()
    {
        if (_key is not null)
            return _key;
        CheckKey();
        Properties.SetThreadBoolean(Properties.RsaAllowUnsafeModulus, true);
        try
        {
            return _key = base.GetPublicKey();
        }
        finally
        {
            Properties.RemoveThreadProperty(Properties.RsaAllowUnsafeModulus);
        }
    }

    // TLS names the usage for each key exchange (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2.2), and OpenSSL connects whatever it is.
    protected override bool SupportsKeyUsage(int keyUsageBits)
    {
        bool allowed;
        try
        {
            allowed = base.SupportsKeyUsage(keyUsageBits);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or InvalidCastException or IOException or Asn1Exception)
        {
            allowed = false;
        }
        if (!allowed)
        {
            string use = keyUsageBits switch
            {
                KeyUsage.KeyEncipherment => "key encipherment (RSA key exchange)",
                KeyUsage.KeyAgreement => "key agreement",
                _ => "digital signatures",
            };
            crypto.Notes.Add(
                HandshakeProblem.WrongKeyUsage,
                $"The key usage of the {crypto.Notes.Peer}'s certificate does not allow {use}, for which the {crypto.Notes.Peer} uses the key; some clients refuse that.");
        }
        return true;
    }

    private void CheckKey()
    {
        if (KeyLimits.FaultOf(PublicKeyFacts.Read(SubjectPublicKeyInfo.GetEncoded())) is { } fault)
        {
            throw crypto.Notes.Stop(
                HandshakeProblem.UnsupportedKey,
                $"The {crypto.Notes.Peer}'s certificate has {fault}; nothing is computed with it here.",
                AlertDescription.unsupported_certificate);
        }
    }

    private sealed class ObservingVerifier(HandshakeNotes notes, TlsVerifier verifier) : TlsVerifier
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
                notes.SignatureScheme = SignatureScheme.From(algorithm);
        }
    }
}

/// <summary>Something in the place of a peer's certificate that is none. It does no harm unless its key is needed.</summary>
internal sealed class UnreadableCertificate(byte[] encoding, HandshakeNotes notes) : TlsCertificate
{
    public BigInteger SerialNumber => throw Fault();

    public string? SigAlgOid => null;

    public Asn1Encodable? GetSigAlgParams() => null;

    public byte[] GetEncoded() => encoding;

    public byte[]? GetExtension(DerObjectIdentifier extensionOid) => null;

    public short GetLegacySignatureAlgorithm() => throw Fault();

    public TlsEncryptor CreateEncryptor(int tlsCertificateRole) => throw Fault();

    public TlsVerifier CreateVerifier(short signatureAlgorithm) => throw Fault();

    public Tls13Verifier CreateVerifier(int signatureScheme) => throw Fault();

    public bool SupportsSignatureAlgorithm(short signatureAlgorithm) => throw Fault();

    public bool SupportsSignatureAlgorithmCA(short signatureAlgorithm) => throw Fault();

    public TlsCertificate CheckUsageInRole(int tlsCertificateRole) => throw Fault();

    private TlsFatalAlert Fault() =>
        notes.Stop(HandshakeProblem.MalformedCertificate, $"The {notes.Peer}'s certificate cannot be read.", AlertDescription.bad_certificate);
}
