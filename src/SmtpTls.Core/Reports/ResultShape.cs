using System.Reflection;
using System.Runtime.Serialization;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Reports;

/// <summary>The properties of a result type, and how an object is made of their values again.</summary>
internal sealed class ResultShape
{
    private static readonly Dictionary<Type, ResultShape> Known = ResultTypes.Objects.ToDictionary(type => type, type => new ResultShape(type));

    private readonly Type _type;
    private readonly Dictionary<string, Type> _types;

    private ResultShape(Type type)
    {
        _type = type;
        PropertyInfo[] all = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0)];
        Stored = [.. all.Where(property => property.GetSetMethod(nonPublic: true) is not null || BackingField(property) is not null).Select(property => new StoredProperty(property, BackingField(property)))];
        _types = all.ToDictionary(property => property.Name, property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, StringComparer.OrdinalIgnoreCase);
        Times = [.. Stored.Where(property => property.ValueType == typeof(DateTimeOffset))];
        ComputedScalars = [.. all.Where(property => Stored.All(stored => stored.Name != property.Name) && (property.PropertyType.IsValueType || property.PropertyType == typeof(string)))];
    }

    /// <summary>What the object holds.</summary>
    public IReadOnlyList<StoredProperty> Stored { get; }

    /// <summary>The names of all properties whose values remoting turns into something else: enums, times, objects and lists of them.</summary>
    public IEnumerable<string> Lost => _types.Where(pair => !Survives(pair.Value)).Select(pair => pair.Key);

    /// <summary>The points in time among them.</summary>
    public IReadOnlyList<StoredProperty> Times { get; }

    /// <summary>What follows from that, other than lists and objects: those only repeat it.</summary>
    public IReadOnlyList<PropertyInfo> ComputedScalars { get; }

    /// <summary>The shape of a result type.</summary>
    public static ResultShape Of(Type type) => Known[type];

    /// <summary>Whether the type is a result type.</summary>
    public static bool Has(Type type) => Known.ContainsKey(type);

    /// <summary>The type of a property, of whatever kind; <see langword="null"/> where there is no such property.</summary>
    public Type? TypeOf(string property) => _types.TryGetValue(property, out Type? type) ? type : null;

    /// <summary>Makes an object of the values of its stored properties.</summary>
    /// <param name="value">Gives the value of a property, converted to its type; <see langword="null"/> where it has none.</param>
    /// <exception cref="FormatException">A property that always has a value has none.</exception>
    public object Create(Func<StoredProperty, object?> value)
    {
        object result = New();
        foreach (StoredProperty property in Stored)
        {
            object? given = value(property);
            if (given is null && !property.MayBeMissing)
                throw new FormatException($"{_type.Name} has no {property.Name}.");
            property.Set(result, given);
        }

        RestoreCertificates(result);
        return result;
    }

#pragma warning disable SYSLIB0050 // The replacement of FormatterServices is missing in .NET Framework.
    private object New() => _type.GetConstructor(Type.EmptyTypes) is { } constructor ? constructor.Invoke([]) : FormatterServices.GetUninitializedObject(_type);
#pragma warning restore SYSLIB0050

    // A certificate as an object of its own arrives as its PEM text only.
    private void RestoreCertificates(object result)
    {
        if (Stored.FirstOrDefault(property => property.Type == typeof(X509Certificate2)) is not { } certificate) return;
        if (Stored.FirstOrDefault(property => property.Name == nameof(CertificateInfo.Pem))?.Get(result) is not string pem) return;
        certificate.Set(result, ServerCertificate.Load(pem));
    }

    private static bool Survives(Type type) => type.IsPrimitive || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(string[]);

    private FieldInfo? BackingField(PropertyInfo property) =>
        _type.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance);
}
