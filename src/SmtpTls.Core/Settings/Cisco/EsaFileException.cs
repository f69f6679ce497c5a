namespace SmtpTls.Cisco;

/// <summary>A file of a Cisco ESA that cannot be used, or a part of it. Its message never quotes what may be secret.</summary>
internal sealed class EsaFileException(string errorId, string message) : FormatException(message)
{
    /// <summary>A stable name for scripts.</summary>
    public string ErrorId => errorId;
}
