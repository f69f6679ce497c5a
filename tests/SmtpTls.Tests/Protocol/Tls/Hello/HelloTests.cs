using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmtpTls.Tests.Lab;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Tests.Protocol.Tls.Hello;

/// <summary>Hellos against what others write and read.</summary>
public sealed class HelloTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_openssl_sends_is_read_and_written_again_byte_by_byte()
    {
        (byte[] message, ClientHello hello) = await OpenSslHelloAsync("-alpn", "smtp,h2", "-min_protocol", "TLSv1.2", "-groups", "X25519:P-256:ffdhe2048");

        Assert.Equal("mx.example.com", hello.ServerName);
        Assert.Equal([0x0304, 0x0303], hello.SupportedVersions);
        Assert.Equal([29, 23, 256], hello.Groups);
        Assert.Equal([29], hello.KeyShareGroups);
        Assert.Equal(["smtp", "h2"], hello.ApplicationProtocols);
        Assert.Equal(0x0304, hello.NewestVersion);
        Assert.Contains(0x0804, hello.SignatureSchemes);
        Assert.Equal([0x1302, 0x1303, 0x1301], hello.CipherSuites[..3]);
        Assert.Equal(message, hello.ToBytes());
    }

    [Fact]
    public async Task Pieces_of_any_size_give_the_same_messages()
    {
        (byte[] message, ClientHello _) = await OpenSslHelloAsync();
        byte[] records = [.. TlsRecords.Write(TlsRecords.Handshake, 0x0301, TlsMessage.Handshake(1, message)), .. TlsRecords.Write(TlsRecords.Alert, 0x0303, [2, 40])];
        for (int size = 1; size <= records.Length; size += 7)
        {
            TlsMessageReader reader = new();
            List<TlsMessage> read = [];
            foreach (byte[] piece in records.Chunk(size))
            {
                reader.Add(piece);
                while (reader.Next() is { } one)
                    read.Add(one);
            }
            Assert.Equal(2, read.Count);
            Assert.Equal(message, read[0].Body);
            Assert.Equal((TlsMessageKind.Alert, 40, 2), (read[1].Kind, read[1].Type, read[1].AlertLevel));
            Assert.True(reader.IsBetweenMessages);
        }
    }

    [Fact]
    public void A_message_over_many_records_is_one_message()
    {
        byte[] body = new byte[40_000];
        body[^1] = 7;
        TlsMessageReader reader = new();

        reader.Add(TlsRecords.Write(TlsRecords.Handshake, 0x0303, TlsMessage.Handshake(11, body)));

        Assert.Equal(body, reader.Next()!.Body);
        Assert.Null(reader.Next());
    }

    [Theory]
    [InlineData("220 mail.example.com ESMTP")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    public void What_is_no_record_is_told(string text)
    {
        TlsMessageReader reader = new();
        reader.Add(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Throws<HelloFormatException>(() => reader.Next());
    }

    [Fact]
    public void A_message_that_announces_too_much_is_not_waited_for()
    {
        TlsMessageReader reader = new();
        reader.Add(TlsRecords.Write(TlsRecords.Handshake, 0x0303, [11, 0xFF, 0xFF, 0xFF, 0]));

        Assert.Contains("16777215", Assert.Throws<HelloFormatException>(() => reader.Next()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_cut_of_a_hello_is_an_error_and_nothing_else()
    {
        (byte[] message, ClientHello _) = await OpenSslHelloAsync();
        for (int length = 0; length < message.Length; length++)
        {
            byte[] cut = message[..length];
            Exception? error = Record.Exception(() => ClientHello.Parse(cut));
            // A cut right behind the compression methods is a hello of the old form.
            Assert.True(error is null or HelloFormatException, $"{length}: {error}");
        }
    }

    [Fact]
    public void A_hello_of_SSL_2_comes_back_as_it_was_written()
    {
        byte[] challenge = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];

        byte[] bytes = Ssl2Hello.WriteClientHello([0x010080, 0x0700C0], challenge);

        Assert.True(Ssl2Hello.IsClientHello(bytes));
        (int version, int[] suites, byte[] back) = Ssl2Hello.ReadClientHello(bytes);
        Assert.Equal((0x0002, true, true), (version, suites.SequenceEqual([0x010080, 0x0700C0]), back.SequenceEqual(challenge)));
    }

    // The example of FoxIO-LLC/ja4, technical_details/JA4.md.
    [Fact]
    public void JA4_is_that_of_its_specification()
    {
        int[] types = [0x0000, 0x0017, 0xFF01, 0x000A, 0x000B, 0x0023, 0x0010, 0x0005, 0x000D, 0x0012, 0x0033, 0x002D, 0x002B, 0x001B, 0x4469, 0x0015, 0x1A1A];
        ClientHello hello = new()
        {
            Version = 0x0303,
            Random = new byte[32],
            CipherSuites = [0x8A8A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D, 0x002F, 0x0035],
            Extensions =
            [
                .. types.Select(type => type switch
                {
                    0x0010 => ClientExtensions.Alpn("h2", "http/1.1"),
                    0x000D => ClientExtensions.Signatures([0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]),
                    0x002B => ClientExtensions.Versions(0x2A2A, 0x0304, 0x0303),
                    _ => new HelloExtension(type, []),
                }),
            ],
        };

        Assert.Equal("t13d1516h2_8daaf6152771_e5627efa2ab1", HelloFingerprint.Ja4(hello));
    }

    [Fact]
    public void The_keys_of_TLS_1_3_are_those_of_RFC_8448()
    {
        // RFC 8448 section 3: the simple 1-RTT handshake.
        byte[] shared = Convert.FromHexString("8BD4054FB55B9D63FDFBACF9F04B9F0D35E6D63F537563EFD46272900F89492D");
        byte[] transcriptHashInput = Convert.FromHexString(
            "010000C00303CB34ECB1E78163BA1C38C6DACB196A6DFFA21A8D9912EC18A2EF6283024DECE7000006130113031302010000910000000B0009000006736572766572FF01000100000A00140012001D0017001800190100010101020103010400230000003300260024001D002099381DE560E4BD43D23D8E435A7DBAFEB3C06E51C13CAE4D5413691E529AAF2C002B0003020304000D0020001E040305030603020308040805080604010501060102010402050206020202002D00020101001C00024001"
            + "020000560303A6AF06A4121860DC5E6E60249CD34C95930C8AC5CB1434DAC155772ED3E2692800130100002E00330024001D0020C9828876112095FE66762BDBF7C672E156D6CC253B833DF1DD69B1B04E751F0F002B00020304");
        Tls13Keys keys = new(SmtpTls.Tls.CipherSuites.Find(0x1301)!, shared);

        keys.AfterServerHello(transcriptHashInput);

        Assert.Equal("B67B7D690CC16C4E75E54213CB2D37B4E9C912BCDED9105D42BEFD59D391AD38", Convert.ToHexString(keys.ServerHandshake));
        Assert.Equal("3FCE516009C21727D0F2E4E86EE403BC", Convert.ToHexString(keys.ExpandLabel(keys.ServerHandshake, "key", [], 16)));
    }

    [Fact]
    public async Task JA3_is_that_of_tshark()
    {
        (byte[] message, ClientHello hello) = await OpenSslHelloAsync("-alpn", "smtp");
        string folder = Directory.CreateTempSubdirectory("hello").FullName;
        try
        {
            string dump = Path.Combine(folder, "hello.hex");
            string capture = Path.Combine(folder, "hello.pcap");
            byte[] record = TlsRecords.Write(TlsRecords.Handshake, 0x0301, TlsMessage.Handshake(1, message));
            await File.WriteAllTextAsync(dump, string.Concat(record.Chunk(16).Select((line, at) => $"{at * 16:x6} {string.Join(' ', line.Select(one => one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)))}\n")), Token);
            await Peer.RunAsync("text2pcap", ["-q", "-T", "40000,443", dump, capture], "");

            string shown = await Peer.RunAsync("tshark", ["-r", capture, "-T", "fields", "-e", "tls.handshake.ja3", "-e", "tls.handshake.ja3_full"], "");

            Assert.Contains(HelloFingerprint.Ja3Text(hello), shown, StringComparison.Ordinal);
            Assert.Contains(HelloFingerprint.Ja3(hello), shown, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(byte[] Message, ClientHello Hello)> OpenSslHelloAsync(params string[] more)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = Process.Start(new ProcessStartInfo("openssl", ["s_client", "-connect", $"127.0.0.1:{port}", "-servername", "mx.example.com", .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            using TcpClient server = await listener.AcceptTcpClientAsync(Token);
            TlsMessageReader reader = new();
            byte[] buffer = new byte[4096];
            while (true)
            {
                if (reader.Next() is { } message)
                    return (message.Body, ClientHello.Parse(message.Body));
                int count = await server.GetStream().ReadAsync(buffer, Token);
                Assert.NotEqual(0, count);
                reader.Add(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            client.Kill();
        }
    }
}
