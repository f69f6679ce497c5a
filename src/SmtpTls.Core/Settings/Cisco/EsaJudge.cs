namespace SmtpTls.Cisco;

/// <summary>Says of each part of a file what it amounts to.</summary>
internal static class EsaJudge
{
    /// <param name="content">The file.</param>
    /// <param name="source">Its path.</param>
    /// <param name="hatDefault">The default TLS setting for an exported Host Access Table, which does not hold it.</param>
    /// <param name="now">The moment that certificates are judged for.</param>
    public static IEnumerable<EsaTlsPolicy> Judge(EsaFileContent content, string source, EsaTlsSetting? hatDefault, DateTimeOffset now)
    {
        foreach (EsaListener listener in content.Listeners)
        {
            IReadOnlyList<EsaTlsPolicy> groups = listener.HostAccessTable is { } table ? [.. SenderGroupJudge.Judge(table, listener, source)] : [];
            yield return ListenerJudge.Judge(listener, groups, content.Ssl, source, now);
            foreach (EsaTlsPolicy group in groups) yield return group;
        }

        if (content.HostAccessTable is { } exported)
        {
            HatParameters defaults = new() { Tls = hatDefault is { } setting ? EsaSpelling.Name(setting) : null };
            foreach (EsaTlsPolicy group in SenderGroupJudge.Judge(exported with { Defaults = defaults }, listener: null, source)) yield return group;
        }

        if (content.Destinations is { } destinations)
        {
            foreach (EsaTlsPolicy destination in DestinationJudge.Judge(destinations, source)) yield return destination;
        }
    }
}
