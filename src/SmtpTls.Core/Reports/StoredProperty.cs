using System.Reflection;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Reports;

/// <summary>A property that an object of a result type holds a value of.</summary>
internal sealed class StoredProperty(PropertyInfo property, FieldInfo? field)
{
    /// <summary>The name.</summary>
    public string Name => property.Name;

    /// <summary>The type, as it is declared.</summary>
    public Type Type => property.PropertyType;

    /// <summary>The type of a value: what a <see cref="Nullable{T}"/> holds.</summary>
    public Type ValueType => Nullable.GetUnderlyingType(Type) ?? Type;

    /// <summary>The type of the members of a list; <see langword="null"/> where the property is no list.</summary>
    public Type? ItemType => Type.IsArray ? Type.GetElementType() : null;

    /// <summary>
    /// Whether an object may come without it. A list that is empty is known to be so, and one that is missing is not known: only of what
    /// was left out on purpose, the transcript and the certificate's own bytes, a missing value says just that.
    /// </summary>
    public bool MayBeMissing =>
        Name == nameof(CertificateInfo.Pem) || Type == typeof(X509Certificate2) || ItemType == typeof(TranscriptLine)
        || (!Type.IsArray && (Type.IsValueType ? Nullable.GetUnderlyingType(Type) is not null : !IsRequired));

    private bool IsRequired => property.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute");

    /// <summary>The value in an object.</summary>
    public object? Get(object from) => property.GetValue(from);

    /// <summary>Sets it, whoever may do that otherwise.</summary>
    public void Set(object target, object? value)
    {
        if (property.GetSetMethod(nonPublic: true) is { } set) set.Invoke(target, [value]);
        else field!.SetValue(target, value);
    }
}
