using System.Globalization;
using System.Text;
using Org.BouncyCastle.Security;

namespace SmtpTls.Tls.Hello;

/// <summary>The fingerprints by which tools compare what clients offer. They identify a TLS library and its settings, never a sender.</summary>
internal static class HelloFingerprint
{
    /// <summary>JA3 as text: version, suites, extensions, groups and point formats in decimal, without GREASE (salesforce/ja3).</summary>
    public static string Ja3Text(ClientHello hello) => string.Join(",",
        hello.Version.ToString(CultureInfo.InvariantCulture),
        Decimal(hello.CipherSuites),
        Decimal((hello.Extensions ?? []).Select(extension => extension.Type)),
        Decimal(hello.Groups),
        Decimal(hello.PointFormats.Select(format => (int)format)));

    /// <summary>JA3: the MD5 of <see cref="Ja3Text"/>, in lower case.</summary>
    public static string Ja3(ClientHello hello) => Lower(DigestUtilities.CalculateDigest("MD5", Encoding.ASCII.GetBytes(Ja3Text(hello))));

    /// <summary>JA4 of a hello over TCP (FoxIO-LLC/ja4, technical_details/JA4.md).</summary>
    public static string Ja4(ClientHello hello)
    {
        int[] suites = [.. hello.CipherSuites.Where(suite => !HelloExtension.IsGrease(suite))];
        int[] extensions = [.. (hello.Extensions ?? []).Select(extension => extension.Type).Where(type => !HelloExtension.IsGrease(type))];
        int[] schemes = [.. hello.SignatureSchemes.Where(scheme => !HelloExtension.IsGrease(scheme))];
        string head = string.Format(
            CultureInfo.InvariantCulture,
            "t{0}{1}{2:00}{3:00}{4}",
            Version(hello.NewestVersion),
            extensions.Contains(HelloExtension.ServerName) ? 'd' : 'i',
            Math.Min(99, suites.Length),
            Math.Min(99, extensions.Length),
            Protocol(hello.ApplicationProtocols));
        string sorted = Hexadecimal(extensions.Where(type => type is not (HelloExtension.ServerName or HelloExtension.Alpn)).OrderBy(type => type));
        string third = schemes.Length == 0 ? sorted : sorted + "_" + Hexadecimal(schemes);
        return $"{head}_{Short(Hexadecimal(suites.OrderBy(suite => suite)))}_{Short(extensions.Length == 0 ? "" : third)}";
    }

    private static string Version(int version) => version switch
    {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        _ => "00",
    };

    // The first and last character of the first protocol; those of its hexadecimal where either is no letter or digit.
    private static string Protocol(string[] protocols)
    {
        if (protocols.Length == 0 || protocols[0].Length == 0)
            return "00";
        string name = protocols[0];
        if (!IsAlphanumeric(name[0]) || !IsAlphanumeric(name[name.Length - 1]))
            name = string.Concat(name.Select(one => ((int)one).ToString("x2", CultureInfo.InvariantCulture)));
        return $"{name[0]}{name[name.Length - 1]}";
    }

    private static bool IsAlphanumeric(char c) => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z';

    private static string Short(string text) =>
        text.Length == 0 ? "000000000000" : Lower(DigestUtilities.CalculateDigest("SHA-256", Encoding.ASCII.GetBytes(text))).Substring(0, 12);

    private static string Hexadecimal(IEnumerable<int> numbers) => string.Join(",", numbers.Select(number => number.ToString("x4", CultureInfo.InvariantCulture)));

    private static string Decimal(IEnumerable<int> numbers) =>
        string.Join("-", numbers.Where(number => !HelloExtension.IsGrease(number)).Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static string Lower(byte[] bytes) => string.Concat(bytes.Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
}
