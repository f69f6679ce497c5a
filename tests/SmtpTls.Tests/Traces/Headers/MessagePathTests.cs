using SmtpTls.Headers;

namespace SmtpTls.Tests.Headers;

public sealed class MessagePathTests
{
    [Fact]
    public void Hops_come_oldest_first_with_the_time_until_the_next_and_a_clock_that_is_wrong_is_marked()
    {
        IReadOnlyList<Hop> hops = Read(
            Header("c.example", "d.example", "ESMTPS", 10),
            Header("b.example", "c.example", "ESMTPS", 5),
            Header("a.example", "b.example", "ESMTPS", 30));

        Assert.Equal([(1, "a.example"), (2, "b.example"), (3, "c.example")], hops.Select(hop => (hop.Index, hop.From!)));
        Assert.Equal([-25, 5, null], hops.Select(hop => (int?)hop.Delay?.TotalSeconds));
        Assert.Equal([true, false, false], hops.Select(hop => hop.ClockSkew));
    }

    [Theory]
    [InlineData("ESMTPS", "ESMTPS", true, 0)]
    [InlineData("ESMTPS", "ESMTP", false, 1)]
    [InlineData("ESMTP", "ESMTPS", false, 1)]
    public void A_message_was_encrypted_where_each_hop_between_organizations_was(string first, string second, bool encrypted, int withoutProof)
    {
        HopSummary summary = MessagePath.Summarize(Read(
            "Received: from localhost (localhost [127.0.0.1]) by c.example (Postfix) with ESMTP id 3; Tue, 3 Jun 2025 10:11:30 +0000",
            Header("b.example", "c.example", second, 20),
            Header("a.example", "b.example", first, 10),
            "Received: by a.example (Postfix, from userid 33) id 1; Tue, 3 Jun 2025 10:11:00 +0000"));

        Assert.Equal((encrypted, 4, 2, withoutProof), (summary.Encrypted, summary.Hops, summary.ExternalHops, summary.WithoutProof.Length));
        Assert.Equal(TimeSpan.FromSeconds(30), summary.Elapsed);
    }

    [Fact]
    public void Where_one_hop_does_not_say_the_message_is_not_called_encrypted()
    {
        HopSummary summary = MessagePath.Summarize(Read(
            Header("b.example", "c.example", "ESMTPS", 20),
            "Received: from a.example ([192.0.2.1]) by b.example (Lotus Domino Release 9) with ESMTP id 1; Tue, 3 Jun 2025 10:11:10 +0000"));

        Assert.Null(summary.Encrypted);
        Assert.Equal("a.example", summary.Weakest!.From);
        Assert.Same(summary.Weakest, Assert.Single(summary.WithoutProof));
    }

    [Fact]
    public void The_weakest_hop_is_that_with_the_oldest_version()
    {
        HopSummary summary = MessagePath.Summarize(Read(
            "Received: from b (192.0.2.2) by c with Microsoft SMTP Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.2; Tue, 3 Jun 2025 10:11:12 +0000",
            "Received: from a (192.0.2.1) by b with Microsoft SMTP Server (version=TLS1_0, cipher=TLS_RSA_WITH_AES_256_CBC_SHA) id 15.2; Tue, 3 Jun 2025 10:11:12 +0000"));

        Assert.Equal(SslProtocolVersion.Tls10, summary.Weakest!.Protocol);
        Assert.True(summary.Encrypted);
    }

    [Theory]
    [InlineData("from hub.example.com (10.0.0.1) by edge.example.com with ESMTP id 1", true)]
    [InlineData("from hub.example.co.uk (10.0.0.1) by edge.other.co.uk with ESMTP id 1", false)]
    [InlineData("from hub.example.com (192.0.2.1) by edge.example.com with ESMTP id 1", false)] // a HELO name proves nothing
    [InlineData("from User (172.31.1.1) by ex.example.com with ESMTP id 1", false)] // a load balancer hides the address
    [InlineData("from x (localhost [127.0.0.1]) by mail.example.com with ESMTP id 1", true)]
    [InlineData("by mail.example.com with SMTP id 1", true)]
    public void A_hop_is_internal_only_where_that_is_plain(string header, bool isInternal)
        => Assert.Equal(isInternal, new HopReader().Read("Received: " + header).Internal);

    private static IReadOnlyList<Hop> Read(params string[] newestFirst) => MessagePath.Read(new HopReader(), newestFirst, null);

    private static string Header(string from, string by, string with, int second) =>
        $"Received: from {from} ({from} [192.0.2.1]) by {by} (Postfix) with {with} id 1; Tue, 3 Jun 2025 10:11:{second:00} +0000";
}
