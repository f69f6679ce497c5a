# Runs tests/Pester under the Pester given and leaves the numbers in a file, for CI to count.
param([Parameter(Mandatory)] [string] $Pester, [Parameter(Mandatory)] [string] $Result)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$run = Invoke-Pester -Path (Join-Path $PSScriptRoot '../tests/Pester') -Output Detailed -PassThru
$null = New-Item -ItemType Directory -Path (Split-Path $Result) -Force
@{
    passed  = $run.PassedCount
    # A file that cannot be read, or a block whose BeforeAll fails, has tests that nobody counted.
    failed  = $run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount
    skipped = @($run.Skipped + $run.NotRun | ForEach-Object ExpandedPath)
} | ConvertTo-Json | Set-Content -LiteralPath $Result
if ($run.Result -ne 'Passed' -or -not $run.PassedCount) { exit 1 }
