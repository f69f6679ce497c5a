using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SmtpTls.Schannel;

namespace SmtpTls.Input;

/// <summary>Completes names of Windows versions, servers first.</summary>
public sealed class WindowsVersionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = new($"*{wordToComplete.Trim('\'', '"')}*", WildcardOptions.IgnoreCase);
        return WindowsVersion.All
            .Where(version => pattern.IsMatch(version.Name))
            .OrderByDescending(version => version.IsServer)
            .Select(version => new CompletionResult($"'{version.Name}'", version.Name, CompletionResultType.ParameterValue, $"build {version.Build}"));
    }
}
