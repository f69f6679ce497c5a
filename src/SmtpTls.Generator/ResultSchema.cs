using System.Collections.Specialized;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmtpTls.Reports;

namespace SmtpTls.Generator;

/// <summary>The JSON Schema of what ConvertTo-SmtpTlsJson writes.</summary>
internal static class ResultSchema
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Text()
    {
        JsonObject definitions = new();
        foreach (Type type in ResultTypes.Objects) definitions[type.Name] = Definition(type);
        foreach (Type type in ResultTypes.Enums) definitions[type.Name] = new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)name)]) };
        JsonArray types = new([.. ResultTypes.Objects.Select(type => (JsonNode)type.Name)]);
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Results of SmtpTls as ConvertTo-SmtpTlsJson writes them",
            ["description"] = "A property that is missing is not known. Properties may be added within a version; none is removed or changed.",
            ["type"] = "object",
            ["required"] = new JsonArray(ResultJsonWriter.VersionProperty, ResultJsonWriter.TypeProperty),
            ["properties"] = new JsonObject
            {
                [ResultJsonWriter.VersionProperty] = new JsonObject { ["const"] = ResultJsonWriter.SchemaVersion },
                [ResultJsonWriter.TypeProperty] = new JsonObject { ["enum"] = types },
                [ResultJsonWriter.CertificatesProperty] = new JsonObject
                {
                    ["description"] = "The certificates that the result refers to, by SHA-256 in upper-case hexadecimal.",
                    ["additionalProperties"] = Reference(nameof(CertificateInfo)),
                },
            },
            ["allOf"] = new JsonArray([.. ResultTypes.Objects.Select(Case)]),
            ["$defs"] = definitions,
        };
        return schema.ToJsonString(Options).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonNode Case(Type type) => new JsonObject
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { [ResultJsonWriter.TypeProperty] = new JsonObject { ["const"] = type.Name } } },
        ["then"] = Reference(type.Name),
    };

    private static JsonObject Definition(Type type)
    {
        ResultShape shape = ResultShape.Of(type);
        JsonObject properties = new();
        foreach (StoredProperty property in shape.Stored.Where(property => property.Type.Name != "X509Certificate2")) properties[property.Name] = Describe(property.ValueType);
        foreach (PropertyInfo property in shape.ComputedScalars)
            properties[property.Name] = Describe(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        IEnumerable<string> always = shape.Stored.Where(property => !property.MayBeMissing).Select(property => property.Name);
        // In the table, the key takes the place of the property.
        if (type == typeof(CertificateInfo)) always = always.Where(name => name != nameof(CertificateInfo.Sha256));
        return new JsonObject { ["type"] = "object", ["required"] = new JsonArray([.. always.Select(name => (JsonNode)name)]), ["properties"] = properties };
    }

    private static JsonObject Describe(Type type)
    {
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(double)) return new JsonObject { ["type"] = "number" };
        if (type.IsPrimitive) return new JsonObject { ["type"] = "integer" };
        if (type == typeof(DateTimeOffset)) return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(TimeSpan)) return new JsonObject { ["type"] = "string", ["format"] = "duration" };
        if (type == typeof(OrderedDictionary)) return new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "integer" } };
        if (type.IsArray) return new JsonObject { ["type"] = "array", ["items"] = Describe(type.GetElementType()!) };
        if (type == typeof(CertificateInfo))
            return new JsonObject { ["type"] = "string", ["description"] = $"A key of {ResultJsonWriter.CertificatesProperty}." };
        return Reference(type.Name);
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };
}
