namespace SmtpTls.Tls.Hello;

/// <summary>Versions as numbers on the wire.</summary>
internal static class WireVersions
{
    /// <summary>The number of a version, such as 0x0303.</summary>
    public static int Of(SslProtocolVersion version) => version switch
    {
        SslProtocolVersion.Ssl2 => 0x0002,
        SslProtocolVersion.Ssl3 => 0x0300,
        SslProtocolVersion.Tls10 => 0x0301,
        SslProtocolVersion.Tls11 => 0x0302,
        SslProtocolVersion.Tls12 => 0x0303,
        _ => 0x0304,
    };

    /// <summary>The version of a number; <see langword="null"/> for one that is none of a published version.</summary>
    public static SslProtocolVersion? Find(int number) => number switch
    {
        0x0002 => SslProtocolVersion.Ssl2,
        0x0300 => SslProtocolVersion.Ssl3,
        0x0301 => SslProtocolVersion.Tls10,
        0x0302 => SslProtocolVersion.Tls11,
        0x0303 => SslProtocolVersion.Tls12,
        0x0304 => SslProtocolVersion.Tls13,
        _ => null,
    };
}
