using System.Reflection;
using System.Reflection.Emit;
using static SmtpTls.Tests.Support.TestScripts;

namespace SmtpTls.Tests.Packaging;

/// <summary>The module next to another that brings older copies of our libraries, in a process of its own.</summary>
public sealed class IsolationTests : IDisposable
{
    private static readonly string[] Libraries = ["BouncyCastle.Cryptography", "DnsClient", "MailKit", "MimeKit"];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Older_libraries_of_another_module_do_no_harm(bool theirsFirst)
    {
        string[] theirs = [.. Libraries.Select(OldLibrary)];
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = new TestCertificate().Create() };
        string test = $"(Test-SmtpStartTls -Server 127.0.0.1:{server.Port}).Protocol";
        string versions = string.Join("; ", theirs.Select(path => $"[System.Reflection.Assembly]::LoadFrom('{path}').GetName().Version.ToString()"));

        var (exitCode, output, error) = await Pwsh.RunAsync(theirsFirst ? theirs : [], theirsFirst ? $"{versions}; {test}" : $"{test}; {versions}");

        Assert.Equal((0, ""), (exitCode, error));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(theirsFirst ? "Tls13" : "1.0.0.0", lines[^1]);
        Assert.Equal(Libraries.Length, lines.Count(line => line == "1.0.0.0"));
        Assert.Contains("Tls13", lines);
    }

    /// <summary>An assembly of the library's name and an old version, which .NET can load before the program starts.</summary>
    private string OldLibrary(string name)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(1, 0, 0, 0) }, typeof(object).Assembly);
        TypeBuilder hook = assembly.DefineDynamicModule(name).DefineType("StartupHook", TypeAttributes.Class);
        hook.DefineMethod("Initialize", MethodAttributes.Static | MethodAttributes.Public, typeof(void), []).GetILGenerator().Emit(OpCodes.Ret);
        hook.CreateType();
        string path = Path.Combine(_folder, name + ".dll");
        assembly.Save(path);
        return path;
    }
}
