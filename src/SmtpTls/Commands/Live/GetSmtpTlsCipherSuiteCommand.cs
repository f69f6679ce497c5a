using System.Management.Automation;

namespace SmtpTls.Commands;

/// <summary>Gets the cipher suites that mail servers take, one object for each version and suite.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsCipherSuite", DefaultParameterSetName = "Domain")]
[OutputType(typeof(CipherSuiteOffer))]
public sealed class GetSmtpTlsCipherSuiteCommand : OfferCmdlet
{
    private protected override bool WantsDetails => false;

    private protected override void Write(TlsOffer result, string target)
    {
        WriteObject(result.CipherSuites, enumerateCollection: true);
        string server = result.MxHost is null ? target : result.Address is null ? result.MxHost : $"{result.MxHost} ({result.Address}:{result.Port})";
        if (result.CipherSuites.Length == 0)
        {
            WriteError(new ErrorRecord(
                new InvalidOperationException($"There is no cipher suite from {server}: {result.Status}. {result.Reason}"),
                "NoCipherSuite",
                result.Status is TestStatus.Unreachable or TestStatus.DnsFailure ? ErrorCategory.ConnectionError : ErrorCategory.ObjectNotFound,
                target));
            return;
        }
        // Rows alone do not show what is missing.
        foreach (string one in result.NotTested.Where(text => !text.EndsWith("(-Protocol).", StringComparison.Ordinal)))
            WriteWarning($"{server}: not tested: {one}");
    }
}
