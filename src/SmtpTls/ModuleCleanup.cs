using System.Management.Automation;
using SmtpTls.Commands;

namespace SmtpTls;

/// <summary>Lets Remove-Module leave nothing behind.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Stops the listeners of this session.</summary>
    /// <param name="psModuleInfo">The module that is being removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunningListeners.Here.StopAll();
}
