using System.Collections.Specialized;
using System.Text;
using SmtpTls.Reports;

namespace SmtpTls.Generator;

/// <summary>
/// SmtpTls.types.ps1xml: what PowerShell does with each result and enum. Each result, wherever it stands, counts its depth anew: all of it
/// is written even at remoting's depth of 1, and what stands in it and is no result (an enum, a time) as text. What arrives becomes the
/// result again. An enum that a script takes out of a result and writes alone becomes itself again, too.
/// </summary>
internal static class TypesFile
{
    private const string Exact = """
              <CodeProperty IsHidden="true">
                <Name>ExactTimes</Name>
                <GetCodeReference><TypeName>SmtpTls.Views.ExactTimes</TypeName><MethodName>Of</MethodName></GetCodeReference>
              </CodeProperty>

        """;

    public static string Text()
    {
        StringBuilder text = new();
        text.Append("""
            <?xml version="1.0" encoding="utf-8"?>
            <!-- Written by SmtpTls.Generator, which says why. -->
            <Types>
              <Type>
                <Name>SmtpTls.Views.ResultConverter</Name>
                <TypeConverter><TypeName>SmtpTls.Views.ResultConverter</TypeName></TypeConverter>
              </Type>

            """);
        foreach (Type type in ResultTypes.Enums) Append(text, $"Deserialized.{type.FullName}", "", "TargetTypeForDeserialization", type.FullName!);
        foreach (Type type in ResultTypes.Objects)
        {
            Append(text, type.FullName!, Members(type), "SerializationDepth", "1", Essentials.Of(type));
            Append(text, $"Deserialized.{type.FullName}", string.Concat(ResultShape.Of(type).Lost.Select(Arrived)), "TargetTypeForDeserialization", "SmtpTls.Views.ResultConverter");
        }

        return text.Append("</Types>\n").ToString();
    }

    private static void Append(StringBuilder text, string type, string members, string setting, string value, IReadOnlyList<string>? shown = null)
    {
        string set = shown is null
            ? ""
            : $"<PropertySet><Name>DefaultDisplayPropertySet</Name><ReferencedProperties>{string.Concat(shown.Select(name => $"<Name>{name}</Name>"))}</ReferencedProperties></PropertySet>";
        string entry = $"""
          <Type>
            <Name>{type}</Name>
            <Members>
        {members}      <MemberSet>
                <Name>PSStandardMembers</Name>
                <Members><NoteProperty><Name>{setting}</Name><Value>{value}</Value></NoteProperty>{set}</Members>
              </MemberSet>
            </Members>
          </Type>

        """;
        text.Append(entry);
    }

    private static string Members(Type type)
    {
        ResultShape shape = ResultShape.Of(type);
        string exact = shape.Times.Count > 0 ? Exact : "";
        return exact + string.Concat(shape.Stored.Where(IsList).Select(Companion));
    }

    // A dialogue is too long for one cell.
    private static bool IsList(StoredProperty property) =>
        property.Type == typeof(OrderedDictionary) || (property.Type.IsArray && property.ItemType != typeof(TranscriptLine));

    // SSH remoting does not ask for the target type. The comma keeps a list of one, or of none, a list.
    private static string Arrived(string property) => $"""
              <ScriptProperty>
                <Name>{property}</Name>
                <GetScriptBlock>,[SmtpTls.Views.ResultConverter]::ReadProperty($this, '{property}')</GetScriptBlock>
              </ScriptProperty>

        """;

    // The list as one text, for CSV.
    private static string Companion(StoredProperty property) => $"""
              <ScriptProperty>
                <Name>{property.Name}Text</Name>
                <GetScriptBlock>{(property.Type.IsArray ? $"$this.{property.Name} -join '; '" : $"@(foreach ($pair in $this.{property.Name}.GetEnumerator()) {{ '{{0}}: {{1}}' -f $pair.Key, $pair.Value }}) -join '; '")}</GetScriptBlock>
              </ScriptProperty>

        """;
}
