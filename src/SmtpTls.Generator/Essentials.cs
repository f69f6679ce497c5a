namespace SmtpTls.Generator;

/// <summary>The few properties that tell what a result says, where PowerShell shows it beside objects of other types.</summary>
internal static class Essentials
{
    private static readonly Dictionary<Type, string[]> Known = new()
    {
        [typeof(StartTlsResult)] =
            [nameof(StartTlsResult.Domain), nameof(StartTlsResult.MxHost), nameof(StartTlsResult.Status), nameof(StartTlsResult.Level), nameof(StartTlsResult.Score), nameof(StartTlsResult.Reason)],
        [typeof(TlsPolicy)] = [nameof(TlsPolicy.Domain), nameof(TlsPolicy.Action), nameof(TlsPolicy.Dane), nameof(TlsPolicy.MtaSts), nameof(TlsPolicy.Findings)],
        [typeof(SendResult)] = [nameof(SendResult.Server), nameof(SendResult.Status), nameof(SendResult.Encrypted), nameof(SendResult.Reason)],
        [typeof(ListenerSession)] =
            [nameof(ListenerSession.Start), nameof(ListenerSession.HeloName), nameof(ListenerSession.Encrypted), nameof(ListenerSession.Protocol), nameof(ListenerSession.Reason)],
        [typeof(Hop)] = [nameof(Hop.Index), nameof(Hop.From), nameof(Hop.By), nameof(Hop.Encrypted), nameof(Hop.Protocol)],
        [typeof(LogSession)] =
            [nameof(LogSession.Start), nameof(LogSession.Direction), nameof(LogSession.Remote), nameof(LogSession.Encrypted), nameof(LogSession.Protocol), nameof(LogSession.Failure)],
        [typeof(LogSummary)] = [nameof(LogSummary.Sessions), nameof(LogSummary.EncryptedPercent), nameof(LogSummary.Plain), nameof(LogSummary.Failed)],
        [typeof(TlsReportEntry)] =
            [nameof(TlsReportEntry.PolicyDomain), nameof(TlsReportEntry.Failure), nameof(TlsReportEntry.FailedSessionCount), nameof(TlsReportEntry.TotalSuccessfulSessionCount)],
        [typeof(ExchangeTlsPolicy)] =
            [nameof(ExchangeTlsPolicy.Identity), nameof(ExchangeTlsPolicy.Mode), nameof(ExchangeTlsPolicy.Authentication), nameof(ExchangeTlsPolicy.Findings)],
        [typeof(EsaTlsPolicy)] = [nameof(EsaTlsPolicy.Kind), nameof(EsaTlsPolicy.Name), nameof(EsaTlsPolicy.Mode), nameof(EsaTlsPolicy.Findings)],
        [typeof(SchannelTlsPolicy)] =
            [nameof(SchannelTlsPolicy.ComputerName), nameof(SchannelTlsPolicy.ClientProtocols), nameof(SchannelTlsPolicy.ServerProtocols), nameof(SchannelTlsPolicy.Findings)],
        [typeof(Finding)] = [nameof(Finding.Severity), nameof(Finding.Id), nameof(Finding.Text)],
    };

    /// <summary>The properties of the type; <see langword="null"/> for a type that only stands in others.</summary>
    public static IReadOnlyList<string>? Of(Type type) => Known.TryGetValue(type, out string[]? names) ? names : null;
}
