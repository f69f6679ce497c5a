using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SmtpTls.Schannel;
using SmtpTls.Tls;

namespace SmtpTls.Input;

/// <summary>The senders that -Client knows: those of the table, and Exchange by the Schannel list of each Windows.</summary>
internal static class ClientInput
{
    /// <summary>The names, Exchange first.</summary>
    public static IEnumerable<string> Names =>
        WindowsVersion.All.Where(version => version.IsServer).Select(NameOf).Reverse().Concat(KnownClients.All.Select(client => client.Name));

    /// <summary>The sides of the clients whose name matches, wildcards allowed; empty where none does.</summary>
    public static IEnumerable<CipherSuiteSide> Find(string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        foreach (WindowsVersion version in WindowsVersion.All.Where(version => version.IsServer && pattern.IsMatch(NameOf(version))))
            yield return Exchange(version);
        foreach (KnownClient client in KnownClients.All.Where(client => pattern.IsMatch(client.Name)))
            yield return new CipherSuiteSide(client.Name, client.Suites) { KnowsProtocols = true };
    }

    private static string NameOf(WindowsVersion version) => "Exchange on " + version.Name;

    private static CipherSuiteSide Exchange(WindowsVersion version)
    {
        ObjectProperties policy = new(PSObject.AsPSObject(SchannelPolicyReader.Read(new DefaultRegistry(), version)));
        return CipherSuiteInput.PolicySide(NameOf(version), policy, SchannelRole.Client);
    }

    // A registry in which nothing is set.
    private sealed class DefaultRegistry : IRegistry
    {
        public string Name => "defaults";

        public string? ComputerName => null;

        public bool Covers(string key) => true;

        public object? Value(string key, string name) => null;

        public IReadOnlyList<string> KeyNames(string key) => [];

        public IReadOnlyList<string> ValueNames(string key) => [];
    }
}

/// <summary>Completes the names of known senders.</summary>
public sealed class ClientCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = new($"*{wordToComplete.Trim('\'', '"')}*", WildcardOptions.IgnoreCase);
        return ClientInput.Names.Where(pattern.IsMatch).Select(name => new CompletionResult($"'{name}'", name, CompletionResultType.ParameterValue, name));
    }
}
