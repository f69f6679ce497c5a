using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>A chain as the operating system built it, leaf first, and what it found wrong.</summary>
internal sealed class BuiltChain : IDisposable
{
    /// <summary>The certificates with what was found wrong with each.</summary>
    public required IReadOnlyList<BuiltChainElement> Elements { get; init; }

    /// <summary>What was found wrong with the chain as a whole.</summary>
    public required X509ChainStatusFlags Status { get; init; }

    /// <summary>The last certificate: the root, or where the chain breaks off.</summary>
    public X509Certificate2 Top => Elements[Elements.Count - 1].Certificate;

    /// <summary>Whether the chain ends neither in a known root nor breaks off.</summary>
    public bool IsTrusted => (Status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BuiltChainElement element in Elements.Where(element => element.IsOwn))
        {
            element.Certificate.Dispose();
        }
    }
}

/// <summary>One certificate of a chain.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Status">What the operating system found wrong with it.</param>
/// <param name="IsOwn">Whether the engine made this object; Mono's hands back those that it was given.</param>
internal sealed record BuiltChainElement(X509Certificate2 Certificate, X509ChainStatusFlags Status, bool IsOwn);
