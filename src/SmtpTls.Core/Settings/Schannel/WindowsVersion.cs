using System.Globalization;

namespace SmtpTls.Schannel;

/// <summary>A version of Windows with what its Schannel does where the registry sets nothing.</summary>
internal sealed class WindowsVersion
{
    private static readonly SslProtocolVersion[] Columns =
        [SslProtocolVersion.Ssl2, SslProtocolVersion.Ssl3, SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12, SslProtocolVersion.Tls13];

    private static readonly Lazy<WindowsVersion[]> Table = new(() => [.. FactTable.Read("Settings.Schannel.WindowsVersions.tsv").Select(columns => new WindowsVersion(columns))]);

    private static readonly Lazy<ILookup<string, string[]>> Suites =
        new(() => FactTable.Read("Settings.Schannel.WindowsCipherSuites.tsv").ToLookup(columns => $"{columns[0]} {columns[1]}", columns => columns[2].Split(' ')));

    private readonly Dictionary<(SslProtocolVersion, SchannelRole), SchannelState> _protocols = [];
    private readonly string _suiteList;

    private WindowsVersion(string[] columns)
    {
        Build = int.Parse(columns[0], CultureInfo.InvariantCulture);
        IsServer = columns[1] == "server";
        Name = columns[2];
        for (int i = 0; i < Columns.Length; i++)
        {
            string[] states = columns[3 + i].Split('/');
            _protocols.Add((Columns[i], SchannelRole.Client), State(states[0]));
            _protocols.Add((Columns[i], SchannelRole.Server), State(states[states.Length - 1]));
        }

        _suiteList = columns[9];
        CipherSuites = Suites.Value[$"{_suiteList} on"].Single();
        AvailableCipherSuites = Suites.Value[$"{_suiteList} off"].Single();
        Curves = columns[10] == "suites" ? [] : columns[10].Split(' ');
    }

    /// <summary>All that are known, oldest first; a server before the client of the same build.</summary>
    public static IReadOnlyList<WindowsVersion> All => Table.Value;

    /// <summary>The build number.</summary>
    public int Build { get; }

    /// <summary>Whether it is a server.</summary>
    public bool IsServer { get; }

    /// <summary>The product's name, such as <c>Windows Server 2019</c>.</summary>
    public string Name { get; }

    /// <summary>The suites in use by default, in order of preference.</summary>
    public IReadOnlyList<string> CipherSuites { get; }

    /// <summary>The suites that it supports and does not use by default.</summary>
    public IReadOnlyList<string> AvailableCipherSuites { get; }

    /// <summary>The curves in use by default, in order of preference; empty before Windows 10, where the suites' names hold them.</summary>
    public IReadOnlyList<string> Curves { get; }

    /// <summary>What it does with a version where the registry sets nothing.</summary>
    public SchannelState Default(SslProtocolVersion protocol, SchannelRole role) => _protocols[(protocol, role)];

    /// <summary>The version of a build; a client's for a server that is not in the table (the semi-annual channel), and the other way round.</summary>
    public static WindowsVersion? Find(int build, bool server) =>
        All.FirstOrDefault(version => version.Build == build && version.IsServer == server) ?? All.FirstOrDefault(version => version.Build == build);

    /// <summary>
    /// The version of a name in any usual spelling (<c>Windows Server 2019 Standard</c>, <c>WS2019</c>, <c>2012R2</c>) or of a build
    /// (<c>20348</c>, <c>10.0.20348</c>).
    /// </summary>
    public static WindowsVersion? Find(string text)
    {
        const string Maker = "Microsoft ";
        string name = text.Trim();
        if (name.StartsWith(Maker, StringComparison.OrdinalIgnoreCase))
            name = name.Substring(Maker.Length);
        if (Version.TryParse(name, out Version? full) && full.Build > 0)
            name = full.Build.ToString(CultureInfo.InvariantCulture);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int build) && Find(build, server: true) is { } known)
            return known;
        return All.FirstOrDefault(version => string.Equals(version.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(version => version.IsServer && version.Name.EndsWith(" " + name, StringComparison.OrdinalIgnoreCase))
            // The longest first: Windows Server 2012 R2 is not Windows Server 2012.
            ?? All.Where(version => name.StartsWith(version.Name + " ", StringComparison.OrdinalIgnoreCase)).OrderByDescending(version => version.Name.Length).FirstOrDefault()
            ?? All.FirstOrDefault(version => Short(version.Name) == Short(name));
    }

    // "Microsoft Windows Server 2012 R2", "WS2012R2", "Win2012 R2" and "2012R2" are one; "Windows 10 22H2" is "Windows 10, version 22H2".
    private static string Short(string name)
    {
        string letters = new([.. name.ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        foreach (string word in new[] { "MICROSOFT", "WINDOWS", "SERVER", "VERSION", "WIN" })
            letters = letters.Replace(word, "");
        return letters.StartsWith("WS2", StringComparison.Ordinal) ? letters.Substring(2) : letters;
    }

    private static SchannelState State(string word) => word switch
    {
        "on" => SchannelState.Enabled,
        "off" => SchannelState.DisabledByDefault,
        "-" => SchannelState.NotSupported,
        _ => throw new FormatException($"'{word}' in WindowsVersions.tsv is no state."),
    };
}
