namespace SmtpTls.Errors;

/// <summary>An error that is known: what it means, and by what it is recognized. The entries are in *.errors.</summary>
internal sealed class ErrorEntry(string id)
{
    /// <summary>Its stable name.</summary>
    public string Id => id;

    /// <summary>The error in a line.</summary>
    public string Title { get; set; } = "";

    /// <summary>What it means.</summary>
    public string Meaning { get; set; } = "";

    /// <summary>Where that is documented.</summary>
    public string Source { get; set; } = "";

    /// <summary>The RFC 8460 result type, if one goes with it.</summary>
    public string? Failure { get; set; }

    /// <summary>Likely causes, the likeliest first.</summary>
    public List<string> Causes { get; } = [];

    /// <summary>What to check.</summary>
    public List<ErrorCheck> Checks { get; } = [];

    /// <summary>By what it is recognized: kinds of marks with their values.</summary>
    public List<ErrorMark> Marks { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Title}";
}

/// <summary>Something by which an error is recognized.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">As in the file.</param>
/// <param name="IsUnsure">Whether it counts only where the text beside it is about TLS, or where there is none.</param>
internal sealed record ErrorMark(ErrorMarkKind Kind, string Value, bool IsUnsure = false);

/// <summary>Kinds of marks; the names are those of the files, in lower case.</summary>
internal enum ErrorMarkKind
{
    /// <summary>An HRESULT, in hexadecimal.</summary>
    Code,

    /// <summary>A word of its own, such as UnknownCredentials.</summary>
    Word,

    /// <summary>A text; <c>*</c> stands for anything.</summary>
    Text,

    /// <summary>A text that says that something failed, but not what: any other mark wins.</summary>
    Hint,

    /// <summary>A text that mostly quotes a reason: codes do not win, but any text, word or number of the reason does.</summary>
    Wrap,

    /// <summary>A text that names no reason, although it looks like one: it is taken out before anything else is looked for.</summary>
    Ignore,

    /// <summary>A TLS alert by number.</summary>
    Alert,

    /// <summary>An event by its id.</summary>
    Event,

    /// <summary>A Winsock code.</summary>
    Socket,

    /// <summary>An SMTP reply, with or without an enhanced status code.</summary>
    Reply,

    /// <summary>An enhanced status code, whatever the reply.</summary>
    Status,

    /// <summary>The reason in an error code of OpenSSL's SSL library, in hexadecimal.</summary>
    OpenSsl,
}
