using CsCheck;
using SmtpTls.Sending;

namespace SmtpTls.Tests.Sending;

public sealed class SecretMaskTests
{
    [Fact]
    public void What_was_said_in_auth_is_masked_wherever_it_comes_back()
    {
        SecretMask mask = new("secret");
        mask.Add("AHVzZXIAc2VjcmV0");

        Assert.Equal("535 no ***, nor ***, nor ***", mask.Apply("535 no AHVzZXIAc2VjcmV0, nor secret, nor c2VjcmV0"));
    }

    [Fact]
    public void Before_auth_nothing_is_masked() => Assert.Equal("220 secret.example.com", new SecretMask("secret").Apply("220 secret.example.com"));

    [Fact]
    public void The_code_of_a_reply_stays_whatever_the_password_is()
    {
        SecretMask mask = new("250");
        mask.Add("AA==");

        Assert.Equal("250 ***", mask.Apply("250 250"));
    }

    [Fact]
    public void Signs_of_the_protocol_hide_nothing()
    {
        SecretMask mask = new(null);
        mask.Add("=");
        mask.Add("*");

        Assert.Equal("535 5.7.8 a=b*c", mask.Apply("535 5.7.8 a=b*c"));
    }

    [Fact]
    public void No_password_survives() => Gen.String[Gen.Char['!', '~'], 1, 12].Sample(password =>
    {
        SecretMask mask = new(password);
        mask.Add("token");
        return !mask.Apply($"535 no {password} here").Substring(4).Contains(password, StringComparison.Ordinal) || SecretMask.Mask.Contains(password, StringComparison.Ordinal);
    });
}
