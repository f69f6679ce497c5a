using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SmtpTls.Errors;

namespace SmtpTls.Input;

/// <summary>Completes the ids of the errors that are known.</summary>
public sealed class ErrorIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = new($"*{WildcardPattern.Escape(wordToComplete.Trim('\'', '"'))}*", WildcardOptions.IgnoreCase);
        return ErrorTable.All
            .Where(entry => pattern.IsMatch(entry.Id))
            .OrderBy(entry => entry.Id, StringComparer.Ordinal)
            .Select(entry => new CompletionResult(entry.Id, entry.Id, CompletionResultType.ParameterValue, entry.Title));
    }
}
