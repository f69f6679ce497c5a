namespace SmtpTls.Exchange;

/// <summary>Compares names of Exchange servers, which come with and without their domain.</summary>
internal static class ServerNames
{
    /// <summary>Whether both may be the same server: equal, or equal up to the first dot where only one has a domain.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        || ((!one.Contains('.') || !other.Contains('.')) && string.Equals(Host(one), Host(other), StringComparison.OrdinalIgnoreCase));

    private static string Host(string name) => name.Split('.')[0];
}
