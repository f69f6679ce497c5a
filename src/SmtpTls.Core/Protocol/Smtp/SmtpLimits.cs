namespace SmtpTls.Smtp;

/// <summary>How much of a peer's text is read before the dialogue is given up.</summary>
internal static class SmtpLimits
{
    /// <summary>Bytes of one line without its ending. RFC 5321 section 4.5.3.1.5 allows 512 with CRLF; servers in the field exceed it.</summary>
    public const int LineLength = 2048;

    /// <summary>Lines of one reply. The longest EHLO replies in the field have about thirty.</summary>
    public const int ReplyLines = 128;

    /// <summary>Bytes of one reply.</summary>
    public const int ReplyLength = 64 * 1024;

    /// <summary>Characters of one line that a transcript shows.</summary>
    public const int TranscriptText = 512;

    /// <summary>Lines that a transcript keeps.</summary>
    public const int TranscriptLines = 1000;

    /// <summary>Bytes of a received message's header that are kept.</summary>
    public const int HeaderLength = 64 * 1024;

    /// <summary>Recipients of one message; no server may take fewer (RFC 5321 section 4.5.3.1.8).</summary>
    public const int Recipients = 100;

    /// <summary>Commands of one session that may be refused for good; many servers stop after 20.</summary>
    public const int ServerErrors = 20;
}
