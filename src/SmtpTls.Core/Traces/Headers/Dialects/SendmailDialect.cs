using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Sendmail (HReceived in cf/m4/proto.m4): <c>(8.17.1/8.17.1) with ESMTPS id ... (version=TLSv1.3 cipher=... bits=256 verify=NOT)</c>,
/// up to 8.14 <c>with ESMTP</c> and TLSv1/SSLv3, which is not a version; <c>(using ... verified NO)</c> in 8.11. Sentrion, Proofpoint and
/// others are made of it.
/// </summary>
internal sealed class SendmailDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Sendmail";

    /// <inheritdoc/>
    public override bool WritesOpenSslVersions => true;

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.KeyValue | TlsForms.Using;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header)
    {
        // (8.15.2/8.15.2/Debian-14): program and configuration version, right behind the name.
        if (header.By < 0 || !header.IsComment(header.By + 1))
            return false;
        ReadOnlySpan<char> versions = header[header.By + 1];
        return versions.IndexOf('/') > 0 && (versions.StartsWithText("8.") || versions.StartsWithText("Sentrion-MTA") || versions.EndsWithText("/cf"));
    }

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        base.Read(header, ref reading);
        // Without "with": the submission program, or a notice of Sendmail's own.
        if (header.With < 0 && reading.Encrypted is null)
            reading.Transport = HopTransport.Local;
    }
}
