using System.Globalization;
using System.Management.Automation;

namespace SmtpTls.Tests.Exchange;

/// <summary>The forms in which an object of Exchange arrives at an admin's prompt.</summary>
internal static class ObjectForms
{
    /// <summary>As the shell itself has it; through remoting or a file; by hand, with texts; and from JSON, with numbers for enums.</summary>
    public static readonly string[] All = ["live", "deserialized", "custom", "JSON"];

    /// <summary>The object in one of these forms.</summary>
    public static object In(object live, string form) => form switch
    {
        "live" => live,
        "deserialized" => PSSerializer.Deserialize(PSSerializer.Serialize(live, depth: 2)),
        _ => Custom(live, withNumbers: form == "JSON"),
    };

    private static PSObject Custom(object live, bool withNumbers)
    {
        PSObject made = new();
        foreach (System.Reflection.PropertyInfo property in live.GetType().GetProperties())
            made.Properties.Add(new PSNoteProperty(property.Name, Value(property.GetValue(live), withNumbers)));
        return made;
    }

    private static object? Value(object? value, bool withNumbers) => value switch
    {
        null or bool => value,
        Enum => withNumbers ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : value.ToString(),
        System.Collections.IEnumerable many and not string => many.Cast<object>().Select(item => (object?)item.ToString()).ToArray(),
        _ => value.ToString(),
    };
}
