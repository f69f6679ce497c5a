using SmtpTls.Schannel;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Schannel;

public sealed class WindowsVersionTests
{
    [Theory]
    [InlineData("Windows Server 2019", "Windows Server 2019")]
    [InlineData("windows server 2012 r2 Standard", "Windows Server 2012 R2")]
    [InlineData("2012", "Windows Server 2012")]
    [InlineData("2012 R2", "Windows Server 2012 R2")]
    [InlineData("17763", "Windows Server 2019")]
    [InlineData("2012R2", "Windows Server 2012 R2")]
    [InlineData("WS2019", "Windows Server 2019")]
    [InlineData("ws2012r2", "Windows Server 2012 R2")]
    [InlineData("Server 2022", "Windows Server 2022")]
    [InlineData("Win 2016", "Windows Server 2016")]
    [InlineData("Microsoft Windows Server 2019 Standard", "Windows Server 2019")]
    [InlineData("10.0.20348", "Windows Server 2022")]
    [InlineData("10.0.17763.5329", "Windows Server 2019")]
    [InlineData("6.3.9600", "Windows Server 2012 R2")]
    [InlineData("Windows 10 22H2", "Windows 10, version 22H2")]
    [InlineData("Windows 11, version 24H2", "Windows 11, version 24H2")]
    public void A_version_is_found_by_its_name_or_build(string text, string name) => Assert.Equal(name, WindowsVersion.Find(text)?.Name);

    [Theory]
    [InlineData("Windows Server 2042")]
    [InlineData("1")]
    [InlineData("10.0.1")]
    [InlineData("Server")]
    [InlineData("")]
    public void An_unknown_one_is_not_guessed(string text) => Assert.Null(WindowsVersion.Find(text));

    [Fact]
    public void Client_and_server_of_one_build_are_told_apart()
    {
        Assert.Equal("Windows Server 2025", WindowsVersion.Find(26100, server: true)?.Name);
        Assert.Equal("Windows 11, version 24H2", WindowsVersion.Find(26100, server: false)?.Name);
    }

    [Fact]
    public void Every_suite_of_the_tables_is_known_and_stands_there_once()
    {
        foreach (WindowsVersion version in WindowsVersion.All)
        {
            string[] names = [.. version.CipherSuites, .. version.AvailableCipherSuites];
            Assert.All(names, name => Assert.NotNull(CipherSuites.Find(name)));
            Assert.Equal(names.Distinct(), names);
        }
    }

    [Fact]
    public void Windows_Server_2016_was_the_first_to_go_without_SSL_3_and_2022_the_first_with_TLS_1_3()
    {
        Assert.Equal(
            "Windows Server 2016",
            WindowsVersion.All.First(version => version.IsServer && version.Default(SslProtocolVersion.Ssl3, SchannelRole.Server) != SchannelState.Enabled).Name);
        Assert.Equal(
            "Windows Server 2022",
            WindowsVersion.All.First(version => version.IsServer && version.Default(SslProtocolVersion.Tls13, SchannelRole.Server) == SchannelState.Enabled).Name);
    }

    [Fact]
    public void Windows_Server_2025_was_the_first_to_leave_TLS_1_0_and_1_1_off() => Assert.All(
        new[] { SslProtocolVersion.Tls10, SslProtocolVersion.Tls11 },
        protocol => Assert.Equal(
            "Windows Server 2025",
            WindowsVersion.All.First(version => version is { IsServer: true, Build: > 7601 } && version.Default(protocol, SchannelRole.Server) != SchannelState.Enabled).Name));
}
