namespace SmtpTls.Tls.Hello;

/// <summary>What a message on the wire is.</summary>
internal enum TlsMessageKind
{
    /// <summary>A handshake message.</summary>
    Handshake,

    /// <summary>An alert: level and code.</summary>
    Alert,

    /// <summary>change_cipher_spec: what follows of an older version than TLS 1.3 is encrypted.</summary>
    ChangeCipherSpec,

    /// <summary>application_data, which in TLS 1.3 is also everything encrypted.</summary>
    ApplicationData,

    /// <summary>A record of another kind.</summary>
    Other,
}

/// <summary>A message of a TLS connection.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">The type of a handshake message, the code of an alert, the type of another record.</param>
/// <param name="Body">Without header.</param>
/// <param name="RecordVersion">The version in the record that ended it, such as 0x0301.</param>
internal sealed record TlsMessage(TlsMessageKind Kind, int Type, byte[] Body, int RecordVersion)
{
    /// <summary>hello_request, which starts a renegotiation.</summary>
    public const int HelloRequest = 0;

    /// <summary>client_hello.</summary>
    public const int ClientHello = 1;

    /// <summary>server_hello, also a HelloRetryRequest.</summary>
    public const int ServerHello = 2;

    /// <summary>new_session_ticket.</summary>
    public const int NewSessionTicket = 4;

    /// <summary>encrypted_extensions.</summary>
    public const int EncryptedExtensions = 8;

    /// <summary>certificate.</summary>
    public const int Certificate = 11;

    /// <summary>server_key_exchange.</summary>
    public const int ServerKeyExchange = 12;

    /// <summary>certificate_request.</summary>
    public const int CertificateRequest = 13;

    /// <summary>server_hello_done.</summary>
    public const int ServerHelloDone = 14;

    /// <summary>certificate_verify.</summary>
    public const int CertificateVerify = 15;

    /// <summary>client_key_exchange.</summary>
    public const int ClientKeyExchange = 16;

    /// <summary>finished.</summary>
    public const int Finished = 20;

    /// <summary>certificate_status: a stapled OCSP response before TLS 1.3.</summary>
    public const int CertificateStatus = 22;

    /// <summary>compressed_certificate (RFC 8879).</summary>
    public const int CompressedCertificate = 25;

    /// <summary>Whether it is a handshake message of a type.</summary>
    public bool Is(int handshakeType) => Kind == TlsMessageKind.Handshake && Type == handshakeType;

    /// <summary>The level of an alert: 1 warning, 2 fatal.</summary>
    public int AlertLevel => Kind == TlsMessageKind.Alert && Body.Length > 0 ? Body[0] : 0;

    /// <summary>The handshake message with its header, as it goes into the transcript hash.</summary>
    public byte[] ToHandshakeBytes() => Handshake(Type, Body);

    /// <summary>A handshake message with its header.</summary>
    public static byte[] Handshake(int type, byte[] body) => new WireWriter().Byte(type).Vector24(body).ToArray();
}
