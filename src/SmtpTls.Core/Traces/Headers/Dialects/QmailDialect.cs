namespace SmtpTls.Headers.Dialects;

/// <summary>
/// qmail's queue: <c>(qmail 14559 invoked by uid 111)</c>; <c>invoked from network</c> stands above the header of whatever took the
/// message from there, and says nothing of its own.
/// </summary>
internal sealed class QmailDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "qmail";

    /// <inheritdoc/>
    public override bool MarksTls => false;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => header.IsComment(0) && header[0].StartsWithText("qmail ");

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        reading.Evidence = header[0].ToString();
        if (!header[0].EndsWithText("from network"))
            reading.Transport = HopTransport.Local;
    }
}
