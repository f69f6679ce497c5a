using System.Text;

namespace SmtpTls.Fuzz;

/// <summary>Makes damaged input of good input. The same number gives the same bytes, on every machine.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> tokens, int limit)
{
    public byte[] Make(string target, long number)
    {
        SplitMix random = new(Hash(target) ^ (ulong)number);
        List<byte> bytes = [.. seeds[random.Next(seeds.Count)]];
        for (int edits = 1 + random.Next(6); edits > 0; edits--)
            Edit(bytes, random);
        return bytes.Count <= limit ? [.. bytes] : [.. bytes.Take(limit)];
    }

    private void Edit(List<byte> bytes, SplitMix random)
    {
        int at = random.Next(bytes.Count + 1);
        int count = Math.Min(random.Next(40), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0:
                bytes.RemoveRange(at, count);
                break;
            case 1:
                bytes.InsertRange(at, tokens[random.Next(tokens.Count)]);
                break;
            case 2 when count > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3 when count > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 4:
                byte[] other = seeds[random.Next(seeds.Count)];
                int from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.Skip(from).Take(random.Next(other.Length - from + 1)));
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, count));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7 when count > 0:
                // Lengths and counts at their borders.
                bytes[at] = (byte)(random.Next(3) switch { 0 => 0x00, 1 => 0x7F, _ => 0xFF });
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(300)));
                break;
        }
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static ulong Hash(string text) => Encoding.UTF8.GetBytes(text).Aggregate(14695981039346656037UL, (hash, b) => unchecked((hash ^ b) * 1099511628211UL));

    /// <summary>System.Random promises no sequence across versions of .NET.</summary>
    private sealed class SplitMix(ulong state)
    {
        private ulong _state = state;

        public int Next(int below)
        {
            unchecked
            {
                ulong z = _state += 0x9E3779B97F4A7C15UL;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
                return (int)((z ^ (z >> 31)) % (ulong)Math.Max(1, below));
            }
        }
    }
}
