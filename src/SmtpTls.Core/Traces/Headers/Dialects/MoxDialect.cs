using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>mox (smtpserver/server.go): <c>by host ([192.0.2.1]) via tcp with ESMTPS id ... (TLS1.3 suite)</c>. It does not name itself.</summary>
internal sealed class MoxDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "mox";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.Colon;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => header.With >= 3 && header.IsWord(header.With - 3, "via") && header.IsWord(header.With - 2, "tcp");
}
