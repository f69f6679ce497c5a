using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmtpTls.Certificates;

/// <summary>Reads what is needed of an X.500 name from its encoding; .NET's text form cannot be read back safely.</summary>
internal static class DistinguishedNames
{
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>
    /// The most specific common name: the last one of the encoding (RFC 6125 section 2.2), or <see langword="null"/>
    /// where there is none or the name is malformed.
    /// </summary>
    public static string? MostSpecificCommonName(X500DistinguishedName name)
    {
        try
        {
            string? found = null;
            AsnReader rdns = new AsnReader(name.RawData, AsnEncodingRules.BER).ReadSequence();
            while (rdns.HasData)
            {
                AsnReader attributes = rdns.ReadSetOf(skipSortOrderValidation: true);
                while (attributes.HasData)
                {
                    AsnReader attribute = attributes.ReadSequence();
                    if (attribute.ReadObjectIdentifier() == CommonNameOid)
                    {
                        found = ReadDirectoryString(attribute);
                    }
                }
            }

            return found;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The text of an attribute's value; <see langword="null"/> for one that is no text.</summary>
    public static string? ReadDirectoryString(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        if (tag.TagClass != TagClass.Universal)
        {
            return null;
        }

        switch ((UniversalTagNumber)tag.TagValue)
        {
            case UniversalTagNumber.UTF8String:
            case UniversalTagNumber.PrintableString:
            case UniversalTagNumber.IA5String:
            case UniversalTagNumber.BMPString:
            case UniversalTagNumber.T61String:
            case UniversalTagNumber.NumericString:
            case UniversalTagNumber.VisibleString:
                return reader.ReadCharacterString((UniversalTagNumber)tag.TagValue);
            case UniversalTagNumber.UniversalString:
                return Encoding.GetEncoding("utf-32BE").GetString(reader.PeekContentBytes().ToArray());
            default:
                return null;
        }
    }
}
