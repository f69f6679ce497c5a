namespace SmtpTls.Logs;

/// <summary>Name, address and port of the other side, as Unix mail servers write them.</summary>
internal readonly ref struct RemoteHost(ReadOnlySpan<byte> name, ReadOnlySpan<byte> address, int port)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Address { get; } = address;

    public int Port { get; } = port;

    /// <summary>
    /// Reads <c>mail.example.com[192.0.2.1]:25</c>, <c>mail.example.com (helo) [192.0.2.1]</c>, <c>(helo) [192.0.2.1]:25</c>,
    /// <c>mail.example.com. [IPv6:2001:db8::1]</c> or a name alone. A host without a name in DNS is <c>unknown</c>: it has none here.
    /// </summary>
    public static RemoteHost Parse(ReadOnlySpan<byte> text)
    {
        text = Bytes.Trim(text);
        // What stands in parentheses before the address is the client's word, and may have brackets, too.
        int open = text.IndexOf((byte)'['), helo = text.IndexOf((byte)'(');
        if (helo >= 0 && helo < open)
            open = text.LastIndexOf(") ["u8) is > 0 and var behind ? behind + 2 : -1;
        if (open < 0)
            return new RemoteHost(NameOf(text), default, 0);
        ReadOnlySpan<byte> address = text.Slice(open + 1);
        int close = address.IndexOf((byte)']');
        int port = close >= 0 && close + 1 < address.Length && address[close + 1] == ':' ? Bytes.Number(address.Slice(close + 2)) : 0;
        address = close < 0 ? address : address.Slice(0, close);
        if (Bytes.StartsWithWord(address, "IPV6:"u8))
            address = address.Slice(5);
        return new RemoteHost(NameOf(text.Slice(0, open)), address, port);
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> text)
    {
        text = Bytes.Trim(text);
        ReadOnlySpan<byte> name = Bytes.Trim(Bytes.Before(text, (byte)'('));
        // Nothing but what the host calls itself.
        if (name.Length == 0)
            name = Bytes.Between(text, "("u8, (byte)')');
        name = name.TrimEnd((byte)'.');
        return name.SequenceEqual("unknown"u8) || name.IndexOf((byte)'[') >= 0 ? default : name;
    }
}
