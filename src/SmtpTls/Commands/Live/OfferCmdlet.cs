using System.Management.Automation;
using System.Net;
using SmtpTls.Dns;
using SmtpTls.Scanning;
using SmtpTls.Smtp;
using SmtpTls.Testing;

namespace SmtpTls.Commands;

/// <summary>What the cmdlets that scan a server's offer share.</summary>
public abstract class OfferCmdlet : ServerTargetCmdlet<TlsOffer>
{
    private protected override bool NeedsDnssec => false;

    private const int MaxScansKept = 64;

    /// <summary>The most connections to one address, 1 to 100000. What was not asked when they are used up is named.</summary>
    [Parameter]
    [ValidateRange(1, 100000)]
    public int MaxConnection { get; set; } = 250;

    /// <summary>Whether groups, signatures, certificates and the fine print are asked for, too.</summary>
    private protected abstract bool WantsDetails { get; }

    private protected override Func<ProbeTarget, CancellationToken, Task<TlsOffer>> Work(ProbeOptions options, ConnectionGate gate)
    {
        ScanOptions scan = new()
        {
            Protocols = options.Protocols,
            Details = WantsDetails,
            Limits = new ScanLimits { MaxConnections = MaxConnection },
        };
        SharedAnswers<AddressTarget, OfferObservation> scans = new(MaxScansKept);
        return async (target, token) =>
        {
            AddressTarget server = target.Server;
            OfferObservation seen = await scans.GetAsync(
                server with { Recipient = null },
                () => gate.RunAsync(server.Address, () => ScanAsync(server, options, scan, token), token),
                token,
                out _).ConfigureAwait(false);
            return OfferBuilder.Build(new OfferTarget(target.Domain, server.Host, target.Preference, server.Address.ToString(), server.Port), seen);
        };
    }

    private protected override TlsOffer WithoutAddress(NoAddress target) =>
        OfferBuilder.WithoutAddress(new OfferTarget(target.Domain, target.Host, target.Preference, null, target.Port), target.Status, target.Reason);

    private static Task<OfferObservation> ScanAsync(AddressTarget server, ProbeOptions options, ScanOptions scan, CancellationToken token)
    {
        OpeningOptions opening = new()
        {
            EndPoint = new IPEndPoint(server.Address, server.Port),
            ImplicitTls = server.ImplicitTls,
            HeloName = options.HeloName,
            Budget = new TimeBudget(options.Timeout),
            QuitTimeout = options.QuitTimeout,
        };
        return new OfferScan(new SmtpHelloLine(opening, options.Timeout), server.ServerName, scan).RunAsync(token);
    }
}
