using System.Globalization;
using System.Text;

namespace SmtpTls.Certificates;

/// <summary>Writes TLSA records in the forms of zone files.</summary>
internal static class TlsaText
{
    /// <summary>The owner: <c>_25._tcp.mx.example.com.</c> (RFC 7672 section 2.2.3), with the dot that makes it absolute.</summary>
    public static string Owner(string host, int port) => string.Format(CultureInfo.InvariantCulture, "_{0}._tcp.{1}.", port, host);

    /// <summary><c>owner IN TLSA 3 1 1 data</c> (RFC 6698 section 2.2).</summary>
    public static string Line(string owner, TlsaUsage usage, TlsaSelector selector, TlsaMatchingType matchingType, byte[] data) =>
        string.Format(CultureInfo.InvariantCulture, "{0} IN TLSA {1:D} {2:D} {3:D} {4}", owner, usage, selector, matchingType, LowerHex(data));

    /// <summary><c>owner IN TYPE52 \# 35 030101…</c>, for name servers that do not know the type (RFC 3597 section 5).</summary>
    public static string GenericLine(string owner, TlsaUsage usage, TlsaSelector selector, TlsaMatchingType matchingType, byte[] data) =>
        string.Format(
            CultureInfo.InvariantCulture,
            "{0} IN TYPE52 \\# {1} {2}{3}",
            owner,
            data.Length + 3,
            LowerHex([(byte)usage, (byte)selector, (byte)matchingType]),
            LowerHex(data));

    private static string LowerHex(byte[] bytes)
    {
        StringBuilder text = new(bytes.Length * 2);
        foreach (byte value in bytes)
            text.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
