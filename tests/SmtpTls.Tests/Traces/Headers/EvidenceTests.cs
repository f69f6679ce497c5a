using SmtpTls.Headers;

namespace SmtpTls.Tests.Headers;

public sealed class EvidenceTests
{
    private const string Date = "; Tue, 3 Jun 2025 10:11:12 +0000";

    [Theory]
    [InlineData("from tls-cipher.example.com (HELO ESMTPS) (192.0.2.7) by mx.example.org with SMTP")]
    [InlineData("from x (TLS) by mx.example.org with SMTP id 5")]
    [InlineData("from by (with ESMTPS [192.0.2.7]) by a.example with ESMTP id TLS")]
    [InlineData("from with (with [192.0.2.7]) by esmtps.tls.example with ESMTP id 1 for <esmtps@example.org>")]
    [InlineData("from a.example (a.example [192.0.2.7]) by b.example (TLS Mail Gateway) with ESMTP id ESMTPS")]
    [InlineData("from a.example (a.example [192.0.2.7]) by b.example (Mail (version=TLS1_3)) with ESMTP id 1")]
    [InlineData("from a by b with ESMTP (envelope-from <with-tls@esmtps.example>) (TLSv1.3@host) id 1 for <tls@example.org>")]
    [InlineData("from secure-tls.example.com by b.example.com via tls.example.com with SMTP")]
    [InlineData("from a (a [192.0.2.7]) by b with ESMTP id 1 (Subject: using TLSv1.3 with cipher AES256-SHA)")]
    [InlineData("from a (a [192.0.2.7]) (Authenticated sender: TLSv1.3 encrypted) by b with ESMTPA id 1")]
    [InlineData("from a (using tls.example.com [192.0.2.7]) by b with ESMTP id 1")]
    [InlineData("from a (a [192.0.2.7]) by b (Postfix) with ESMTP id 1 for <\"x (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\"@example.org>")]
    [InlineData("from [192.0.2.7] (helo=tls) by b with esmtp (Exim 4.96) (envelope-from <\")(TLS1.3) tls TLS_AES_256_GCM_SHA384 (\"@example.com>) id 1")]
    [InlineData("from a (192.0.2.7) by b (192.0.2.2) with Microsoft SMTP Server id 15.2.1.1 (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)")]
    [InlineData("from a (a [192.0.2.7]) by b (8.17.1/8.17.1) with ESMTP id 1 (TLS) (bits=256 verify=OK)")]
    [InlineData("from a (a [192.0.2.7]) by b with ESMTP id 1 (version=tls.example.com cipher=NONE bits=0)")]
    public void Names_addresses_and_comments_of_others_prove_nothing(string header)
    {
        Hop hop = new HopReader().Read("Received: " + header + Date);

        Assert.NotEqual(true, hop.Encrypted);
        Assert.Null(hop.Protocol);
        Assert.Null(hop.CipherSuite);
    }

    [Fact]
    public void A_header_inside_a_header_is_not_believed()
    {
        string header = "from a.example (192.0.2.7) by b.example (192.0.2.8) with Microsoft SMTP Server (version=TLS1_2, "
            + "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1.1";

        Hop hop = new HopReader().Read($"Received: {header}{Date}: Received:{header}{Date}");

        Assert.Null(hop.Encrypted);
        Assert.Contains("inside this one", hop.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with ESMTP/TLS/TLS_AES_256_GCM_SHA384", SslProtocolVersion.Tls13, "only TLS 1.3 has this suite")]
    [InlineData("with ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384", SslProtocolVersion.Tls12, "only TLS 1.2 has this suite")]
    [InlineData("with ESMTP/TLS/AES128-GCM-SHA256", null, "AES128-GCM-SHA256")]
    [InlineData("with ESMTP/TLS/DHE-RSA-AES256-SHA", null, "DHE-RSA-AES256-SHA")]
    [InlineData("with ESMTPS id 1 (version=TLSv1/SSLv3 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256)", SslProtocolVersion.Tls12, "only TLS 1.2 has this suite")]
    [InlineData("with ESMTPS id 1 (version=TLSv1/SSLv3 cipher=AES128-GCM-SHA256 bits=128)", null, "TLSv1/SSLv3")]
    public void The_version_is_concluded_only_where_the_suite_leaves_no_choice(
        string with, SslProtocolVersion? protocol, string evidence)
    {
        Hop hop = new HopReader().Read($"Received: from a ([192.0.2.7]) by b {with}{Date}");

        Assert.Equal(true, hop.Encrypted);
        Assert.Equal(protocol, hop.Protocol);
        Assert.Contains(evidence, hop.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from a.example (a.example [192.0.2.7]) by b", "a.example", "192.0.2.7")]
    [InlineData("from a.example (a.example [IPv6:2001:db8::7]) by b", "a.example", "2001:db8::7")]
    [InlineData("from a.example (2001:db8::7) by b", "a.example", "2001:db8::7")]
    [InlineData("from unknown (HELO a.example) (anna@192.0.2.7) by b", "unknown", "192.0.2.7")]
    [InlineData("from [10.0.0.1] (port=52592 helo=[10.0.0.1]) by b", "[10.0.0.1]", "10.0.0.1")]
    [InlineData("from [10.0.0.1] ([192.0.2.7:46764] helo=a.example) by b", "[10.0.0.1]", "192.0.2.7")]
    [InlineData("from mail pickup service by b", "mail pickup service", null)]
    [InlineData("(from www@localhost) by b", null, null)]
    [InlineData("by b", null, null)]
    public void The_other_side_has_its_name_and_the_address_that_was_seen(string clause, string? from, string? address)
    {
        Hop hop = new HopReader().Read($"Received: {clause} with ESMTP id 1{Date}");

        Assert.Equal((from, address, "b"), (hop.From, hop.FromAddress, hop.By));
    }

    [Theory]
    [InlineData("; Tue, 3 Jun 2025 10:11:12 +0200 (CEST)", "2025-06-03T08:11:12")]
    [InlineData("; 3 Jun 2025 10:11 -0000", "2025-06-03T10:11:00")]
    [InlineData("; Tue, 03 Jun 2025 10:11:12.093 +0000 (UTC)", "2025-06-03T10:11:12")]
    [InlineData("; Tue, 3 Jun 2025 10:11:12 PDT", "2025-06-03T17:11:12")]
    [InlineData("; (a comment; and more) Tue, 3 Jun 2025 10:11:12 GMT", "2025-06-03T10:11:12")]
    [InlineData("; Tue, Áñ, 29 Jan 2023 17:21:28 +0000", null)]
    [InlineData("; yesterday", null)]
    [InlineData("; Fri, 99 Jun 2025 10:11:12 +0000", null)]
    [InlineData("; Tue, 3 Jun 99999999999 99:99:99 +9999", null)]
    [InlineData(";", null)]
    [InlineData("", null)]
    public void Dates_are_read_and_what_is_no_date_is_none(string date, string? utc)
    {
        Hop hop = new HopReader().Read("Received: from a (a [192.0.2.7]) by b (Postfix) with ESMTPS id 1" + date);

        Assert.Equal(utc, hop.Time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(true, hop.Encrypted);
    }
}
