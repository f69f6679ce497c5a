using System.Text.RegularExpressions;

namespace SmtpTls.Tests;

/// <summary>
/// The arrows of docs/dev/architecture.md point down: a folder of the core uses what lies below it, and no product's folder knows another.
/// Seen by the namespaces that a file uses, and by the public types that it names, wherever these lie.
/// </summary>
public sealed partial class DependencyTests
{
    private static readonly string[] Ground = ["Common", "Findings", "Protocol"];

    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Common"] = [],
        ["Findings"] = ["Common"],
        ["Protocol"] = ["Common", "Findings"],
        ["Policy"] = Ground,
        ["Live"] = [.. Ground, "Policy"],
        ["Errors"] = Ground,
        ["Traces"] = Ground,
        ["Settings"] = Ground,
        ["Compliance"] = [.. Ground, "Policy", "Live"],
        ["Reports"] = [.. Ground, "Policy", "Live", "Compliance"],
    };

    private static readonly Dictionary<string, string> Files = Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(Core, path).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(Core, path).StartsWith("bin", StringComparison.Ordinal))
        .ToDictionary(path => Path.GetRelativePath(Core, path).Replace('\\', '/'), path => NoCode().Replace(File.ReadAllText(path), ""));

    // The folder of each namespace, and that of each public type, whose namespace is SmtpTls wherever it lies.
    private static readonly ILookup<string, string> Namespaces = Places(Namespace());
    private static readonly ILookup<string, string> PublicTypes = Places(PublicType(), file => file.Contains("namespace SmtpTls;", StringComparison.Ordinal));

    private static string Core => Path.Combine(PowerShellEngine.RepositoryRoot, "src", "SmtpTls.Core");

    [Fact]
    public void EveryFolderUsesOnlyWhatLiesBelowIt() => Assert.Empty(
        from file in Files
        let folder = Folder(file.Key)
        from used in UsedNamespace().Matches(file.Value).SelectMany(use => Namespaces[use.Groups[1].Value])
            .Concat(Word().Matches(file.Value).Select(word => word.Value).Distinct().SelectMany(word => PublicTypes[word]))
        where !MayUse(folder, used)
        select $"{file.Key} uses {used}");

    [Fact]
    public void EveryFolderHasItsPlace() => Assert.Empty(Files.Keys.Where(file => file.Contains('/')).Select(file => file.Split('/')[0]).Distinct().Except(Below.Keys));

    // In Traces and Settings each product has a folder of its own; what lies beside these folders is for all of them.
    private static string Folder(string file) =>
        file.Split('/') is ["Traces" or "Settings", var product, _, ..] parts ? $"{parts[0]}/{product}" : file.Split('/')[0];

    private static bool MayUse(string folder, string used) =>
        folder == used || folder.Split('/')[0] == used || (Below.TryGetValue(folder.Split('/')[0], out string[]? below) && below.Contains(used));

    private static ILookup<string, string> Places(Regex name, Func<string, bool>? counts = null) => Files.Where(file => counts is null || counts(file.Value))
        .SelectMany(file => name.Matches(file.Value).Select(match => (Name: match.Groups[1].Value, Folder: Folder(file.Key)))).Distinct().ToLookup(place => place.Name, place => place.Folder);

    [GeneratedRegex(@"^namespace SmtpTls\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:\w+ = )?SmtpTls\.([\w.]+?)(?:\.[A-Z]\w+)?;", RegexOptions.Multiline)]
    private static partial Regex UsedNamespace();

    [GeneratedRegex(@"^public (?:sealed |static |abstract |readonly |partial )*(?:class|record struct|record|struct|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    // Not a member that has the name of a type: X.Name, Name = value, Type Name { get; }.
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w+\b(?!\s*(?:=[^=>]|\{ get))")]
    private static partial Regex Word();

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*")]
    private static partial Regex NoCode();
}
