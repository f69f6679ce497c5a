using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace SmtpTls.Shell;

/// <summary>
/// Format-List and Format-Table. The engine's package holds their whole implementation but not the two small classes that name it, which
/// live in Microsoft.PowerShell.Commands.Utility; so does the way to set it, which is internal. The package's version is pinned.
/// </summary>
public abstract class FormatCommand : OuterFormatTableAndListBase
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    private static readonly Type Base = typeof(FrontEndCommandBase);

    /// <summary>Formats in the shape of this name: List or Table.</summary>
    protected FormatCommand(string shape)
    {
        Type shapes = Hosted("FormatShape");
        object implementation = Hosted("InnerFormatShapeCommand").GetConstructor(Hidden, [shapes])!.Invoke([Enum.Parse(shapes, shape)]);
        Base.GetField("implementation", Hidden)!.SetValue(this, implementation);
    }

    private static Type Hosted(string name) => Base.Assembly.GetType($"{Base.Namespace}.{name}", throwOnError: true)!;
}

/// <summary>Shows all that the list view of an object has, or the properties that are named.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand() : FormatCommand("List");

/// <summary>Shows objects as a table, with the columns of their view or the properties that are named.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand() : FormatCommand("Table");
