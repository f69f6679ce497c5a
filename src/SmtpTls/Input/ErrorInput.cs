using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace SmtpTls.Input;

/// <summary>The text of an error in whatever object it comes: a string, a number, an error record, an event, a session or result.</summary>
internal static class ErrorInput
{
    private const int MaxDepth = 8;

    // The most telling first.
    private static readonly string[] TextProperties = ["Alert", "Error", "LastError", "Reason", "FailureReasonCode", "Message"];

    private static readonly string[] WordProperties = ["Failure", "ResultType", "FailureType"];

    /// <summary>
    /// The text, and a word that sums it up where the object has one. Both are empty where an object that can hold an error holds none;
    /// the result is <see langword="null"/> for an object that cannot.
    /// </summary>
    public static (string Text, string? Word)? Read(object input)
    {
        var wrapped = PSObject.AsPSObject(input);
        switch (wrapped.BaseObject)
        {
            case string text:
                return (text, null);
            case Enum member:
                return (member.ToString(), null);
            case Exception exception:
                return (TextOf(exception), null);
            case ErrorRecord record:
                return (TextOf(record.Exception), null);
            case IFormattable number when wrapped.BaseObject.GetType().IsPrimitive:
                return (number.ToString(null, CultureInfo.InvariantCulture), null);
            case IDictionary:
                return null;
        }

        ObjectProperties properties = new(wrapped);
        string? word = WordProperties.Select(properties.Text).FirstOrDefault(text => text is not null);
        if (EventOf(properties) is { } logged)
            return (logged, word);
        if (properties.Has("FullyQualifiedErrorId") && properties.Value("Exception") is { } nested)
            return (TextOf(new ObjectProperties(PSObject.AsPSObject(nested)), 0), word);
        if (properties.Has("HResult") && properties.Has("StackTrace"))
            return (TextOf(properties, 0), word);
        if (!TextProperties.Concat(WordProperties).Any(properties.Has))
            return null;
        string texts = string.Join("\n", TextProperties.SelectMany(properties.List));
        return (texts.Length > 0 ? texts : word ?? "", word);
    }

    // Get-WinEvent has ProviderName and Id, Get-EventLog has Source and EventID.
    private static string? EventOf(ObjectProperties properties)
    {
        string? provider = properties.Text("ProviderName") ?? (properties.Has("EventID") ? properties.Text("Source") : null);
        long? id = provider is null ? null : properties.Number("Id") ?? properties.Number("EventID");
        return id is null ? null : $"{provider} event {id}: {properties.Text("Message")}";
    }

    private static string TextOf(Exception exception) => TextOf(new ObjectProperties(PSObject.AsPSObject(exception)), 0);

    // The messages of an exception, live or deserialized, with the codes of the system where it has them.
    private static string TextOf(ObjectProperties exception, int depth)
    {
        string?[] parts =
        [
            exception.Text("Message"),
            exception.Text("SocketErrorCode"),
            exception.Number("NativeErrorCode") is { } code ? NativeCode(code) : null,
            exception.Number("HResult") is { } result and < 0 ? result.ToString(CultureInfo.InvariantCulture) : null,
            depth < MaxDepth && exception.Value("InnerException") is { } inner ? TextOf(new ObjectProperties(PSObject.AsPSObject(inner)), depth + 1) : null,
        ];
        return string.Join("\n", parts.OfType<string>());
    }

    private static string NativeCode(long code) => code < 0 ? code.ToString(CultureInfo.InvariantCulture) : $"error code {code}";
}
