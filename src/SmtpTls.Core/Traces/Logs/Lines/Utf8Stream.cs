using System.Text;

namespace SmtpTls.Logs;

/// <summary>A text in UTF-16, as Windows PowerShell's <c>&gt;</c> writes it, read as UTF-8.</summary>
internal sealed class Utf8Stream(Stream utf16) : Stream
{
    // A UTF-16 unit is at most three bytes of UTF-8.
    private const int BytesPerUnit = 3;

    private readonly StreamReader _reader = new(utf16, Encoding.Unicode, detectEncodingFromByteOrderMarks: true);
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private char[] _units = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the bytes begin a text in UTF-16, in either order.</summary>
    public static bool Begins(byte first, byte second) => (first, second) is (0xFF, 0xFE) or (0xFE, 0xFF);

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_units.Length < count / BytesPerUnit)
            _units = new char[count / BytesPerUnit];
        int written = 0, read;
        // Half of a pair may give no byte yet.
        while (written == 0 && (read = _reader.Read(_units, 0, count / BytesPerUnit)) > 0)
            written = _encoder.GetBytes(_units, 0, read, buffer, offset, flush: false);
        return written;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }
}
