using System.Globalization;
using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Support;

/// <summary>The answers of Protocol/Dns/Validation/World.recorded.txt, with the time at which their signatures hold.</summary>
internal sealed class RecordedDns : IWireDns
{
    private static readonly Dictionary<string, int> Types = new()
    {
        ["A"] = RecordType.A, ["AAAA"] = RecordType.Aaaa, ["TLSA"] = RecordType.Tlsa, ["TXT"] = RecordType.Txt, ["DS"] = RecordType.Ds, ["DNSKEY"] = RecordType.Dnskey,
    };

    private static readonly string[][] Lines =
    [
        .. File.ReadLines(Path.Combine(PowerShellEngine.RepositoryRoot, "tests/SmtpTls.Tests/Protocol/Dns/Validation/World.recorded.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')),
    ];

    private readonly Dictionary<(WireName, int), byte[]> _answers = Lines.Where(line => line[0] == "=")
        .ToDictionary(line => (WireName.Parse(line[1]), Types[line[2]]), line => Convert.FromBase64String(line[3]));

    public static DateTimeOffset Time { get; } = DateTimeOffset.Parse(Lines.Single(line => line[0] == "!")[1], CultureInfo.InvariantCulture);

    public static TrustAnchors Anchors { get; } = TrustAnchors.Parse(string.Join(" ", Lines.Single(line => line[0] == "@").Skip(1)));

    public static IReadOnlyList<(string Name, int Type, string State, string Status)> Questions { get; } =
        [.. Lines.Where(line => line[0] == "?").Select(line => (line[1], Types[line[2]], line[3], line[4]))];

    /// <summary>Every question that was asked.</summary>
    public IEnumerable<(WireName Name, int Type)> Keys => _answers.Keys;

    /// <summary>Changes what comes back; <see langword="null"/> stands for no answer.</summary>
    public Func<WireName, int, byte[], byte[]?> Change { get; init; } = (_, _, message) => message;

    /// <summary>How many questions were asked.</summary>
    public int Asked { get; private set; }

    public Validator Validator(DateTimeOffset? time = null, TrustAnchors? anchors = null) => new(this, anchors ?? Anchors, () => time ?? Time);

    public Task<WireReply> AskAsync(WireName name, int type, CancellationToken cancellationToken)
    {
        Asked++;
        byte[]? bytes = _answers.TryGetValue((name, type), out byte[]? recorded) ? Change(name, type, recorded) : null;
        try
        {
            return Task.FromResult(new WireReply(bytes is null ? null : WireMessage.Read(bytes), bytes ?? [], null, bytes is null ? "no answer" : null));
        }
        catch (FormatException e)
        {
            return Task.FromResult(new WireReply(null, bytes!, null, e.Message));
        }
    }
}
