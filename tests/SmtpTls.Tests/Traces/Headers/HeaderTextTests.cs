using SmtpTls.Headers;

namespace SmtpTls.Tests.Headers;

public sealed class HeaderTextTests
{
    private const string First = "Received: from b.example (b.example [192.0.2.2])\r\n by c.example (Postfix) with ESMTPS id 2\r\n for <c@example>; Tue, 3 Jun 2025 10:11:13 +0000";
    private const string Second = "Received: from a.example (2001:db8::1)\r\n by b.example (Postfix) with ESMTP id 1; Tue, 3 Jun 2025 10:11:12 +0000";
    private const string Rest = "From: Received: <a@example>\r\nX-Received: by x with ESMTPS\r\nReceived-SPF: pass\r\nSubject: Re: Received: from x by y with ESMTPS\r\n z";

    public static TheoryData<string> Pasted() =>
    [
        $"{First}\r\n{Second}\r\n",
        $"Return-Path: <a@example>\r\nDelivered-To: c@example\r\n{First}\r\nAuthentication-Results: mx; spf=pass\r\n{Second}\r\n{Rest}\r\n",
        $"{First}\r\n{Second}\r\n{Rest}\r\n\r\nThe body.\r\nReceived: from q by r with ESMTPS; Tue, 3 Jun 2025 10:11:12 +0000\r\n",
        $"{First}\n{Second}\n{Rest}".Replace("\r\n", "\n", StringComparison.Ordinal),
        // Without the indent of folded lines, which forms eat.
        $"{First}\n{Second}\n{Rest}".Replace("\r\n ", "\n", StringComparison.Ordinal),
        // A blank line between any two.
        $"{First}\n{Second}\n{Rest}".Replace("\r\n", "\n\n", StringComparison.Ordinal),
        // Each header on one line.
        $"{First.Replace("\r\n", "", StringComparison.Ordinal)}\n{Second.Replace("\r\n", "", StringComparison.Ordinal)}\n{Rest}",
        // All headers on one line.
        $"Delivered-To: c@example {First} X-Spam-Score: -1 {Second} {Rest}".Replace("\r\n", " ", StringComparison.Ordinal),
        $"{First} Message-ID: <1@example> {Second} From: a@example To: c@example Date: now".Replace("\r\n", "", StringComparison.Ordinal),
        // From an answer.
        "> " + $"{First}\n{Second}\n{Rest}".Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\n> ", StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pasted))]
    public void Received_headers_are_found_in_pasted_text(string text)
    {
        Hop[] hops = [.. HeaderText.ReadFields(text).Select(new HopReader().Read)];

        Assert.Equal(
            [("b.example", "c.example", true, 13), ("a.example", "b.example", false, 12)],
            hops.Select(hop => (hop.From!, hop.By!, hop.Encrypted!.Value, hop.Time!.Value.Second)));
    }

    [Fact]
    public void A_value_without_its_name_is_taken_for_one_header()
    {
        string field = Assert.Single(HeaderText.ReadFields("from a.example by b.example\n with ESMTPS id 1; Tue, 3 Jun 2025 10:11:12 +0000\n"));

        Assert.Equal("ESMTPS", new HopReader().Read(field).With);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("C:\\mail\\message.eml")]
    [InlineData("Subject: Received")]
    [InlineData("Subject: hello Received: from a by b with ESMTPS; Tue, 3 Jun 2025 10:11:12 +0000\nFrom: a@example")]
    public void Where_there_is_none_none_is_found(string text) => Assert.Empty(HeaderText.ReadFields(text));

    [Fact]
    public void A_thousand_headers_are_enough()
        => Assert.Equal(1000, HeaderText.ReadFields(string.Concat(Enumerable.Repeat(Second + "\r\n", 1500))).Count);

    [Fact]
    public void A_header_of_fifty_megabytes_is_cut()
    {
        string text = "Received: from a by b (Postfix) with ESMTPS id 1" + new string('(', 50_000_000) + "\r\n" + Second;

        IReadOnlyList<string> fields = HeaderText.ReadFields(text);

        Assert.Equal([64 * 1024, Second.Length], fields.Select(field => field.Length));
        Assert.Equal(true, new HopReader().Read(fields[0]).Encrypted);
    }
}
