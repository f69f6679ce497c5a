using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>FortiMail: Sendmail's words, and an id that is two of Sendmail's: <c>id 60RKkRFs029920-60RKkRFu029920</c>.</summary>
internal sealed class FortiMailDialect : Dialect
{
    // Sendmail's queue id: eight letters and digits for the time, six digits for the process.
    private const int SendmailId = 14;

    /// <inheritdoc/>
    public override string Name => "FortiMail";

    /// <inheritdoc/>
    protected override TlsForms Forms => TlsForms.KeyValue;

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header)
    {
        ReadOnlySpan<char> id = header[header.Id];
        return id.Length == (2 * SendmailId) + 1 && id[SendmailId] == '-' && id.Slice(8, 6).SequenceEqual(id.Slice(SendmailId + 1 + 8, 6));
    }
}
