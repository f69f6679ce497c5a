#if NET
using Microsoft.Win32.SafeHandles;
#endif

namespace SmtpTls.Logs;

/// <summary>
/// An open log: plain, compressed (gzip) or in UTF-16; open for writing by its server, renamed or deleted meanwhile. A plain one can be
/// read by several threads at once, each in a part of its own.
/// </summary>
internal sealed class LogSource : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream? _converted;
#if NET
    private readonly SafeFileHandle _handle;
#endif

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public LogSource(string path)
    {
        _file = InputFile.Open(path, bufferSize: 1);
        try
        {
            byte[] magic = new byte[2];
            bool two = _file.Read(magic, 0, 2) == 2;
            _file.Position = 0;
            _converted = two && GzipLogStream.Begins(magic[0], magic[1]) ? new GzipLogStream(_file)
                : two && Utf8Stream.Begins(magic[0], magic[1]) ? new Utf8Stream(_file)
                : null;
            Length = _file.Length;
#if NET
            _handle = _file.SafeFileHandle;
#endif
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The size when it was opened, in bytes on the disk.</summary>
    public long Length { get; }

    /// <summary>Whether its lines stand in the file as they are, so that reading can begin anywhere.</summary>
    public bool IsPlain => _converted is null;

    /// <summary>All lines.</summary>
    public LineReader Lines() => _converted is null ? Lines(0, long.MaxValue) : new LineReader((buffer, offset, count, _) => _converted.Read(buffer, offset, count), 0, long.MaxValue);

    /// <summary>The lines of a plain log that begin at or after <paramref name="from"/> and before <paramref name="to"/>.</summary>
    public LineReader Lines(long from, long to) => new(Read, from, to);

    /// <summary>Reads what is in the file from a place on; of one that is not plain, from where the last read ended.</summary>
    public int ReadAt(byte[] buffer, int offset, int count, long position) =>
        _converted is null ? Read(buffer, offset, count, position) : _converted.Read(buffer, offset, count);

    /// <summary>How much of the file was read: of one that is not plain, in bytes on the disk.</summary>
    public long Position(LineReader reader) => _converted is null ? reader.Position : _file.Position;

    public void Dispose()
    {
        _converted?.Dispose();
        _file.Dispose();
    }

#if NET
    private int Read(byte[] buffer, int offset, int count, long position) => RandomAccess.Read(_handle, buffer.AsSpan(offset, count), position);
#else
    private int Read(byte[] buffer, int offset, int count, long position)
    {
        lock (_file)
        {
            _file.Position = position;
            return _file.Read(buffer, offset, count);
        }
    }
#endif
}
