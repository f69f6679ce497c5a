using System.Management.Automation;
using SmtpTls.Tests.Cisco;

namespace SmtpTls.Tests.Commands;

public sealed class GetEsaTlsPolicyTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("esa").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Files_of_every_kind_come_through_the_pipeline()
    {
        FileInfo[] files =
        [
            new(Write("config.xml", EsaSamples.Configuration(EsaSamples.Listener("<hat_default_tls>on</hat_default_tls>")))),
            new(Write("destinations.txt", EsaSamples.Destinations)),
            new(Write("hat[1].txt", EsaSamples.Hat)),
        ];

        EngineResult result = _engine.RunWithInput(files, "$input | Get-EsaTlsPolicy");

        Assert.Empty(result.Errors);
        Assert.Equal(
            ["Destination", "Listener", "MailFlowPolicy", "SenderGroup"],
            result.Output.Select(policy => policy.Text("Kind")).Distinct().Order());
        Assert.Contains("Destination Controls are not read from a saved configuration", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.All(result.Output, policy => Assert.StartsWith(_folder, policy.Text("Source"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_question_of_an_admin_is_one_line()
    {
        Write("destinations.txt", EsaSamples.Destinations);

        EngineResult result = _engine.Run("param($folder) (Get-EsaTlsPolicy $folder/*.txt | Where-Object Mode -ne Required).Name", ("folder", _folder));

        Assert.Equal(["DEFAULT", "old.example", ".sub.example"], result.ThrowOnError().Output.Select(name => name.ToString()));
    }

    [Fact]
    public void The_default_of_an_exported_table_can_be_given()
    {
        Write("hat.txt", EsaSamples.Hat);

        PSObject all = _engine.Run("param($folder) Get-EsaTlsPolicy $folder/hat.txt -DefaultSetting Required | Where-Object Name -eq ALL", ("folder", _folder)).ThrowOnError().Only;

        Assert.Equal(("Required", "True", "Accepts mail inside TLS only."), (all.Text("Mode"), all.Text("FromDefault"), all.Text("Summary")));
    }

    [Fact]
    public void Bad_files_are_errors_about_themselves_and_the_others_are_read()
    {
        string[] files =
        [
            Write("a.txt", "[client]\npassword = SECRET\n"), Write("b.xml", "<config><users>SECRET</wrong>"), Write("c.txt", "just text"),
            Write("d.txt", EsaSamples.Destinations + "\nSECRET line\n"), Path.Combine(_folder, "none.txt"), _folder,
        ];

        EngineResult result = _engine.Run("param($files) Get-EsaTlsPolicy -LiteralPath $files", ("files", files));

        Assert.Equal(
            ["NotDestinationControls", "FileDamaged", "FileFormatUnknown", "DestinationLineMalformed", "PathNotFound", "PathIsFolder"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(result.Errors, error => Assert.DoesNotContain("SECRET", error + error.Exception.ToString(), StringComparison.Ordinal));
        Assert.Equal(4, result.Output.Count);
    }

    [Fact]
    public void Results_survive_clixml_and_json_and_show_no_secret()
    {
        Write("config.xml", EsaSamples.Configuration(EsaSamples.Listener("<hat_default_tls>off</hat_default_tls>")));

        EngineResult result = _engine.Run(
            """
            param($folder)
            $policies = Get-EsaTlsPolicy $folder/config.xml -WarningAction SilentlyContinue
            [System.Management.Automation.PSSerializer]::Serialize($policies, 4)
            $again = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($policies, 4))
            '{0} {1} {2}' -f $again[0], $again[0].Mode, $again[0].Findings[0].Id
            """,
            ("folder", _folder));

        Assert.Equal(2, result.ThrowOnError().Output.Count);
        Assert.DoesNotContain("SECRET", result.Output[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("InboundMail None ListenerWithoutTls", result.Output[1].ToString());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, System.Text.Encoding.Latin1);
        return path;
    }
}
