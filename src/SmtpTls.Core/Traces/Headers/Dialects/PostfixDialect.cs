using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Postfix (smtpd.c): <c>(using TLSv1.3 with cipher ... (256/256 bits) key-exchange ...)</c> and what became of the client's certificate,
/// both with smtpd_tls_received_header; <c>with ESMTPS</c> always. <c>(Postfix, from userid 0)</c> is the sendmail command, and without
/// <c>with</c> it is a notice of Postfix's own.
/// </summary>
internal sealed class PostfixDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Postfix";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.Using;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => HasComment(header, "Postfix");

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        base.Read(header, ref reading);
        if (header.With < 0 && header.From < 0 && reading.Encrypted is null)
            reading.Transport = HopTransport.Local;
    }
}
