using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace SmtpTls.Dns;

/// <summary>
/// A domain or host name, checked and as A-labels (RFC 5890). Underscores are taken, because the DNS has them
/// (<c>_25._tcp.mx.example.com</c>); otherwise labels are those of RFC 1123 section 2.1.
/// </summary>
internal sealed record DomainName
{
    /// <summary>RFC 1035 section 2.3.4: 255 octets on the wire are 253 characters without final dot.</summary>
    private const int MaxLength = 253;

    private const int MaxLabelLength = 63;

    private DomainName(string ascii) => Ascii = ascii;

    /// <summary>A-labels, lower case, without final dot.</summary>
    public string Ascii { get; }

    /// <inheritdoc/>
    public override string ToString() => Ascii;

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none; the message names the value and says what would be right.</exception>
    public static DomainName Parse(string text) =>
        TryParse(text, out DomainName? name, out string? error) ? name : throw new FormatException(error);

    /// <summary>Reads a name of A- or U-labels, with or without final dot.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DomainName? name, [NotNullWhen(false)] out string? error)
    {
        name = null;
        error = WrongKind(text);
        if (error is not null)
        {
            return false;
        }

        string[] labels = WithoutFinalDot(FoldDots(text)).Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            error = ToALabel(ref labels[i], text);
            if (error is not null)
            {
                return false;
            }
        }

        string ascii = string.Join(".", labels);
        error = ascii.Length > MaxLength
            ? $"{Quoted.Value(text)} has {ascii.Length} characters; a domain name has at most {MaxLength} (RFC 1035 section 2.3.4)."
            : labels[labels.Length - 1].All(IsDigit)
                ? $"{Quoted.Value(text)} is no domain name: its last label is a number. Give a name such as example.com."
                : null;
        if (error is not null)
        {
            return false;
        }

        name = new DomainName(ascii);
        return true;
    }

    /// <summary>A name as the DNS writes it, without the dot of the root.</summary>
    internal static string WithoutFinalDot(string name) =>
        name.Length > 1 && name[name.Length - 1] == '.' ? name.Substring(0, name.Length - 1) : name;

    /// <summary>Says what the text is instead of a name, where that is plain.</summary>
    private static string? WrongKind(string text)
    {
        if (text.Trim().Length == 0)
        {
            return "The domain name is empty; give a name such as example.com.";
        }

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            return $"{Quoted.Value(text)} is a URL; give the name only{Quoted.Hint(Quoted.HostOfUrl(text, scheme))}.";
        }

        if (IpLiteral.TryParse(text.Trim('[', ']'), out IPAddress? _))
        {
            return $"{Quoted.Value(text)} is an IP address, not a domain name. A server is tested by its address with -Server.";
        }

        int at = text.LastIndexOf('@');
        if (at >= 0)
        {
            return $"{Quoted.Value(text)} is a mail address; give the domain only{Quoted.Hint(text.Substring(at + 1))}.";
        }

        if (text.Any(char.IsWhiteSpace))
        {
            return $"{Quoted.Value(text)} has a space in it; a domain name has none.";
        }

        return null;
    }

    private static string? ToALabel(ref string label, string text)
    {
        if (label.Length == 0)
        {
            return $"{Quoted.Value(text)} has an empty label; a domain name has something on each side of every dot, such as example.com.";
        }

        string ascii = label.ToLowerInvariant();
        if (!ascii.All(c => c < 0x80))
        {
            try
            {
                // UseStd3AsciiRules would refuse underscores; the rules for ASCII are checked below for every label.
                ascii = new IdnMapping { AllowUnassigned = false, UseStd3AsciiRules = false }.GetAscii(ascii).ToLowerInvariant();
            }
            catch (ArgumentException)
            {
                return label.Length > MaxLabelLength
                    ? TooLong(label, text)
                    : $"{Quoted.Value(text)} is no international domain name: {Quoted.Value(label)} has no form as an A-label (RFC 5891).";
            }
        }

        if (ascii.Length > MaxLabelLength)
        {
            return TooLong(label, text);
        }

        foreach (char c in ascii)
        {
            if (!(c is (>= 'a' and <= 'z') or '-' or '_' || IsDigit(c)))
            {
                return $"{Quoted.Value(text)} has the character {Quoted.Value(c.ToString())}; a domain name has letters, digits, hyphens and dots.";
            }
        }

        if (ascii[0] == '-' || ascii[ascii.Length - 1] == '-')
        {
            return $"{Quoted.Value(text)} has the label {Quoted.Value(label)}; a label neither begins nor ends with a hyphen (RFC 1123 section 2.1).";
        }

        label = ascii;
        return null;
    }

    private static string TooLong(string label, string text) =>
        $"{Quoted.Value(text)} has the label {Quoted.Value(label)}, which is too long: a label has at most {MaxLabelLength} characters as an A-label"
        + " (RFC 1035 section 2.3.4).";

    // RFC 3490 section 3.1: the ideographic and full-width full stops separate labels, too.
    private static string FoldDots(string text) => text.Replace('\u3002', '.').Replace('\uFF0E', '.').Replace('\uFF61', '.');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
