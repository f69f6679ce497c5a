namespace SmtpTls.Logs;

/// <summary>What to read, and how.</summary>
internal sealed record LogScanOptions
{
    /// <summary>The dialect; <see langword="null"/> to tell it line by line.</summary>
    public LogDialect? Dialect { get; init; }

    /// <summary>Sessions that began before are left out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Sessions that began then or later are left out.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The zone of times that do not name theirs.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Whether senders, recipients, ids and certificates are wanted.</summary>
    public bool Details { get; init; }

    /// <summary>Whether names of the other side, of senders and recipients are wanted.</summary>
    public bool Names { get; init; } = true;

    /// <summary>Files of twice this size and more are read in parts of it, in bytes.</summary>
    public long PartSize { get; init; } = 8 << 20;

    public bool Wants(SessionFacts session) =>
        (Since is null || session.Start >= Since.Value.UtcTicks) && (Until is null || session.Start < Until.Value.UtcTicks);
}
