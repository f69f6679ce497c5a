namespace SmtpTls.Sending;

/// <summary>Cuts what the client writes into command lines, and knows where a message ends.</summary>
internal sealed class ClientLines
{
    private static readonly byte[] EndOfMessage = "\r\n.\r\n"u8.ToArray();

    private readonly List<byte> _line = [];
    private readonly List<byte> _tail = [];

    /// <summary>Takes bytes up to the end of a line.</summary>
    /// <param name="buffer">What was written.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">How much it is.</param>
    /// <param name="taken">How much of it was taken before, and then after.</param>
    /// <returns>The line without its ending; <see langword="null"/> when its end is yet to come.</returns>
    public byte[]? Take(byte[] buffer, int offset, int count, ref int taken)
    {
        while (taken < count)
        {
            byte next = buffer[offset + taken++];
            if (next != '\n')
            {
                _line.Add(next);
                continue;
            }
            if (_line.Count > 0 && _line[_line.Count - 1] == '\r')
                _line.RemoveAt(_line.Count - 1);
            byte[] line = [.. _line];
            _line.Clear();
            return line;
        }
        return null;
    }

    /// <summary>Takes a piece of the message.</summary>
    /// <returns>Whether the message ends with it.</returns>
    public bool EndsMessage(byte[] buffer, int offset, int count)
    {
        for (int i = Math.Max(0, count - EndOfMessage.Length); i < count; i++)
            _tail.Add(buffer[offset + i]);
        if (_tail.Count > EndOfMessage.Length)
            _tail.RemoveRange(0, _tail.Count - EndOfMessage.Length);
        return _tail.SequenceEqual(EndOfMessage);
    }
}
