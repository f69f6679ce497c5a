using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using SmtpTls.Input;

namespace SmtpTls.Views;

/// <summary>
/// How views write what a table has little room for. Results that did not arrive whole are written as such: what is missing is a question
/// mark, never none.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Shown
{
    private const string Missing = "?";
    private const char Ellipsis = '\u2026';

    /// <summary>A host name that fits the width: what is too long loses its middle, and keeps its first label and its domain where possible.</summary>
    /// <param name="host">The name.</param>
    /// <param name="width">The most characters.</param>
    public static string Host(object? host, int width)
    {
        string name = host?.ToString() ?? "";
        if (name.Length <= width) return name;
        string[] labels = name.Split('.');
        string inner = labels.Length > 3 ? $"{labels[0]}{Ellipsis}{labels[labels.Length - 2]}.{labels[labels.Length - 1]}" : name;
        if (inner.Length <= width) return inner;
        int tail = (width - 1) / 2;
        return name.Substring(0, width - 1 - tail) + Ellipsis + name.Substring(name.Length - tail);
    }

    /// <summary>A point in time in UTC: <c>2026-11-28 18:05:07Z</c>.</summary>
    /// <param name="time">A time, live or deserialized; nothing where it is not known.</param>
    public static string Time(object? time) => Write(time, "yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary>The same without its <c>Z</c>, for a column whose header names UTC.</summary>
    /// <param name="time">A time.</param>
    public static string TimeOnly(object? time) => Write(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>The day in UTC: <c>2026-11-28</c>.</summary>
    /// <param name="time">A time.</param>
    public static string Day(object? time) => Write(time, "yyyy-MM-dd");

    /// <summary>How many a list has; a question mark where it is not known.</summary>
    /// <param name="list">A list.</param>
    public static string Count(object? list) => Base(list) is ICollection items ? items.Count.ToString(CultureInfo.InvariantCulture) : Missing;

    /// <summary><c>1 err 2 warn</c>, <c>none</c>, or a question mark where findings did not arrive.</summary>
    /// <param name="findings">Findings, or their texts.</param>
    public static string Findings(object? findings)
    {
        if (Severities(findings) is not { } severities) return Missing;
        int errors = severities.Count(severity => severity == 'E');
        int warnings = severities.Count(severity => severity == 'W');
        string text = string.Join(" ", new[] { errors > 0 ? $"{errors} err" : "", warnings > 0 ? $"{warnings} warn" : "" }.Where(part => part.Length > 0));
        return text.Length > 0 ? text : "none";
    }

    /// <summary>A line for each error and warning, <c>E CertificateExpired</c>; a question mark where findings did not arrive.</summary>
    /// <param name="findings">Findings, or their texts.</param>
    public static string FindingIds(object? findings)
    {
        if (Severities(findings) is not { } severities) return Missing;
        IEnumerable<string> ids = Items(findings).Zip(severities, (item, severity) => (Severity: severity, Id: PSObject.AsPSObject(item).Properties["Id"]?.Value?.ToString() ?? item.ToString()))
            .Where(finding => finding.Severity != 'I').Select(finding => $"{finding.Severity} {finding.Id}");
        return string.Join("\n", ids);
    }

    // The first letter of each severity. A finding writes itself as "Warning: ...", also where only that has arrived.
    private static List<char>? Severities(object? findings)
    {
        if (Base(findings) is not (ICollection or Finding or PSCustomObject)) return null;
        List<char> severities = [];
        foreach (object item in Items(findings))
        {
            string text = item.ToString() ?? "";
            if (!text.StartsWith("Error:", StringComparison.Ordinal) && !text.StartsWith("Warning:", StringComparison.Ordinal) && !text.StartsWith("Information:", StringComparison.Ordinal))
                return null;
            severities.Add(text[0]);
        }

        return severities;
    }

    private static IEnumerable<object> Items(object? list) => Base(list) is ICollection items ? items.Cast<object>() : list is null ? [] : [list];

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string Write(object? time, string format)
    {
        DateTimeOffset? read = new ObjectProperties(new PSObject(new Holder(time))).Time(nameof(Holder.Value));
        return read is { } known ? known.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture) : time?.ToString() ?? "";
    }

    private sealed record Holder(object? Value);
}
