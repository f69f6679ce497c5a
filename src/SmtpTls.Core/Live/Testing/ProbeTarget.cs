using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>One address to test, and how the test came to it.</summary>
internal sealed record ProbeTarget
{
    /// <summary>The address.</summary>
    public required AddressTarget Server { get; init; }

    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named.</summary>
    public string? Domain { get; init; }

    /// <summary>The preference of the MX record.</summary>
    public int? Preference { get; init; }

    /// <summary>What is being looked up of the policies for this server; <see langword="null"/> to look at none.</summary>
    public TargetPolicy? Policy { get; init; }

    /// <summary>The look-up that led there; <see langword="null"/> when there was none.</summary>
    public TestStep? Resolve { get; init; }
}
