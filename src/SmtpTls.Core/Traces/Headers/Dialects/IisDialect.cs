using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>The SMTP service of IIS, Exchange 2000 and 2003, and of Outlook.com until 2017: <c>over TLS secured channel with Microsoft SMTPSVC(7.5...)</c>.</summary>
internal sealed class IisDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "IIS";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.Words;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => header.IsWord(header.With, "Microsoft") && header[header.With + 1].StartsWithText("SMTPSVC");

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        reading.Transport = HopTransport.Smtp;
        base.Read(header, ref reading);
    }
}
