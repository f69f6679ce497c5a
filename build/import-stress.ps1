<#
.SYNOPSIS
Imports the module many times in the way that provokes a race in PowerShell, and fails when an import has an error.

.DESCRIPTION
PowerShell reads the types files of a module by Parallel.ForEach, and a pool thread finds no type of our load context unless its name is in
PowerShell's cache of types already (SmtpTls.psm1 says more). Two things make this likely instead of rare: each import starts with that
cache emptied, and the types file is split into one file for each type, so that pool threads get work.
#>
param([Parameter(Mandatory)] [string] $Module, [ValidateRange(1, 1000000)] [int] $Count = 200)

$ErrorActionPreference = 'Stop'
$copy = Join-Path ([System.IO.Path]::GetTempPath()) "SmtpTls-import-$PID"
Copy-Item -LiteralPath $Module -Destination $copy -Recurse
try {
    $types = [xml] (Get-Content -Raw -LiteralPath (Join-Path $copy SmtpTls.types.ps1xml))
    $files = foreach ($type in $types.Types.Type) {
        $file = "$($type.Name).types.ps1xml"
        Set-Content -LiteralPath (Join-Path $copy $file) -Value "<Types>$($type.OuterXml)</Types>"
        "'$file'"
    }
    $manifest = Join-Path $copy SmtpTls.Types.psd1
    (Get-Content -Raw -LiteralPath $manifest) -replace "'SmtpTls.types.ps1xml'", ($files -join ', ') | Set-Content -LiteralPath $manifest

    $cache = [psobject].Assembly.GetType('System.Management.Automation.Language.TypeCache').GetField('s_cache', 'NonPublic, Static').GetValue($null)
    $failed = 0
    foreach ($i in 1..$Count) {
        $session = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $cache.Clear()
        $null = $session.AddCommand('Import-Module').AddParameter('Name', (Join-Path $copy SmtpTls.psd1)).Invoke()
        if ($session.HadErrors) {
            $failed++
            $last = $session.Streams.Error[0]
        }
        $session.Runspace.Dispose()
        $session.Dispose()
    }
    "$failed of $Count imports failed, each of $(@($files).Count) types files."
    if ($failed) { throw $last }
}
finally {
    Remove-Item -LiteralPath $copy -Recurse -Force
}
