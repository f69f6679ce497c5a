using System.Globalization;
using System.Text;

namespace SmtpTls.Dns.Validation;

/// <summary>
/// A domain name as it is on the wire: labels of any bytes, without compression. Equality and order are those of RFC 4034
/// section 6.1: letters of ASCII compare in lower case, from the last label to the first.
/// </summary>
internal sealed class WireName : IEquatable<WireName>, IComparable<WireName>
{
    private const int MaxLength = 255;
    private const int MaxLabelLength = 63;

    private readonly byte[][] _labels;
    private readonly int _hash;

    private WireName(byte[][] labels)
    {
        _labels = labels;
        unchecked
        {
            int hash = 17;
            foreach (byte[] label in labels)
            {
                foreach (byte b in label)
                {
                    hash = (hash * 31) + Lower(b);
                }

                hash = (hash * 31) + 256;
            }

            _hash = hash;
        }
    }

    /// <summary>The root.</summary>
    public static WireName Root { get; } = new([]);

    /// <summary>How many labels the name has; 0 for the root. An asterisk counts.</summary>
    public int LabelCount => _labels.Length;

    /// <summary>Whether the first label is an asterisk.</summary>
    public bool IsWildcard => _labels.Length > 0 && _labels[0].Length == 1 && _labels[0][0] == (byte)'*';

    /// <summary>The name without its first label; the root has none.</summary>
    public WireName Parent => Last(_labels.Length - 1);

    /// <summary>Takes the labels of a name.</summary>
    /// <exception cref="FormatException">A label or the name is too long.</exception>
    public static WireName Of(IReadOnlyList<byte[]> labels)
    {
        int length = 1;
        foreach (byte[] label in labels)
        {
            if (label.Length is 0 or > MaxLabelLength)
            {
                throw new FormatException($"A label has {label.Length} bytes; 1 to {MaxLabelLength} are possible (RFC 1035 section 2.3.4).");
            }

            length += label.Length + 1;
        }

        return length > MaxLength
            ? throw new FormatException($"A name has {length} bytes; at most {MaxLength} are possible (RFC 1035 section 2.3.4).")
            : new([.. labels]);
    }

    /// <summary>Reads a name as text: A-labels, with or without final dot, <c>\.</c> and <c>\DDD</c> as RFC 1035 section 5.1 has them.</summary>
    /// <exception cref="FormatException">It is no name.</exception>
    public static WireName Parse(string text)
    {
        if (text is "." or "")
        {
            return Root;
        }

        List<byte[]> labels = [];
        List<byte> label = [];
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '.')
            {
                labels.Add([.. label]);
                label.Clear();
            }
            else if (c == '\\' && i + 3 < text.Length && IsDigit(text[i + 1]) && IsDigit(text[i + 2]) && IsDigit(text[i + 3]))
            {
                label.Add(unchecked((byte)(((text[i + 1] - '0') * 100) + ((text[i + 2] - '0') * 10) + text[i + 3] - '0')));
                i += 3;
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                label.Add((byte)text[++i]);
            }
            else if (c > 127)
            {
                throw new FormatException($"{Quoted.Value(text)} is no name in A-labels.");
            }
            else
            {
                label.Add((byte)c);
            }
        }

        if (label.Count > 0)
        {
            labels.Add([.. label]);
        }

        return Of(labels);
    }

    /// <summary>The last <paramref name="count"/> labels.</summary>
    public WireName Last(int count)
    {
        byte[][] labels = new byte[count][];
        Array.Copy(_labels, _labels.Length - count, labels, 0, count);
        return new(labels);
    }

    /// <summary><c>*.</c> in front of the name.</summary>
    /// <exception cref="FormatException">The name becomes too long.</exception>
    public WireName Wildcard() => Of([[(byte)'*'], .. _labels]);

    /// <summary>This name with <paramref name="from"/> at its end replaced by <paramref name="to"/> (DNAME, RFC 6672 section 2.2).</summary>
    /// <exception cref="FormatException">The name becomes too long.</exception>
    public WireName Substitute(WireName from, WireName to) => Of([.. _labels.Take(_labels.Length - from._labels.Length), .. to._labels]);

    /// <summary>Whether this name is <paramref name="other"/> or lies below it.</summary>
    public bool IsAtOrBelow(WireName other) => _labels.Length >= other._labels.Length && Common(other) == other._labels.Length;

    /// <summary>Whether this name lies below <paramref name="other"/>.</summary>
    public bool IsBelow(WireName other) => _labels.Length > other._labels.Length && IsAtOrBelow(other);

    /// <summary>How many of the last labels the two names have in common.</summary>
    public int Common(WireName other)
    {
        int most = Math.Min(_labels.Length, other._labels.Length);
        for (int i = 1; i <= most; i++)
        {
            if (Compare(_labels[_labels.Length - i], other._labels[other._labels.Length - i]) != 0)
            {
                return i - 1;
            }
        }

        return most;
    }

    /// <summary>The name on the wire, in lower case where the canonical form wants it.</summary>
    public byte[] ToWire(bool canonical = true)
    {
        byte[] wire = new byte[_labels.Sum(label => label.Length + 1) + 1];
        int at = 0;
        foreach (byte[] label in _labels)
        {
            wire[at++] = (byte)label.Length;
            foreach (byte b in label)
            {
                wire[at++] = canonical ? Lower(b) : b;
            }
        }

        return wire;
    }

    /// <inheritdoc/>
    public int CompareTo(WireName? other)
    {
        if (other is null)
        {
            return 1;
        }

        int common = Common(other);
        return common == _labels.Length || common == other._labels.Length
            ? _labels.Length.CompareTo(other._labels.Length)
            : Compare(_labels[_labels.Length - common - 1], other._labels[other._labels.Length - common - 1]);
    }

    /// <inheritdoc/>
    public bool Equals(WireName? other) => other is not null && _labels.Length == other._labels.Length && Common(other) == _labels.Length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WireName);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The name in lower case, without final dot (the root is a dot), other bytes as <c>\DDD</c>.</summary>
    public override string ToString()
    {
        if (_labels.Length == 0)
        {
            return ".";
        }

        StringBuilder text = new();
        foreach (byte[] label in _labels)
        {
            if (text.Length > 0)
            {
                text.Append('.');
            }

            foreach (byte b in label)
            {
                _ = b is (byte)'.' or (byte)'\\' ? text.Append('\\').Append((char)b)
                    : b is > 32 and < 127 ? text.Append((char)Lower(b))
                    : text.Append('\\').Append(b.ToString("000", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static int Compare(byte[] one, byte[] other)
    {
        int most = Math.Min(one.Length, other.Length);
        for (int i = 0; i < most; i++)
        {
            int order = Lower(one[i]).CompareTo(Lower(other[i]));
            if (order != 0)
            {
                return order;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
}
