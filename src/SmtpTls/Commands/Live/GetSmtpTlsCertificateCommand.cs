using System.Management.Automation;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Commands;

/// <summary>Gets the certificates that receiving servers send, in the order sent, the server's own first.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsCertificate", DefaultParameterSetName = "Domain")]
[OutputType(typeof(ServerCertificate))]
public sealed class GetSmtpTlsCertificateCommand : ServerTargetCmdlet<StartTlsResult>
{
    private protected override bool NeedsDnssec => false;

    /// <summary>Which code makes the TLS handshake.</summary>
    [Parameter]
    public TlsEngineName Engine { get; set; }

    private protected override ProbeOptions Complete(ProbeOptions options) =>
        options with { StopAfterCertificate = true, ObserveRequired = false };

    private protected override Func<ProbeTarget, CancellationToken, Task<StartTlsResult>> Work(ProbeOptions options, ConnectionGate gate)
    {
        AddressTester tester = new(new AddressProbe(TlsEngines.Create(Engine), options), gate);
        return async (target, token) => (await tester.TestAsync(target, token).ConfigureAwait(false)).Result;
    }

    private protected override StartTlsResult WithoutAddress(NoAddress target) => ResultBuilder.WithoutAddress(target);

    private protected override void Write(StartTlsResult result, string target)
    {
        if (result.ChainSent.Length > 0)
            WriteObject(ServerCertificate.From(result), enumerateCollection: true);
        else
            WriteError(NoCertificate(result, target));
    }

    private static ErrorRecord NoCertificate(StartTlsResult result, string target)
    {
        string server = result.MxHost is null ? target : result.Address is null ? result.MxHost : $"{result.MxHost} ({result.Address}:{result.Port})";
        string reason = result.Reason ?? "The server sent no certificate.";
        return new ErrorRecord(
            new InvalidOperationException($"There is no certificate from {server}: {result.Status}. {reason}"),
            "NoCertificate",
            result.Status is TestStatus.Unreachable or TestStatus.DnsFailure ? ErrorCategory.ConnectionError : ErrorCategory.ObjectNotFound,
            target);
    }
}
