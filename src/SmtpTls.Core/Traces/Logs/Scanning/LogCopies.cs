namespace SmtpTls.Logs;

/// <summary>
/// Finds files that are copies of others: a rotated log beside its compressed self, a copy that was made when the log was shorter. Their
/// sessions would be counted twice.
/// </summary>
internal static class LogCopies
{
    private const int HeadSize = 1 << 12;
    private const int BlockSize = 1 << 16;

    /// <summary>The files without copies; each copy is told with the file that it is a copy of.</summary>
    public static IReadOnlyList<LogFile> Without(IReadOnlyList<LogFile> files, Action<LogFile, LogFile> tell, CancellationToken token)
    {
        if (files.Count < 2)
            return files;
        HashSet<LogFile> copies = [];
        foreach (IGrouping<SessionKey, LogFile> alike in files.GroupBy(Head).Where(group => !group.Key.IsNone && group.Count() > 1))
        {
            List<LogFile> kept = [];
            foreach (LogFile file in alike)
            {
                token.ThrowIfCancellationRequested();
                Match(file, kept, copies, tell);
            }
        }
        return copies.Count == 0 ? files : [.. files.Where(file => !copies.Contains(file))];
    }

    private static void Match(LogFile file, List<LogFile> kept, HashSet<LogFile> copies, Action<LogFile, LogFile> tell)
    {
        for (int i = 0; i < kept.Count; i++)
        {
            if (Longer(file, kept[i]) is not { } longer)
                continue;
            LogFile copy = longer == file ? kept[i] : file;
            kept[i] = longer;
            copies.Add(copy);
            tell(copy, longer);
            return;
        }
        kept.Add(file);
    }

    /// <summary>A key of the first bytes of what is in the file; none where it cannot be read or has nothing that tells it from others.</summary>
    private static SessionKey Head(LogFile file)
    {
        byte[] bytes = new byte[HeadSize];
        try
        {
            using LogSource source = new(file.Path);
            int count = Fill(source, bytes, 0);
            // The header of an Exchange log alone is the same in many.
            return count == 0 || !HasLine(bytes.AsSpan(0, count)) ? default : Bytes.Key(bytes.AsSpan(0, Math.Min(count, 512)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            return default;
        }
    }

    private static bool HasLine(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] == '#')
            text = Bytes.After(text, "\n"u8);
        return text.IndexOf((byte)'\n') > 0;
    }

    /// <summary>The file that has all of the other, and perhaps more behind it; <see langword="null"/> where each has something of its own.</summary>
    private static LogFile? Longer(LogFile one, LogFile other)
    {
        try
        {
            using LogSource first = new(one.Path), second = new(other.Path);
            byte[] left = new byte[BlockSize], right = new byte[BlockSize];
            for (long position = 0; ; position += BlockSize)
            {
                int leftCount = Fill(first, left, position), rightCount = Fill(second, right, position);
                int common = Math.Min(leftCount, rightCount);
                if (!left.AsSpan(0, common).SequenceEqual(right.AsSpan(0, common)))
                    return null;
                if (leftCount < BlockSize || rightCount < BlockSize)
                    return rightCount >= leftCount ? other : one;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    private static int Fill(LogSource source, byte[] buffer, long position)
    {
        int count = 0, read;
        while (count < buffer.Length && (read = source.ReadAt(buffer, count, buffer.Length - count, position + count)) > 0)
            count += read;
        return count;
    }
}
