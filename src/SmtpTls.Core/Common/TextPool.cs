using System.Runtime.InteropServices;

namespace SmtpTls.Common;

/// <summary>
/// Gives the same bytes or characters the same string, so that a name that stands in a million lines is made once. Each slot holds the
/// text that came last, so the pool never grows. For one thread.
/// </summary>
/// <param name="make">Makes the string.</param>
internal sealed class TextPool<T>(TextPool<T>.Maker make)
    where T : unmanaged, IEquatable<T>
{
    // Arrays of this length stay out of the large object heap, which is not cleaned while files are read.
    private const int Slots = 1 << 13;

    // Longer texts hardly come again.
    private const int MaxLength = 512;

    private readonly T[]?[] _keys = new T[Slots][];
    private readonly string[] _texts = new string[Slots];

    /// <summary>Makes a string of a text.</summary>
    public delegate string Maker(ReadOnlySpan<T> text);

    /// <summary>The text; <see langword="null"/> where there is nothing.</summary>
    public string? Get(ReadOnlySpan<T> text)
    {
        if (text.IsEmpty)
            return null;
        if (text.Length > MaxLength)
            return make(text);
        uint slot = Hash(MemoryMarshal.AsBytes(text)) % Slots;
        if (_keys[slot] is { } known && text.SequenceEqual(known))
            return _texts[slot];
        string made = make(text);
        _keys[slot] = text.ToArray();
        return _texts[slot] = made;
    }

    // Collisions cost a string, nothing else.
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes.Slice(sizeof(ulong)))
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
        foreach (byte b in bytes)
            hash = Mix(hash, b);
        return (uint)(hash >> 32);
    }

    private static ulong Mix(ulong hash, ulong part)
    {
        hash = (hash ^ part) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
