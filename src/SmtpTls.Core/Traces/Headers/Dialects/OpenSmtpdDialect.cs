using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// OpenSMTPD (smtp_session.c): <c>with ESMTPS id 96f08978 (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)</c>; up to 5.9
/// <c>TLS version=... cipher=... bits=256 verify=NO</c> without parentheses.
/// </summary>
internal sealed class OpenSmtpdDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "OpenSMTPD";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.Colon | TlsForms.KeyValue;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => HasComment(header, "OpenSMTPD");
}
