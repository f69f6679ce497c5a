namespace SmtpTls.Headers.Dialects;

/// <summary>Whatever no other dialect knows: all forms are read where servers write them, and silence says nothing.</summary>
internal sealed class GeneralDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "General";

    /// <inheritdoc/>
    public override bool MarksTls => false;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => true;
}
