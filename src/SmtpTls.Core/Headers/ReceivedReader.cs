using System.Text;
using MimeKit;

namespace SmtpTls.Headers;

/// <summary>MimeKit's reader of events, which here keeps the Received headers of a message and nothing else.</summary>
internal sealed class ReceivedReader(Stream stream, MimeFormat format) : MimeReader(stream, format)
{
    // Throws at bytes that are no UTF-8; such headers are older than RFC 6532 and taken byte by byte.
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private List<string> _fields = [];
    private bool _inMessage;

    /// <summary>The Received headers of the last message, with their names.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Reads the headers of the one message.</summary>
    public void ReadOne(CancellationToken cancellationToken)
    {
        Begin();
        ReadHeaders(cancellationToken);
    }

    /// <summary>Reads the next message of an mbox; <see langword="false"/> at its end.</summary>
    public bool ReadNext(CancellationToken cancellationToken)
    {
        if (IsEndOfStream)
            return false;
        Begin();
        try
        {
            ReadMessage(cancellationToken);
        }
        catch (FormatException)
        {
            // The end: nothing like "From " follows.
            return false;
        }
        return true;
    }

    /// <inheritdoc/>
    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (!_inMessage && header.Id == HeaderId.Received && _fields.Count < HeaderText.MaxHeaders)
            _fields.Add("Received:" + Text(header.RawValue));
    }

    /// <inheritdoc/>
    protected override void OnHeadersEnd(long beginOffset, int beginLineNumber, long endOffset, int endLineNumber, CancellationToken cancellationToken) =>
        _inMessage = true;

    private void Begin()
    {
        _fields = [];
        _inMessage = false;
    }

    private static string Text(byte[] value)
    {
        int length = Math.Min(value.Length, HeaderScanner.MaxLength);
        try
        {
            return Utf8.GetString(value, 0, length).TrimEnd();
        }
        catch (DecoderFallbackException)
        {
            return Latin1.GetString(value, 0, length).TrimEnd();
        }
    }
}
