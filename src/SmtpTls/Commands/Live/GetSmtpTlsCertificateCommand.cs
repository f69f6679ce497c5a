using System.Management.Automation;
using SmtpTls.Testing;

namespace SmtpTls.Commands;

/// <summary>Gets the certificates that receiving servers send, in the order sent, the server's own first.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsCertificate", DefaultParameterSetName = "Domain")]
[OutputType(typeof(ServerCertificate))]
public sealed class GetSmtpTlsCertificateCommand : ServerTargetCmdlet
{
    private protected override ProbeOptions Complete(ProbeOptions options) =>
        options with { StopAfterCertificate = true, ObserveRequired = false };

    private protected override void WriteResults(IReadOnlyList<StartTlsResult> results, string target)
    {
        foreach (StartTlsResult result in results)
        {
            if (result.ChainSent.Length > 0)
                WriteObject(ServerCertificate.From(result), enumerateCollection: true);
            else
                WriteError(NoCertificate(result, target));
        }
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
