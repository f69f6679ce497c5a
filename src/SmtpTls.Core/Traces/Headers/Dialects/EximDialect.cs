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
    public override bool Owns(ReceivedHeader header) => 
        HasComment(header, "Exim") || (IsId(header[header.Id]) && IsLower(header[header.With]) && !header[header.By].EndsWithText(".mail.ru"));

    // Sites that hide the product leave its id: 1u8Jep-003AD0-1K, since 4.97 1u8Jep-0000000FOHA-1KmS (spec.txt, "Message identification").
    private static bool IsId(ReadOnlySpan<char> id) => (id.Length == 16 && id[6] == '-' && id[13] == '-') || (id.Length == 23 && id[6] == '-' && id[18] == '-');

    private static bool IsLower(ReadOnlySpan<char> with) => !with.IsEmpty && with[0] is >= 'a' and <= 'z';
}
