# Loads the compiled cmdlets apart from the host's libraries (src/SmtpTls.Loader says why and how). Uses nothing outside
# Microsoft.PowerShell.Core: some hosts have no Utility module.

$loader = 'SmtpTls.Loader.ModuleLoader' -as [type]
if (-not $loader) {
    $framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
    $loader = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/$framework/SmtpTls.Loader.dll").GetType('SmtpTls.Loader.ModuleLoader')
}

$core = $loader::LoadCore()
Microsoft.PowerShell.Core\Import-Module -Assembly $core
$cmdlets = Microsoft.PowerShell.Core\Import-Module -Assembly ($loader::LoadModule()) -PassThru

# An assembly that was imported before is taken from a cache, and then its cmdlets are not added to this module
# (PowerShell issue 20710): after Import-Module -Force the module would be empty.
$loader::Export($ExecutionContext.SessionState.Module, $cmdlets.ExportedCmdlets.Values)

# The types that deserialized enums become again must be there before the file that names them is read: too late for the manifest.
# PowerShell reads types files by Parallel.ForEach. When a pool thread gets the file, it has no runspace, and a name is looked for
# in the default load context only, where our types are not: "Cannot convert note TargetTypeForDeserialization", and the import
# ends without cmdlets. A name that was asked for here, on the pipeline's thread, is in a cache that all threads share.
# `build.ps1 ImportStress` provokes this: without the next line two of three imports fail.
foreach ($type in $core.GetExportedTypes()) { $null = $type.FullName -as [type] }
foreach ($name in 'SmtpTls.Views.ResultConverter', 'SmtpTls.Views.ExactTimes') { $null = $name -as [type] }
Microsoft.PowerShell.Core\Import-Module ([System.IO.Path]::Combine($PSScriptRoot, 'SmtpTls.Types.psd1'))
