namespace SmtpTls.Headers.Forms;

/// <summary>The forms in which servers write about TLS. A dialect names those that its server writes; in others nothing is believed.</summary>
[Flags]
internal enum TlsForms
{
    /// <summary>None but the word after <c>with</c>.</summary>
    None = 0,

    /// <summary>See <see cref="UsingForm"/>.</summary>
    Using = 1,

    /// <summary>See <see cref="KeyValueForm"/>.</summary>
    KeyValue = 2,

    /// <summary>See <see cref="ColonForm"/>.</summary>
    Colon = 4,

    /// <summary>See <see cref="CourierForm"/>.</summary>
    Courier = 8,

    /// <summary>See <see cref="EncryptedForm"/>.</summary>
    Encrypted = 16,

    /// <summary><c>(TLS)</c> or <c>(SSL)</c> behind the word after <c>with</c>.</summary>
    Bare = 32,

    /// <summary><c>tls suite</c>, the clause of RFC 8314 section 7.4, and <c>(TLS1.3)</c> before it.</summary>
    Clause = 64,

    /// <summary>Words without parentheses: with STARTTLS, via SSL, by TLS, over TLS secured channel, via secured &amp; encrypted transport.</summary>
    Words = 128,

    /// <summary>All of them.</summary>
    All = Using | KeyValue | Colon | Courier | Encrypted | Bare | Clause | Words,
}
