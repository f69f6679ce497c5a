using System.Text;
using CsCheck;
using SmtpTls.Cisco;

namespace SmtpTls.Tests.Cisco;

/// <summary>Files that are damaged, cut, or made up give an error of ours or an answer, and nothing else. CsCheck_Iter sets how many.</summary>
public sealed class EsaFuzzTests
{
    private static readonly string[] Samples =
    [
        EsaSamples.Destinations,
        EsaSamples.Hat,
        EsaSamples.Configuration(EsaSamples.Listener("<hat_default_tls>on</hat_default_tls><certificate_name>mx</certificate_name>", EsaSamples.Hat)),
    ];

    private static readonly string[] Pieces =
    [
        "[", "]", "[DEFAULT]", "=", "{", "}", "\"", "\\", "(", ")", "#", ":", "$", "$A", "ACCEPT", "RELAY", "tls = \"on\"", "table_tls = 2", "\n", "\r\n", "\0",
        "<", ">", "<config>", "</config>", "<listener>", "<hat>", "&amp;", "&x;", "&#0;", "<![CDATA[", "]]>", "<!--", "<!DOCTYPE config [", "<?xml version=\"1.0\"?>",
        "<certificate>-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----</certificate>", "\uFEFF", "é", "::",
    ];

    private static readonly Gen<byte[]> Damaged = Gen.Select(
        Of(Samples),
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 40], Gen.OneOf(Of(Pieces), Gen.String[0, 3])).Array[1, 6],
        Gen.Bool,
        (sample, edits, isLatin) =>
        {
            StringBuilder text = new(sample);
            foreach ((double place, int cut, string put) in edits)
            {
                int at = (int)(place * text.Length);
                text.Remove(at, Math.Min(cut, text.Length - at)).Insert(at, put);
            }

            return (isLatin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text.ToString());
        });

    [Fact]
    public void No_damaged_file_gives_anything_but_an_answer_or_our_own_error() => Damaged.Sample(Survives);

    [Fact]
    public void No_bytes_at_all_do() => Gen.Byte.Array[0, 200].Sample(Survives);

    [Fact]
    public void Nothing_made_of_the_right_words_does() => Of(Pieces).Array[0, 60].Sample(words => Survives(Encoding.UTF8.GetBytes(string.Concat(words))));

    [Fact]
    public void Wherever_a_configuration_is_cut_off_its_secrets_stay_in_it()
    {
        string text = Samples[2];
        for (int length = 0; length <= text.Length; length++)
        {
            string said;
            try
            {
                said = string.Join("\n", EsaSamples.Judge(text.Substring(0, length)).Select(policy => policy.Summary + string.Join("\n", policy.Findings)));
            }
            catch (EsaFileException e)
            {
                said = e.ToString();
            }

            Assert.DoesNotContain("SECRET", said, StringComparison.Ordinal);
        }
    }

    private static Gen<string> Of(string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static bool Survives(byte[] bytes)
    {
        try
        {
            EsaFileContent content = EsaSamples.Read(bytes);
            return EsaJudge.Judge(content, "file", null, EsaSamples.Now).All(policy => policy.Summary.Length > 0 && policy.Name.Length > 0 && policy.ToString().Length > 0);
        }
        catch (EsaFileException e)
        {
            return e.Message.Length > 0;
        }
    }
}
