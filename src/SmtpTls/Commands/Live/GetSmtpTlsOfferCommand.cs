using System.Management.Automation;

namespace SmtpTls.Commands;

/// <summary>Gets everything that mail servers offer by way of TLS: versions, suites, order, groups, signatures, certificates and the handshake's fine print.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsOffer", DefaultParameterSetName = "Domain")]
[OutputType(typeof(TlsOffer))]
public sealed class GetSmtpTlsOfferCommand : OfferCmdlet
{
    private protected override bool WantsDetails => true;

    private protected override void Write(TlsOffer result, string target) => WriteObject(result);
}
