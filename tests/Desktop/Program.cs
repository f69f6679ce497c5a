using System.Reflection;
using System.Text;

namespace SmtpTls.Desktop;

/// <summary>
/// The module in a .NET Framework process: <c>SmtpTls.Desktop MODULE-FOLDER [-first ASSEMBLY] COMMAND [ARGUMENT...]</c>. Loads it as
/// SmtpTls.psm1 does, drives it, and prints what it found as lines of <c>name=value</c>.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        try
        {
            Queue<string> rest = new(arguments);
            string module = Path.GetFullPath(rest.Dequeue());
            if (rest.Peek() == "-first")
            {
                rest.Dequeue();
                Assembly.LoadFrom(Path.GetFullPath(rest.Dequeue()));
            }

            // This program's references to the core are met by what the loader has loaded, as PowerShell meets [SmtpTls.Type].
            AppDomain.CurrentDomain.AssemblyResolve += (_, request) => AppDomain.CurrentDomain.GetAssemblies()
                .FirstOrDefault(assembly => request.RequestingAssembly == typeof(Program).Assembly && assembly.FullName == request.Name);
            Load(module);
            return new Commands(module).Run(rest.Dequeue(), [.. rest]);
        }
        catch (TargetInvocationException e)
        {
            Console.WriteLine("error=" + e.InnerException!.Message);
            return 1;
        }
    }

    private static void Load(string module)
    {
        Type loader = Assembly.LoadFrom(Path.Combine(module, "SmtpTls.Loader.dll")).GetType("SmtpTls.Loader.ModuleLoader");
        foreach (string method in new[] { "LoadModule", "LoadCore" })
            loader.GetMethod(method)!.Invoke(null, null);
    }
}
