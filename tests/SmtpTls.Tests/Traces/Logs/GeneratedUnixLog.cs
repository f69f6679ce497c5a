using System.Globalization;
using System.Text;

namespace SmtpTls.Tests.Logs;

/// <summary>
/// A log of Postfix, Sendmail and Exim by random sessions: processes that take one connection after the other, lines of many of them mixed,
/// several recipients, connections that are used again, handshakes that fail, mail in the clear after them.
/// </summary>
internal sealed class GeneratedUnixLog
{
    private const string Cipher = "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)";

    private readonly Random _random;
    private int _queue;

    public GeneratedUnixLog(int seed)
    {
        _random = new Random(seed);
        List<Queue<string>> processes = [.. Enumerable.Range(0, 12).Select(Process)];
        DateTime time = new(2025, 11, 28, 10, 0, 0);
        StringBuilder text = new();
        while (processes.Count > 0)
        {
            Queue<string> process = processes[_random.Next(processes.Count)];
            time = time.AddMilliseconds(_random.Next(1, 1500));
            text.Append(time.ToString("MMM dd HH:mm:ss", CultureInfo.InvariantCulture)).Append(" mx1 ").Append(process.Dequeue()).Append('\n');
            if (process.Count == 0)
                processes.Remove(process);
        }
        Text = text.ToString();
    }

    public string Text { get; }

    private Queue<string> Process(int number)
    {
        Queue<string> lines = new();
        for (int session = _random.Next(1, 9); session > 0; session--)
        {
            string remote = $"mx{_random.Next(3)}.example.com[192.0.2.{_random.Next(1, 4)}]";
            IEnumerable<string> said = (number % 4) switch
            {
                0 => Server(remote).Select(line => $"postfix/smtpd[{100 + number}]: {line}"),
                1 => Client(remote).Select(line => $"postfix/smtp[{100 + number}]: {line}"),
                2 => Sendmail(remote.Replace("[", " [")).Select(line => $"sm-mta[{1000 + (number * 100) + session}]: {line}"),
                _ => Exim(remote.Replace("[", " [")).Select(line => $"exim[{100 + number}]: {line}"),
            };
            foreach (string line in said)
                lines.Enqueue(line);
        }
        return lines;
    }

    private IEnumerable<string> Server(string remote)
    {
        bool tls = _random.Next(3) > 0, mail = _random.Next(3) > 0;
        yield return $"connect from {remote}";
        if (tls)
            yield return $"Anonymous TLS connection established from {remote}: {Cipher}";
        if (mail)
            yield return $"{++_queue:X10}: client={remote}";
        yield return $"disconnect from {remote} ehlo={(tls ? 2 : 1)}{(tls ? " starttls=1" : "")}{(mail ? " mail=1 rcpt=1 data=1" : "")} quit=1 commands=5";
    }

    private IEnumerable<string> Client(string remote)
    {
        int kind = _random.Next(4);
        if (kind == 0)
        {
            yield return $"SSL_connect error to {remote}:25: -1";
            yield return $"{_queue + 1:X10}: Cannot start TLS: handshake failure";
        }
        else if (kind < 3)
        {
            yield return $"Trusted TLS connection established to {remote}:25: {Cipher}";
        }
        for (int messages = _random.Next(1, 3), message = 0; message < messages; message++)
        {
            ++_queue;
            for (int recipient = _random.Next(1, 4); recipient > 0; recipient--)
                yield return $"{_queue:X10}: to=<user{recipient}@example.com>, relay={remote}:25,{(message > 0 ? " conn_use=2," : "")} delay=0.4, delays=0.1/0/0.2/0.1, dsn=2.0.0, status={(_random.Next(4) > 0 ? "sent (250 ok)" : "deferred (host mx said: 450 no)")}";
        }
    }

    private IEnumerable<string> Sendmail(string remote)
    {
        bool inbound = _random.Next(2) == 0, tls = _random.Next(2) == 0;
        string id = $"5AS{++_queue:X7}";
        if (tls)
            yield return $"STARTTLS={(inbound ? "server" : "client")}, relay={remote}, version=TLSv1.2, verify=NO, cipher=ECDHE-RSA-AES256-GCM-SHA384, bits=256/256";
        yield return inbound
            ? $"{id}: from=<a@example.com>, size=1, class=0, nrcpts=1, msgid=<{id}@example.com>, proto=ESMTP, daemon=MTA, relay={remote}"
            : $"{id}: to=<b@example.com>, delay=00:00:01, mailer=esmtp, pri=1, relay={remote}, dsn=2.0.0, stat=Sent (ok)";
    }

    private IEnumerable<string> Exim(string remote)
    {
        string id = $"1vf{++_queue:000}-0000000{_queue:0000}-0001";
        string x = _random.Next(2) == 0 ? " X=TLS1.2:ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM:256 CV=no" : "";
        yield return $"{id} <= a@example.com H={remote}:4000 P=esmtp{(x.Length > 0 ? "s" + x : "")} S=580";
        for (int recipient = _random.Next(1, 3); recipient > 0; recipient--)
            yield return $"{id} => user{recipient}@example.org R=dnslookup T=remote_smtp H={remote}{x} C=\"250 ok\"";
        yield return $"{id} Completed";
    }
}
