namespace SmtpTls.Scanning;

/// <summary>
/// A row of questions in which each depends on the answers before. It plans and folds and does no I/O: <see cref="Next"/> gives
/// the next question, <see cref="Take"/> the answer to it.
/// </summary>
internal interface IScanRound
{
    /// <summary>The next question; <see langword="null"/> when the round is over.</summary>
    HelloQuestion? Next();

    /// <summary>Takes the answer to the last question.</summary>
    void Take(HelloAnswer answer);
}
