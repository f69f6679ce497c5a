namespace SmtpTls.Scanning;

/// <summary>The way to one server: each question goes over a connection of its own.</summary>
internal interface IHelloLine
{
    /// <summary>How the last connection that did not come as far as TLS reads as a status.</summary>
    TestStatus Status { get; }

    /// <summary>Opens a connection, asks and closes it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the connection is closed.</exception>
    Task<LineAnswer> AskAsync(HelloQuestion question, CancellationToken cancellationToken);
}

/// <summary>An answer, and how the connection to it was.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Opening">From the first packet to the point where TLS begins; <see langword="null"/> where it was not reached.</param>
internal sealed record LineAnswer(HelloAnswer Answer, TimeSpan? Opening);
