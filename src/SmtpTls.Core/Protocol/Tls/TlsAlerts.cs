using System.Globalization;

namespace SmtpTls.Tls;

/// <summary>The alerts of the IANA registry with their meaning, from TlsAlerts.tsv.</summary>
internal static class TlsAlerts
{
    private static readonly Lazy<Dictionary<int, TlsAlert>> ByCode = new(() => FactTable.Read("Protocol.Tls.TlsAlerts.tsv")
        .Select(columns => Read(columns))
        .ToDictionary(alert => alert.Code));

    private static TlsAlert Read(string[] columns)
    {
        TlsAlert alert = new(int.Parse(columns[0], CultureInfo.InvariantCulture), columns[1], columns[2]);
        return columns.Length > 3 ? alert with { OwnMeaning = columns[3] } : alert;
    }

    /// <summary>The alert of a code; one that the registry does not have is named by its number.</summary>
    public static TlsAlert Get(int code) => ByCode.Value.TryGetValue(code, out TlsAlert? alert)
        ? alert
        : new TlsAlert(code, "alert", "this alert is not in the registry");
}
