using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>
/// BouncyCastle's client, which ends a handshake over much that OpenSSL passes over. What can be passed over is noted here and taken out of
/// the server's messages before BouncyCastle reads them; the hash over the handshake is made of the messages as they came.
/// </summary>
internal sealed class ObservingClientProtocol(HandshakeNotes notes) : TlsClientProtocol
{
    // What has its place in each message (RFC 8446 section 4.2) and may have been asked for here.
    private static readonly int[] InServerHello13 =
        [ExtensionType.supported_versions, ExtensionType.key_share, ExtensionType.pre_shared_key, ExtensionType.cookie];

    private static readonly int[] InEncryptedExtensions = [ExtensionType.server_name, ExtensionType.supported_groups];
    private static readonly int[] InCertificateEntry = [ExtensionType.status_request];

    // Servers must not send these (RFC 5246 section 7.4.1.4.1, RFC 8422 section 5.2, RFC 7685 section 3); some do.
    private static readonly int[] NotInServerHello12 =
    [
        ExtensionType.signature_algorithms, ExtensionType.signature_algorithms_cert, ExtensionType.supported_groups, ExtensionType.padding,
    ];

    /// <summary>Called with each ServerHello, before it is known whether it makes sense.</summary>
    public Action<ServerHello>? ServerHelloReceived { get; set; }

    private bool IsTls13 => TlsUtilities.IsTlsV13(Context);

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        if (type == HandshakeType.certificate && IsHandshaking)
            notes.TakeCertificates(Body(buf), IsTls13);
        if (type == HandshakeType.certificate_status && m_connectionState == CS_SERVER_CERTIFICATE)
        {
            // Whether the response can be read does not matter to the handshake.
            notes.TakeStatus(Body(buf));
            m_connectionState = CS_SERVER_CERTIFICATE_STATUS;
            return;
        }
        base.HandleHandshakeMessage(type, buf);
    }

    // BouncyCastle takes a goodbye within the handshake for a failure of this side.
    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        if (alertDescription == AlertDescription.close_notify && IsHandshaking)
        {
            HandleFailure();
            throw new TlsFatalAlertReceived(alertDescription);
        }
        base.HandleAlertWarningMessage(alertDescription);
    }

    protected override ServerHello ReceiveServerHelloMessage(MemoryStream buf)
    {
        ServerHello hello = base.ReceiveServerHelloMessage(buf);
        ServerHelloReceived?.Invoke(hello);
        if (hello.Extensions is { } extensions)
        {
            bool tls13 = extensions.ContainsKey(ExtensionType.supported_versions);
            foreach (int type in extensions.Keys.Where(type => tls13 ? !InServerHello13.Contains(type) : !IsExpected(type, hello.CipherSuite)).ToArray())
            {
                Note(type, "ServerHello");
                extensions.Remove(type);
            }
        }
        return hello;
    }

    protected override void Receive13EncryptedExtensions(MemoryStream buf)
    {
        byte[] extensions = TlsUtilities.ReadOpaque16(buf);
        MemoryStream kept = new();
        TlsUtilities.WriteOpaque16(Keep(extensions, InEncryptedExtensions, "EncryptedExtensions"), kept);
        base.Receive13EncryptedExtensions(Then(kept, buf));
    }

    protected override void Receive13ServerCertificate(MemoryStream buf)
    {
        MemoryStream kept = new();
        TlsUtilities.WriteOpaque8(TlsUtilities.ReadOpaque8(buf), kept);
        MemoryStream list = new(TlsUtilities.ReadOpaque24(buf), writable: false);
        MemoryStream keptList = new();
        while (list.Position < list.Length)
        {
            TlsUtilities.WriteOpaque24(TlsUtilities.ReadOpaque24(list), keptList);
            TlsUtilities.WriteOpaque16(Keep(TlsUtilities.ReadOpaque16(list), InCertificateEntry, "Certificate"), keptList);
        }
        TlsUtilities.WriteOpaque24(keptList.ToArray(), kept);
        base.Receive13ServerCertificate(Then(kept, buf));
    }

    protected override void Receive13CertificateRequest(MemoryStream buf, bool postHandshakeAuth) =>
        base.Receive13CertificateRequest(CertificateRequestReader.Mend13(buf, notes), postHandshakeAuth);

    protected override void ReceiveCertificateRequest(MemoryStream buf) =>
        base.ReceiveCertificateRequest(CertificateRequestReader.Mend12(buf, notes, TlsUtilities.IsTlsV12(Context)));

    private bool IsExpected(int type, int cipherSuite) => type switch
    {
        ExtensionType.renegotiation_info => true,
        // Only block ciphers can encrypt before they authenticate (RFC 7366 section 3).
        ExtensionType.encrypt_then_mac when !TlsUtilities.IsBlockCipherSuite(cipherSuite) => false,
        // It says nothing that is not so anyway (RFC 8422 section 5.1.2), and OpenSSL sends it with any suite.
        ExtensionType.ec_point_formats when !TlsEccUtilities.IsEccCipherSuite(cipherSuite) => false,
        _ => m_clientExtensions.ContainsKey(type) && !NotInServerHello12.Contains(type),
    };

    // Extension ::= uint16 type, opaque data<0..2^16-1>
    private byte[] Keep(byte[] extensions, int[] known, string message)
    {
        MemoryStream input = new(extensions, writable: false);
        MemoryStream kept = new();
        HashSet<int> seen = [];
        while (input.Position < input.Length)
        {
            int type = TlsUtilities.ReadUint16(input);
            byte[] data = TlsUtilities.ReadOpaque16(input);
            if (known.Contains(type) && m_clientExtensions.ContainsKey(type) && seen.Add(type))
            {
                TlsUtilities.WriteUint16(type, kept);
                TlsUtilities.WriteOpaque16(data, kept);
            }
            else
            {
                Note(type, message);
            }
        }
        return kept.ToArray();
    }

    private void Note(int type, string message) => notes.Add(
        HandshakeProblem.UnexpectedExtension,
        $"The server sent the extension {ExtensionType.GetText(type)} in its {message}, where it has no place or was not asked for; some clients refuse that.");

    private static byte[] Body(HandshakeMessageInput message)
    {
        long start = message.Position;
        byte[] body = TlsUtilities.ReadFully((int)(message.Length - start), message);
        message.Position = start;
        return body;
    }

    /// <summary>What was kept, with what is left of the message, which must be nothing, behind it.</summary>
    private static MemoryStream Then(MemoryStream kept, MemoryStream rest)
    {
        rest.CopyTo(kept);
        kept.Position = 0;
        return kept;
    }
}
