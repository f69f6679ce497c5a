namespace SmtpTls.Tests.Exchange;

/// <summary>A rule with what breaks it and the least change that mends it.</summary>
/// <param name="Id">The finding's name.</param>
/// <param name="Broken">The findings about what breaks the rule.</param>
/// <param name="Mended">The findings about what does not.</param>
internal sealed record RuleCase(string Id, Func<IReadOnlyList<Finding>> Broken, Func<IReadOnlyList<Finding>> Mended)
{
    /// <summary>The finding is there and complete in the one case, and not in the other.</summary>
    public void Verify()
    {
        Finding finding = Assert.Single(Broken(), finding => finding.Id == Id);
        Assert.True(finding.Text.Length > 20 && finding.Text[^1] == '.', finding.Text);
        Assert.DoesNotContain(Mended(), other => other.Id == Id);
    }
}
