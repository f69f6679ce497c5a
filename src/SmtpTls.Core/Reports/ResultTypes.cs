using System.Runtime.CompilerServices;

namespace SmtpTls.Reports;

/// <summary>
/// Every type that a script can hold: the results and what they are made of, and their enums. Found by reflection, so that a new one
/// survives remoting, files and JSON as the others do.
/// </summary>
internal static class ResultTypes
{
    private static readonly Type[] Public = [.. typeof(ResultTypes).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(SmtpTls) && !type.IsNested)];

    /// <summary>The enums.</summary>
    public static IReadOnlyList<Type> Enums { get; } = [.. Public.Where(type => type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>The results and the objects in them. What works (a running listener) is no result.</summary>
    public static IReadOnlyList<Type> Objects { get; } = [.. Public.Where(IsResult).OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static readonly Dictionary<string, Type> ByName = Objects.ToDictionary(type => type.FullName!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The result type of a full name; <see langword="null"/> where there is none.</summary>
    public static Type? Find(string fullName) => ByName.TryGetValue(fullName, out Type? type) ? type : null;

    private static bool IsResult(Type type) =>
        type is { IsClass: true, IsAbstract: false }
        && !typeof(Exception).IsAssignableFrom(type)
        && !typeof(IDisposable).IsAssignableFrom(type)
        && !typeof(Delegate).IsAssignableFrom(type)
        && !typeof(Attribute).IsAssignableFrom(type)
        && type.GetCustomAttributes(typeof(CompilerGeneratedAttribute), inherit: false).Length == 0;
}
