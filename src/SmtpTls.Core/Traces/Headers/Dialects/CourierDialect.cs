using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Courier: <c>from helo (name [192.0.2.1]) (TLS: TLSv1/SSLv3,256bits,suite) by host with ESMTPS; date</c>, and its id behind the date. It
/// does not name itself.
/// </summary>
internal sealed class CourierDialect : Dialect
{
    /// <inheritdoc/>
    public override string Name => "Courier";

    /// <inheritdoc/>
    public override bool WritesOpenSslVersions => true;

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.Courier;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header)
    {
        if (header.Id > header.DateMark)
            return IsId(header[header.Id]);
        for (int part = Math.Max(header.From, 0); part < header.By; part++)
        {
            if (header.IsComment(part) && header[part].StartsWithText("TLS: "))
                return true;
        }
        return false;
    }

    // 00000000001425CB.000000005DA3BA79.00005B68: inode, time and process in hexadecimal.
    private static bool IsId(ReadOnlySpan<char> id) => id.Length is 26 or 42 && id[^9] == '.' && id[(id.Length - 10) / 2] == '.';
}
