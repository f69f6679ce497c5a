namespace SmtpTls.Logs;

/// <summary>Makes the object that a user sees.</summary>
internal static class LogSessionFactory
{
    public static LogSession Create(SessionFacts facts) => new()
    {
        Start = new DateTimeOffset(facts.Start, TimeSpan.Zero),
        End = new DateTimeOffset(facts.End, TimeSpan.Zero),
        Server = facts.Server,
        Connector = facts.Connector,
        SessionId = facts.SessionId,
        Direction = facts.Direction,
        Remote = facts.Remote,
        RemoteName = facts.RemoteName,
        Encrypted = facts.Encrypted,
        TlsCommand = facts.TlsCommand,
        Protocol = facts.Protocol,
        CipherSuite = facts.CipherSuite,
        KeyExchange = facts.KeyExchange,
        Certificate = facts.Details?.Certificate,
        ClientCertificate = facts.Details?.ClientCertificate,
        Sender = facts.Details?.Sender,
        Recipients = [.. facts.Details?.Recipients ?? []],
        MessageIds = [.. facts.Details?.MessageIds ?? []],
        QueueIds = [.. facts.Details?.QueueIds ?? []],
        RemoteDomain = HostDomains.OfSession(facts),
        SenderDomain = facts.SenderDomain,
        RecipientDomain = facts.RecipientDomain,
        MailBegun = facts.Mail,
        Messages = facts.Messages,
        MessagesPlain = facts.PlainMessages,
        Required = facts.Required,
        Failure = facts.Failure,
        Error = facts.Error,
        TlsRefused = facts.TlsRefused,
        Dialect = facts.Dialect,
        Source = facts.Source,
        Line = facts.Line,
        Complete = facts.IsComplete,
    };
}
