using SmtpTls.Shell;

if (args.Length == 0)
{
    Console.Error.WriteLine(
        """
        Runs a script or a command with the cmdlets of SmtpTls.

          dotnet run --project src/SmtpTls.Shell -- docs/samples/quickstart.ps1 [arguments]
          dotnet run --project src/SmtpTls.Shell -- "Test-SmtpStartTls -Server mail.example.com"
        """);
    return 64;
}

if (!File.Exists(args[0]) && args[0].EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) && args[0].IndexOfAny([' ', ';', '|']) < 0)
{
    Console.Error.WriteLine($"The script '{Path.GetFullPath(args[0])}' does not exist.");
    return 64;
}

using var session = new Session();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    session.Stop();
};

return File.Exists(args[0])
    ? session.RunScript(Path.GetFullPath(args[0]), args[1..])
    : session.RunCommand(string.Join(' ', args));
