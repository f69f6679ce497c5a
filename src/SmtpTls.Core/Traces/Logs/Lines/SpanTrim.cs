#if !NET
namespace SmtpTls.Logs;

/// <summary>What spans of bytes have in .NET and lack in .NET Framework.</summary>
internal static class SpanTrim
{
    public static ReadOnlySpan<byte> TrimStart(this ReadOnlySpan<byte> text, byte unwanted)
    {
        while (text.Length > 0 && text[0] == unwanted)
            text = text.Slice(1);
        return text;
    }

    public static ReadOnlySpan<byte> TrimEnd(this ReadOnlySpan<byte> text, byte unwanted)
    {
        while (text.Length > 0 && text[text.Length - 1] == unwanted)
            text = text.Slice(0, text.Length - 1);
        return text;
    }
}
#endif
