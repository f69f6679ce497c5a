using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>For methods that run a million times in the first second: compiled well at once, rather than after they were watched for a while.</summary>
internal static class Jit
{
#if NET
    public const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
#else
    public const MethodImplOptions Hot = 0;
#endif
}
