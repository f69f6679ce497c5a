using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>What belongs to one result beside what was seen of the address, which several results may share.</summary>
/// <param name="Target">How the test came to the address.</param>
/// <param name="Shared">Whether the connections were made for another result.</param>
/// <param name="Policy">How the server stands by the policies; <see langword="null"/> where none was looked at.</param>
/// <param name="PolicyElapsed">How long the policies were waited for after the test.</param>
internal sealed record TestCircumstances(ProbeTarget Target, bool Shared, ServerPolicyOutcome? Policy = null, TimeSpan PolicyElapsed = default);
