using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace SmtpTls.Input;

/// <summary>
/// Reads the properties of an object that may be live, deserialized (from remoting, Export-Clixml or JSON) or made by hand: enums come as
/// themselves, as numbers or as names, lists as any collection, times as text, objects as what they write themselves as.
/// </summary>
internal sealed class ObjectProperties(PSObject source)
{
    // A tab at the end belongs to what some properties hold.
    private static readonly char[] LineEnds = [' ', '\r', '\n'];

    /// <summary>The object itself.</summary>
    public PSObject Source => source;

    /// <summary>The type's names, without what deserialization puts before them; most specific first.</summary>
    public IEnumerable<string> TypeNames => source.TypeNames.Select(
        name => name.StartsWith("Deserialized.", StringComparison.Ordinal) ? name.Substring("Deserialized.".Length) : name);

    /// <summary>What it is, for an error message: what it writes itself as, and its type.</summary>
    public string Description
    {
        get
        {
            string type = TypeNames.FirstOrDefault() ?? source.BaseObject.GetType().FullName!;
            return $"{Quoted.Value(TextOf(source) ?? "")} ({type.Substring(type.LastIndexOf('.') + 1)})";
        }
    }

    /// <summary>Whether the object has the property, with or without a value.</summary>
    public bool Has(string name) => source.Properties[name] is not null;

    /// <summary>The value; <see langword="null"/> where the property is missing, has none or cannot be read.</summary>
    public object? Value(string name)
    {
        try
        {
            return source.Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>The value as it writes itself, made safe to show; <see langword="null"/> where there is none, or nothing but white space.</summary>
    public string? Text(string name) => TextOf(Value(name));

    /// <summary>The value to the character: for a path, or a name that is compared with one in a certificate.</summary>
    public string? Exact(string name) => ExactTextOf(Value(name));

    /// <summary>The value as true or false; <see langword="null"/> where it is neither.</summary>
    public bool? Flag(string name) => Base(Value(name)) switch
    {
        bool flag => flag,
        SwitchParameter flag => flag.IsPresent,
        { } other when bool.TryParse(TextOf(other), out bool flag) => flag,
        { } other when TextOf(other) is "0" or "1" => TextOf(other) == "1",
        _ => null,
    };

    /// <summary>The value as a whole number; <see langword="null"/> where it is none.</summary>
    public long? Number(string name) =>
        LanguagePrimitives.TryConvertTo(Value(name), typeof(long?), CultureInfo.InvariantCulture, out object number) ? (long?)number : null;

    /// <summary>The value as an enum, by name or number; <see langword="null"/> where it is none of its members.</summary>
    public T? Enum<T>(string name)
        where T : struct, Enum
    {
        string? text = TextOf(Value(name));
        // A number that no member has parses, too, and then writes itself as that number.
        return System.Enum.TryParse(text, ignoreCase: true, out T member) && !char.IsDigit(member.ToString()[0]) ? member : null;
    }

    /// <summary>The value as a point in time, UTC where it does not say otherwise; <see langword="null"/> where it is none.</summary>
    public DateTimeOffset? Time(string name)
    {
        object? value = Value(name);
        return Base(value) switch
        {
            DateTimeOffset time => time,
            DateTime time => time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : time.ToUniversalTime(),
            PSCustomObject => DeserializedTime(new ObjectProperties(PSObject.AsPSObject(value!))),
            { } when DateTimeOffset.TryParse(
                TextOf(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) => time,
            _ => null,
        };
    }

    /// <summary>The members of a collection as they write themselves; one value is a list of one, none an empty list.</summary>
    public IReadOnlyList<string> List(string name) => [.. Items(name).Select(TextOf).OfType<string>()];

    /// <summary>The names (or the number) of a value of flags: <c>Tls, BasicAuth</c> as text, as the enum itself or as a list.</summary>
    public IReadOnlyList<string> Words(string name) =>
        [.. List(name).SelectMany(item => item.Split(',')).Select(word => word.Trim()).Where(word => word.Length > 0)];

    /// <summary>The value as bytes: themselves, a list of their numbers, or Base64; <see langword="null"/> where it is none of these.</summary>
    public byte[]? Bytes(string name)
    {
        object? value = Base(Value(name));
        try
        {
            return value switch
            {
                byte[] bytes => bytes,
                string text => Convert.FromBase64String(text),
                IEnumerable many => [.. many.Cast<object>().Select(item => Convert.ToByte(Base(item), CultureInfo.InvariantCulture))],
                _ => null,
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>The members of a collection as objects.</summary>
    public IEnumerable<PSObject> Items(string name)
    {
        object? value = Value(name);
        return Base(value) switch
        {
            null => [],
            string or IDictionary => [PSObject.AsPSObject(value!)],
            IEnumerable many => many.Cast<object?>().Where(item => item is not null).Select(item => PSObject.AsPSObject(item!)),
            _ => [PSObject.AsPSObject(value!)],
        };
    }

    // Export-Clixml and remoting make an object of a DateTimeOffset. Its text is in the words of some culture, and without fractions.
    private static DateTimeOffset? DeserializedTime(ObjectProperties time) =>
        time.Number(nameof(DateTimeOffset.UtcTicks)) is >= 0 and long ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    // Blanks and CR at the end come from files that were read by line; they mean nothing.
    private static string? TextOf(object? value) => ExactTextOf(value) is { } text ? SafeText.Lines(text.TrimEnd(LineEnds)) : null;

    private static string? ExactTextOf(object? value)
    {
        string? text = value switch
        {
            null => null,
            PSObject wrapped => wrapped.ToString(null, CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
