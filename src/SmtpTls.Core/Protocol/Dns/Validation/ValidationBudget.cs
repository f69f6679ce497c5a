namespace SmtpTls.Dns.Validation;

/// <summary>
/// What one look-up may cost, so that a hostile zone cannot keep the processor busy (CVE-2023-50387, "KeyTrap", and CVE-2023-50868).
/// The bounds for one set and one message are those of Unbound 1.19.1.
/// </summary>
/// <param name="count">Told of each query.</param>
internal sealed class ValidationBudget(LookupCount? count = null)
{
    /// <summary>How many signatures of one set are tried.</summary>
    public const int SignaturesPerSet = 8;

    /// <summary>How many DS records of one delegation may match no key before the rest is left out.</summary>
    public const int FailingDsPerZone = 4;

    /// <summary>How many names are hashed for one message.</summary>
    public const int HashesPerMessage = 8;

    /// <summary>Above this many iterations, what NSEC3 denies is Insecure (RFC 9276 section 3.2).</summary>
    public const int MaxIterations = 150;

    private const int MaxQueries = 96;
    private const int MaxChecks = 256;
    private const long MaxBytes = 1 << 20;

    private int _queries = MaxQueries;
    private int _checks = MaxChecks;
    private long _bytes = MaxBytes;

    /// <summary>Takes the cost of one query.</summary>
    /// <exception cref="ValidationBudgetException">Nothing is left.</exception>
    public void TakeQuery()
    {
        Take(Interlocked.Decrement(ref _queries), $"more than {MaxQueries} queries");
        count?.Add();
    }

    /// <summary>Takes the cost of one signature or digest.</summary>
    /// <exception cref="ValidationBudgetException">Nothing is left.</exception>
    public void TakeCheck() => Take(Interlocked.Decrement(ref _checks), $"more than {MaxChecks} checks of signatures and digests");

    /// <summary>Takes the cost of an answer.</summary>
    /// <exception cref="ValidationBudgetException">Nothing is left.</exception>
    public void TakeBytes(int count) => Take(Interlocked.Add(ref _bytes, -count), $"more than {MaxBytes} bytes of answers");

    private static void Take(long left, string what)
    {
        if (left < 0)
        {
            throw new ValidationBudgetException($"Validation was given up: it needs {what}.");
        }
    }
}

/// <summary>A look-up costs more than any honest one.</summary>
internal sealed class ValidationBudgetException(string message) : Exception(message);
