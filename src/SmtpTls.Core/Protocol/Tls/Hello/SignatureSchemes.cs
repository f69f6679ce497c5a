using System.Globalization;

namespace SmtpTls.Tls.Hello;

/// <summary>A signature scheme (IANA "TLS SignatureScheme").</summary>
/// <param name="Code">0 to 65535.</param>
/// <param name="Name">The registry's name.</param>
/// <param name="Authentication">What the suites of TLS 1.2 that it serves call their authentication.</param>
internal sealed record SignatureScheme(int Code, string Name, string Authentication);

/// <summary>The schemes of the registry, from SignatureSchemes.tsv.</summary>
internal static class SignatureSchemes
{
    private static readonly Lazy<SignatureScheme[]> Table = new(() => [.. FactTable.Read("Protocol.Tls.Hello.SignatureSchemes.tsv")
        .Select(columns => new SignatureScheme(Convert.ToInt32(columns[0], 16), columns[1], columns[2]))]);

    private static readonly Lazy<Dictionary<int, SignatureScheme>> ByCode = new(() => Table.Value.ToDictionary(scheme => scheme.Code));

    /// <summary>All schemes, by code.</summary>
    public static IReadOnlyList<SignatureScheme> All => Table.Value;

    /// <summary>The scheme of a code; <see langword="null"/> where the table has none.</summary>
    public static SignatureScheme? Find(int code) => ByCode.Value.TryGetValue(code, out SignatureScheme? scheme) ? scheme : null;

    /// <summary>The name of a scheme; its code in hexadecimal where it has none.</summary>
    public static string NameOf(int code) => Find(code)?.Name ?? "0x" + code.ToString("X4", CultureInfo.InvariantCulture);
}
