namespace SmtpTls.Smtp;

/// <summary>Is told of each step of an opening while it goes on.</summary>
internal interface IOpeningObserver
{
    /// <summary>A step begins.</summary>
    void Begins(OpeningStep step);

    /// <summary>A step has ended.</summary>
    /// <param name="exchange">The step.</param>
    /// <param name="seen">What is known by now.</param>
    void Ended(OpeningExchange exchange, OpeningFacts seen);
}
