# Loads the compiled cmdlets apart from the host's libraries (src/SmtpTls.Loader says why and how). Uses nothing outside
# Microsoft.PowerShell.Core: some hosts have no Utility module.

$loader = 'SmtpTls.Loader.ModuleLoader' -as [type]
if (-not $loader) {
    $framework = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
    $path = [System.IO.Path]::Combine($PSScriptRoot, 'bin', $framework, 'SmtpTls.Loader.dll')
    $loader = [System.Reflection.Assembly]::LoadFrom($path).GetType('SmtpTls.Loader.ModuleLoader')
}

# PowerShell finds type literals such as [SmtpTls.SslProtocolVersion] in the assemblies of modules, and so among these.
Microsoft.PowerShell.Core\Import-Module -Assembly ($loader::LoadCore())
$cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly ($loader::LoadModule()) -PassThru

# An assembly that was imported before is taken from a cache, and then its cmdlets are not added to this module
# (PowerShell issue 20710): after Import-Module -Force the module would be empty.
$add = [System.Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
    $null = $add.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}

# The types that deserialized enums become again must be there before the file that names them is read: too late for the manifest.
Microsoft.PowerShell.Core\Import-Module ([System.IO.Path]::Combine($PSScriptRoot, 'SmtpTls.Types.psd1'))
