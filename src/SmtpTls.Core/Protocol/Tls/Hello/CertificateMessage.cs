namespace SmtpTls.Tls.Hello;

/// <summary>A Certificate message (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2).</summary>
/// <param name="Certificates">In the order sent, DER, unread.</param>
/// <param name="Stapled">Whether an OCSP response stands beside the first; TLS 1.3 only, where older versions have a message of its own.</param>
internal sealed record CertificateMessage(byte[][] Certificates, bool Stapled)
{
    private const string Name = "The Certificate message";
    private const int Most = 64;

    /// <summary>Reads the body of the message.</summary>
    /// <exception cref="HelloFormatException">The bytes are no such message.</exception>
    public static CertificateMessage Parse(ReadOnlySpan<byte> body, bool tls13)
    {
        WireReader reader = new(body, Name);
        if (tls13)
            reader.Vector8();
        WireReader list = new(reader.Vector24(), Name);
        reader.End();
        List<byte[]> certificates = [];
        bool stapled = false;
        while (list.Remaining > 0)
        {
            certificates.Add(list.Vector24().ToArray());
            if (certificates.Count > Most)
                throw new HelloFormatException($"{Name} has more than {Most} certificates.");
            if (tls13)
                stapled |= HelloExtension.ReadAll(list.Vector16(), Name).Find(HelloExtension.StatusRequest) is not null && certificates.Count == 1;
        }
        return new CertificateMessage([.. certificates], stapled);
    }
}
