# Loads the compiled cmdlets apart from the host's libraries (src/SmtpTls.Loader says why and how). Uses nothing outside
# Microsoft.PowerShell.Core: some hosts have no Utility module.

$loader = 'SmtpTls.Loader.ModuleLoader' -as [type]
if (-not $loader) {
    $framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
    $loader = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/$framework/SmtpTls.Loader.dll").GetType('SmtpTls.Loader.ModuleLoader')
}

# Runspaces that import at the same time (ForEach-Object -Parallel) do it one after another: now and then PowerShell does not find
# the types that SmtpTls.Types.psd1 names while another runspace is importing their assembly.
[System.Threading.Monitor]::Enter($loader)
try {
    # PowerShell finds type literals such as [SmtpTls.SslProtocolVersion] in the assemblies of modules, and so among these.
    Microsoft.PowerShell.Core\Import-Module -Assembly ($loader::LoadCore())
    $cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly ($loader::LoadModule()) -PassThru

    # An assembly that was imported before is taken from a cache, and then its cmdlets are not added to this module
    # (PowerShell issue 20710): after Import-Module -Force the module would be empty.
    $loader::Export($ExecutionContext.SessionState.Module, $cmdlets.ExportedCmdlets.Values)

    # The types that deserialized enums become again must be there before the file that names them is read: too late for the manifest.
    Microsoft.PowerShell.Core\Import-Module ([System.IO.Path]::Combine($PSScriptRoot, 'SmtpTls.Types.psd1'))
}
finally {
    [System.Threading.Monitor]::Exit($loader)
}
