using System.Security.Cryptography;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>Turns a question into a hello.</summary>
internal static class QuestionWriter
{
    // As RFC 8701 section 3.1 has them; one for each list, so that a server which mistakes one for another is seen.
    private const int GreaseSuite = 0x0A0A;
    private const int GreaseExtension = 0x1A1A;
    private const int GreaseGroup = 0x2A2A;
    private const int GreaseScheme = 0x3A3A;
    private const int GreaseVersion = 0x4A4A;

    // Nobody's (IANA: unassigned).
    private const int UnknownExtension = 0xFDFE;

    /// <summary>The hello of a question for SSL 3.0 and later.</summary>
    /// <param name="question">The question.</param>
    /// <param name="share">The key for TLS 1.3; <see langword="null"/> to let the server ask for a group.</param>
    public static ClientHello Write(HelloQuestion question, KeyShare? share)
    {
        bool tls13 = question.Version == SslProtocolVersion.Tls13;
        bool extended = question.Version != SslProtocolVersion.Ssl3;
        return new ClientHello
        {
            Version = question.LegacyVersion ?? Math.Min(WireVersions.Of(question.Version), 0x0303),
            Random = Random(32),
            // TLS 1.3: middleboxes want to see an id (RFC 8446 appendix D.4).
            SessionId = tls13 ? Random(32) : question.SessionId,
            CipherSuites = question.Grease ? [GreaseSuite, .. question.Suites] : [.. question.Suites],
            CompressionMethods = tls13 || question.Small ? [0] : [1, 0],
            Extensions = extended ? [.. Extensions(question, share)] : null,
        };
    }

    /// <summary>The bytes of a hello as they go out.</summary>
    public static byte[] ToRecords(ClientHello hello, SslProtocolVersion version) =>
        TlsRecords.Write(TlsRecords.Handshake, version == SslProtocolVersion.Ssl3 ? 0x0300 : 0x0301, ToMessage(hello));

    /// <summary>The handshake message of a hello.</summary>
    public static byte[] ToMessage(ClientHello hello) => TlsMessage.Handshake(TlsMessage.ClientHello, hello.ToBytes());

    /// <summary>Random bytes.</summary>
    public static byte[] Random(int count)
    {
        byte[] bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }

    private static IEnumerable<HelloExtension> Extensions(HelloQuestion question, KeyShare? share)
    {
        bool tls13 = question.Version == SslProtocolVersion.Tls13;
        if (question.Grease)
            yield return new HelloExtension(GreaseExtension, []);
        if (question.ServerName is { } name)
            yield return ClientExtensions.ServerName(name);
        if (question.Groups.Count > 0)
        {
            yield return ClientExtensions.Groups(question.Grease ? [GreaseGroup, .. question.Groups] : question.Groups);
            if (!tls13)
                yield return ClientExtensions.PointFormats();
        }
        if (question.Version >= SslProtocolVersion.Tls12 && question.Schemes.Count > 0)
            yield return ClientExtensions.Signatures(question.Grease ? [GreaseScheme, .. question.Schemes] : question.Schemes);
        if (!question.Small)
        {
            foreach (HelloExtension extension in tls13 ? Curious13(question) : Curious(question))
                yield return extension;
        }
        if (tls13)
        {
            yield return question.Grease ? ClientExtensions.Versions(GreaseVersion, 0x0304) : ClientExtensions.Versions(0x0304);
            yield return ClientExtensions.PskModes();
            yield return ClientExtensions.KeyShare(share is null ? [] : [(share.Group, share.PublicKey)]);
        }
        if (question.Grease)
            yield return new HelloExtension(UnknownExtension, [0xCA, 0xFE]);
        if (question.Alpn)
            yield return ClientExtensions.Alpn("smtp");
        if (question.Padding > 0)
            yield return ClientExtensions.Padding(question.Padding);
    }

    // What the server's hello answers by the way.
    private static HelloExtension[] Curious(HelloQuestion question) =>
    [
        ClientExtensions.RenegotiationInfo([]),
        ClientExtensions.ExtendedMasterSecret(),
        ClientExtensions.EncryptThenMac(),
        ClientExtensions.SessionTicket(question.Ticket),
        ClientExtensions.StatusRequest(),
        ClientExtensions.Heartbeat(),
        ClientExtensions.RecordSizeLimit(0x4000),
    ];

    private static HelloExtension[] Curious13(HelloQuestion question) => question.Finish
        ? [ClientExtensions.StatusRequest(), ClientExtensions.RecordSizeLimit(0x4001), ClientExtensions.CompressCertificate(1)]
        : [ClientExtensions.StatusRequest(), ClientExtensions.RecordSizeLimit(0x4001)];
}
