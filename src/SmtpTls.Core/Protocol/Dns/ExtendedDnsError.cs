using System.Text;
using DnsClient;
using DnsClient.Protocol.Options;

namespace SmtpTls.Dns;

/// <summary>Why a resolver gave no answer, in its own words (RFC 8914).</summary>
/// <param name="Code">The INFO-CODE of the IANA registry "Extended DNS Error Codes".</param>
/// <param name="Text">The EXTRA-TEXT; may be empty.</param>
internal sealed record ExtendedDnsError(int Code, string Text)
{
    private const int OptionCode = 15;
    private const int MaxText = 200;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "unsupported DNSKEY algorithm",
        [2] = "unsupported DS digest type",
        [5] = "DNSSEC indeterminate",
        [6] = "DNSSEC bogus",
        [7] = "signature expired",
        [8] = "signature not yet valid",
        [9] = "DNSKEY missing",
        [10] = "RRSIGs missing",
        [11] = "no zone key bit set",
        [12] = "NSEC missing",
        [22] = "no reachable authority",
        [23] = "network error",
    };

    /// <summary>Whether it is the validation that failed (RFC 8914 sections 4.7 to 4.13).</summary>
    public bool IsBogus => Code is >= 6 and <= 12;

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = Names.TryGetValue(Code, out string? known) ? known : $"extended error {Code}";
        return Text.Length == 0 ? name : $"{name} ({Quoted.Value(Text, MaxText)})";
    }

    /// <summary>The most telling error of a response: one about validation before any other; <see langword="null"/> where there is none.</summary>
    public static ExtendedDnsError? Of(IDnsQueryResponse response)
    {
        ExtendedDnsError[] all = [.. response.Additionals.OfType<OptRecord>().SelectMany(opt => Read(opt.Data ?? []))];
        return all.FirstOrDefault(error => error.IsBogus && error.Code != 6) ?? all.FirstOrDefault(error => error.IsBogus) ?? all.FirstOrDefault();
    }

    // RFC 6891 section 6.1.2: OPTION-CODE, OPTION-LENGTH, OPTION-DATA, again and again.
    private static IEnumerable<ExtendedDnsError> Read(byte[] options)
    {
        for (int at = 0; at + 4 <= options.Length;)
        {
            int code = (options[at] << 8) | options[at + 1];
            int length = (options[at + 2] << 8) | options[at + 3];
            at += 4;
            if (at + length > options.Length)
            {
                yield break;
            }

            if (code == OptionCode && length >= 2)
            {
                yield return new((options[at] << 8) | options[at + 1], Encoding.UTF8.GetString(options, at + 2, length - 2));
            }

            at += length;
        }
    }
}
