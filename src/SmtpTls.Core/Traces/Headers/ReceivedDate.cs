using MimeKit.Utils;

namespace SmtpTls.Headers;

/// <summary>Finds the date of a Received header (RFC 5322 section 3.3), where servers put it rather than where the RFC has it.</summary>
internal static class ReceivedDate
{
    /// <summary>A date has six words with its weekday and zone.</summary>
    public const int MaxWords = 6;

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The date with which the text begins, in UTC; <see langword="null"/> where it begins with none.</summary>
    public static DateTimeOffset? Find(ReadOnlySpan<char> text)
    {
        int comment = text.IndexOf('(');
        ReadOnlySpan<char> date = comment < 0 ? text : text.Slice(0, comment);
        if (!BeginsLikeDate(date) || !DateUtils.TryParse(WithoutFraction(date), out DateTimeOffset time))
            return null;
        return time.Year > 1970 ? time.ToUniversalTime() : null;
    }

    /// <summary>The last date in a text that has no semicolon before it, recognized by its weekday.</summary>
    public static DateTimeOffset? FindAtEnd(ReadOnlySpan<char> text)
    {
        int comma = text.LastIndexOf(',');
        return comma >= 3 && BeginsLikeDate(text.Slice(comma - 3)) ? Find(text.Slice(comma - 3)) : null;
    }

    // SendGrid writes 10:11:12.093, which MimeKit takes for no time at all.
    private static string WithoutFraction(ReadOnlySpan<char> date)
    {
        int dot = date.IndexOf('.');
        if (dot < 0)
            return date.ToString();
        int end = dot + 1;
        while (end < date.Length && date[end] is >= '0' and <= '9')
            end++;
        return date.Slice(0, dot).ToString() + date.Slice(end).ToString();
    }

    private static bool BeginsLikeDate(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text;
        ReadOnlySpan<char> word = SpanText.NextWord(ref rest);
        if (IsWeekday(word))
            word = SpanText.NextWord(ref rest);
        return word.Length is 1 or 2 && word.LeadingNumber() is >= 1 and <= 31;
    }

    private static bool IsWeekday(ReadOnlySpan<char> word)
    {
        foreach (string weekday in Weekdays)
        {
            if (word.StartsWithText(weekday))
                return true;
        }
        return false;
    }
}
