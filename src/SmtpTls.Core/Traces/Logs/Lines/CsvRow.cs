using System.Runtime.CompilerServices;
#if NET
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif

namespace SmtpTls.Logs;

/// <summary>A row of comma-separated values (RFC 4180), split only as far as somebody asks.</summary>
internal ref struct CsvRow(ReadOnlySpan<byte> line, Span<int> bounds)
{
    /// <summary>How many columns are told apart; what follows is not looked at.</summary>
    public const int MaxColumns = 32;

    private readonly ReadOnlySpan<byte> _line = line;
    private readonly Span<int> _bounds = bounds;
    private int _count;
    private int _next;

    /// <summary>The value of a column without its quotes; empty where there is none. Doubled quotes within are still doubled.</summary>
    public ReadOnlySpan<byte> this[int column]
    {
        get
        {
            while (_count <= column)
            {
                if (_next > _line.Length || _count >= MaxColumns)
                    return default;
                Split();
            }
            return column < 0 ? default : _line.Slice(_bounds[2 * column], _bounds[(2 * column) + 1]);
        }
    }

    /// <summary>Whether the row has the column.</summary>
    public bool Has(int column)
    {
        while (_count <= column && _next <= _line.Length && _count < MaxColumns)
            Split();
        return column < _count;
    }

    /// <summary>A value with its doubled quotes made single.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("\"\""u8) < 0)
            return value;
        byte[] plain = new byte[value.Length];
        int length = 0;
        for (int i = 0; i < value.Length; i++)
        {
            plain[length++] = value[i];
            if (value[i] == '"' && i + 1 < value.Length && value[i + 1] == '"')
                i++;
        }
        return plain.AsSpan(0, length);
    }

#if NET
    /// <summary>Finds the ends of the first columns thirty-two bytes at a time; what it leaves is split when somebody asks.</summary>
    [MethodImpl(Jit.Hot)]
    public void SplitFirst(int columns)
    {
        ref byte first = ref MemoryMarshal.GetReference(_line);
        Vector256<byte> comma = Vector256.Create((byte)',');
        for (int at = 0; at + Vector256<byte>.Count <= _line.Length && _count < columns; at += Vector256<byte>.Count)
        {
            uint commas = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)at), comma).ExtractMostSignificantBits();
            for (; commas != 0 && _count < columns; commas &= commas - 1)
            {
                int end = at + BitOperations.TrailingZeroCount(commas);
                if (end < _next)
                    continue;
                if (_line[_next] == '"')
                {
                    Split();
                    continue;
                }
                _bounds[2 * _count] = _next;
                _bounds[(2 * _count) + 1] = end - _next;
                _count++;
                _next = end + 1;
            }
        }
    }
#endif

    [MethodImpl(Jit.Hot)]
    private void Split()
    {
        int start = _next, length;
        if (start < _line.Length && _line[start] == '"')
        {
            start++;
            length = QuotedLength(start);
            int after = Math.Min(start + length + 1, _line.Length);
            int comma = _line.Slice(after).IndexOf((byte)',');
            _next = comma < 0 ? _line.Length + 1 : after + comma + 1;
        }
        else
        {
            length = _line.Slice(start).IndexOf((byte)',');
            if (length < 0)
                length = _line.Length - start;
            _next = start + length + 1;
        }
        _bounds[2 * _count] = start;
        _bounds[(2 * _count) + 1] = length;
        _count++;
    }

    [MethodImpl(Jit.Hot)]
    private readonly int QuotedLength(int start)
    {
        int at = start;
        while (true)
        {
            int quote = _line.Slice(at).IndexOf((byte)'"');
            if (quote < 0)
                return _line.Length - start;
            at += quote;
            if (at + 1 >= _line.Length || _line[at + 1] != '"')
                return at - start;
            at += 2;
        }
    }
}
