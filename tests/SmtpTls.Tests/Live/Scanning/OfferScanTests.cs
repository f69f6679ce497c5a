using SmtpTls.Scanning;

namespace SmtpTls.Tests.Live.Scanning;

/// <summary>Planning and folding of a scan, without a network: what is found, and in how many connections.</summary>
public sealed class OfferScanTests
{
    private const int EcdheRsaGcm256 = 0xC030;
    private const int EcdheRsaGcm128 = 0xC02F;
    private const int EcdheRsaChaCha = 0xCCA8;
    private const int EcdheRsaCbc = 0xC013;
    private const int EcdheEcdsaGcm = 0xC02B;
    private const int EcdheEcdsaChaCha = 0xCCA9;
    private const int DheRsaGcm = 0x009E;
    private const int RsaCbc = 0x002F;
    private const int Tripledes = 0x000A;
    private static readonly int[] Tls13 = [0x1302, 0x1303, 0x1301];
    private static readonly int[] TenthSuites = [EcdheRsaGcm256, EcdheRsaChaCha, EcdheRsaGcm128, EcdheRsaCbc, DheRsaGcm, RsaCbc, Tripledes];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Suites_alone_cost_accepted_ones_and_one_connection_a_version(bool ownOrder)
    {
        FakeServer server = new()
        {
            OwnOrder = ownOrder,
            Suites = { [SslProtocolVersion.Tls13] = Tls13, [SslProtocolVersion.Tls12] = TenthSuites, [SslProtocolVersion.Tls10] = [EcdheRsaCbc, RsaCbc, Tripledes] },
        };

        TlsOffer offer = await ScanAsync(server, details: false);

        Assert.Equal(Tls13.Length + TenthSuites.Length + 3, offer.CipherSuites.Length);
        Assert.InRange(offer.Connections, 1, offer.CipherSuites.Length + RoundCatalogue.Versions.Count);
        Assert.All(offer.ServerPreference, one => Assert.Equal(ownOrder, one.HasOrder));
        int?[] places = [.. offer.CipherSuites.Where(suite => suite.Protocol == SslProtocolVersion.Tls12).Select(suite => suite.Preference)];
        if (ownOrder)
        {
            Assert.Equal(TenthSuites, offer.CipherSuites.Where(suite => suite.Protocol == SslProtocolVersion.Tls12).OrderBy(suite => suite.Preference).Select(suite => suite.Code));
            Assert.Equal(Enumerable.Range(1, 7).Cast<int?>(), places);
        }
        else
        {
            Assert.All(places, Assert.Null);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_of_a_server_with_ten_suites_takes_at_most_forty_connections(bool ownOrder)
    {
        FakeServer server = new()
        {
            OwnOrder = ownOrder,
            Groups = [29, 23, 30, 25, 24],
            Schemes = [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0301],
            Suites = { [SslProtocolVersion.Tls13] = Tls13, [SslProtocolVersion.Tls12] = TenthSuites },
        };

        TlsOffer offer = await ScanAsync(server);

        Assert.Equal([29, 23, 30, 25, 24], Codes(offer, SslProtocolVersion.Tls12, ownOrder));
        Assert.Equal([29, 23, 30, 25, 24], Codes(offer, SslProtocolVersion.Tls13, ownOrder));
        Assert.Equal(new[] { 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0301 }.Order(), offer.SignatureSchemes.Where(one => one.Protocol == SslProtocolVersion.Tls12).Select(one => one.Code).Order());
        Assert.Equal(10, offer.CipherSuites.Length);
        if (ownOrder)
            Assert.Equal(TenthSuites, offer.CipherSuites.Where(suite => suite.Protocol == SslProtocolVersion.Tls12).Select(suite => suite.Code));
        Assert.InRange(offer.Connections, 10, 40);
    }

    [Fact]
    public async Task With_an_ECDSA_certificate_the_order_stays_true()
    {
        int[] mixed = [EcdheRsaGcm256, EcdheEcdsaGcm, EcdheRsaChaCha, EcdheEcdsaChaCha, EcdheRsaCbc, RsaCbc];
        FakeServer server = new()
        {
            OwnOrder = true,
            Curve = 23,
            Groups = [23, 29, 24],
            Schemes = [0x0403, 0x0804, 0x0503, 0x0401],
            Suites = { [SslProtocolVersion.Tls12] = mixed },
        };

        TlsOffer offer = await ScanAsync(server);

        Assert.Equal(mixed, offer.CipherSuites.Select(suite => suite.Code));
        Assert.Equal([23, 24, 29], offer.Groups.Select(group => group.Code!.Value).Order());
        Assert.Equal([0x0401, 0x0403, 0x0503, 0x0804], offer.SignatureSchemes.Select(scheme => scheme.Code).Order());
    }

    [Fact]
    public async Task What_stands_behind_the_certificates_own_curve_is_not_known_and_not_refused()
    {
        FakeServer server = new()
        {
            OwnOrder = true,
            Curve = 24,
            Groups = [24, 29, 23],
            Schemes = [0x0503],
            Suites = { [SslProtocolVersion.Tls12] = [EcdheEcdsaGcm, EcdheEcdsaChaCha] },
        };

        TlsOffer offer = await ScanAsync(server);

        Assert.Equal([24], offer.Groups.Select(group => group.Code!.Value));
        Assert.Contains(offer.NotTested, text => text.StartsWith("Groups of TLS 1.2:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChaCha20_in_front_only_for_clients_that_put_it_there_is_told(bool prioritizes)
    {
        FakeServer server = new() { OwnOrder = true, PrioritizesChaCha = prioritizes, Suites = { [SslProtocolVersion.Tls12] = TenthSuites } };

        TlsOffer offer = await ScanAsync(server);

        Assert.Equal(prioritizes, Assert.Single(offer.ServerPreference).PrioritizesChaCha);
        Assert.Equal(2, offer.CipherSuites.Single(suite => suite.Code == EcdheRsaChaCha).Preference);
    }

    [Fact]
    public async Task One_suite_has_no_order()
    {
        TlsOffer offer = await ScanAsync(new FakeServer { OwnOrder = true, Suites = { [SslProtocolVersion.Tls12] = [RsaCbc] } });

        Assert.Null(Assert.Single(offer.ServerPreference).HasOrder);
        Assert.Null(Assert.Single(offer.CipherSuites).Preference);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Connections_that_get_lost_change_nothing(int every)
    {
        FakeServer server = new()
        {
            OwnOrder = true,
            Suites = { [SslProtocolVersion.Tls13] = Tls13, [SslProtocolVersion.Tls12] = TenthSuites },
            Fault = (number, _) => number % every == 0 ? HelloAnswer.OfFault(FaultKind.Closed, "closed") : null,
        };

        TlsOffer offer = await ScanAsync(server);

        Assert.Equal(TenthSuites, offer.CipherSuites.Where(suite => suite.Protocol == SslProtocolVersion.Tls12).Select(suite => suite.Code));
        Assert.Equal(Tls13, offer.CipherSuites.Where(suite => suite.Protocol == SslProtocolVersion.Tls13).Select(suite => suite.Code));
        Assert.Equal([SslProtocolVersion.Tls13, SslProtocolVersion.Tls12], offer.Protocols);
    }

    [Fact]
    public async Task A_server_that_refuses_by_closing_is_understood()
    {
        FakeServer server = new() { OwnOrder = true, Suites = { [SslProtocolVersion.Tls12] = TenthSuites } };
        ClosingLine line = new(server);

        TlsOffer offer = OfferBuilder.Build(Target, await new OfferScan(line, null, new ScanOptions { Details = false }).RunAsync(Token));

        Assert.Equal(TenthSuites, offer.CipherSuites.Select(suite => suite.Code));
        ProtocolOffer old = offer.Versions.Single(version => version.Protocol == SslProtocolVersion.Tls10);
        Assert.Equal(OfferState.Refused, old.State);
        Assert.Contains("closes the connection without an alert", old.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_not_known_and_never_refused()
    {
        FakeServer server = new()
        {
            Suites = { [SslProtocolVersion.Tls12] = [RsaCbc, Tripledes] },
            Fault = (number, _) => number > 2 ? HelloAnswer.OfFault(FaultKind.TimedOut, "silence") : null,
        };

        TlsOffer offer = await ScanAsync(server, details: false);

        Assert.All(offer.Versions, version => Assert.True(version.State != OfferState.Refused || version.Alert is not null));
        Assert.True(offer.Versions.Count(version => version.State == OfferState.NotKnown) >= 3);
        Assert.Contains(offer.NotTested, text => text.StartsWith("TLS 1.0:", StringComparison.Ordinal));
        Assert.Contains(offer.NotTested, text => text.StartsWith("Suites of TLS 1.2:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_asked_is_named()
    {
        FakeServer server = new() { OwnOrder = true, Suites = { [SslProtocolVersion.Tls12] = TenthSuites } };

        TlsOffer offer = await ScanAsync(server, limits: new ScanLimits { MaxConnections = 6 });

        Assert.Equal(6, offer.Connections);
        Assert.All(offer.Versions, version => Assert.True(version.State != OfferState.Refused || version.Alert is not null));
        Assert.Contains(offer.NotTested, text => text.Contains("The limit of 6 connections was reached.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_connections_slow_the_scan_down_and_end_it()
    {
        FakeServer server = new()
        {
            Suites = { [SslProtocolVersion.Tls12] = TenthSuites },
            Fault = (number, _) => number > 4 ? HelloAnswer.OfFault(FaultKind.Unavailable, "The server answers: 421 too many connections") : null,
        };

        TlsOffer offer = await ScanAsync(server, limits: new ScanLimits { FirstPause = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(TestStatus.Encrypted, offer.Status);
        Assert.InRange(offer.Connections, 5, 25);
        Assert.Contains(offer.Findings, finding => finding.Id == "ScanIncomplete" && finding.Text.Contains("421", StringComparison.Ordinal));
        Assert.Contains(offer.NotTested, text => text.Contains("421", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_never_lets_anybody_in_is_not_asked_often()
    {
        FakeServer server = new() { Fault = (_, _) => HelloAnswer.OfFault(FaultKind.Unavailable, "The server answers: 421 busy") };

        TlsOffer offer = await ScanAsync(server, limits: new ScanLimits { FirstPause = TimeSpan.FromMilliseconds(1) });

        Assert.Equal((TestStatus.TemporaryFailure, 2), (offer.Status, offer.Connections));
        Assert.All(offer.Versions, version => Assert.Equal(OfferState.NotKnown, version.State));
    }

    [Theory]
    [InlineData("Closed")]
    [InlineData("TimedOut")]
    public async Task A_server_that_cannot_take_large_hellos_is_asked_with_small_ones(string fault)
    {
        FaultKind what = Enum.Parse<FaultKind>(fault);
        FakeServer server = new()
        {
            OwnOrder = true,
            Suites = { [SslProtocolVersion.Tls12] = TenthSuites },
            Fault = (_, size) => size > 255 ? HelloAnswer.OfFault(what, "nothing") : null,
        };

        TlsOffer offer = await ScanAsync(server);

        Assert.Equal(TenthSuites, offer.CipherSuites.Select(suite => suite.Code));
        Assert.Equal(["LargeHello"], offer.Intolerances);
        Assert.Null(offer.SecureRenegotiation);
    }

    [Fact]
    public async Task A_choice_that_was_not_on_offer_is_told()
    {
        FakeServer server = new()
        {
            Suites = { [SslProtocolVersion.Tls12] = TenthSuites },
            Fault = (number, _) => number > 3 ? HelloAnswer.OfFault(FaultKind.Garbage, "The server chose the suite 0x0005, which was not on offer.") : null,
        };

        TlsOffer offer = await ScanAsync(server);

        Assert.Contains(offer.Findings, finding => finding.Id == "WrongChoice");
        Assert.DoesNotContain(offer.CipherSuites, suite => suite.Code == 5);
    }

    [Fact]
    public async Task An_old_version_is_a_finding()
    {
        TlsOffer offer = await ScanAsync(new FakeServer { Suites = { [SslProtocolVersion.Tls10] = [RsaCbc], [SslProtocolVersion.Ssl3] = [RsaCbc] } });

        Assert.Equal(["NewestTlsMissing", "OldTlsOffered", "SslOffered", "Tls12Missing"], offer.Findings.Select(finding => finding.Id).Where(id => id.Contains("Tls", StringComparison.Ordinal) || id.StartsWith("Ssl", StringComparison.Ordinal)).Order());
        Assert.True(offer.Vulnerabilities.Single(flaw => flaw.Name == "POODLE").Vulnerable);
        Assert.True(offer.Vulnerabilities.Single(flaw => flaw.Name == "BEAST").Vulnerable);
    }

    [Fact]
    public async Task Flaws_that_the_offer_does_not_show_are_not_there()
    {
        TlsOffer offer = await ScanAsync(new FakeServer { Suites = { [SslProtocolVersion.Tls12] = [EcdheRsaGcm256, EcdheRsaGcm128] } });

        string[] known = ["POODLE", "BEAST", "SWEET32", "FREAK", "LOGJAM", "DROWN", "RACCOON", "ROBOT"];
        Assert.All(known, name => Assert.False(offer.Vulnerabilities.Single(flaw => flaw.Name == name).Vulnerable, name));
    }

    [Fact]
    public async Task Versions_that_were_not_wanted_are_not_known()
    {
        FakeServer server = new() { Suites = { [SslProtocolVersion.Tls12] = TenthSuites, [SslProtocolVersion.Tls10] = [RsaCbc] } };

        OfferObservation seen = await new OfferScan(server, null, new ScanOptions { Protocols = [SslProtocolVersion.Tls12], Details = false }).RunAsync(Token);
        TlsOffer offer = OfferBuilder.Build(Target, seen);

        Assert.Equal([SslProtocolVersion.Tls12], offer.Protocols);
        Assert.Equal(OfferState.NotKnown, offer.Versions.Single(version => version.Protocol == SslProtocolVersion.Tls10).State);
    }

    private static OfferTarget Target => new(null, "mx.test", null, "192.0.2.1", 25);

    private static async Task<TlsOffer> ScanAsync(FakeServer server, bool details = true, ScanLimits? limits = null) =>
        OfferBuilder.Build(Target, await new OfferScan(server, "mx.test", new ScanOptions { Details = details, Limits = limits ?? new ScanLimits() }).RunAsync(Token));

    private static int[] Codes(TlsOffer offer, SslProtocolVersion version, bool ordered)
    {
        IEnumerable<GroupOffer> groups = offer.Groups.Where(group => group.Protocol == version && group.Code is not null);
        return ordered ? [.. groups.OrderBy(group => group.Preference).Select(group => group.Code!.Value)] : [.. groups.Select(group => group.Code!.Value).OrderBy(code => Array.IndexOf([29, 23, 30, 25, 24], code))];
    }

    // Says no as asyncio and Schannel do.
    private sealed class ClosingLine(FakeServer server) : IHelloLine
    {
        public TestStatus Status => server.Status;

        public async Task<LineAnswer> AskAsync(HelloQuestion question, CancellationToken cancellationToken)
        {
            LineAnswer answer = await server.AskAsync(question, cancellationToken);
            return answer.Answer.Kind == AnswerKind.Refused ? answer with { Answer = HelloAnswer.OfFault(FaultKind.Closed, "closed") } : answer;
        }
    }
}
