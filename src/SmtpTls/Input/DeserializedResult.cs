using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Reports;
using SmtpTls.Views;

namespace SmtpTls.Input;

/// <summary>
/// Makes a result again of what remoting, a job or Export-Clixml made of it. All or nothing: where a list arrived as mere text, the object
/// stays the bag of properties that it is, so that nothing which was lost looks like nothing that was found.
/// </summary>
internal static class DeserializedResult
{
    private const string Prefix = "Deserialized.";

    /// <summary>The type of result that the object is or was; <see langword="null"/> where it is no result.</summary>
    public static Type? TypeOf(PSObject source)
    {
        if (ResultShape.Has(source.BaseObject.GetType())) return source.BaseObject.GetType();
        string? name = source.TypeNames.FirstOrDefault();
        return name?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true ? ResultTypes.Find(name.Substring(Prefix.Length)) : null;
    }

    /// <summary>The result, with what scripts had added to it; itself where it is live.</summary>
    /// <exception cref="FormatException">The object is no result, or did not arrive whole.</exception>
    public static PSObject Read(PSObject source)
    {
        Type type = TypeOf(source) ?? throw new FormatException($"{Quoted.Value(source.ToString())} is no result of this module.");
        if (type.IsInstanceOfType(source.BaseObject)) return source;
        ResultShape shape = ResultShape.Of(type);
        ILookup<string, string> exact = ExactTimes.Parse(Value(source, ExactTimes.PropertyName) as string);
        PSObject result = PSObject.AsPSObject(shape.Create(property =>
        {
            object? value = exact[property.Name].FirstOrDefault() ?? Value(source, property.Name);
            try
            {
                return value is null ? null : Convert(value, property.ValueType);
            }
            catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException or CryptographicException)
            {
                throw new FormatException($"{type.Name}.{property.Name} did not arrive whole: {e.Message}", e);
            }
        }));
        foreach (PSNoteProperty note in source.Properties.OfType<PSNoteProperty>())
        {
            if (note.Name != ExactTimes.PropertyName && result.Properties[note.Name] is null) result.Properties.Add(new PSNoteProperty(note.Name, note.Value));
        }

        return result;
    }

    /// <summary>
    /// One property of a result that stayed a bag, as the type that it had. SSH remoting reads objects without the types file of the
    /// session, so they all stay bags there.
    /// </summary>
    public static object? ReadProperty(PSObject source, string name)
    {
        object? value = Value(source, name);
        if (TypeOf(source) is not { } type || ResultShape.Of(type).TypeOf(name) is not { } propertyType) return value;
        try
        {
            if (propertyType == typeof(X509Certificate2)) return Value(source, nameof(CertificateInfo.Pem)) is string pem ? ServerCertificate.Load(pem) : value;
            value = ExactTimes.Parse(Value(source, ExactTimes.PropertyName) as string)[name].FirstOrDefault() ?? value;
            return value is null ? null : Convert(value, propertyType);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException or CryptographicException)
        {
            // It did not arrive whole: what did is all that there is.
            return value;
        }
    }

    // As it arrived: the types file has properties of the same names that call ReadProperty.
    private static object? Value(PSObject source, string name) =>
        Base(((source.Members["psadapted"] as PSMemberSet)?.Properties[name] ?? source.Properties[name])?.Value);

    private static object? Base(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static object Convert(object value, Type type)
    {
        if (type.IsInstanceOfType(value)) return value;
        if (type.IsEnum) return Member(value, type);
        if (type == typeof(DateTimeOffset)) return Time(value);
        if (type == typeof(OrderedDictionary)) return Counts(value);
        if (type.IsArray) return Items(value, type.GetElementType()!);
        if (ResultShape.Has(type)) return Read(PSObject.AsPSObject(value)).BaseObject;
        if (type == typeof(string)) return value is IConvertible ? System.Convert.ToString(value, CultureInfo.InvariantCulture)! : throw new InvalidCastException("It is no text.");
        return type.IsPrimitive ? System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture) : throw new InvalidCastException($"It is no {type.Name}.");
    }

    // Words by our types file; numbers where that was missing on the other side.
    private static object Member(object value, Type type) => value switch
    {
        string text when ResultText.TryReadMember(type, text, out object? member) => member!,
        int or long or byte or short => Enum.ToObject(type, value),
        _ => throw new InvalidCastException($"{Quoted.Value(value.ToString() ?? "")} is no {type.Name}."),
    };

    private static DateTimeOffset Time(object value) => value switch
    {
        string text when ResultText.TryReadTime(text, out DateTimeOffset time) => time,
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        PSObject taken when new ObjectProperties(taken).Number(nameof(DateTimeOffset.UtcTicks)) is { } ticks => new DateTimeOffset(ticks, TimeSpan.Zero),
        _ => throw new InvalidCastException($"{Quoted.Value(value.ToString() ?? "")} is no time."),
    };

    private static Array Items(object value, Type itemType)
    {
        if (value is not ICollection collection || value is IDictionary) throw new InvalidCastException("It is no list.");
        Array items = Array.CreateInstance(itemType, collection.Count);
        int index = 0;
        foreach (object? item in collection)
            items.SetValue(Convert(Base(item) ?? throw new InvalidCastException("An item is missing."), itemType), index++);
        return items;
    }

    // What was ordered, the most frequent first, may have lost its order.
    private static OrderedDictionary Counts(object value)
    {
        if (value is not IDictionary pairs) throw new InvalidCastException("It is no table.");
        OrderedDictionary counts = [];
        IEnumerable<KeyValuePair<string, long>> read = pairs.Keys.Cast<object>().Select(
            key => new KeyValuePair<string, long>(key.ToString()!, System.Convert.ToInt64(Base(pairs[key]), CultureInfo.InvariantCulture)));
        foreach (KeyValuePair<string, long> pair in value is OrderedDictionary ? read : read.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
            counts[pair.Key] = pair.Value;
        return counts;
    }
}
