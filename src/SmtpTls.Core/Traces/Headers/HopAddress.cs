namespace SmtpTls.Headers;

/// <summary>The address of the sending side, and whether a hop leaves the place where it began.</summary>
internal static class HopAddress
{
    private const int MaxLength = 64;

    /// <summary>The address in the from clause, without brackets, port or <c>IPv6:</c>; empty where there is none.</summary>
    public static ReadOnlySpan<char> Find(ReceivedHeader header)
    {
        int end = header.By < 0 ? 0 : header.By - 1;
        ReadOnlySpan<char> name = [];
        for (int part = Math.Max(header.From, 0); part < end; part++)
        {
            ReadOnlySpan<char> text = header[part];
            if (header.KindOf(part) == HeaderPartKind.Quoted && text[0] == '[')
                name = name.IsEmpty ? Inside(text) : name;
            else if (header.KindOf(part) == HeaderPartKind.Comment && InComment(text) is { IsEmpty: false } address)
                return address;
        }
        // A bare [address] may be a HELO name; one in a comment is what the server saw.
        return name;
    }

    /// <summary>The last comment of the from clause with an address, which is what the server saw; the end of the clause where there is none.</summary>
    public static int LastSeen(ReceivedHeader header)
    {
        for (int part = header.By - 2; part > header.From && header.From >= 0; part--)
        {
            if (header.IsComment(part) && !InComment(header[part]).IsEmpty)
                return part;
        }
        bool isBare = header.From >= 0 && header.From < header.Count && header.KindOf(header.From) == HeaderPartKind.Quoted;
        return header.From < 0 ? -1 : isBare ? header.From : header.By;
    }

    /// <summary>Whether it is an address of loopback.</summary>
    public static bool IsLoopback(ReadOnlySpan<char> address) => address.StartsWithText("127.") || address.Is("::1");

    /// <summary>See <see cref="Hop.Internal"/>.</summary>
    public static bool IsInternal(Hop hop)
    {
        if (hop.Transport is HopTransport.Local or HopTransport.Mapi || (hop.From is null && hop.FromAddress is null))
            return true;
        ReadOnlySpan<char> address = hop.FromAddress.AsSpan();
        return IsLoopback(address) || (IsPrivate(address) && hop is { From: not null, By: not null } && OrganizationalDomain.IsShared(hop.From, hop.By));
    }

    private static ReadOnlySpan<char> InComment(ReadOnlySpan<char> comment)
    {
        int open = comment.IndexOf('[');
        if (open >= 0)
            return Inside(comment.Slice(open));
        // Exchange and qmail: (192.0.2.1), qmail also (user@192.0.2.1)
        int at = comment.IndexOf('@');
        ReadOnlySpan<char> bare = WithoutPort(at >= 0 ? comment.Slice(at + 1) : comment);
        return IsAddress(bare) ? bare : [];
    }

    private static ReadOnlySpan<char> Inside(ReadOnlySpan<char> brackets)
    {
        int close = brackets.IndexOf(']');
        if (close < 2)
            return [];
        ReadOnlySpan<char> inside = brackets.Slice(1, close - 1);
        if (inside.StartsWithText("IPv6:"))
            inside = inside.Slice("IPv6:".Length);
        // Momentum writes the port into the brackets.
        inside = WithoutPort(inside);
        return IsAddress(inside) ? inside : [];
    }

    // 192.0.2.8:993; an address of IPv6 has more colons.
    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> address)
    {
        int colon = address.IndexOf(':');
        return colon > 0 && colon == address.LastIndexOf(':') ? address.Slice(0, colon) : address;
    }

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        int marks = 0;
        int zone = text.IndexOf('%');
        foreach (char c in zone < 0 ? text : text.Slice(0, zone))
        {
            if (c is '.' or ':')
                marks++;
            else if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
                return false;
        }
        return marks >= 2 && text.Length <= MaxLength && (text.IndexOf(':') >= 0 || char.IsDigit(text[0]));
    }

    // RFC 1918, RFC 6598 (shared), RFC 3927 and RFC 4291 (link-local), RFC 4193 (unique local).
    private static bool IsPrivate(ReadOnlySpan<char> address)
    {
        if (address.StartsWithText("10.") || address.StartsWithText("192.168.") || address.StartsWithText("169.254.") || address.StartsWithText("fe80:"))
            return true;
        if (address.IndexOf(':') >= 0)
            return address.StartsWithText("fc") || address.StartsWithText("fd");
        int dot = address.IndexOf('.');
        int? second = dot < 0 ? null : address.Slice(dot + 1).LeadingNumber();
        return (address.StartsWithText("172.") && second is >= 16 and <= 31) || (address.StartsWithText("100.") && second is >= 64 and <= 127);
    }
}
