using System.Globalization;

namespace SmtpTls.Common;

/// <summary>Upper-case hexadecimal, as Windows writes thumbprints.</summary>
internal static class Hex
{
    /// <summary>Two digits per byte.</summary>
    public static string Of(byte[] bytes) =>
#if NET
        Convert.ToHexString(bytes);
#else
        BitConverter.ToString(bytes).Replace("-", "");
#endif

    /// <summary>The two digits of one byte.</summary>
    public static string Of(byte value) => value.ToString("X2", CultureInfo.InvariantCulture);
}
