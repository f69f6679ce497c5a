using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Tests.Certificates;

public sealed class DistinguishedNameTextTests
{
    // The subject of an extended validation certificate, as public CAs issue them
    private const string Windows = "CN=mail.example.com, O=\"Example, Inc.\", STREET=1 Example Street, PostalCode=60431, L=Frankfurt, S=Hessen, C=DE, "
        + "SERIALNUMBER=HRB 12345, OID.2.5.4.15=Private Organization, OID.1.3.6.1.4.1.311.60.2.1.1=Frankfurt, OID.1.3.6.1.4.1.311.60.2.1.3=DE";

    [Fact]
    public void A_name_is_written_as_Windows_writes_it_on_every_system()
    {
        // As with a text, the builder is given the last part of the encoding first.
        X500DistinguishedNameBuilder name = new();
        foreach ((string oid, string value) in new[]
        {
            ("2.5.4.3", "mail.example.com"), ("2.5.4.10", "Example, Inc."), ("2.5.4.9", "1 Example Street"), ("2.5.4.17", "60431"), ("2.5.4.7", "Frankfurt"),
            ("2.5.4.8", "Hessen"), ("2.5.4.6", "DE"), ("2.5.4.5", "HRB 12345"), ("2.5.4.15", "Private Organization"), ("1.3.6.1.4.1.311.60.2.1.1", "Frankfurt"),
            ("1.3.6.1.4.1.311.60.2.1.3", "DE"),
        })
        {
            name.Add(oid, value);
        }

        Assert.Equal(Windows, DistinguishedNameText.Write(name.Build().RawData));
    }

    [Theory]
    [InlineData("CN=a, O=\"b \"\"c\"\"\"", "CN=a,O=b \"c\"")]
    [InlineData("OID.2.5.4.15=Private Organization, C=DE", "businessCategory=Private Organization, C=DE")]
    [InlineData("OID.2.5.4.15=Private Organization, C=DE", "2.5.4.15=private organization,c=de")]
    [InlineData("OID.1.3.6.1.4.1.311.60.2.1.3=US", "jurisdictionCountryName=US")]
    [InlineData("OID.1.3.6.1.4.1.311.60.2.1.3=US", "jurisdictionC=US")]
    [InlineData("CN=x, S=Hessen", "CN=x, ST=Hessen")]
    [InlineData("E=a@example.com, CN=x", "emailAddress=a@example.com, CN=x")]
    [InlineData("CN=x, O=\"Example, Inc.\", C=US", "CN=x, O=Example, Inc., C=US")]
    [InlineData("CN=x, O=\"Example, Inc.\"", "CN=x,O=Example\\, Inc.")]
    [InlineData("CN=a + OU=b, C=DE", "OU=b+CN=a,C=DE")]
    [InlineData("CN=a  b", "cn = A b")]
    [InlineData("", " ")]
    public void Names_are_compared_by_their_values(string one, string other) => Assert.True(DistinguishedNameText.AreEqual(one, other));

    [Theory]
    [InlineData("CN=a, O=b", "O=b, CN=a")]
    [InlineData("CN=a", "CN=ab")]
    [InlineData("CN=a", "OU=a")]
    [InlineData("CN=a, O=b", "CN=a")]
    [InlineData("CN=a", "a")]
    [InlineData("CN=\"a", "CN=a")]
    public void Names_that_differ_are_not_equal(string one, string other) => Assert.False(DistinguishedNameText.AreEqual(one, other));

    [Fact]
    public void A_damaged_encoding_has_no_text() => Assert.Null(DistinguishedNameText.Write([0x30, 0x05, 0x31]));
}
