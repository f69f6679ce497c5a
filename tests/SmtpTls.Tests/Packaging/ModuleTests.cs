using System.Management.Automation;

namespace SmtpTls.Tests.Packaging;

public sealed class ModuleTests
{
    [Fact]
    public void The_module_exports_every_cmdlet_that_it_has_and_no_other()
    {
        using var engine = new PowerShellEngine();

        string[] exported = [.. engine.Run("(Get-Module SmtpTls).ExportedCommands.Keys").Output.Select(name => name.ToString()).Order()];
        string[] promised = [.. engine.Run("param($path) (Test-ModuleManifest $path).ExportedCmdlets.Keys", ("path", PowerShellEngine.ModuleManifest)).Output
            .Select(name => name.ToString()).Order()];
        string[] written = [.. engine.Run(
            """
            foreach ($type in [SmtpTls.Commands.AsyncCmdlet].Assembly.GetTypes()) {
                foreach ($attribute in $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)) {
                    '{0}-{1}' -f $attribute.VerbName, $attribute.NounName
                }
            }
            """).Output.Select(name => name.ToString()).Order()];

        Assert.Equal(written, exported);
        Assert.Equal(written, promised);
    }

    [Fact]
    public void Importing_again_with_Force_keeps_the_commands()
    {
        using var engine = new PowerShellEngine();

        EngineResult result = engine.Run("param($path) Import-Module $path -Force; (Get-Command -Module SmtpTls).Count", ("path", PowerShellEngine.ModuleManifest));

        Assert.Equal(engine.Run("(Test-ModuleManifest $path).ExportedCmdlets.Count").Only.BaseObject, result.ThrowOnError().Only.BaseObject);
    }

    [Fact]
    public async Task Runspaces_can_import_at_the_same_time()
    {
        string[][] errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var engine = new PowerShellEngine();
            EngineResult result = engine.Run("param($path) foreach ($i in 1..3) { Import-Module $path -Force }", ("path", PowerShellEngine.ModuleManifest));
            return result.Errors.Select(error => error.ToString()).ToArray();
        })));

        Assert.Empty(errors.SelectMany(one => one));
    }

    [Theory]
    [InlineData("[SmtpTls.SslProtocolVersion]::Tls12 -lt [SmtpTls.SslProtocolVersion]::Tls13")]
    [InlineData("Import-Module $path -Force; [SmtpTls.TestStatus]::NoMx -is [Enum]")]
    public void Scripts_can_name_the_modules_types(string script)
    {
        using var engine = new PowerShellEngine();

        Assert.Equal(true, engine.Run("param($path) " + script, ("path", PowerShellEngine.ModuleManifest)).ThrowOnError().Only.BaseObject);
    }

    [Fact]
    public void Enums_of_results_come_back_from_Clixml_and_remoting_as_themselves()
    {
        using var engine = new PowerShellEngine();

        EngineResult lost = engine.Run(
            """
            foreach ($type in [SmtpTls.TestStatus].Assembly.GetExportedTypes().Where({ $_.IsEnum })) {
                $value = [Enum]::GetValues($type)[0]
                $back = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value))
                if ($back -isnot $type -or $back -ne $value) { "SmtpTls.types.ps1xml lacks $type" }
            }
            """);

        Assert.Empty(lost.ThrowOnError().Output);
    }

    [Fact]
    public void A_list_in_a_result_is_an_array_that_a_script_can_index()
    {
        using var engine = new PowerShellEngine();

        EngineResult others = engine.Run(
            """
            foreach ($type in [SmtpTls.TestStatus].Assembly.GetExportedTypes().Where({ $_.IsClass -and $_.Namespace -eq 'SmtpTls' })) {
                foreach ($property in $type.GetProperties()) {
                    $list = $property.PropertyType
                    $other = [string], [System.Collections.Specialized.OrderedDictionary]
                    if ([System.Collections.IEnumerable].IsAssignableFrom($list) -and $list -notin $other -and -not $list.IsArray) {
                        "$($type.Name).$($property.Name)"
                    }
                }
            }
            """);

        Assert.Empty(others.ThrowOnError().Output);
    }

    [Fact]
    public void Nothing_of_the_module_is_loaded_where_the_host_or_another_module_could_meet_it()
    {
        using var engine = new PowerShellEngine();

        string context = engine.Run("[System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([SmtpTls.Commands.AsyncCmdlet].Assembly).Name").Only.ToString();

        Assert.Equal("SmtpTls", context);
        Assert.DoesNotContain(
            System.Runtime.Loader.AssemblyLoadContext.Default.Assemblies,
            assembly => assembly.GetName().Name is "SmtpTls");
    }

    [Fact]
    public void Every_parameter_of_a_cmdlet_with_a_closed_set_of_values_is_an_enum_or_has_a_completer()
    {
        using var engine = new PowerShellEngine();

        var strings = engine.Run("Get-Command -Module SmtpTls").Output
            .Select(command => (CmdletInfo)command.BaseObject)
            .SelectMany(command => command.Parameters.Values.Select(parameter => (command.Name, parameter)))
            .Where(pair => pair.parameter.Attributes.OfType<ValidateSetAttribute>().Any());

        Assert.Empty(strings);
    }
}
