using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SmtpTls.Tests.Packaging;

/// <summary>The cmdlets, the pages in docs/en-US and the help file made from them (build.ps1 -Task Help) say the same.</summary>
public sealed partial class HelpTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Development = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly string Pages = Path.Combine(PowerShellEngine.RepositoryRoot, "docs", "en-US");

    public static TheoryData<string> Cmdlets()
    {
        using var engine = new PowerShellEngine();
        return [.. engine.Run("(Get-Command -Module SmtpTls).Name").ThrowOnError().Output.Select(name => name.ToString())];
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_the_parameters_of_the_cmdlet(string cmdlet)
    {
        using var engine = new PowerShellEngine();
        var command = (CmdletInfo)engine.Run("param($name) Get-Command $name", ("name", cmdlet)).Only.BaseObject;
        string[] parameters = [.. command.Parameters.Keys.Except(Cmdlet.CommonParameters).Except(Cmdlet.OptionalCommonParameters).Order()];

        string page = Page(cmdlet);
        Assert.Equal(parameters, ParameterHeading().Matches(page).Select(match => match.Groups[1].Value).Except(["WhatIf", "Confirm"]).Order());
        XElement help = Help(cmdlet);
        Assert.Equal(
            parameters,
            help.Element(Command + "parameters")!.Elements().Select(parameter => parameter.Element(Maml + "name")!.Value).Except(["WhatIf", "Confirm"]).Order());
        Assert.Equal(command.ParameterSets.Count, help.Element(Command + "syntax")!.Elements().Count());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_is_written_out_and_has_examples(string cmdlet)
    {
        string page = Page(cmdlet);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);

        XElement help = Help(cmdlet);
        string synopsis = help.Element(Command + "details")!.Element(Maml + "description")!.Value.Trim();
        Assert.Contains(synopsis, page, StringComparison.Ordinal);
        XElement[] shown = [.. help.Element(Command + "examples")!.Elements()];
        int examples = shown.Length;
        Assert.InRange(examples, 3, 20);
        Assert.All(shown, example => Assert.NotEqual("", example.Element(Development + "code")!.Value.Trim()));
        Assert.DoesNotContain("```", help.Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0080', help.Value);
        Assert.Equal(page.Split("## EXAMPLES")[1].Split("## PARAMETERS")[0].Split("\n### ").Length - 1, examples);
    }

    [Fact]
    public void The_built_module_shows_this_help()
    {
        using var engine = new PowerShellEngine();

        PSObject help = engine.Run("Get-Help Test-SmtpStartTls -Full").ThrowOnError().Only;

        Assert.StartsWith("Tests how mail to a domain or server is encrypted", help.Text("Synopsis"), StringComparison.Ordinal);
        string about = engine.Run("Get-Help about_SmtpTls").ThrowOnError().Only.ToString();
        Assert.All(Cmdlets(), row => Assert.Contains(row.Data, about, StringComparison.Ordinal));
    }

    private static string Page(string cmdlet) => File.ReadAllText(Path.Combine(Pages, cmdlet + ".md"));

    private static XElement Help(string cmdlet) => XDocument.Load(Path.Combine(Pages, "SmtpTls.dll-Help.xml")).Root!.Elements()
        .Single(command => command.Element(Command + "details")!.Element(Command + "name")!.Value == cmdlet);

    [GeneratedRegex(@"^### -(\w+)", RegexOptions.Multiline)]
    private static partial Regex ParameterHeading();
}
