using System.Text;

namespace SmtpTls.Fuzz;

/// <summary>A parser under test.</summary>
/// <param name="Name">Its name, and that of its folder of seeds.</param>
/// <param name="Run">Reads one input. Any exception but those that <paramref name="Expected"/> names is a crash.</param>
/// <param name="Tokens">What means something to the parser.</param>
/// <param name="Expected">What the parser says of input that is wrong: errors of ours, with a message for the user.</param>
internal sealed record Target(string Name, Action<byte[]> Run, string[] Tokens, params Type[] Expected)
{
    /// <summary>Good input; the files of the folder where there are none here.</summary>
    public Func<IReadOnlyList<byte[]>>? Seeds { get; init; }

    public IReadOnlyList<byte[]> ReadSeeds() => Seeds?.Invoke() ?? ReadFiles("Seeds");

    /// <summary>Input that made the parser crash once.</summary>
    public IReadOnlyList<byte[]> ReadCrashes() => ReadFiles("Crashes");

    public Mutator Mutator() => new(ReadSeeds(), [.. Tokens.Select(Encoding.UTF8.GetBytes)], limit: 200_000);

    private byte[][] ReadFiles(string folder)
    {
        string path = Path.Combine(AppContext.BaseDirectory, folder, Name);
        return !Directory.Exists(path) ? [] : [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
