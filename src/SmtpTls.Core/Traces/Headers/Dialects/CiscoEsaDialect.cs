using SmtpTls.Headers.Forms;

namespace SmtpTls.Headers.Dialects;

/// <summary>
/// Cisco ESA (IronPort): <c>with ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384; 26 May 2025 13:44:26 +0200</c>, without TLS <c>with ESMTP;</c>. It
/// names neither itself nor the version. What it can be recognized by: the address in <c>([192.0.2.1])</c>, no id, no weekday in the date.
/// </summary>
internal sealed class CiscoEsaDialect : Dialect
{
    private static readonly string[] Words = ["ESMTP/TLS/", "SMTP/TLS/", "ESMTP/SSL/"];

    /// <inheritdoc/>
    public override string Name => "Cisco ESA";

    /// <inheritdoc/>
    public override bool Owns(ReceivedHeader header) => Suite(header).Length > 0 || (HasShape(header) && IsPlain(header));

    /// <inheritdoc/>
    public override void Read(ReceivedHeader header, ref HopReading reading)
    {
        reading.Transport = HopTransport.Smtp;
        ReadOnlySpan<char> suite = Suite(header);
        if (suite.IsEmpty)
            return;
        reading.Encrypted = true;
        reading.Evidence = "with " + header[header.With].ToString();
        SuiteWord.Read(ref reading, suite);
    }

    private static ReadOnlySpan<char> Suite(ReceivedHeader header)
    {
        ReadOnlySpan<char> with = header[header.With];
        foreach (string word in Words)
        {
            if (with.StartsWithText(word))
                return with.Slice(word.Length);
        }
        return [];
    }

    private static bool IsPlain(ReceivedHeader header) => header.IsWord(header.With, "ESMTP") || header.IsWord(header.With, "SMTP");

    private static bool HasShape(ReceivedHeader header) =>
        header.With == header.By + 2 && header.DateMark == header.With + 1
        && header.IsComment(header.By - 2) && header[header.By - 2] is ['[', .., ']']
        && header[header.DateMark + 1].Length <= 2 && header.IsWord(header.From - 1, "from");
}
