using System.Diagnostics;
using System.Globalization;
using SmtpTls.Fuzz;

// SmtpTls.Fuzz COUNT FOLDER [TARGET [NUMBER]]: damaged input for every target or one of them; crashes are left in the folder. With a number,
// that input alone is tried, so that a debugger can look.
long count = long.Parse(args[0], CultureInfo.InvariantCulture);
string folder = Directory.CreateDirectory(args[1]).FullName;
Target[] targets = [.. Targets.All.Where(target => args.Length < 3 || target.Name == args[2])];
if (targets.Length == 0)
    return Fail($"'{args[2]}' is no target. There are: {string.Join(", ", Targets.All.Select(target => target.Name))}.");
if (args.Length > 3)
{
    long number = long.Parse(args[3], CultureInfo.InvariantCulture);
    targets[0].Run(targets[0].Mutator().Make(targets[0].Name, number));
    return 0;
}

int crashes = 0;
object gate = new();
Parallel.ForEach(targets, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, target =>
{
    Stopwatch time = Stopwatch.StartNew();
    foreach (byte[] known in target.ReadCrashes())
        Try(target, known, -1);
    Mutator mutator = target.Mutator();
    HashSet<string> told = [];
    for (long number = 0; number < count && told.Count < 20; number++)
    {
        byte[] input = mutator.Make(target.Name, number);
        if (Try(target, input, number) is { } fault && told.Add(fault))
            File.WriteAllBytes(Path.Combine(folder, $"{target.Name}-{number}.bin"), input);
    }
    lock (gate)
        Console.WriteLine($"{target.Name,-14} {count,9} inputs, {time.Elapsed.TotalSeconds,6:F1} s, {told.Count} kinds of crash");
});
return crashes == 0 ? 0 : Fail($"{crashes} inputs crashed a parser. They are in {folder}: mend the parser, and put each into tests/Fuzz/Crashes/<target>.");

// What went wrong and where, so that the same fault is told once.
string? Try(Target target, byte[] input, long number)
{
    Stopwatch time = Stopwatch.StartNew();
    string? fault = null;
    try
    {
        target.Run(input);
    }
    catch (Exception e) when (!target.Expected.Any(expected => expected.IsInstanceOfType(e)) || e.Message.Length == 0)
    {
        string[] frames = (e.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        fault = $"{e.GetType().Name}: {e.Message}\n    {string.Join("\n    ", frames.Take(6))}";
    }
    catch (Exception e) when (target.Expected.Any(expected => expected.IsInstanceOfType(e)))
    {
        // The answer to bad input.
    }

    // Wide: the machine may have other work. What is quadratic or endless takes longer still.
    if (fault is null && time.Elapsed > TimeSpan.FromSeconds(10))
        fault = $"took {time.Elapsed.TotalSeconds:F0} s";
    if (fault is null)
        return null;
    lock (gate)
    {
        crashes++;
        Console.WriteLine($"{target.Name}, input {(number < 0 ? "of an earlier crash" : number.ToString(CultureInfo.InvariantCulture))}: {fault}");
    }
    string[] lines = fault.Split('\n');
    return lines.Length > 1 ? lines[0].Split(':')[0] + lines[1] : "slow";
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
