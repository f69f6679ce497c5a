using SmtpTls.Smtp;

namespace SmtpTls.Listening;

/// <summary>What a server does after it has answered.</summary>
internal enum ServerStep
{
    /// <summary>It reads the next command.</summary>
    Command,

    /// <summary>It reads a message.</summary>
    Message,

    /// <summary>It makes a TLS handshake.</summary>
    StartTls,

    /// <summary>It closes the connection.</summary>
    Close,
}

/// <summary>The answer to one command.</summary>
/// <param name="Reply">What to send.</param>
/// <param name="Next">What comes then.</param>
/// <param name="Comment">What is remarkable about the command, for the transcript.</param>
internal sealed record ServerAnswer(SmtpReply Reply, ServerStep Next = ServerStep.Command, string Comment = "")
{
    /// <summary>The command as it may be shown: without secrets.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Nothing but a reply.</summary>
    public static implicit operator ServerAnswer(SmtpReply reply) => new(reply);
}
