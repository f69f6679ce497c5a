namespace SmtpTls.Schannel;

/// <summary>The registry of a Windows machine below HKEY_LOCAL_MACHINE, live or as exported.</summary>
internal interface IRegistry
{
    /// <summary>What it is, for a user: a machine's registry, or the path of a file.</summary>
    string Name { get; }

    /// <summary>The machine's name where it is known.</summary>
    string? ComputerName { get; }

    /// <summary>Whether a value of the key that is not there is not set; otherwise nothing is known of it.</summary>
    bool Covers(string key);

    /// <summary>The value: a <see cref="long"/>, a <see cref="string"/> or an array of strings; <see langword="null"/> where there is none of these.</summary>
    object? Value(string key, string name);

    /// <summary>The names of the keys directly below a key; none where it does not exist or is not known.</summary>
    IReadOnlyList<string> KeyNames(string key);

    /// <summary>The names of the values of a key; none where it does not exist or is not known.</summary>
    IReadOnlyList<string> ValueNames(string key);
}

/// <summary>Reads values in the form that is needed.</summary>
internal static class RegistryExtensions
{
    /// <summary>A DWORD or QWORD; <see langword="null"/> where there is none.</summary>
    public static long? Number(this IRegistry registry, string key, string name) => registry.Value(key, name) as long?;

    /// <summary>A text; <see langword="null"/> where there is none.</summary>
    public static string? Text(this IRegistry registry, string key, string name) => registry.Value(key, name) as string;

    /// <summary>A list: REG_MULTI_SZ, or REG_SZ with commas, as group policy writes it. <see langword="null"/> where there is none.</summary>
    public static IReadOnlyList<string>? List(this IRegistry registry, string key, string name)
    {
        string[]? items = registry.Value(key, name) switch
        {
            string[] many => many,
            string text => text.Split(','),
            _ => null,
        };
        return items is null ? null : [.. items.Select(item => item.Trim()).Where(item => item.Length > 0)];
    }
}
