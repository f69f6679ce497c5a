using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace SmtpTls.Shell;

/// <summary>Output to standard output; errors, warnings and progress to standard error, so that a result can be redirected.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private const string NoPrompt = "SmtpTls.Shell does not ask questions. Give the value as a parameter, or use PowerShell.";

    private int _progressLength;

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    public override void Write(string value)
    {
        ClearProgress();
        Console.Out.Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteToError(value);

    public override void WriteDebugLine(string message) => WriteToError("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteToError("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteToError("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsErrorRedirected) return;
        ClearProgress();
        if (record.RecordType == ProgressRecordType.Completed) return;
        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        string line = $"{record.Activity}: {record.StatusDescription}{percent}";
        line = line[..Math.Min(line.Length, RawUI.BufferSize.Width - 1)];
        Console.Error.Write(line);
        _progressLength = line.Length;
    }

    public override string ReadLine() => throw new PSInvalidOperationException(NoPrompt);

    public override SecureString ReadLineAsSecureString() => throw new PSInvalidOperationException(NoPrompt);

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw new PSInvalidOperationException(NoPrompt);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        => throw new PSInvalidOperationException(NoPrompt);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw new PSInvalidOperationException(NoPrompt);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
        => throw new PSInvalidOperationException(NoPrompt);

    private void WriteToError(string line)
    {
        ClearProgress();
        Console.Error.WriteLine(GetOutputString(line, supportsVirtualTerminal: !Console.IsErrorRedirected));
    }

    private void ClearProgress()
    {
        if (_progressLength == 0) return;
        Console.Error.Write('\r' + new string(' ', _progressLength) + '\r');
        _progressLength = 0;
    }
}
