using System.Text;

namespace SmtpTls.Certificates;

/// <summary>One block of a PEM file (RFC 7468), with the header lines that OpenSSL's old encrypted keys have.</summary>
/// <param name="Label">What stands after BEGIN, such as CERTIFICATE.</param>
/// <param name="Text">The whole block.</param>
internal sealed record PemBlock(string Label, string Text)
{
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";

    /// <summary>Whether this is a private key of any form.</summary>
    public bool IsPrivateKey => Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    /// <summary>The blocks of a file; text between them is for people and counts for nothing.</summary>
    public static IReadOnlyList<PemBlock> ReadAll(string text)
    {
        List<PemBlock> blocks = [];
        for (int at = 0; (at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0;)
        {
            int labelEnd = text.IndexOf(Dashes, at + Begin.Length, StringComparison.Ordinal);
            int next = labelEnd < 0 ? -1 : text.IndexOf(Dashes, labelEnd + Dashes.Length, StringComparison.Ordinal);
            if (next < 0)
                break;
            string label = text.Substring(at + Begin.Length, labelEnd - at - Begin.Length);
            string last = "-----END " + label + Dashes;
            // Five hyphens stand in no block but at its ends: what has another line there was never closed.
            bool isClosed = string.CompareOrdinal(text, next, last, 0, last.Length) == 0;
            if (isClosed)
                blocks.Add(new PemBlock(label, text.Substring(at, next + last.Length - at)));
            at = isClosed ? next + last.Length : labelEnd;
        }

        return blocks;
    }

    /// <summary>Whether a file looks like PEM rather than DER.</summary>
    public static bool IsPem(byte[] content) => Encoding.ASCII.GetString(content).Contains(Begin);

    /// <summary>The bytes of a block without header lines.</summary>
    /// <exception cref="FormatException">They are not in base64.</exception>
    public byte[] Decode()
    {
        int start = Begin.Length + Label.Length + Dashes.Length;
        return Convert.FromBase64String(Text.Substring(start, Text.Length - start - ("-----END " + Label + Dashes).Length));
    }
}
