using System.Collections.Specialized;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Reports;

namespace SmtpTls.Tests.Reports;

/// <summary>What holds for every type that a script can hold, also for those that will be added.</summary>
public sealed class ResultTypesTests
{
    public static TheoryData<string> Names() => [.. ResultTypes.Objects.Select(type => type.FullName!)];

    [Fact]
    public void What_no_script_can_name_is_internal() =>
        Assert.Empty(typeof(ResultTypes).Assembly.GetExportedTypes().Where(type => type.Namespace != "SmtpTls").Select(type => type.FullName));

    [Theory]
    [MemberData(nameof(Names))]
    public void Says_in_a_string_what_matters(string name)
    {
        MethodInfo written = ResultTypes.Find(name)!.GetMethod(nameof(ToString), Type.EmptyTypes)!;

        Assert.Equal(name, written.DeclaringType!.FullName);
        Assert.Empty(written.GetCustomAttributes<CompilerGeneratedAttribute>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_only_properties_that_JSON_and_remoting_can_carry(string name)
    {
        ResultShape shape = ResultShape.Of(ResultTypes.Find(name)!);

        Assert.NotEmpty(shape.Stored);
        Assert.All(shape.Stored, property => Assert.True(IsCarried(property.ItemType ?? property.ValueType), $"{property.Name} is a {property.Type}"));
        string[] names = [.. shape.Stored.Select(property => property.Name), .. shape.ComputedScalars.Select(property => property.Name)];
        Assert.Empty(names.Intersect([ResultJsonWriter.VersionProperty, ResultJsonWriter.TypeProperty, ResultJsonWriter.CertificatesProperty, "ExactTimes"]));
        Assert.Empty(names.Intersect(shape.Stored.Where(property => property.ItemType is not null).Select(property => property.Name + "Text")));
    }

    [Fact]
    public void Json_of_a_newer_form_or_of_something_else_is_refused_with_the_reason()
    {
        Assert.Contains("reads 1 to 1", Refuse("""{"SchemaVersion":2,"ResultType":"Finding"}"""), StringComparison.Ordinal);
        Assert.Contains("SchemaVersion", Refuse("""{"Id":"x"}"""), StringComparison.Ordinal);
        Assert.Contains("Process", Refuse("""{"SchemaVersion":1,"ResultType":"Process"}"""), StringComparison.Ordinal);
        Assert.Contains("Finding.Severity", Refuse("""{"SchemaVersion":1,"ResultType":"Finding","Id":"x","Severity":"Bad","Text":"","Source":""}"""), StringComparison.Ordinal);
        Assert.Contains("Finding has no Severity", Refuse("""{"SchemaVersion":1,"ResultType":"Finding","Id":"x","Text":"","Source":""}"""), StringComparison.Ordinal);
    }

    private static string Refuse(string json) => Assert.Throws<FormatException>(() => ResultJsonReader.ReadAll(json)).Message;

    private static bool IsCarried(Type type) =>
        type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double)
        || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(OrderedDictionary) || type == typeof(X509Certificate2)
        || type.IsEnum || ResultShape.Has(type);
}
