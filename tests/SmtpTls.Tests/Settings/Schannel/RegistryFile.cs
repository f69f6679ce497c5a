using System.Text;

namespace SmtpTls.Tests.Schannel;

/// <summary>A <c>.reg</c> file in a folder of its own, as regedit or an editor would write it.</summary>
public sealed class RegistryFile : IDisposable
{
    public const string Protocols = @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtptls-reg-");

    public string Folder => _folder.FullName;

    /// <summary>Writes a file of the form that regedit has: UTF-16 with its mark.</summary>
    public string Write(string body, string name = "ex01.reg", string form = "Windows Registry Editor Version 5.00", Encoding? encoding = null)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"{form}\r\n\r\n{body.ReplaceLineEndings("\r\n")}\r\n", encoding ?? Encoding.Unicode);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
