using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SmtpTls.Tests.Logs;

namespace SmtpTls.Tests.Lab;

/// <summary>What real servers write of sessions that the test had with them.</summary>
public sealed class LabLogTests
{
    [Theory]
    [InlineData("postfix-good", "maillog")]
    [InlineData("exim-good", "exim4/mainlog")]
    public async Task The_log_of_a_server_tells_how_mail_came_to_it(string name, string log)
    {
        LabDescription lab = LabDescription.Require();
        LabServer server = lab.Server(name);
        string path = Path.Combine(Path.GetDirectoryName(Environment.GetEnvironmentVariable("SMTPTLS_LAB"))!, "root", "var", "log", log);
        string sender = $"{Guid.NewGuid():N}@sender.test";
        string before = await ReadAsync(path);

        var (protocol, suite) = await SendAsync(server, sender, SecureSocketOptions.StartTls);
        await SendAsync(server, sender, SecureSocketOptions.None);

        IReadOnlyList<LogSession> sessions = [];
        for (int tries = 0; tries < 50 && sessions.Count < 2; tries++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            string written = (await ReadAsync(path))[before.Length..];
            // Other tests talk to servers of the lab, too; Postfix names the server in the place of the host.
            string ours = server.Mta == "postfix" ? string.Concat(written.Split('\n').Where(line => line.Contains($" {name} ", StringComparison.Ordinal)).Select(line => line + "\n")) : written;
            using LogFolder folder = new();
            folder.Write("log", ours);
            sessions = [.. folder.Sessions().Where(session => session.Complete && session.Messages == 1 && (server.Mta == "postfix" || session.Sender == sender))];
        }

        Assert.Equal([(true, protocol, suite), (false, null, null)], sessions.Select(session => (session.Encrypted!.Value, session.Protocol, session.CipherSuite)));
    }

    private static async Task<(SslProtocolVersion? Protocol, string? CipherSuite)> SendAsync(LabServer server, string sender, SecureSocketOptions options)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using SmtpClient client = new() { LocalDomain = "client.test", ServerCertificateValidationCallback = (_, _, _, _) => true, CheckCertificateRevocation = false };
        await client.ConnectAsync(server.Address, server.Port, options, token);
        (SslProtocolVersion?, string?) tls = client.IsSecure
            ? (client.SslProtocol == System.Security.Authentication.SslProtocols.Tls13 ? SslProtocolVersion.Tls13 : SslProtocolVersion.Tls12, client.SslCipherSuite?.ToString())
            : (null, null);
        MimeMessage message = new() { Subject = "TLS success", Body = new TextPart("plain") { Text = "TLS connection established" } };
        message.From.Add(MailboxAddress.Parse(sender));
        message.To.Add(MailboxAddress.Parse("postmaster@lab.test"));
        await client.SendAsync(message, token);
        await client.DisconnectAsync(quit: true, token);
        return tls;
    }

    private static async Task<string> ReadAsync(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
