using System.Globalization;
using System.Net;
#if !NET
using System.Net.Http;
#endif
using System.Net.Sockets;
using System.Text;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>What came of asking a policy host.</summary>
/// <param name="Text">The policy; <see langword="null"/> where none came.</param>
/// <param name="Failure">The RFC 8460 result type, where none came.</param>
/// <param name="Reason">In a sentence, why none came.</param>
/// <param name="Certificate">The host's certificate, where it was seen.</param>
internal sealed record FetchedPolicy(string? Text, string? Failure, string? Reason, CertificateInfo? Certificate);

/// <summary>
/// Fetches MTA-STS policies by HTTPS (RFC 8461 section 3.3): only a 200 counts, redirects are not followed, nothing is cached, the
/// certificate must cover the policy host and be valid for this machine, and size and time are bounded.
/// </summary>
internal sealed class PolicyHost
{
    private const int MaxPoliciesKept = 256;

    private readonly IDnsResolver _resolver;
    private readonly PolicyFetchOptions _options;
    private readonly SharedAnswers<string, FetchedPolicy> _fetched;

    public PolicyHost(IDnsResolver resolver, PolicyFetchOptions options)
    {
        _resolver = resolver;
        _options = options;
        _fetched = new(MaxPoliciesKept, FetchAsync);
    }

    /// <summary>The address of a domain's policy.</summary>
    public static Uri UrlOf(string domain) => new($"https://mta-sts.{domain}/.well-known/mta-sts.txt");

    /// <summary>Fetches the policy of a domain, once for a pipeline. Whatever happens is in the result.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; it ends the waiting only, for others may wait, too.</exception>
    public Task<FetchedPolicy> FetchAsync(string domain, CancellationToken cancellationToken, out bool asked) =>
        _fetched.GetAsync(domain, cancellationToken, out asked);

    private async Task<FetchedPolicy> FetchAsync(string domain)
    {
        Uri url = UrlOf(domain);
        MailHost host = await _resolver.GetHostAsync(url.Host, AddressFamily.Unspecified, CancellationToken.None).ConfigureAwait(false);
        if (host.Addresses.Count == 0)
            return Failed($"The policy host {url.Host} has no address: {host.Error}");

        CertificateCheck check = new(url.Host, _options.TrustedRoots);
        using CancellationTokenSource limit = new(_options.Timeout);
        try
        {
            return await GetAsync(url, host.Addresses, check, limit.Token).ConfigureAwait(false) with { Certificate = check.Certificate };
        }
        catch (OperationCanceledException)
        {
            return Failed(string.Format(CultureInfo.InvariantCulture, "{0} did not send the policy within {1:0.#} s.", url.Host, _options.Timeout.TotalSeconds), check);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or WebException)
        {
            return check.Fault is { } fault
                ? new FetchedPolicy(null, FailureType.StsWebPkiInvalid, $"The certificate of {url.Host} is not valid: {fault}", check.Certificate)
                : Failed($"{url} could not be fetched: {Innermost(e)}", check);
        }
    }

    private async Task<FetchedPolicy> GetAsync(Uri url, IReadOnlyList<IPAddress> addresses, CertificateCheck check, CancellationToken cancellationToken)
    {
        using HttpMessageHandler handler = PolicyTransport.Handler(url, addresses, _options, check);
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using HttpRequestMessage request = PolicyTransport.Request(url, addresses, _options.Port);
        request.Headers.ConnectionClose = true;
        request.Headers.Accept.ParseAdd("text/plain");
        request.Headers.UserAgent.ParseAdd("SmtpTls");
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        int code = (int)response.StatusCode;
        if (code is >= 300 and < 400)
            return Failed(string.Format(CultureInfo.InvariantCulture, "{0} redirects ({1}), and senders do not follow.", url, code));
        if (code != 200)
            return Failed(string.Format(CultureInfo.InvariantCulture, "{0} answers {1}; only 200 counts.", url, code));
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (!string.Equals(type, "text/plain", StringComparison.OrdinalIgnoreCase))
            return Invalid($"{url} is sent as {(type is null ? "nothing in particular" : Quoted.Value(type))}; it must be text/plain.");
        return await ReadAsync(url, response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<FetchedPolicy> ReadAsync(Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
#if NET
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        // What .NET Framework reads, no token stops; the end of the stream does.
        using CancellationTokenRegistration stop = cancellationToken.Register(body.Dispose);
#endif
        byte[] buffer = new byte[PolicyFetchOptions.MostBytes + 1];
        int length = 0;
        try
        {
            while (length < buffer.Length && await body.ReadBytesAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false) is > 0 and int read)
                length += read;
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or WebException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        // The request accepts no compression, and a policy that comes compressed all the same is one that senders cannot read.
        string? coding = response.Content.Headers.ContentEncoding.FirstOrDefault(name => !string.Equals(name, "identity", StringComparison.OrdinalIgnoreCase))
            ?? (length > 1 && buffer[0] == 0x1F && buffer[1] == 0x8B ? "gzip" : null);
        return coding is not null
            ? Invalid($"{url} is sent compressed ({Quoted.Value(coding)}), which the request does not accept: senders cannot read it.")
            : length > PolicyFetchOptions.MostBytes
            ? Invalid($"{url} is larger than 64 KB.")
            : new FetchedPolicy(Encoding.UTF8.GetString(buffer, 0, length), null, null, null);
    }

    private static FetchedPolicy Failed(string reason, CertificateCheck? check = null) =>
        new(null, FailureType.StsPolicyFetchError, reason, check?.Certificate);

    private static FetchedPolicy Invalid(string reason) => new(null, FailureType.StsPolicyInvalid, reason, null);

    private static string Innermost(Exception e)
    {
        while (e.InnerException is not null)
            e = e.InnerException;
        return e.Message.TrimEnd('.') + ".";
    }
}
