namespace SmtpTls.Headers;

/// <summary>What a part of a header is.</summary>
internal enum HeaderPartKind : byte
{
    /// <summary>Characters without white space.</summary>
    Word,

    /// <summary>Something in parentheses; the range is what is between them.</summary>
    Comment,

    /// <summary>Something in quotes, angle brackets or square brackets; the range has them.</summary>
    Quoted,

    /// <summary>A semicolon that stands by itself.</summary>
    Semicolon,
}

/// <summary>A part of a header by its place in the text.</summary>
internal readonly record struct HeaderPart(HeaderPartKind Kind, int Start, int End);
