using System.Management.Automation;
using System.Text;

namespace SmtpTls.Tests.Commands;

public sealed class GetSmtpTlsHopTests : IDisposable
{
    private const string Plain = "Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example (Postfix) with ESMTP id 1; Tue, 3 Jun 2025 10:11:12 +0000\r\n";

    private const string Encrypted =
        "Received: from b.example (192.0.2.2) by c.example (192.0.2.3) with Microsoft SMTP\r\n"
        + " Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n 15.2.1544.4; Tue, 3 Jun 2025 10:11:15 +0000\r\n";

    private const string Rest = "From: a@example\r\nSubject: =?utf-8?q?h=C3=A9?=\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + Encrypted + "\r\nBody\r\n";

    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Text_from_Outlook_gives_one_object_a_hop_oldest_first()
    {
        IReadOnlyList<PSObject> hops = _engine.Run("param($text) Get-SmtpTlsHop -Header $text", ("text", Encrypted + Plain + Rest)).ThrowOnError().Output;

        Assert.Equal(2, hops.Count);
        Assert.Equal(
            ("1", "a.example", "b.example", "ESMTP", "False", "", "Postfix", "00:00:03"),
            (hops[0].Text("Index"), hops[0].Text("From"), hops[0].Text("By"), hops[0].Text("With"), hops[0].Text("Encrypted"), hops[0].Text("Protocol"), hops[0].Text("Dialect"), hops[0].Text("Delay")));
        Assert.Equal(
            ("2", "True", "Tls12", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "Exchange", "", ""),
            (hops[1].Text("Index"), hops[1].Text("Encrypted"), hops[1].Text("Protocol"), hops[1].Text("CipherSuite"), hops[1].Text("Dialect"), hops[1].Text("Delay"), hops[1].Text("Source")));
    }

    [Fact]
    public void Lines_from_the_pipeline_are_one_text_as_Get_Clipboard_gives_them()
    {
        string[] lines = (Encrypted + Plain + "Subject: x").Split("\r\n");

        EngineResult result = _engine.RunWithInput(lines, "$input | Get-SmtpTlsHop | ForEach-Object By");

        Assert.Equal(["b.example", "c.example"], result.ThrowOnError().Output.Select(by => by.ToString()));
    }

    [Fact]
    public void Texts_with_line_breaks_are_a_message_each()
    {
        EngineResult result = _engine.RunWithInput([Plain, Encrypted + Plain], "$input | Get-SmtpTlsHop -Summary | Where-Object Hops | ForEach-Object Hops");

        Assert.Equal([1, 2], result.ThrowOnError().Output.Select(hops => hops.BaseObject));
    }

    [Fact]
    public void Files_folders_wildcards_and_file_objects_of_the_pipeline_are_read()
    {
        Write("one.eml", Plain + Rest);
        Write("two.eml", Encrypted + Plain + Rest);
        Write("with [brackets].eml", Plain + Rest);
        Write("notes.txt", "no message");
        Write("below/three.eml", Plain + Rest);

        Assert.Equal(4, Count("Get-SmtpTlsHop $folder"));
        Assert.Equal(5, Count("Get-SmtpTlsHop $folder -Recurse"));
        Assert.Equal(3, Count("Get-SmtpTlsHop $folder/*o*.eml"));
        Assert.Equal(1, Count("Get-SmtpTlsHop -LiteralPath \"$folder/with [brackets].eml\""));
        Assert.Equal(4, _engine.RunWithInput(new DirectoryInfo(_folder).GetFiles("*.eml"), "$input | Get-SmtpTlsHop").ThrowOnError().Output.Count);
        Assert.Equal(Path.Combine(_folder, "one.eml"), _engine.Run("(Get-SmtpTlsHop $folder/one.eml).Source").Only.ToString());

        int Count(string script) => _engine.Run("param($folder) $global:folder = $folder; " + script, ("folder", _folder)).ThrowOnError().Output.Count;
    }

    [Fact]
    public void Each_message_of_an_mbox_is_read_and_neither_its_body_nor_what_is_attached()
    {
        Write("mail.mbox", $"From a@example Tue Jun  3 10:11:12 2025\r\n{Plain}{Rest}\r\nFrom b@example Tue Jun  3 10:11:12 2025\r\n{Encrypted}{Plain}{Rest}");

        IReadOnlyList<PSObject> hops = Run("mail.mbox").ThrowOnError().Output;

        Assert.Equal(
            [("#1", "1", "a.example"), ("#2", "1", "a.example"), ("#2", "2", "b.example")],
            hops.Select(hop => (hop.Text("Source")[^2..], hop.Text("Index"), hop.Text("From"))));
    }

    [Fact]
    public void The_summary_comes_behind_the_hops()
    {
        Write("one.eml", Encrypted + Plain + Rest);

        PSObject summary = Run("one.eml", "-Summary").ThrowOnError().Output[^1];

        Assert.Equal("SmtpTls.HopSummary", summary.TypeNames[0]);
        Assert.Equal(("False", "2", "1: a.example to b.example, not encrypted"), (summary.Text("Encrypted"), summary.Text("Hops"), summary.Text("Weakest")));
    }

    [Fact]
    public void Input_that_cannot_be_used_is_told_and_the_rest_goes_on()
    {
        Write("a-nothing.eml", Rest);
        Write("b-empty.eml", "");
        Write("c-outlook.msg", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]);
        Write("d-good.eml", Plain + Rest);

        EngineResult result = _engine.Run(
            "param($folder) Get-SmtpTlsHop $folder/a*, $folder/b*, $folder/c*, $folder/missing.eml, $folder/d*", ("folder", _folder));

        Assert.Equal("a.example", result.Only.Text("From"));
        Assert.Equal(
            ["NoReceivedHeader", "NoReceivedHeader", "FileFormatUnknown", "PathNotFound"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("a-nothing.eml' has no Received header", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("-Header", result.Errors[2].ToString(), StringComparison.Ordinal);
        Assert.Contains("missing.eml", result.Errors[3].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_messages_is_told_with_where_they_may_be()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        ErrorRecord error = Assert.Single(_engine.Run("param($folder) Get-SmtpTlsHop $folder/empty", ("folder", _folder)).Errors);

        Assert.Equal("NoFileInFolder,SmtpTls.Commands.GetSmtpTlsHopCommand", error.FullyQualifiedErrorId);
        Assert.EndsWith("empty'; -Recurse looks below, too.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_Received_headers_is_told_with_what_would_be_right()
    {
        ErrorRecord error = Assert.Single(_engine.Run("'C:\\mail\\one.eml' | Get-SmtpTlsHop").Errors);

        Assert.Equal("There is no Received header in the text 'C:\\mail\\one.eml'. Files are given with -Path.", error.ToString());
    }

    [Fact]
    public void Eight_bit_bytes_and_broken_folding_lose_nothing_of_the_rest()
    {
        byte[] header = Encoding.Latin1.GetBytes(
            "Received: from m\u00fcller.example (a.example [192.0.2.1])\nby b.example\r (Postfix)\n\n".Replace("\n\n", "\n", StringComparison.Ordinal)
            + "\twith ESMTPS id 1; Tue, 3 Jun 2025 10:11:12 +0000\n" + Plain + "\n");
        Write("latin1.eml", header);

        EngineResult result = Run("latin1.eml");

        Assert.Empty(result.Errors);
        Assert.Contains(result.Output, hop => hop.Text("From") == "a.example" && hop.Text("By") == "b.example");
    }

    [Fact]
    public void A_header_of_fifty_megabytes_is_cut_with_a_warning()
    {
        Write("big.eml", Encoding.ASCII.GetBytes(Plain + "X-Big: " + new string('x', 50_000_000) + "\r\n" + Encrypted + "\r\n"));
        Write("big.mbox", Encoding.ASCII.GetBytes("From x\n" + Plain + new string('x', 50_000_000) + "\r\n\r\nbody\n\nFrom x\n" + Encrypted + "\n"));
        Write("big2.eml", Encoding.ASCII.GetBytes("Received: from a by b (Postfix) with ESMTPS id 1 " + new string('(', 50_000_000) + "\r\n\r\n"));

        EngineResult result = _engine.Run("param($folder) Get-SmtpTlsHop $folder", ("folder", _folder));

        Assert.Equal(4, result.Output.Count);
        Assert.Equal(3, result.Warnings.Count);
        Assert.All(result.Warnings, warning => Assert.Contains("longer than 1 MB", warning, StringComparison.Ordinal));
        Assert.Equal(64 * 1024, result.Output.Max(hop => hop.Text("Raw").Length));
    }

    [Fact]
    public void Hops_survive_remoting()
    {
        EngineResult result = _engine.Run(
            """
            param($text)
            $hop = @(Get-SmtpTlsHop -Header $text)[-1]
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($hop))
            "$($copy.Protocol) $($copy.Encrypted) $($copy.Index) $($copy.CipherSuite)"
            """,
            ("text", Encrypted + Plain));

        Assert.Equal("Tls12 True 2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", result.ThrowOnError().Only.ToString());
    }

    private EngineResult Run(string file, string arguments = "") =>
        _engine.Run($"param($path) Get-SmtpTlsHop -LiteralPath $path {arguments}", ("path", Path.Combine(_folder, file)));

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
