using System.Formats.Asn1;
using System.Globalization;
using SmtpTls.Certificates;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>Reads a TLSA RRset and says of each record whether a mail server can use it.</summary>
internal static class TlsaRecords
{
    /// <summary>How many records of one RRset are looked at: many times what an honest rollover needs.</summary>
    public const int MaxRecords = 64;

    /// <summary>The records in the order of the answer.</summary>
    public static IReadOnlyList<TlsaRecord> Read(string name, DnsAnswer answer) =>
        [.. answer.Records.OfType<DnsClient.Protocol.TlsaRecord>().Take(MaxRecords).Select(record => Record(
            name,
            (TlsaUsage)(byte)record.CertificateUsage,
            (TlsaSelector)(byte)record.Selector,
            (TlsaMatchingType)(byte)record.MatchingType,
            [.. record.CertificateAssociationData]))];

    /// <summary>A record, judged.</summary>
    public static TlsaRecord Record(string name, TlsaUsage usage, TlsaSelector selector, TlsaMatchingType matchingType, byte[] data) => new()
    {
        Name = name,
        Usage = usage,
        Selector = selector,
        MatchingType = matchingType,
        Data = Hex.Of(data),
        Problem = ProblemOf(usage, selector, matchingType, data),
    };

    /// <summary>
    /// The records that count for a comparison: usable ones, and of several digests for the same usage and selector only the
    /// strongest (RFC 7672 section 5, RFC 7671 section 9).
    /// </summary>
    public static IReadOnlyList<TlsaRecord> Effective(IEnumerable<TlsaRecord> records)
    {
        TlsaRecord[] usable = [.. records.Where(record => record.Usable)];
        return [.. usable.Where(record => record.MatchingType != TlsaMatchingType.Sha256 || !usable.Any(other =>
            other.MatchingType == TlsaMatchingType.Sha512 && other.Usage == record.Usage && other.Selector == record.Selector))];
    }

    private static string? ProblemOf(TlsaUsage usage, TlsaSelector selector, TlsaMatchingType matchingType, byte[] data) => usage switch
    {
        TlsaUsage.PkixTA or TlsaUsage.PkixEE => Text("Certificate usage {0:D} is not for SMTP: senders have no agreed list of CAs (RFC 7672 section 3.1.3).", usage),
        not (TlsaUsage.DaneTA or TlsaUsage.DaneEE) => Text("Certificate usage {0:D} is not defined (RFC 6698 section 2.1.1).", usage),
        _ when selector is not (TlsaSelector.Cert or TlsaSelector.Spki) => Text("Selector {0:D} is not defined (RFC 6698 section 2.1.2).", selector),
        _ => DataProblem(selector, matchingType, data),
    };

    private static string? DataProblem(TlsaSelector selector, TlsaMatchingType matchingType, byte[] data) => matchingType switch
    {
        TlsaMatchingType.Sha256 => LengthProblem("SHA2-256", data.Length, 32),
        TlsaMatchingType.Sha512 => LengthProblem("SHA2-512", data.Length, 64),
        TlsaMatchingType.Full => IsDer(selector, data)
            ? null
            : $"The data is no {(selector == TlsaSelector.Cert ? "certificate" : "public key")} in DER (RFC 6698 section 2.1.4).",
        _ => Text("Matching type {0:D} is not defined (RFC 6698 section 2.1.3).", matchingType),
    };

    private static string? LengthProblem(string digest, int length, int right) =>
        length == right ? null : Text("The data has {0} bytes; a digest by {1} has {2} (RFC 6698 section 2.1.4).", length, digest, right);

    private static bool IsDer(TlsaSelector selector, byte[] data)
    {
        try
        {
            AsnReader reader = new(data, AsnEncodingRules.DER);
            reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            return selector == TlsaSelector.Spki || TlsaData.PublicKeyInfo(data).Length > 0;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static string Text(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
