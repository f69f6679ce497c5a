using System.Globalization;
using System.Text;

namespace SmtpTls.Tests.Logs;

/// <summary>
/// Exchange logs of random sessions whose truth is known: interleaved, cut over files, with connectors that need quotes, gaps and repeats in
/// the sequence numbers, old and new shapes of the same fact, and words of TLS where they mean nothing.
/// </summary>
internal sealed class GeneratedLog
{
    private const string Header = "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP {0} Protocol Log\r\n#Date: 2023-01-11T15:30:00.000Z\r\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n";

    private static readonly string[] Connectors = ["EX01\\Default Frontend EX01", "EX01\\Relay, internal", "EX01\\\"Quoted\"", "组织内 SMTP 接收连接器", "EX01\\+,TLS negotiation failed with error X"];
    private static readonly string[] Errors = ["UnknownCredentials", "SocketError", "-2146893007", "InvalidToken"];
    private static readonly (string Name, SslProtocolVersion Version)[] Versions = [("SP_PROT_TLS1_0", SslProtocolVersion.Tls10), ("SP_PROT_TLS1_2", SslProtocolVersion.Tls12), ("4096", SslProtocolVersion.Tls13)];
    private static readonly string[] Noise = ["*,,\"Tarpit for '0.00:00:05' due to 'TLS negotiation failed with error X'\"", "<,NOOP TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded,", "*,08DAF3EC;1,receiving message", "<,\"HELP \"\",TLS negotiation failed with error Y\",", ">,\"214 2.0.0 +,,STARTTLS\","];

    private readonly Random _random;

    public GeneratedLog(int seed)
    {
        _random = new Random(seed);
        Outbound = _random.Next(4) == 0;
        int count = _random.Next(1, 30);
        List<Queue<string>> open = [.. Enumerable.Range(0, count).Select(Session)];
        DateTime time = new(2023, 1, 11, 16, 0, 0);
        while (open.Count > 0)
        {
            Queue<string> session = open[_random.Next(Math.Min(open.Count, 5))];
            time = time.AddMilliseconds(_random.Next(1, 4_000));
            Lines.Add(time.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture) + "Z," + session.Dequeue() + (_random.Next(2) == 0 ? "\r\n" : "\n"));
            if (session.Count == 0)
                open.Remove(session);
        }
    }

    public bool Outbound { get; }

    public List<string> Lines { get; } = [];

    public List<Truth> Sessions { get; } = [];

    /// <summary>The lines in files, cut anywhere.</summary>
    public IReadOnlyList<string> Files(int count)
    {
        int[] cuts = [0, .. Enumerable.Range(1, count - 1).Select(_ => _random.Next(Lines.Count + 1)).Order(), Lines.Count];
        return [.. Enumerable.Range(0, count).Select(i => File(Lines.Skip(cuts[i]).Take(cuts[i + 1] - cuts[i])))];
    }

    private string File(IEnumerable<string> lines)
    {
        StringBuilder text = new(_random.Next(2) == 0 ? "\uFEFF" : "");
        string header = Header.Replace("{0}", Outbound ? "Send" : "Receive");
        text.Append(header);
        foreach (string line in lines)
            text.Append(_random.Next(50) == 0 ? header : "").Append(line);
        return text.ToString();
    }

    private Queue<string> Session(int number)
    {
        string connector = Connectors[_random.Next(Connectors.Length)];
        string remote = $"198.51.100.{_random.Next(1, 6)}";
        Truth truth = new($"08DAF3EC{number:X8}", connector, remote);
        (string us, string them) = Outbound ? (">", "<") : ("<", ">");
        List<string> rows = [];
        if (Outbound && _random.Next(2) == 0)
            rows.AddRange(["*,SendRoutingHeaders,Set Session Permissions", "*,,attempting to connect"]);
        rows.Add("+,,");
        if (_random.Next(10) > 0)
        {
            rows.AddRange([$"{them},220 mx.example.com hi,", $"{us},EHLO client.example.com,", $"{them},250  mx.example.com STARTTLS SIZE,"]);
            int kind = _random.Next(10);
            if (kind < 2)
                Fail(rows, truth, us);
            if (kind is 1 or > 3)
                Establish(rows, truth, us);
            if ((truth.Encrypted == true || truth.Error is null || kind == 0) && _random.Next(5) > 0)
                Mail(rows, truth, us, them);
        }
        rows.Add("-,," + (_random.Next(2) == 0 ? "Local" : "Remote(SocketError)"));
        for (int i = _random.Next(4); i > 0; i--)
            rows.Insert(rows.Count - 1, Noise[_random.Next(Noise.Length)]);
        Sessions.Add(truth);
        return new Queue<string>(rows.Select((row, i) => string.Join(
            ",", Quote(connector), truth.Id, (i == 0 ? 0 : Math.Max(1, i + _random.Next(-1, 3))).ToString(CultureInfo.InvariantCulture), "10.1.1.10:25", remote + ":" + (5000 + number), row)));
    }

    private void Fail(List<string> rows, Truth truth, string us)
    {
        truth.Error = Errors[_random.Next(Errors.Length)];
        truth.Encrypted = false;
        rows.AddRange([$"{us},{(_random.Next(2) == 0 ? "STARTTLS" : "X-ANONYMOUSTLS")},", "*,,TLS negotiation failed with error " + truth.Error]);
    }

    private void Establish(List<string> rows, Truth truth, string us)
    {
        (string name, SslProtocolVersion version) = Versions[_random.Next(Versions.Length)];
        string written = char.IsDigit(name[0]) ? (Outbound ? "8192" : name) : name + (Outbound ? "_CLIENT" : "_SERVER");
        string text = $"TLS protocol {written} negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits";
        if (_random.Next(2) == 0)
            text = $"\"{text}, MAC hash algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits\"";
        (truth.Encrypted, truth.Protocol) = (true, version);
        rows.AddRange([$"{us},STARTTLS,", "*,,Sending certificate", "*,\"CN=mail.example.com, O=\"\"Example\"\"\",Certificate subject", "*,," + text, $"{us},EHLO client.example.com,"]);
    }

    private void Mail(List<string> rows, Truth truth, string us, string them)
    {
        truth.Encrypted ??= false;
        for (int message = _random.Next(1, 4); message > 0; message--)
        {
            rows.AddRange([$"{us},MAIL FROM:<a@example.com> SIZE=10,", $"{us},RCPT TO:<b@example.org>,", $"{them},250 2.1.0 Sender OK,", $"{them},250 2.1.5 Recipient OK,"]);
            bool accepted = _random.Next(5) > 0;
            rows.AddRange(_random.Next(2) == 0 ? [$"{us},BDAT 10 LAST,"] : [$"{us},DATA,", $"{them},354 Start mail input,"]);
            rows.Add(accepted ? $"{them},\"250 2.6.0 <x> [InternalId=1, Hostname=EX01] Queued mail for delivery\"," : $"{them},550 5.7.1 No,");
            truth.Messages += accepted ? 1 : 0;
        }
    }

    private static string Quote(string value) => value.Contains(',') || value.Contains('"') ? "\"" + value.Replace("\"", "\"\"") + "\"" : value;

    /// <summary>What a person would count.</summary>
    public sealed class Truth(string id, string connector, string remote)
    {
        public string Id { get; } = id;

        public string Connector { get; } = connector;

        public string Remote { get; } = remote;

        public bool? Encrypted { get; set; }

        public SslProtocolVersion? Protocol { get; set; }

        public string? Error { get; set; }

        public int Messages { get; set; }
    }
}
