using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>Sees which certificate a server sends, for a TLSA record of it, and compares it with what is published.</summary>
/// <param name="resolver">Whom to ask for addresses.</param>
/// <param name="policies">Where to look up what is published.</param>
/// <param name="tester">Asks an address for its certificate.</param>
/// <param name="family">InterNetwork or InterNetworkV6 for one family only.</param>
internal sealed class TlsaProbe(IDnsResolver resolver, PolicyLookup policies, AddressTester tester, AddressFamily family)
{
    /// <summary>One result per address.</summary>
    /// <param name="server">Where to connect to.</param>
    /// <param name="host">The host of the record, which may be another name than that of the server.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<AddressTest>> RunAsync(ServerEndpoint server, string host, int port, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        IReadOnlyList<IPAddress> addresses;
        if (server.Address is { } address)
        {
            addresses = [address];
        }
        else
        {
            MailHost found = await resolver.GetHostAsync(server.Host, family, cancellationToken).ConfigureAwait(false);
            addresses = found.Addresses;
            if (addresses.Count == 0)
            {
                TestStep step = new() { Name = TestStepName.Resolve, Start = TimeSpan.Zero, Elapsed = clock.Elapsed, Outcome = TestStepOutcome.Failed, Comment = found.Error ?? "" };
                NoAddress none = new() { Host = host, Port = port, Status = TestStatus.DnsFailure, Reason = found.Error, Resolve = step };
                return [new AddressTest(ResultBuilder.WithoutAddress(none), null, null)];
            }
        }
        TargetPolicy policy = policies.For(null, host, port, cancellationToken);
        TargetOptions options = new();
        return await Task.WhenAll(addresses.Select(one => tester.TestAsync(
            new ProbeTarget
            {
                Server = new AddressTarget { Host = host, Address = one, Port = port, ImplicitTls = options.IsImplicit(port) },
                Policy = policy,
            },
            cancellationToken))).ConfigureAwait(false);
    }
}
