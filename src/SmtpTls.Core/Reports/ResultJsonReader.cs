using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text.Json;

namespace SmtpTls.Reports;

/// <summary>Makes a result of the JSON that <see cref="ResultJsonWriter"/> wrote. What is not of that form is refused, with the property's name.</summary>
internal sealed class ResultJsonReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    private readonly Dictionary<string, CertificateInfo> _certificates = [];

    private ResultJsonReader()
    {
    }

    /// <summary>The results in a text: one object, or an array of them.</summary>
    /// <exception cref="FormatException">The text is no JSON, or not of this form.</exception>
    public static IReadOnlyList<object> ReadAll(string json)
    {
        using JsonDocument document = Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(Read)]
            : [Read(document.RootElement)];
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The text is no JSON: {e.Message}", e);
        }
    }

    private static object Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(ResultJsonWriter.VersionProperty, out JsonElement version)
            || !element.TryGetProperty(ResultJsonWriter.TypeProperty, out JsonElement name))
        {
            throw new FormatException(
                $"The JSON is no result of ConvertTo-SmtpTlsJson: {ResultJsonWriter.VersionProperty} or {ResultJsonWriter.TypeProperty} is missing.");
        }

        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number is < 1 or > ResultJsonWriter.SchemaVersion)
        {
            throw new FormatException(
                $"{ResultJsonWriter.VersionProperty} is {Quoted.Value(version.GetRawText())}; this version of the module reads 1 to {ResultJsonWriter.SchemaVersion}.");
        }

        string typeName = name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        Type type = ResultTypes.Find($"{nameof(SmtpTls)}.{typeName}")
            ?? throw new FormatException($"{ResultJsonWriter.TypeProperty} is {Quoted.Value(name.GetRawText())}, which is no type of this module's results.");
        return new ResultJsonReader().ReadDocument(element, type);
    }

    private object ReadDocument(JsonElement element, Type type)
    {
        if (element.TryGetProperty(ResultJsonWriter.CertificatesProperty, out JsonElement table) && table.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty certificate in table.EnumerateObject())
                _certificates[certificate.Name] = (CertificateInfo)ReadObject(certificate.Value, typeof(CertificateInfo), certificate.Name);
        }

        return ReadObject(element, type, null);
    }

    private object ReadObject(JsonElement element, Type type, string? sha256)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException($"{type.Name} is no object.");
        return ResultShape.Of(type).Create(property =>
        {
            if (sha256 is not null && property.Name == nameof(CertificateInfo.Sha256)) return sha256;
            if (!element.TryGetProperty(property.Name, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
            try
            {
                return ReadValue(value, property.ValueType);
            }
            catch (Exception e) when (e is InvalidOperationException or OverflowException or FormatException or CryptographicException)
            {
                throw new FormatException($"{type.Name}.{property.Name} is {Shown(value)}, which is no {Words(property.ValueType)}. {e.Message}", e);
            }
        });
    }

    private object? ReadValue(JsonElement value, Type type)
    {
        if (value.ValueKind == JsonValueKind.Null) throw new FormatException();
        if (type == typeof(string)) return value.GetString();
        if (type == typeof(bool)) return value.GetBoolean();
        if (type == typeof(int)) return value.GetInt32();
        if (type == typeof(long)) return value.GetInt64();
        if (type == typeof(double)) return value.GetDouble();
        if (type == typeof(TimeSpan)) return ResultText.ReadDuration(value.GetString()!);
        if (type == typeof(DateTimeOffset)) return ResultText.TryReadTime(value.GetString(), out DateTimeOffset time) ? time : throw new FormatException();
        if (type.IsEnum) return ResultText.TryReadMember(type, value.GetString(), out object? member) ? member : throw new FormatException();
        if (type == typeof(OrderedDictionary)) return ReadCounts(value);
        if (type.IsArray) return ReadArray(value, type.GetElementType()!);
        if (type == typeof(CertificateInfo)) return _certificates.TryGetValue(value.GetString()!, out CertificateInfo? known) ? known : throw new FormatException();
        return ResultShape.Has(type) ? ReadObject(value, type, null) : throw new FormatException();
    }

    private Array ReadArray(JsonElement value, Type itemType)
    {
        Array items = Array.CreateInstance(itemType, value.GetArrayLength());
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray()) items.SetValue(ReadValue(item, itemType), index++);
        return items;
    }

    private static OrderedDictionary ReadCounts(JsonElement value)
    {
        OrderedDictionary counts = [];
        foreach (JsonProperty pair in value.EnumerateObject()) counts[pair.Name] = pair.Value.GetInt64();
        return counts;
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Quoted.Value(value.GetRawText()),
    };

    private static string Words(Type type) => type.IsArray ? $"list of {type.GetElementType()!.Name}" : type.Name;
}
