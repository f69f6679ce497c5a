using System.Diagnostics.CodeAnalysis;

namespace SmtpTls.Policy;

/// <summary>Reads the TXT record of MTA-STS (RFC 8461 section 3.1).</summary>
internal static class MtaStsRecord
{
    /// <summary>The version, as the record begins.</summary>
    public const string Version = "v=STSv1";

    private const int MaxIdLength = 32;

    /// <summary>Reads the id.</summary>
    public static bool TryReadId(string record, [NotNullWhen(true)] out string? id, [NotNullWhen(false)] out string? error)
    {
        id = null;
        if (!FieldList.TryRead(record, out IReadOnlyList<KeyValuePair<string, string>>? fields, out error))
            return false;
        string? found = fields.Skip(1).Where(field => field.Key == "id").Select(field => field.Value).FirstOrDefault();
        error = found is null ? "It has no id; senders could never know that the policy has changed."
            : found.Length > MaxIdLength || !found.All(FieldList.IsAlphanumeric) ? $"The id {Quoted.Value(found)} is not 1 to {MaxIdLength} letters and digits."
            : null;
        if (error is not null)
            return false;
        id = found!;
        return true;
    }
}
