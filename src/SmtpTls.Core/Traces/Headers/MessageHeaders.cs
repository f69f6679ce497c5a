namespace SmtpTls.Headers;

/// <summary>The Received headers of a message, in their order in it: newest first.</summary>
/// <param name="Source">The file, with <c>#</c> and a number for a message of an mbox.</param>
/// <param name="Fields">The headers with their names.</param>
/// <param name="Cut">Whether the headers go on behind what was read.</param>
internal sealed record MessageHeaders(string Source, IReadOnlyList<string> Fields, bool Cut);
