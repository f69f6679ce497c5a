namespace SmtpTls.Testing;

/// <summary>What a look-up led to.</summary>
/// <param name="Resolve">The look-up; <see langword="null"/> when an address was given.</param>
/// <param name="Items">In order of preference.</param>
internal sealed record TestPlan(TestStep? Resolve, IReadOnlyList<TestPlanItem> Items);

/// <summary>An address to test, or a result that is known without a test.</summary>
/// <param name="Target">The address.</param>
/// <param name="Result">The result.</param>
internal readonly record struct TestPlanItem(ProbeTarget? Target, StartTlsResult? Result);
