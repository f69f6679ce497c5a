namespace SmtpTls.Logs;

/// <summary>What the lines of one session have in common: sixteen bytes of its id, or a hash of more.</summary>
internal readonly struct SessionKey(ulong first, ulong second) : IEquatable<SessionKey>
{
    /// <summary>Whether there is none.</summary>
    public bool IsNone => First == 0 && Second == 0;

    public ulong First { get; } = first;

    public ulong Second { get; } = second;

    public bool Equals(SessionKey other) => First == other.First && Second == other.Second;

    public override bool Equals(object? obj) => obj is SessionKey other && Equals(other);

    public override int GetHashCode()
    {
        ulong mixed = (First ^ (Second << 1)) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }
}
