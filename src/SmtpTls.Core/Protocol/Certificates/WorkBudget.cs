namespace SmtpTls.Certificates;

/// <summary>
/// Bounds the signatures that are checked for one server. Certificates that somebody else chose can make many paths of long keys; each key
/// is within <see cref="KeyLimits"/>, but their number is not. What a signature costs is estimated, so that the same chain has the same verdict
/// on every machine.
/// </summary>
internal sealed class WorkBudget
{
    // Half of what a whole test may take (1.5 s), on a slow machine.
    private const double Milliseconds = 750;

    // Measured: a modular multiplication of 16,384 bits takes 0.4 ms with BouncyCastle, and its time grows with the square of the length.
    private const double LongMultiplication = 0.5;
    private const double CurveSignature = 5;

    private double _left = Milliseconds;

    /// <summary>Whether something was left undone.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Takes what one signature by a key costs.</summary>
    /// <returns>Whether there was that much left; otherwise the signature must not be checked.</returns>
    public bool TrySpend(PublicKeyFacts key)
    {
        double length = key.Size / (double)KeyLimits.RsaBits;
        double cost = key.Algorithm is "RSA" or "DSA" ? Math.Max(1, key.ExponentSize) * length * length * LongMultiplication : CurveSignature;
        if (cost > _left)
        {
            IsSpent = true;
            return false;
        }
        _left -= cost;
        return true;
    }
}
