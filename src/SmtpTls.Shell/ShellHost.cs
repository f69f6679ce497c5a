using System.Globalization;
using System.Management.Automation.Host;

namespace SmtpTls.Shell;

/// <summary>What the engine wants to know of the program that hosts it.</summary>
internal sealed class ShellHost : PSHost
{
    /// <summary>The argument of <c>exit</c>; <see langword="null"/> until then.</summary>
    internal int? ExitCode { get; private set; }

    public override string Name => "SmtpTls.Shell";

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override Version Version => typeof(ShellHost).Assembly.GetName().Version!;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI { get; } = new ShellUserInterface();

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("SmtpTls.Shell runs one command or script and has no prompt.");

    public override void ExitNestedPrompt()
    {
        // There never is a nested prompt to leave.
    }

    public override void NotifyBeginApplication()
    {
        // Native programs share the console as it is.
    }

    public override void NotifyEndApplication()
    {
        // Nothing was changed at the beginning.
    }
}
