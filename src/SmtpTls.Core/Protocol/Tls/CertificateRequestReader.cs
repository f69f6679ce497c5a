using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>
/// Reads a server's request for a client certificate as far as it can be read, notes what is wrong with it, and makes one of it that
/// BouncyCastle takes: without the CA names, which decide nothing here.
/// </summary>
internal static class CertificateRequestReader
{
    private static readonly byte[] AnyType = [(byte)ClientCertificateType.rsa_sign, (byte)ClientCertificateType.ecdsa_sign];

    // rsa_pss_rsae_sha256, ecdsa_secp256r1_sha256, rsa_pkcs1_sha256
    private static readonly byte[] AnySignature = [0x08, 0x04, 0x04, 0x03, 0x04, 0x01];

    /// <summary>RFC 5246 section 7.4.4; before TLS 1.2 there are no signature algorithms.</summary>
    public static MemoryStream Mend12(MemoryStream message, HandshakeNotes notes, bool tls12)
    {
        byte[] types = [], signatures = [];
        Read(notes, () =>
        {
            types = TlsUtilities.ReadOpaque8(message);
            if (tls12)
                signatures = TlsUtilities.ReadOpaque16(message);
            ReadNames(TlsUtilities.ReadOpaque16(message), notes);
        });
        byte[] known = [.. types.Where(AnyType.Contains)];
        MemoryStream mended = new();
        TlsUtilities.WriteOpaque8(known.Length > 0 ? known : AnyType, mended);
        if (tls12)
            TlsUtilities.WriteOpaque16(Signatures(signatures, notes), mended);
        TlsUtilities.WriteOpaque16([], mended);
        mended.Position = 0;
        return mended;
    }

    /// <summary>RFC 8446 section 4.3.2.</summary>
    public static MemoryStream Mend13(MemoryStream message, HandshakeNotes notes)
    {
        byte[] context = [], signatures = [];
        Read(notes, () =>
        {
            context = TlsUtilities.ReadOpaque8(message);
            MemoryStream extensions = new(TlsUtilities.ReadOpaque16(message), writable: false);
            while (extensions.Position < extensions.Length)
            {
                int type = TlsUtilities.ReadUint16(extensions);
                MemoryStream data = new(TlsUtilities.ReadOpaque16(extensions), writable: false);
                if (type == ExtensionType.signature_algorithms)
                    signatures = TlsUtilities.ReadOpaque16(data);
                else if (type == ExtensionType.certificate_authorities)
                    ReadNames(TlsUtilities.ReadOpaque16(data), notes);
            }
        });
        byte[] algorithms = Signatures(signatures, notes);
        MemoryStream list = new(), extension = new(), mended = new();
        TlsUtilities.WriteOpaque16(algorithms, list);
        TlsUtilities.WriteUint16(ExtensionType.signature_algorithms, extension);
        TlsUtilities.WriteOpaque16(list.ToArray(), extension);
        TlsUtilities.WriteOpaque8(context, mended);
        TlsUtilities.WriteOpaque16(extension.ToArray(), mended);
        mended.Position = 0;
        return mended;
    }

    private static byte[] Signatures(byte[] sent, HandshakeNotes notes)
    {
        if (sent.Length >= 2 && sent.Length % 2 == 0)
            return sent;
        Add(notes, "it names no signature algorithms");
        return AnySignature;
    }

    private static void ReadNames(byte[] names, HandshakeNotes notes)
    {
        MemoryStream input = new(names, writable: false);
        while (input.Position < input.Length)
        {
            byte[] name = TlsUtilities.ReadOpaque16(input);
            try
            {
                notes.AcceptableIssuers.Add(SafeText.Of(X509Name.GetInstance(Asn1Object.FromByteArray(name)).ToString()));
            }
            catch (Exception e) when (e is IOException or ArgumentException or InvalidCastException or InvalidOperationException or Asn1Exception)
            {
                Add(notes, "the name of a CA cannot be read");
            }
        }
    }

    private static void Read(HandshakeNotes notes, Action read)
    {
        try
        {
            read();
        }
        catch (IOException)
        {
            Add(notes, "it ends too early");
        }
    }

    private static void Add(HandshakeNotes notes, string fault) => notes.Add(
        HandshakeProblem.MalformedCertificateRequest, $"The server's request for a client certificate is malformed: {fault}; some clients refuse that.");
}
