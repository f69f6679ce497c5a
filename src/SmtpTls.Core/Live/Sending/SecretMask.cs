using System.Text;

namespace SmtpTls.Sending;

/// <summary>Keeps what was said in AUTH out of everything that is shown, also where a server echoes it.</summary>
/// <param name="password">The password, if there is one.</param>
internal sealed class SecretMask(string? password)
{
    public const string Mask = "***";

    // The longest first: what is part of a longer secret must not break that up.
    private readonly SortedSet<string> _secrets = new(Comparer<string>.Create(
        (a, b) => a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    /// <summary>Takes note of what the client says in AUTH: a token in base64.</summary>
    public void Add(string token)
    {
        // An empty answer and a client that gives up (RFC 4954 section 4) hide nothing.
        if (token is not ("" or "=" or "*"))
            _secrets.Add(token);
        if (password is { Length: > 0 })
        {
            // The text of a line is Latin-1 here: one character for each byte.
            byte[] utf8 = Encoding.UTF8.GetBytes(password);
            _secrets.Add(new string([.. utf8.Select(b => (char)b)]));
            _secrets.Add(Convert.ToBase64String(utf8));
        }
    }

    /// <summary>Masks a reply line of bytes as Latin-1; its code stays.</summary>
    public string Apply(string line)
    {
        const int CodeAndSeparator = 4;
        if (_secrets.Count == 0 || line.Length <= CodeAndSeparator)
            return line;
        StringBuilder text = new(line, CodeAndSeparator, line.Length - CodeAndSeparator, line.Length);
        foreach (string secret in _secrets)
            text.Replace(secret, Mask);
        return line.Substring(0, CodeAndSeparator) + text;
    }
}
