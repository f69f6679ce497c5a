using System.Net.Sockets;

namespace SmtpTls.Dns;

/// <summary>Answers questions about names. One instance serves a whole pipeline and asks nothing twice.</summary>
internal interface IDnsResolver
{
    /// <summary>The mail servers of a domain with their addresses. Failures are in the result.</summary>
    /// <param name="domain">A domain as A-labels.</param>
    /// <param name="family">InterNetwork or InterNetworkV6 for one family only; Unspecified for both.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    Task<MailRoute> GetMailRouteAsync(string domain, AddressFamily family, CancellationToken cancellationToken);

    /// <summary>The addresses of one host. Failures are in the result.</summary>
    /// <param name="host">A host name as A-labels.</param>
    /// <param name="family">InterNetwork or InterNetworkV6 for one family only; Unspecified for both.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    Task<MailHost> GetHostAsync(string host, AddressFamily family, CancellationToken cancellationToken);
}
