using System.Globalization;
using System.Management.Automation;
using SmtpTls.Tls;

namespace SmtpTls.Input;

/// <summary>
/// Gathers what a user gives as one or more sides of a comparison: names in any spelling, policies of Schannel, sessions of a listener,
/// suites of a live scan or of Get-TlsCipherSuite, live or deserialized.
/// </summary>
internal sealed class CipherSuiteInput(string name, Action<ErrorRecord> fail)
{
    private static readonly char[] Separators = [':', ',', ';', ' ', '\t', '\r', '\n'];

    private static readonly string[] NameProperties = ["CipherSuite", "Name", "CipherSuiteOpenSsl"];

    // What a client sends beside its suites: RFC 5746, RFC 7507.
    private static readonly string[] Signals = ["TLS_EMPTY_RENEGOTIATION_INFO_SCSV", "TLS_FALLBACK_SCSV"];

    private readonly List<(string Key, string Name, bool KnowsProtocols, List<OfferedSuite> Suites)> _lists = [];
    private readonly List<(string Name, ObjectProperties Policy)> _policies = [];
    private readonly List<CipherSuiteSide> _sessions = [];
    private readonly HashSet<string> _ordered = [];
    private readonly HashSet<string> _scanned = [];

    /// <summary>Takes one more object.</summary>
    public void Add(object? item)
    {
        if (item is null)
            return;
        var wrapped = PSObject.AsPSObject(item);
        ObjectProperties properties = new(wrapped);
        if (wrapped.BaseObject is string text)
            AddNames(text);
        else if (properties.Has("ServerCipherSuites") && properties.Has("ClientCipherSuites"))
            _policies.Add((properties.Text("ComputerName") ?? FileName(properties.Text("Source")) ?? name, properties));
        else if (properties.Has("OfferedCipherSuites"))
            AddSession(properties);
        else if (properties.Has("CipherSuites") && properties.Has("ServerPreference"))
            AddOffer(properties, item);
        else if (Suite(properties) is { } suite)
            AddRow(ServerOf(properties), properties, suite);
        else if (LanguagePrimitives.TryConvertTo(wrapped.BaseObject, out int code) && CipherSuites.Find(code) is { } coded)
            ListOf("", knowsProtocols: false).Suites.Add(OfferedSuite.Named(coded));
        else
            Unknown(item, $"{Quoted.Value(wrapped.ToString())} is no cipher suite, and no object that holds any.");
    }

    /// <summary>Whether these are clients: sessions that a listener saw.</summary>
    public bool AreClients => _sessions.Count > 0;

    /// <summary>Whether these are servers: suites that a scan found.</summary>
    public bool AreServers => _lists.Any(list => list.Key.Length > 0);

    /// <summary>The sides, policies in the given role. Names and suites without a server make one side together.</summary>
    public IEnumerable<CipherSuiteSide> Sides(SchannelRole role)
    {
        foreach ((string key, string side, bool known, List<OfferedSuite> suites) in _lists)
        {
            yield return new CipherSuiteSide(side, CipherSuiteSide.Merge(suites))
            {
                KnowsProtocols = known,
                FollowsOther = _scanned.Contains(key) && !_ordered.Contains(key),
            };
        }
        foreach ((string side, ObjectProperties policy) in _policies)
            yield return PolicySide(side, policy, role);
        foreach (CipherSuiteSide session in _sessions)
            yield return session;
    }

    // An offer of a scan. Over remoting its rows come as text: the version and the suite.
    private void AddOffer(ObjectProperties offer, object item)
    {
        string server = ServerOf(offer);
        int before = _lists.Sum(list => list.Suites.Count);
        foreach (PSObject row in offer.Items("CipherSuites"))
        {
            ObjectProperties properties = new(row);
            string[] words = row.ToString().Split(' ');
            if (Suite(properties) is { } suite)
                AddRow(server, properties, suite);
            else if (words.Length == 2 && ProtocolSpelling.Find(words[0]) is { } version && CipherSuites.Find(words[1]) is { } named)
                ListOf(server, knowsProtocols: true).Suites.Add(new OfferedSuite(named, [version]));
        }
        if (_lists.Sum(list => list.Suites.Count) == before)
            Unknown(item, $"The offer of {server} holds no cipher suite ({offer.Text("Status")}{(offer.Text("Reason") is { } reason ? $": {reason}" : "")}).");
    }

    private void AddRow(string server, ObjectProperties row, CipherSuite suite)
    {
        bool known = Versions(row).Any(version => version is not null);
        ListOf(server, known).Suites.Add(Offer(suite, row));
        if (row.Number("Preference") is not null)
            _ordered.Add(server);
        else if (row.Has("Preference"))
            _scanned.Add(server);
    }

    private void AddNames(string text)
    {
        foreach (string word in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Signals.Contains(word, StringComparer.OrdinalIgnoreCase))
                continue;
            CipherSuite? suite = CipherSuites.Find(word);
            if (suite is null && word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(word.Remove(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
            {
                suite = CipherSuites.Find(code);
            }

            if (suite is null)
                Unknown(word, $"No cipher suite has the name {Quoted.Value(word)}. Give IANA, OpenSSL, GnuTLS or Schannel names; 'openssl ciphers' spells out lists such as HIGH.");
            else
                ListOf("", knowsProtocols: false).Suites.Add(OfferedSuite.Named(suite));
        }
    }

    private void AddSession(ObjectProperties session)
    {
        SslProtocolVersion[] versions = VersionsOf(session, "OfferedProtocols");
        IEnumerable<OfferedSuite> suites = Restrict(session.List("OfferedCipherSuites").Except(Signals), versions);
        _sessions.Add(new CipherSuiteSide(session.Text("HeloName") ?? session.Text("RemoteAddress") ?? name, CipherSuiteSide.Merge(suites)) { KnowsProtocols = versions.Length > 0 });
    }

    /// <summary>The side of a policy of Schannel.</summary>
    public static CipherSuiteSide PolicySide(string name, ObjectProperties policy, SchannelRole role)
    {
        List<OfferedSuite> suites = [];
        foreach (ObjectProperties one in policy.Items("CipherSuites").Select(item => new ObjectProperties(item)))
        {
            SslProtocolVersion[] versions = VersionsOf(one, $"{role}Protocols");
            if (versions.Length > 0 && CipherSuites.Find(one.Text("CipherSuite") ?? "") is { } suite)
                suites.Add(new OfferedSuite(suite, versions));
        }

        // Over remoting the suites come as their names only: the versions are then those of the policy.
        if (suites.Count == 0)
            suites.AddRange(Restrict(policy.List($"{role}CipherSuites"), VersionsOf(policy, $"{role}Protocols")));
        return new CipherSuiteSide(name, CipherSuiteSide.Merge(suites))
        {
            IsWindows = true,
            KnowsProtocols = true,
            Available = policy.Text("WindowsVersion") is null
                ? null
                : [.. policy.List("AvailableCipherSuites"), .. policy.Items("CipherSuites").Select(item => new ObjectProperties(item).Text("CipherSuite")).OfType<string>()],
        };
    }

    private static SslProtocolVersion[] VersionsOf(ObjectProperties properties, string name) =>
        [.. properties.List(name).Select(ProtocolSpelling.Find).OfType<SslProtocolVersion>()];

    // The suites that are known, with those of their versions that are in use; all of their versions where that is not said.
    private static IEnumerable<OfferedSuite> Restrict(IEnumerable<string> names, SslProtocolVersion[] versions) => names
        .Select(CipherSuites.Find).OfType<CipherSuite>().Select(OfferedSuite.Named)
        .Select(named => versions.Length == 0 ? named : named with { Protocols = [.. named.Protocols.Intersect(versions)] })
        .Where(offer => offer.Protocols.Count > 0);

    // A live scan has CipherSuite and Protocol; Windows' own Get-TlsCipherSuite has Name, CipherSuite as a number and Protocols as numbers.
    private static CipherSuite? Suite(ObjectProperties properties) => NameProperties
        .Select(properties.Text).OfType<string>().Select(CipherSuites.Find).FirstOrDefault(suite => suite is not null)
        ?? (properties.Number("CipherSuite") is { } code and <= int.MaxValue ? CipherSuites.Find((int)code) : null);

    private static OfferedSuite Offer(CipherSuite suite, ObjectProperties properties)
    {
        OfferedSuite named = OfferedSuite.Named(suite);
        SslProtocolVersion[] versions = [.. Versions(properties).OfType<SslProtocolVersion>()];
        return versions.Length == 0 ? named : new OfferedSuite(suite, versions);
    }

    private static IEnumerable<SslProtocolVersion?> Versions(ObjectProperties properties) =>
        properties.List("Protocol").Concat(properties.List("Protocols")).Select(text => text switch
        {
            // Numbers as on the wire, and as Get-TlsCipherSuite gives them.
            "772" => SslProtocolVersion.Tls13,
            "771" => SslProtocolVersion.Tls12,
            "770" => SslProtocolVersion.Tls11,
            "769" => SslProtocolVersion.Tls10,
            "768" => SslProtocolVersion.Ssl3,
            _ => ProtocolSpelling.Find(text),
        });

    // The path may be another system's.
    private static string? FileName(string? path) => path?.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static string ServerOf(ObjectProperties properties)
    {
        string?[] parts = [properties.Text("MxHost") ?? properties.Text("Server"), properties.Text("Address"), properties.Text("Port")];
        return string.Join(" ", parts.OfType<string>());
    }

    private (string Key, string Name, bool KnowsProtocols, List<OfferedSuite> Suites) ListOf(string server, bool knowsProtocols)
    {
        int at = _lists.FindIndex(list => list.Key == server);
        if (at < 0)
        {
            _lists.Add((server, server.Length == 0 ? name : server, knowsProtocols, []));
            return _lists[_lists.Count - 1];
        }

        return _lists[at];
    }

    private void Unknown(object item, string message) =>
        fail(new ErrorRecord(new ArgumentException(message), "UnknownCipherSuite", ErrorCategory.InvalidArgument, item));
}
