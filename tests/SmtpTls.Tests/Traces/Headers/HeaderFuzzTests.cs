using System.Globalization;
using CsCheck;
using SmtpTls.Headers;

namespace SmtpTls.Tests.Headers;

/// <summary>Real headers, mutated. SMTPTLS_FUZZ sets how many inputs there are; a million takes about a minute.</summary>
public sealed class HeaderFuzzTests
{
    private static readonly long Inputs = long.TryParse(Environment.GetEnvironmentVariable("SMTPTLS_FUZZ"), CultureInfo.InvariantCulture, out long inputs) ? inputs : 20_000;

    private static readonly string[] Headers = [.. DialectTests.Samples().Select(row => row.Data.Item2)];

    private static readonly string[] Pieces =
    [
        "(", ")", "\"", "<", ">", "[", "]", ";", "\\", "=", "=\r\n", "=3D", "\r\n ", "\r\n", "\0", "\u00e9", "\ud800", " ", ",", ":",
        "Received: ", " by ", " with ", " from ", " id ", " for ", " tls ", "(TLS)", "(using TLSv1.3 with cipher ", "(version=", "cipher=", "bits=",
        " ESMTPS ", "TLS1.2:", " encrypted", "; Tue, 3 Jun 2025 10:11:12 +0000", "; 99999999999", "Subject: ", new string('(', 300), new string('"', 300),
    ];

    private static readonly Gen<string> Mutated =
        from header in OneOf(Headers)
        from other in OneOf(Headers)
        from edits in Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2000], Gen.Int[0, 40], OneOf(Pieces), Gen.Char).Array[0, 8]
        select Mutate(header, other, edits);

    [Fact]
    public void No_header_makes_the_reader_fail_or_say_yes_without_evidence()
    {
        Mutated.Sample(
            text =>
            {
                Hop hop = new HopReader().Read(text);
                return hop.Encrypted != true
                    ? hop is { Protocol: null, CipherSuite: null, Bits: null }
                    : hop.Evidence.Length > 0 && hop.Transport is not (HopTransport.Local or HopTransport.Unknown);
            },
            iter: Inputs,
            threads: 2);
    }

    [Fact]
    public void No_text_makes_the_splitter_fail_and_nothing_is_invented()
    {
        Gen.Select(Mutated, Mutated, OneOf(["\r\n", "\n", " ", "\n\n", "\n> "])).Sample(
            (first, second, between) =>
            {
                string text = first + between + second;
                return HeaderText.ReadFields(text).All(field => field.Length <= text.Length && new HopReader().Read(field).Raw == SafeText.Lines(field));
            },
            iter: Inputs / 2,
            threads: 2);
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Mutate(string header, string other, (int Kind, int Place, int Length, string Piece, char Char)[] edits)
    {
        foreach ((int kind, int place, int length, string piece, char c) in edits)
        {
            int at = header.Length == 0 ? 0 : place % header.Length;
            int count = Math.Min(length, header.Length - at);
            header = kind switch
            {
                0 => header.Remove(at, count),
                1 => header.Insert(at, piece),
                2 => header.Insert(at, c.ToString()),
                3 => header[..at] + other[Math.Min(at, other.Length)..],
                4 => header.Insert(at, header.Substring(at, count)),
                _ => header[..at],
            };
        }
        return header;
    }
}
