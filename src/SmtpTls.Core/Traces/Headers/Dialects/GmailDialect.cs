using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Gmail: <c>with ESMTPS id ... (version=TLS1_3 cipher=... bits=256/256)</c>, or <c>(Google Transport Security)</c> from its own servers.
/// Mail from outside is marked when it comes with TLS; between its own machines it writes SMTP and does not say how.
/// </summary>
internal sealed class GmailDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Gmail";

    // Whether silence means no, depends on who came: see Read.
    /// <inheritdoc/>
    public override bool MarksTls => false;

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.KeyValue;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) =>
        header[header.By].EndsWithText(".google.com") || header[header.By].Is("smtp.gmail.com")
        // Its own machines go by addresses of 2002:a00::/24, which are 6to4's for 10.0.0.0/8.
        || (header.From < 0 && header[header.By].StartsWithText("2002:a"));

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        base.Read(header, ref reading);
        if (reading.Encrypted is null && HasComment(header, "Google Transport Security"))
            (reading.Encrypted, reading.Evidence) = (true, "Google Transport Security");
        else if (reading is { Encrypted: null, Transport: HopTransport.Smtp } && IsPlain(header))
            (reading.Encrypted, reading.Evidence) = (false, $"with {header[header.With].ToString()}; {Silence}");
    }

    private static bool IsPlain(ReceivedHeader header) => header.From >= 0 && (header.IsWord(header.With, "ESMTP") || header.IsWord(header.With, "SMTP"));
}
