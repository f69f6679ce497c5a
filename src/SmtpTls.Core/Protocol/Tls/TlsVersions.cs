using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>Versions in this project's words and in BouncyCastle's.</summary>
internal static class TlsVersions
{
    private static readonly (SslProtocolVersion Ours, ProtocolVersion Theirs)[] Pairs =
    [
        (SslProtocolVersion.Tls13, ProtocolVersion.TLSv13),
        (SslProtocolVersion.Tls12, ProtocolVersion.TLSv12),
        (SslProtocolVersion.Tls11, ProtocolVersion.TLSv11),
        (SslProtocolVersion.Tls10, ProtocolVersion.TLSv10),
        (SslProtocolVersion.Ssl3, ProtocolVersion.SSLv3),
    ];

    /// <summary>The versions, newest first, as BouncyCastle wants them.</summary>
    public static ProtocolVersion[] ToBouncyCastle(IReadOnlyList<SslProtocolVersion> versions) =>
        [.. Pairs.Where(pair => versions.Contains(pair.Ours)).Select(pair => pair.Theirs)];

    /// <summary>The versions in our words, newest first; unknown ones (such as GREASE, RFC 8701) left out.</summary>
    public static SslProtocolVersion[] FromBouncyCastle(IReadOnlyCollection<ProtocolVersion> versions) =>
        [.. Pairs.Where(pair => versions.Contains(pair.Theirs)).Select(pair => pair.Ours)];

    /// <summary>The version in our words; <see langword="null"/> for one that has no name.</summary>
    public static SslProtocolVersion? Find(ProtocolVersion? version) =>
        Pairs.Where(pair => pair.Theirs.Equals(version)).Select(pair => (SslProtocolVersion?)pair.Ours).FirstOrDefault();

    /// <summary>The version in our words.</summary>
    public static SslProtocolVersion FromBouncyCastle(ProtocolVersion version) => Pairs.First(pair => pair.Theirs.Equals(version)).Ours;
}
