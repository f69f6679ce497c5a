using SmtpTls.Generator;
using SmtpTls.Reports;

// Program.cs FOLDER: writes SmtpTls.types.ps1xml and schema/ of the module in the folder, where they have changed.
string folder = args[0];
Write(Path.Combine(folder, "SmtpTls.types.ps1xml"), TypesFile.Text());
Write(Path.Combine(folder, "schema", $"smtptls-{ResultJsonWriter.SchemaVersion}.json"), ResultSchema.Text());

static void Write(string path, string text)
{
    if (File.Exists(path) && File.ReadAllText(path) == text) return;
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, text);
}
