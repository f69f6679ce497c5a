using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SmtpTls.Benchmarks;

// "session script.ps1 arguments" is the host for the whole-process measurements where there is no pwsh; all else is BenchmarkDotNet's.
if (args is ["session", string script, .. string[] arguments])
    return Session.Run(script, arguments);
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Session).Assembly).Run(args, config);
return 0;
