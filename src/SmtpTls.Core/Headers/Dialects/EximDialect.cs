using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Exim (globals.c, received_header_text): <c>with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.98)</c>;
/// <c>(TLSv1.2:suite:256)</c> up to 4.92; <c>(Cipher TLSv1:suite:128)</c> in Exim 3. The site may change the text.
/// </summary>
internal sealed class EximDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Exim";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.Colon | TlsForms.Clause;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => HasComment(header, "Exim");
}
