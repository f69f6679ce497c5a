using System.Globalization;
using System.Text;
using SmtpTls.Schannel;

namespace SmtpTls.Tests.Schannel;

public sealed class RegistryExportTests : IDisposable
{
    private const string Client = RegistryKeys.Protocols + @"\TLS 1.0\Client";

    private readonly RegistryFile _file = new();

    public static TheoryData<string, Encoding> Encodings() => new()
    {
        { "Windows Registry Editor Version 5.00", Encoding.Unicode },
        { "Windows Registry Editor Version 5.00", new UnicodeEncoding(bigEndian: false, byteOrderMark: false) },
        { "Windows Registry Editor Version 5.00", Encoding.BigEndianUnicode },
        { "Windows Registry Editor Version 5.00", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true) },
        { "Windows Registry Editor Version 5.00", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) },
        { "REGEDIT4", Encoding.Latin1 },
    };

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_file_is_read_in_every_encoding_that_it_comes_in(string form, Encoding encoding)
    {
        RegistryExport export = Read($"""
            [{RegistryFile.Protocols}\TLS 1.0\Client]
            ; Größe
            "Enabled"=dword:ffffffff
            "DisabledByDefault"=dword:0
            """, form, encoding);

        Assert.Equal((4294967295, 0), (export.Number(Client, "enabled"), export.Number(Client, "DisabledByDefault")));
    }

    [Fact]
    public void A_hundred_thousand_deletions_take_what_is_below_each()
    {
        StringBuilder body = new();
        for (int i = 0; i < 100_000; i++)
            body.AppendLine(CultureInfo.InvariantCulture, $"[{RegistryFile.Protocols}\\K{i}\\Client]\n\"Enabled\"=dword:1\n[-{RegistryFile.Protocols}\\K{i / 2}]");
        body.AppendLine(CultureInfo.InvariantCulture, $"[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n\"Enabled\"=dword:2\n[-{RegistryFile.Protocols}\\TLS 1]");

        RegistryExport export = Read(body.ToString());

        Assert.Null(export.Number(RegistryKeys.Protocols + @"\K7\Client", "Enabled"));
        Assert.Equal(1, export.Number(RegistryKeys.Protocols + @"\K99999\Client", "Enabled"));
        Assert.Equal(2, export.Number(Client, "Enabled"));
    }

    [Fact]
    public void A_text_of_many_lines_is_read_once()
    {
        const string Line = "a \\\" line";
        string text = string.Join("\r\n", Enumerable.Repeat(Line, 60_000));

        Assert.Equal(string.Join(@"\x0D\x0A", Enumerable.Repeat("a \" line", 60_000)), Read($"[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n\"T\"=\"{text}\"").Text(Client, "T"));
    }

    [Theory]
    [InlineData("\"X\"=hex:00,\\\n\n\"Enabled\"=dword:1")]
    [InlineData("\"X\"=hex:00,\\\n  \n\"Enabled\"=dword:1")]
    public void Data_that_goes_on_with_an_empty_line_ends_there(string values) =>
        Assert.Equal(1, Read($"[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n{values}").Number(Client, "Enabled"));

    [Theory]
    [InlineData("\\\n\n")]
    [InlineData("\\\n\n\"Enabled\"=dword:1")]
    [InlineData("\"X\"=hex:00,\\")]
    public void A_line_that_goes_on_with_nothing_is_damage(string values) =>
        Assert.Equal(FileFault.FileDamaged, Assert.Throws<RegistryExportException>(() => Read($"[{RegistryFile.Protocols}\\TLS 1.0\\Client]\n{values}")).Fault);

    [Fact]
    public void A_key_deeper_than_Windows_has_is_damage() =>
        Assert.Throws<RegistryExportException>(() => Read($"[{RegistryFile.Protocols}{string.Concat(Enumerable.Repeat("\\k", 600))}]"));

    [Fact]
    public void Every_type_of_value_is_understood_also_over_several_lines()
    {
        RegistryExport export = Read("""
            [HKLM\SYSTEM\CurrentControlSet\Control\Cryptography\Configuration\Local\SSL\00010002]
            "Functions"=hex(7):41,00,42,00,00,00,\
              43,00,00,00,00,00
            "Text"="a \"quoted\" C:\\path"
            "Two lines"="first
            [second"
            "Expanded"=hex(2):25,00,41,00,25,00,00,00
            "Big"=hex(b):ff,00,00,00,01,00,00,00
            "Little"=hex(4):02,00,00,00
            "Binary"=hex:01,02
            @="default"
            """);

        Assert.Equal(["AB", "C"], export.List(RegistryKeys.LocalSuites, "Functions")!);
        Assert.Equal(
            ("a \"quoted\" C:\\path", @"first\x0D\x0A[second", "%A%", "default"),
            (export.Text(RegistryKeys.LocalSuites, "Text"), export.Text(RegistryKeys.LocalSuites, "Two lines"), export.Text(RegistryKeys.LocalSuites, "Expanded"), export.Text(RegistryKeys.LocalSuites, "")));
        Assert.Equal(
            (0x1000000FF, 2, null),
            (export.Number(RegistryKeys.LocalSuites, "Big"), export.Number(RegistryKeys.LocalSuites, "Little"), export.Value(RegistryKeys.LocalSuites, "Binary")));
    }

    [Fact]
    public void Regedit4_writes_lists_in_single_bytes() =>
        Assert.Equal(["AB", "C"], Read($"""
            [HKEY_LOCAL_MACHINE\{RegistryKeys.LocalSuites}]
            "Functions"=hex(7):41,42,00,43,00,00
            """, "REGEDIT4", Encoding.Latin1).List(RegistryKeys.LocalSuites, "Functions")!);

    [Fact]
    public void Values_and_keys_are_deleted_as_Windows_would()
    {
        RegistryExport export = Read($"""
            [{RegistryFile.Protocols}\TLS 1.0\Client]
            "Enabled"=dword:1
            "DisabledByDefault"=dword:0
            "Enabled"=-
            [{RegistryFile.Protocols}\TLS 1.1\Client]
            "Enabled"=dword:1
            [-{RegistryFile.Protocols}\TLS 1.1]
            """);

        Assert.Null(export.Number(Client, "Enabled"));
        Assert.Equal(0, export.Number(Client, "DisabledByDefault"));
        Assert.Null(export.Number(RegistryKeys.Protocols + @"\TLS 1.1\Client", "Enabled"));
        Assert.True(export.Covers(RegistryKeys.Protocols + @"\TLS 1.1\Client"));
    }

    [Fact]
    public void What_an_export_does_not_hold_is_not_the_same_as_what_is_not_set()
    {
        RegistryExport export = Read($"""
            [{RegistryFile.Protocols}]
            [{RegistryFile.Protocols}\TLS 1.0]
            """);

        Assert.True(export.Covers(Client));
        Assert.False(export.Covers(RegistryKeys.DotNet64 + @"\v4.0.30319"));
    }

    [Fact]
    public void A_text_of_another_key_that_looks_like_a_key_is_none()
    {
        RegistryExport export = Read($"""
            [HKEY_LOCAL_MACHINE\SOFTWARE\Other]
            "Text"="one
            [{RegistryFile.Protocols}\TLS 1.0\Client]
            two"
            [{RegistryFile.Protocols}\TLS 1.0\Server]
            "Enabled"=dword:1
            """);

        Assert.False(export.Covers(Client));
        Assert.Equal(1, export.Number(RegistryKeys.Protocols + @"\TLS 1.0\Server", "Enabled"));
    }

    [Fact]
    public void A_hive_of_a_machine_that_is_not_running_is_read_by_its_control_set() =>
        Assert.Equal(1, Read("""
            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.0\Client]
            "Enabled"=dword:1
            """).Number(Client, "Enabled"));

    [Theory]
    [InlineData("\"Enabled\"=dword:12345678g", "'12345678g' is no DWORD")]
    [InlineData("\"Enabled\"=dword:123456789", "is no DWORD")]
    [InlineData("\"List\"=hex(7):41,zz", "'zz' is no byte")]
    [InlineData("\"List\"=hex(7):41,\\", "the file ends within a value")]
    [InlineData("\"Text\"=\"never ends", "the file ends within a value")]
    [InlineData("nonsense", "neither a key nor a value")]
    [InlineData("\"Enabled\"=maybe", "'maybe' is no data")]
    public void A_damaged_file_is_an_error_with_its_line(string line, string message)
    {
        RegistryExportException exception = Assert.Throws<RegistryExportException>(() => Read($"[{RegistryFile.Protocols}]\n{line}"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("in line ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_given_up() =>
        Assert.Throws<RegistryExportException>(() => Read($"[{RegistryFile.Protocols}]\n\"Text\"=\"{new string('x', 2_000_000)}\""));

    [Fact]
    public void Something_else_is_no_registry_export_and_is_not_quoted()
    {
        string other = Assert.Throws<RegistryExportException>(() => Read("[x]", "root:secret", Encoding.Latin1)).Message;
        Assert.Contains("its first line is neither", other, StringComparison.Ordinal);
        // Whatever file was given by mistake: what is in it is nobody's business.
        Assert.DoesNotContain("secret", other, StringComparison.Ordinal);
    }

    private RegistryExport Read(string body, string form = "Windows Registry Editor Version 5.00", Encoding? encoding = null)
    {
        RegistryExport export = new("ex01");
        export.Read(_file.Write(body, form: form, encoding: encoding));
        return export;
    }
}
