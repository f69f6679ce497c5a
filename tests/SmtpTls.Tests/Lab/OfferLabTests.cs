using System.Net;
using System.Text.RegularExpressions;
using SmtpTls.Scanning;
using SmtpTls.Smtp;

namespace SmtpTls.Tests.Lab;

/// <summary>What a scan finds, beside what sslscan finds of the same real server in the same run.</summary>
[Trait("Category", "Lab")]
public sealed partial class OfferLabTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postfix-good")]
    [InlineData("postfix-dual")]
    [InlineData("postfix-tls13")]
    [InlineData("openssl-every-version")]
    [InlineData("openssl-aria")]
    public async Task Suites_are_those_of_sslscan(string name)
    {
        LabServer server = LabDescription.Require().Server(name);

        OfferObservation seen = await ScanAsync(server, details: true);

        TlsOffer offer = OfferBuilder.Build(new OfferTarget(null, server.Host, null, server.Address, server.Port), seen);
        string shown = await Peer.RunAsync("sslscan", ["--no-colour", "--starttls-smtp", $"--sni-name={server.Host}", server.EndPoint], "");
        string[] theirs = [.. SslScanSuite().Matches(shown).Select(match => $"{Version(match.Groups[1].Value)} {match.Groups[2].Value}").Order()];
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, offer.CipherSuites.Select(suite => $"{suite.Protocol} {suite.CipherSuiteOpenSsl}").Order());
        Assert.Equal(server.Certificates.Count, offer.Certificates.Length);
        Assert.DoesNotContain(offer.NotTested, text => text.StartsWith("TLS ", StringComparison.Ordinal) || text.StartsWith("Suites of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_default_Postfix_is_known_in_140_connections_and_its_suites_in_accepted_and_one_a_version()
    {
        LabServer server = LabDescription.Require().Server("postfix-good");

        OfferObservation all = await ScanAsync(server, details: true);
        OfferObservation suites = await ScanAsync(server, details: false);

        Assert.InRange(all.Connections, 10, 140);
        Assert.InRange(suites.Connections, 10, suites.Rounds.Sum(round => round.Suites.Accepted.Count) + RoundCatalogue.Versions.Count);
    }

    private static Task<OfferObservation> ScanAsync(LabServer server, bool details)
    {
        TimeSpan limit = TimeSpan.FromSeconds(20);
        OpeningOptions opening = new()
        {
            EndPoint = new IPEndPoint(IPAddress.Parse(server.Address), server.Port),
            ImplicitTls = server.ImplicitTls,
            HeloName = "client.test",
            Budget = new TimeBudget(limit),
        };
        return new OfferScan(new SmtpHelloLine(opening, limit), server.Host, new ScanOptions { Details = details }).RunAsync(Token);
    }

    private static SslProtocolVersion Version(string name) => name switch
    {
        "TLSv1.3" => SslProtocolVersion.Tls13,
        "TLSv1.2" => SslProtocolVersion.Tls12,
        "TLSv1.1" => SslProtocolVersion.Tls11,
        "TLSv1.0" => SslProtocolVersion.Tls10,
        _ => SslProtocolVersion.Ssl3,
    };

    [GeneratedRegex(@"^(?:Preferred|Accepted)\s+(\S+)\s+\d+ bits\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex SslScanSuite();
}
