namespace SmtpTls.Headers.Dialects;

/// <summary>ZMailer, for long the server of vger.kernel.org: <c>([192.0.2.1]:4333 "EHLO name" rhost-flags-OK-OK-OK-OK)</c>.</summary>
internal sealed class ZmailerDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "ZMailer";

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) =>
        header.From >= 0 && header.IsComment(header.From + 1) && header[header.From + 1].IndexOfText(" rhost-flags-") > 0;
}
