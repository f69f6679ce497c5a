# Runs tests/Pester and leaves the numbers in a file. With -Find, only says by its exit code whether Pester 5 is here.
param([switch] $Find, [string] $Result)

$ErrorActionPreference = 'Stop'
$pester = Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0'
if ($Find) { exit [int](-not $pester) }

Import-Module Pester -MinimumVersion 5.0
$run = Invoke-Pester -Path "$PSScriptRoot/../tests/Pester" -Output Detailed -PassThru
@{
    # A file that cannot be read, or a block whose BeforeAll fails, has tests that nobody counted.
    passed  = $run.PassedCount
    failed  = $run.FailedCount + $run.FailedContainersCount
    skipped = @($run.Skipped + $run.NotRun | ForEach-Object ExpandedPath)
} | ConvertTo-Json | Set-Content -LiteralPath $Result
