using System.Reflection;
using System.Text;
using SmtpTls.Certificates;
using SmtpTls.Dns;
using SmtpTls.Listening;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Desktop;

/// <summary>What the program can be told to do.</summary>
internal sealed class Commands(string module)
{
    public int Run(string command, string[] arguments)
    {
        Task work = command switch
        {
            "test" => TestAllAsync(arguments[0], CertificateFile.ReadCertificates(arguments[1]), arguments.Skip(2)),
            "listen" => ListenAsync(arguments[0]),
            "read" => ReadAsync(),
            _ => throw new ArgumentException($"There is no command {command}; there are test, listen and read."),
        };
        work.GetAwaiter().GetResult();
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            Console.WriteLine($"assembly.{assembly.GetName().Name}={assembly.Location}");
        return 0;
    }

    /// <summary>Tests servers with both engines.</summary>
    private static async Task TestAllAsync(
        string dnsServer, IReadOnlyList<System.Security.Cryptography.X509Certificates.X509Certificate2> roots, IEnumerable<string> servers)
    {
        DnsClientResolver resolver = new(new DnsResolverOptions { NameServers = [NameServerAddress.Parse(dnsServer)] });
        ProbeOptions options = new()
        {
            HeloName = "desktop.lab.test",
            Verification = new CertificateVerifierOptions { TrustedRoots = roots },
        };
        using ConnectionGate gate = new(16);
        foreach (string server in servers)
        {
            foreach (TlsEngineName engine in Enum.GetValues(typeof(TlsEngineName)))
            {
                AddressTester tester = new(new AddressProbe(TlsEngines.Create(engine), options), gate);
                TargetRunner<AddressTest> runner = new(new TestPlanner(resolver, new TargetOptions()), tester.TestAsync, none => new(ResultBuilder.WithoutAddress(none), null, null));
                Task<AddressTest> test = (await runner.StartAsync(ServerEndpoint.Parse(server), CancellationToken.None).ConfigureAwait(false)).Single();
                Print($"{server}.{engine}", (await test.ConfigureAwait(false)).Result);
            }
        }
    }

    private static void Print(string name, StartTlsResult result)
    {
        Console.WriteLine($"{name}.Status={result.Status}");
        Console.WriteLine($"{name}.StartTls={result.StartTls}");
        Console.WriteLine($"{name}.Protocol={result.Protocol}");
        Console.WriteLine($"{name}.CipherSuiteOpenSsl={result.CipherSuiteOpenSsl}");
        Console.WriteLine($"{name}.CertificateValid={result.CertificateValid}");
        Console.WriteLine($"{name}.NameMatch={result.NameMatch}");
        Console.WriteLine($"{name}.CertificateProblems={string.Join(" ", result.CertificateProblems)}");
        Console.WriteLine($"{name}.ChainSent={result.ChainSent.Length}");
        Console.WriteLine($"{name}.Reason={result.Reason}");
    }

    /// <summary>Runs a listener on a free port of loopback until it has seen a session inside TLS.</summary>
    private static async Task ListenAsync(string certificate)
    {
        using CertificateWithKey own = CertificateFile.ReadWithPrivateKey(certificate);
        using SmtpTlsListener listener = SmtpTlsListener.Listen(new ListenerOptions { HostName = "mx.example.com", Certificate = own.Certificate });
        Console.WriteLine($"server={listener.Server}");
        ListenerSession? session;
        do
        {
            Task changed = listener.Finished.Changed;
            if (!listener.Finished.TryTake(out session))
                await changed.ConfigureAwait(false);
        }
        while (session?.Encrypted != true);
        Console.WriteLine($"HeloName={session.HeloName}");
        Console.WriteLine($"Protocol={session.Protocol}");
        Console.WriteLine($"CipherSuite={session.CipherSuite}");
        Console.WriteLine($"MailFrom={session.MailFrom}");
        Console.WriteLine($"Failure={session.Failure}");
    }

    /// <summary>Reads a message with MimeKit, whose references to System.Buffers and others are to other versions than DnsClient's.</summary>
    private async Task ReadAsync()
    {
        Assembly.LoadFrom(Path.Combine(module, "MimeKit.dll"));
        await ReadWithMimeKitAsync().ConfigureAwait(false);
    }

    private static async Task ReadWithMimeKitAsync()
    {
        using MemoryStream message = new(Encoding.ASCII.GetBytes("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nhello\r\n"));
        Console.WriteLine("Subject=" + (await MimeKit.MimeMessage.LoadAsync(message).ConfigureAwait(false)).Subject);
    }
}
