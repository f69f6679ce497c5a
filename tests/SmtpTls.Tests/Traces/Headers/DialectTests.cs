using System.Globalization;
using SmtpTls.Headers;

namespace SmtpTls.Tests.Headers;

public sealed class DialectTests
{
    public static TheoryData<string, string> Samples()
    {
        TheoryData<string, string> samples = [];
        using Stream stream = typeof(DialectTests).Assembly.GetManifestResourceStream("headers.samples")!;
        using StreamReader reader = new(stream);
        foreach (string block in reader.ReadToEnd().Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (block[0] == '#')
                continue;
            string[] parts = block.Split('\n', 2);
            samples.Add(parts[0], parts[1].TrimEnd('\n'));
        }
        return samples;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_header_says_what_its_server_meant(string expected, string header)
    {
        Hop hop = new HopReader().Read(header);

        string encrypted = hop.Encrypted switch { true => "yes", false => "no", _ => "?" };
        Assert.Equal(
            expected,
            string.Join(" | ", hop.Dialect, hop.Transport, encrypted, Word(hop.Protocol), Word(hop.CipherSuite), Word(hop.Bits), Word(hop.ClientCertificate)));
        Assert.NotEmpty(hop.Evidence);
        Assert.NotNull(hop.Time);
        Assert.Equal(header, hop.Raw);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Folding_makes_no_difference(string expected, string header)
    {
        // Quoted-printable lives from its line breaks.
        if (header.Contains("=3D", StringComparison.Ordinal))
            return;
        Hop folded = new HopReader().Read(header);
        Hop flat = new HopReader().Read(string.Join(' ', header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(
            (folded.Dialect, folded.Encrypted, folded.Protocol, folded.CipherSuite, folded.Evidence, folded.With, folded.Time),
            (flat.Dialect, flat.Encrypted, flat.Protocol, flat.CipherSuite, flat.Evidence, flat.With, flat.Time));
        Assert.NotEmpty(expected);
    }

    private static string Word(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "-";
}
