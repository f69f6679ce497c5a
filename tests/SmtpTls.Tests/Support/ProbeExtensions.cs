using SmtpTls.Testing;

namespace SmtpTls.Tests.Support;

/// <summary>A test of one address without policies.</summary>
internal static class ProbeExtensions
{
    public static async Task<StartTlsResult> TestAsync(this AddressProbe probe, AddressTarget server, CancellationToken cancellationToken)
    {
        ProbeObservation seen = await probe.ObserveAsync(server, null, cancellationToken);
        ProbeTarget target = new() { Server = server, Domain = "example.com", Preference = 10 };
        return ResultBuilder.Build(seen, new TestCircumstances(target, Shared: false));
    }
}
