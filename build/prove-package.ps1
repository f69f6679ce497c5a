# Proves in a new session that the package, as the gallery's client has installed it, is whole and works.
param([Parameter(Mandatory)] [string] $Modules, [Parameter(Mandatory)] [string] $Version, [Parameter(Mandatory)] [string] $Staged)

$ErrorActionPreference = 'Stop'

function Assert([bool] $Condition, [string] $Message) { if (-not $Condition) { throw "The package is not right: $Message" } }

Import-Module SmtpTls
$module = Get-Module SmtpTls
Assert ($module.ModuleBase -eq (Join-Path $Modules "SmtpTls/$Version")) "the module was loaded from $($module.ModuleBase)."
foreach ($file in Get-ChildItem -LiteralPath $Staged -Recurse -File) {
    $there = Join-Path $module.ModuleBase ([System.IO.Path]::GetRelativePath($Staged, $file.FullName))
    Assert ((Test-Path -LiteralPath $there) -and (Get-FileHash -LiteralPath $there).Hash -eq (Get-FileHash -LiteralPath $file.FullName).Hash) "$there"
}
Assert ($module.ProjectUri -and $module.LicenseUri -and $module.ReleaseNotes -and $module.Description) 'the manifest lacks a field of the gallery.'
foreach ($command in $module.ExportedCmdlets.Values) {
    Assert ((Get-Help $command.Name).Synopsis -notlike "*$($command.Name) *") "Get-Help $($command.Name) finds no page."
}

$listener = Start-SmtpTlsListener -Port 0 -HostName localhost
$result = Test-SmtpStartTls -Server "localhost:$($listener.Port)" -AddressFamily IPv4
Stop-SmtpTlsListener
Assert ($result.Status -eq 'Encrypted' -and $result.Protocol -eq 'Tls13') "a test of the listener gives $($result.Status), $($result.Reason)"
"SmtpTls $Version, installed from a repository: $($module.ExportedCmdlets.Count) cmdlets with help, and a test of a listener gives $($result.Status)."
