using System.Text;
using MimeKit;
using MimeKit.IO;

namespace SmtpTls.Headers;

/// <summary>Reads the Received headers of messages from files: one message (.eml), or many (mbox). Bodies are passed over.</summary>
internal static class MessageFile
{
    /// <summary>How much of a file with one message is read to find the end of its headers. Real ones have some kilobytes.</summary>
    public const int MaxHeaderBytes = 16 * 1024 * 1024;

    private static readonly byte[] MboxStart = Encoding.ASCII.GetBytes("From ");
    private static readonly byte[] OutlookStart = [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>The messages of a file, one after the other.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="FormatException">It is no file of messages.</exception>
    public static IEnumerable<MessageHeaders> Read(string path, CancellationToken cancellationToken)
    {
        // MimeKit has a buffer of its own.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (!StartsAsMbox(file))
        {
            using BoundStream bounded = new(file, 0, MaxHeaderBytes, leaveOpen: true);
            ReceivedReader message = new(bounded, MimeFormat.Entity);
            message.ReadOne(cancellationToken);
            yield return new MessageHeaders(path, message.Fields, Cut: bounded.Position >= MaxHeaderBytes);
            yield break;
        }
        ReceivedReader messages = new(file, MimeFormat.Mbox);
        for (int number = 1; messages.ReadNext(cancellationToken); number++)
            yield return new MessageHeaders($"{path}#{number}", messages.Fields, Cut: false);
    }

    private static bool StartsAsMbox(FileStream file)
    {
        byte[] start = new byte[MboxStart.Length];
        int read = file.Read(start, 0, start.Length);
        file.Position = 0;
        if (read == start.Length && start.AsSpan().StartsWith(OutlookStart))
        {
            throw new FormatException(
                "It is an Outlook message (.msg). Open it, copy the text of File > Properties > Internet headers, and give that with -Header.");
        }
        return start.AsSpan().SequenceEqual(MboxStart);
    }
}
