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

    /// <summary>Reads digits in either case, two for each byte.</summary>
    /// <exception cref="FormatException">There are other characters, or a digit is left over.</exception>
    public static byte[] Parse(string digits)
    {
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Digit(digits, i * 2) << 4) | Digit(digits, (i * 2) + 1));
        }

        return digits.Length % 2 == 0 ? bytes : throw new FormatException($"{Quoted.Value(digits)} has an odd number of hexadecimal digits.");
    }

    private static int Digit(string digits, int at) => digits[at] switch
    {
        >= '0' and <= '9' => digits[at] - '0',
        >= 'A' and <= 'F' => digits[at] - 'A' + 10,
        >= 'a' and <= 'f' => digits[at] - 'a' + 10,
        _ => throw new FormatException($"{Quoted.Value(digits)} is not hexadecimal."),
    };
}
