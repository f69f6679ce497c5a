namespace SmtpTls.Scanning;

/// <summary>Whose offer it is, as results name it.</summary>
/// <param name="Domain">The domain that was asked for; <see langword="null"/> when a server was named.</param>
/// <param name="MxHost">The MX host or server.</param>
/// <param name="MxPreference">The preference of the MX record.</param>
/// <param name="Address">The address.</param>
/// <param name="Port">The TCP port.</param>
internal sealed record OfferTarget(string? Domain, string? MxHost, int? MxPreference, string? Address, int Port);
