using System.Globalization;

namespace SmtpTls.Tls.Hello;

/// <summary>What kind of mathematics a group is, and with that in which versions it can be used.</summary>
internal enum NamedGroupKind
{
    /// <summary>An elliptic curve of any version from TLS 1.0 on.</summary>
    EC,

    /// <summary>An elliptic curve of TLS 1.3 only.</summary>
    EC13,

    /// <summary>A finite field of RFC 7919.</summary>
    FF,

    /// <summary>ML-KEM alone.</summary>
    KEM,

    /// <summary>A curve together with ML-KEM.</summary>
    Hybrid,
}

/// <summary>A key exchange group (IANA "TLS Supported Groups").</summary>
/// <param name="Code">0 to 65535.</param>
/// <param name="Name">The registry's name.</param>
/// <param name="Bits">Of the field or the prime; for ML-KEM the number of the parameter set.</param>
/// <param name="Kind">What it is.</param>
internal sealed record NamedGroup(int Code, string Name, int Bits, NamedGroupKind Kind);

/// <summary>The groups of the registry, from NamedGroups.tsv.</summary>
internal static class NamedGroups
{
    private static readonly Lazy<NamedGroup[]> Table = new(() => [.. FactTable.Read("Protocol.Tls.Hello.NamedGroups.tsv").Select(columns => new NamedGroup(
        int.Parse(columns[0], CultureInfo.InvariantCulture),
        columns[1],
        int.Parse(columns[2], CultureInfo.InvariantCulture),
        Enum.TryParse(columns[3], out NamedGroupKind kind) ? kind : throw new FormatException($"'{columns[3]}' in NamedGroups.tsv is no kind.")))]);

    private static readonly Lazy<Dictionary<int, NamedGroup>> ByCode = new(() => Table.Value.ToDictionary(group => group.Code));

    /// <summary>All groups, by code.</summary>
    public static IReadOnlyList<NamedGroup> All => Table.Value;

    /// <summary>The group of a code; <see langword="null"/> where the table has none.</summary>
    public static NamedGroup? Find(int code) => ByCode.Value.TryGetValue(code, out NamedGroup? group) ? group : null;

    /// <summary>The name of a group; its code in hexadecimal where it has none.</summary>
    public static string NameOf(int code) => Find(code)?.Name ?? "0x" + code.ToString("X4", CultureInfo.InvariantCulture);
}
