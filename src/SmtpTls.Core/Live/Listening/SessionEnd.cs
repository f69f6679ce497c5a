namespace SmtpTls.Listening;

/// <summary>How a session ended.</summary>
internal enum SessionEnd
{
    /// <summary>The sender closed or reset the connection.</summary>
    Left,

    /// <summary>The sender said QUIT.</summary>
    Quit,

    /// <summary>A handshake failed.</summary>
    HandshakeFailed,

    /// <summary>A time limit ran out.</summary>
    TimedOut,

    /// <summary>This side gave up: too many errors, or not SMTP.</summary>
    GivenUp,

    /// <summary>The listener was stopped.</summary>
    Stopped,
}
