using System.ComponentModel;
using System.Management.Automation;
using SmtpTls.Reports;

namespace SmtpTls.Views;

/// <summary>
/// A hidden property of results (SmtpTls.types.ps1xml) that carries the fractions of their times over remoting: PowerShell writes a
/// DateTimeOffset as text without them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExactTimes
{
    internal const string PropertyName = "ExactTimes";

    /// <summary>The times that have a fraction: <c>Start=2026-11-28T18:05:00.1230000Z;End=...</c>; <see langword="null"/> where none has.</summary>
    /// <param name="instance">A result.</param>
    public static string? Of(PSObject? instance)
    {
        if (instance?.BaseObject is not { } result || !ResultShape.Has(result.GetType())) return null;
        string times = string.Join(";", ResultShape.Of(result.GetType()).Times
            .Select(property => (property.Name, Time: (DateTimeOffset?)property.Get(result)))
            .Where(pair => pair.Time is { } time && !ResultText.IsWhole(time))
            .Select(pair => $"{pair.Name}={ResultText.Of(pair.Time!.Value)}"));
        return times.Length == 0 ? null : times;
    }

    internal static ILookup<string, string> Parse(string? times) =>
        (times ?? "").Split(';').Select(pair => pair.Split('=')).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
}
