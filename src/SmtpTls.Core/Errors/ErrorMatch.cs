namespace SmtpTls.Errors;

/// <summary>An entry that a text names.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Matched">The part of the text.</param>
/// <param name="Weight">How much it says: the greater, the more specific.</param>
/// <param name="Position">Where in the text.</param>
internal sealed record ErrorMatch(ErrorEntry Entry, string Matched, int Weight, int Position);
