using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using SmtpTls.Logs;

namespace SmtpTls.Input;

/// <summary>Reads a summary that may be live or deserialized.</summary>
internal static class LogSummaryReader
{
    /// <exception cref="FormatException">The object is no summary.</exception>
    public static LogSummary Read(ObjectProperties source)
    {
        if (!source.Has(nameof(LogSummary.GroupBy)) || !source.Has(nameof(LogSummary.Edges)) || source.Number(nameof(LogSummary.Sessions)) is null)
            throw new FormatException($"{Quoted.Value(source.Source.ToString())} is no summary of Get-SmtpTlsLogSummary, or one of which properties were left out.");
        LogSummary summary = new()
        {
            GroupBy = [.. source.List(nameof(LogSummary.GroupBy))],
            Sessions = Count(source, nameof(LogSummary.Sessions)),
            Encrypted = Count(source, nameof(LogSummary.Encrypted)),
            Plain = Count(source, nameof(LogSummary.Plain)),
            Failed = Count(source, nameof(LogSummary.Failed)),
            Unknown = Count(source, nameof(LogSummary.Unknown)),
            NoMail = Count(source, nameof(LogSummary.NoMail)),
            Required = Count(source, nameof(LogSummary.Required)),
            Fallback = Count(source, nameof(LogSummary.Fallback)),
            Messages = Count(source, nameof(LogSummary.Messages)),
            MessagesEncrypted = Count(source, nameof(LogSummary.MessagesEncrypted)),
            MessagesPlain = Count(source, nameof(LogSummary.MessagesPlain)),
            FirstSeen = source.Time(nameof(LogSummary.FirstSeen)),
            LastSeen = source.Time(nameof(LogSummary.LastSeen)),
            Protocols = Counts(source, nameof(LogSummary.Protocols)),
            CipherSuites = Counts(source, nameof(LogSummary.CipherSuites)),
            Errors = Counts(source, nameof(LogSummary.Errors)),
            Files = Count(source, nameof(LogSummary.Files)),
            Lines = Count(source, nameof(LogSummary.Lines)),
            Unparsed = Count(source, nameof(LogSummary.Unparsed)),
            Edges = [.. source.List(nameof(LogSummary.Edges))],
        };
        foreach (string name in summary.GroupBy)
            SummaryGroups.Set(summary, Grouping(name), Value(source, Grouping(name)));
        return summary;
    }

    /// <exception cref="FormatException">The name is none of a property that sessions are grouped by.</exception>
    public static LogGrouping Grouping(string name) =>
        Enum.TryParse(name, ignoreCase: true, out LogGrouping grouping) ? grouping : throw new FormatException($"{Quoted.Value(name)} is nothing that sessions are grouped by.");

    private static object? Value(ObjectProperties source, LogGrouping grouping) => grouping switch
    {
        LogGrouping.Direction => source.Enum<MailDirection>(nameof(LogSummary.Direction)),
        LogGrouping.Protocol => source.Enum<SslProtocolVersion>(nameof(LogSummary.Protocol)),
        LogGrouping.Dialect => source.Enum<LogDialect>(nameof(LogSummary.Dialect)),
        LogGrouping.Day => source.Time(nameof(LogSummary.Day)),
        LogGrouping.Hour => source.Time(nameof(LogSummary.Hour)),
        _ => source.Text(grouping.ToString()),
    };

    private static long Count(ObjectProperties source, string name) =>
        source.Number(name) is >= 0 and { } count ? count : throw new FormatException($"The summary's {name} is {Quoted.Value(source.Text(name) ?? "")}, which is no count.");

    private static OrderedDictionary Counts(ObjectProperties source, string name)
    {
        OrderedDictionary counts = [];
        object? value = source.Value(name) is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : source.Value(name);
        IEnumerable<(string, object?)> pairs = value switch
        {
            null => [],
            IDictionary dictionary => dictionary.Keys.Cast<object>().Select(key => (key.ToString()!, (object?)dictionary[key])),
            // ConvertFrom-Json makes objects of dictionaries.
            _ => PSObject.AsPSObject(value).Properties.Select(property => (property.Name, (object?)property.Value)),
        };
        foreach ((string key, object? count) in pairs)
            counts[key] = Convert.ToInt64(count is PSObject number ? number.BaseObject : count, CultureInfo.InvariantCulture);
        return counts;
    }
}
