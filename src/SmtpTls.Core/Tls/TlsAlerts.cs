using System.Globalization;

namespace SmtpTls.Tls;

/// <summary>The alerts of the IANA registry with their meaning, from TlsAlerts.tsv.</summary>
internal static class TlsAlerts
{
    private static readonly Lazy<Dictionary<int, TlsAlert>> ByCode = new(ReadTable);

    /// <summary>The alert of a code; one that the registry does not have is named by its number.</summary>
    public static TlsAlert Get(int code) => ByCode.Value.TryGetValue(code, out TlsAlert? alert)
        ? alert
        : new TlsAlert(code, "alert", "this alert is not in the registry");

    private static Dictionary<int, TlsAlert> ReadTable()
    {
        using Stream stream = typeof(TlsAlerts).Assembly.GetManifestResourceStream("SmtpTls.Tls.TlsAlerts.tsv")!;
        using StreamReader reader = new(stream);
        Dictionary<int, TlsAlert> alerts = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] columns = line.Split('\t');
            int code = int.Parse(columns[0], CultureInfo.InvariantCulture);
            alerts.Add(code, new TlsAlert(code, columns[1], columns[2]));
        }
        return alerts;
    }
}
