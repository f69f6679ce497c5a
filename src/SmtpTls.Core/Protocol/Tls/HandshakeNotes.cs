using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>Something odd in a handshake.</summary>
/// <param name="Problem">What, by name.</param>
/// <param name="Text">What, in a sentence with the facts.</param>
internal sealed record HandshakeRemark(HandshakeProblem Problem, string Text);

/// <summary>What a handshake shows, taken down as it comes: it is there whatever becomes of the handshake.</summary>
/// <param name="peer">Who the peer is: server or client.</param>
internal sealed class HandshakeNotes(string peer)
{
    /// <summary>More certificates than this are odd (RFC 5280 knows no limit; OpenSSL's default is 100, GnuTLS' is 16).</summary>
    private const int ManyCertificates = 32;

    private readonly List<HandshakeRemark> _remarks = [];

    /// <summary>Who the peer is: server or client.</summary>
    public string Peer { get; } = peer;

    /// <summary>What was odd, each thing once.</summary>
    public IReadOnlyList<HandshakeRemark> Remarks => _remarks;

    /// <summary>In a sentence, why this side did not finish the handshake; <see langword="null"/> where BouncyCastle decided, or nobody.</summary>
    public string? Stopped { get; private set; }

    /// <summary>The peer's certificates as DER, in the order sent.</summary>
    public IReadOnlyList<byte[]> Certificates { get; private set; } = [];

    /// <summary>Whether an OCSP response came with the certificate.</summary>
    public bool Stapled { get; set; }

    /// <summary>The group for which a key was made last; 0 where there was none, or an explicit one.</summary>
    public int Group { get; set; }

    /// <summary>The size of the Diffie-Hellman prime in bits; 0 where there was none.</summary>
    public int PrimeBits { get; set; }

    /// <summary>The scheme by which the peer signed; 0 where it did not, or before TLS 1.2, which names none.</summary>
    public int SignatureScheme { get; set; }

    /// <summary>The distinguished names of the CAs that the peer accepts.</summary>
    public List<string> AcceptableIssuers { get; } = [];

    /// <summary>Notes something odd.</summary>
    public void Add(HandshakeProblem problem, string text)
    {
        if (!_remarks.Any(known => known.Problem == problem && known.Text == text))
            _remarks.Add(new(problem, text));
    }

    /// <summary>Notes why this side does not go on.</summary>
    /// <returns>What to throw.</returns>
    public TlsFatalAlert Stop(HandshakeProblem problem, string text, short alert)
    {
        Add(problem, text);
        Stopped = text;
        return new TlsFatalAlert(alert, text);
    }

    /// <summary>Takes a Certificate message (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2) as far as it can be read.</summary>
    public void TakeCertificates(byte[] message, bool tls13)
    {
        List<byte[]> certificates = [];
        try
        {
            MemoryStream input = new(message, writable: false);
            if (tls13)
                TlsUtilities.ReadOpaque8(input);
            MemoryStream list = new(TlsUtilities.ReadOpaque24(input), writable: false);
            while (list.Position < list.Length)
            {
                certificates.Add(TlsUtilities.ReadOpaque24(list));
                byte[] extensions = tls13 ? TlsUtilities.ReadOpaque16(list) : [];
                if (certificates.Count == 1)
                    TakeEntryExtensions(extensions);
            }
        }
        catch (IOException)
        {
            // BouncyCastle reads the same message next, and says what is wrong with it.
        }
        if (certificates.Count > ManyCertificates)
            Add(HandshakeProblem.LongChain, $"The {Peer} sent {certificates.Count} certificates; some clients refuse that many.");
        Certificates = certificates;
    }

    /// <summary>Takes a CertificateStatus (RFC 6066 section 8), or the extension that took its place.</summary>
    public void TakeStatus(byte[] message)
    {
        try
        {
            // struct { CertificateStatusType ocsp(1); opaque OCSPResponse<1..2^24-1>; }
            MemoryStream input = new(message, writable: false);
            TlsUtilities.ReadUint8(input);
            byte[] response = TlsUtilities.ReadOpaque24(input, 1);
            Stapled = true;
            // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] OPTIONAL } (RFC 6960 section 4.2.1)
            AsnReader reader = new AsnReader(response, AsnEncodingRules.BER).ReadSequence();
            reader.ReadEnumeratedBytes();
            if (reader.HasData)
                reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence().ReadObjectIdentifier();
        }
        catch (Exception e) when (e is AsnContentException or IOException)
        {
            Add(HandshakeProblem.MalformedStaple, $"The {Peer} stapled an OCSP response that cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The certificates for .NET. One that it cannot read is left out and noted.</summary>
    public List<X509Certificate2> ReadCertificates()
    {
        List<X509Certificate2> certificates = [];
        for (int i = 0; i < Certificates.Count; i++)
        {
            try
            {
                certificates.Add(new X509Certificate2(Certificates[i]));
            }
            catch (CryptographicException e)
            {
                Add(
                    HandshakeProblem.MalformedCertificate,
                    $"Certificate {i + 1} of the {Certificates.Count} that the {Peer} sent cannot be read: {e.Message.TrimEnd('.')}.");
            }
        }
        return certificates;
    }

    private void TakeEntryExtensions(byte[] extensions)
    {
        MemoryStream input = new(extensions, writable: false);
        while (input.Position < input.Length)
        {
            int type = TlsUtilities.ReadUint16(input);
            byte[] data = TlsUtilities.ReadOpaque16(input);
            if (type == ExtensionType.status_request)
                TakeStatus(data);
        }
    }
}
