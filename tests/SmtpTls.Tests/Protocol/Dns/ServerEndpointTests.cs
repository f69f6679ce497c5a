using SmtpTls.Dns;

namespace SmtpTls.Tests.Dns;

public sealed class ServerEndpointTests
{
    [Theory]
    [InlineData("mx.example.com", "mx.example.com", null, false)]
    [InlineData("MX.Example.com.:2525", "mx.example.com", 2525, false)]
    [InlineData("bücher.example:25", "xn--bcher-kva.example", 25, false)]
    [InlineData("192.0.2.1", "192.0.2.1", null, true)]
    [InlineData("192.0.2.1:65535", "192.0.2.1", 65535, true)]
    [InlineData("[192.0.2.1]:2525", "192.0.2.1", 2525, true)]
    [InlineData("2001:db8::1", "2001:db8::1", null, true)]
    [InlineData("[2001:DB8::1]:25", "2001:db8::1", 25, true)]
    [InlineData("[2001:db8::1]", "2001:db8::1", null, true)]
    [InlineData("[IPv6:2001:db8::1]:25", "2001:db8::1", 25, true)]
    public void Servers_are_read(string text, string host, int? port, bool isAddress)
    {
        ServerEndpoint server = ServerEndpoint.Parse(text);

        Assert.Equal(host, server.Host);
        Assert.Equal(port, server.Port);
        Assert.Equal(isAddress, server.Address is not null);
    }

    [Theory]
    [InlineData("", "The server is empty; give a host, host:port or [address]:port.")]
    [InlineData("mx.example.com:0", "'mx.example.com:0' has the port '0'; a port is a number from 1 to 65535.")]
    [InlineData("mx.example.com:70000", "'mx.example.com:70000' has the port '70000'; a port is a number from 1 to 65535.")]
    [InlineData("[::1]:", "'[::1]:' has the port ''; a port is a number from 1 to 65535.")]
    [InlineData("mx.example.com:smtp", "'mx.example.com:smtp' has the port 'smtp'; a port is a number from 1 to 65535.")]
    [InlineData("smtp://mx.example.com:25", "'smtp://mx.example.com:25' is a URL; give the host and, if need be, the port only: mx.example.com:25.")]
    [InlineData("[mx.example.com]:25", "'[mx.example.com]:25' has no IP address between its brackets; write [192.0.2.1]:25 or [2001:db8::1]:25, and a host name without brackets.")]
    [InlineData("[::1]25", "'[::1]25' is no server; an address in brackets is written [2001:db8::1] or [2001:db8::1]:25.")]
    [InlineData("a:b:c", "'a:b:c' is no server; an IPv6 address with a port is written [2001:db8::1]:25.")]
    [InlineData("192.0.2.999", "'192.0.2.999' is no domain name: its last label is a number. Give a name such as example.com.")]
    [InlineData("mx example", "'mx example' has a space in it; a domain name has none.")]
    public void What_is_no_server_is_refused_with_what_would_be_right(string text, string error) =>
        Assert.Equal(error, Assert.Throws<FormatException>(() => ServerEndpoint.Parse(text)).Message);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:53")]
    [InlineData("127.0.0.1:5353", "127.0.0.1:5353")]
    [InlineData("2001:db8::53", "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:5353", "[2001:db8::53]:5353")]
    public void Name_servers_are_read(string text, string expected) => Assert.Equal(expected, NameServerAddress.Parse(text).ToString());

    [Theory]
    [InlineData("dns.example.com")]
    [InlineData("")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:70000")]
    public void What_is_no_name_server_is_refused_with_what_would_be_right(string text) => Assert.Equal(
        $"'{text}' is no DNS server; give its IP address and, if need be, a port from 1 to 65535, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.",
        Assert.Throws<FormatException>(() => NameServerAddress.Parse(text)).Message);
}
