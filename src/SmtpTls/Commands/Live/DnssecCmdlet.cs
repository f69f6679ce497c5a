using System.Management.Automation;
using System.Text.RegularExpressions;
using SmtpTls.Dns;
using SmtpTls.Dns.Validation;

namespace SmtpTls.Commands;

/// <summary>What the cmdlets share whose answers rest on DNSSEC: who validates it, and from which trust anchor.</summary>
public abstract class DnssecCmdlet : ConnectingCmdlet
{
    private const int MaxAnchorFile = 1 << 20;

    /// <summary>
    /// Who validates DNSSEC: this module where the resolver hands over signatures (Auto), only this module (Local), or only the resolver by its AD
    /// bit (Resolver).
    /// </summary>
    [Parameter]
    public DnssecValidation DnssecValidation { get; set; }

    /// <summary>
    /// Where validation begins, in place of the root's keys as IANA publishes them: a file with DS or DNSKEY records, or such a record as text.
    /// </summary>
    [Parameter]
    public string[] TrustAnchor { get; set; } = [];

    /// <summary>Declares the path to the DNS servers safe, so that their word about DNSSEC counts. Not needed for a validating resolver on loopback.</summary>
    [Parameter]
    public SwitchParameter TrustResolver { get; set; }

    /// <summary>Whether the cmdlet looks up policies, so that validation is worth its queries unless it is asked for.</summary>
    private protected virtual bool NeedsDnssec => true;

    private protected override DnsResolverOptions Complete(DnsResolverOptions options) => options with
    {
        AreTrusted = TrustResolver,
        Validation = NeedsDnssec || MyInvocation.BoundParameters.ContainsKey(nameof(DnssecValidation)) || TrustAnchor.Length > 0
            ? DnssecValidation
            : DnssecValidation.Resolver,
        Anchors = TrustAnchor.Length == 0 ? null : Argument(nameof(TrustAnchor), string.Join("\n", TrustAnchor.Select(AnchorText)), TrustAnchors.Parse),
    };

    // A record has its type as a word of its own; a path hardly ever has.
    private string AnchorText(string value) => Regex.IsMatch(value, @"\s(DS|DNSKEY)\s", RegexOptions.IgnoreCase)
        ? value
        : Argument(nameof(TrustAnchor), value, path => ReadAnchors(GetUnresolvedProviderPathFromPSPath(path)));

    private static string ReadAnchors(string path)
    {
        try
        {
            FileInfo file = new(path);
            return !file.Exists ? throw new FormatException($"{Quoted.Path(path)} does not exist. Give a file with DS or DNSKEY records, or a record such as '. IN DS 20326 8 2 E06D44B8...'.")
                : file.Length > MaxAnchorFile ? throw new FormatException($"{Quoted.Path(path)} has {file.Length} bytes; a file of trust anchors has at most {MaxAnchorFile}.")
                : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{Quoted.Path(path)} cannot be read: {e.Message}", e);
        }
    }
}
