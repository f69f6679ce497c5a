#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, shows and packs SmtpTls. Several tasks run in the order given.

.DESCRIPTION
Where no PowerShell is installed the .NET 10 SDK brings it:

    dotnet tool restore
    dotnet pwsh build.ps1 Test

.PARAMETER Task
Build          leaves the importable module in out/SmtpTls.
Test           runs all tests: xunit (dotnet test) and Pester, under each version in tests/Pester/Pester.csproj.
Try            shows the module at work: starts a listener on loopback, tests it, sends it a message (docs/samples/quickstart.ps1).
Lab            starts real mail and name servers on loopback (tests/lab; Debian 12, root). The tasks after it use them, and the lab stops
               at the end. Alone, it leaves them running and says how to use them.
Help           brings docs/en-US/*.md in step with the parameters of the cmdlets, makes the help file (needs the module
               Microsoft.PowerShell.PlatyPS) and writes docs/errors.md.
Pack           makes the package for the PowerShell Gallery in out/package and proves that it installs and works.
Audit          asks the package source for known vulnerabilities in what the module uses.
Bench          measures in whole processes (tests/SmtpTls.Benchmarks/run; needs Python 3).
Fuzz           gives damaged input to every parser and to both sides of TLS: -Count inputs for each (tests/Fuzz).
ImportStress   imports the module many times in a way that provokes a race in PowerShell.
Clean          removes what was built.

.PARAMETER Count
How often ImportStress imports (400 by default), and how many inputs Fuzz gives to each parser (10,000 by default).

.EXAMPLE
./build.ps1 Build, Test

.EXAMPLE
dotnet pwsh build.ps1 Lab Test
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [ValidateRange(1, 100000000)]
    [int] $Count
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$solution = Join-Path $root 'SmtpTls.sln'
$module = Join-Path $root 'out/SmtpTls'
$manifest = Join-Path $module 'SmtpTls.psd1'
# What tests leave: *.trx of xunit, *.json of Pester. CI counts them.
$results = $env:VSTestResultsDirectory ?? (Join-Path $root 'out/results')
$stopLab = $false

function Invoke-Program([string] $Program) {
    & $Program @args
    if ($LASTEXITCODE -ne 0) { throw "$Program $args ended with exit code $LASTEXITCODE." }
}

# Another process of this PowerShell. Where it is the dotnet tool, its program is dotnet.
function Invoke-Script([string] $Path) {
    $installed = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    $shell = (Test-Path -LiteralPath $installed) ? @($installed) : @('dotnet', (Join-Path $PSHOME 'pwsh.dll'))
    Invoke-Program @shell -NoProfile -NonInteractive -File (Join-Path $root $Path) @args
}

function Invoke-Build { Invoke-Program dotnet build $solution -c $Configuration --nologo }

function Invoke-Test {
    $failed = @()
    try { Invoke-Program dotnet test $solution -c $Configuration --nologo }
    catch { $failed += 'xunit' }
    $project = Join-Path $root 'tests/Pester/Pester.csproj'
    Invoke-Program dotnet restore $project
    $pester = (dotnet msbuild $project -getProperty:PesterVersions -getProperty:NuGetPackageRoot | ConvertFrom-Json).Properties
    foreach ($version in $pester.PesterVersions -split ';') {
        $package = Join-Path $pester.NuGetPackageRoot "pester/$version/tools/Pester.psd1"
        try { Invoke-Script build/pester.ps1 -Pester $package -Result (Join-Path $results "pester-$version.json") }
        catch { $failed += "Pester $version" }
    }
    if ($failed) { throw "Tests failed: $($failed -join ', ')." }
}

function Invoke-Try {
    # The module, and what is generated from its result types; the tests are not needed.
    foreach ($project in 'SmtpTls', 'SmtpTls.Generator') {
        Invoke-Program dotnet build (Join-Path $root "src/$project/$project.csproj") -c $Configuration --nologo -v quiet
    }
    Invoke-Script build/try.ps1 -Manifest $manifest
}

function Invoke-Lab {
    if (-not $IsLinux) { throw 'The lab runs on Linux only (Debian 12, as root).' }
    Invoke-Program (Join-Path $root 'tests/lab/install')
    $env:SMTPTLS_LAB = Invoke-Program (Join-Path $root 'tests/lab/start')
    $script:stopLab = $true
    if ($Task[-1] -eq 'Lab') {
        $script:stopLab = $false
        "The lab runs. To use it: export SMTPTLS_LAB=$env:SMTPTLS_LAB"
        'To stop it: tests/lab/stop'
    }
}

function Invoke-Bench { Invoke-Program python3 (Join-Path $root 'tests/SmtpTls.Benchmarks/run') }

function Invoke-Fuzz {
    $project = Join-Path $root 'tests/Fuzz/SmtpTls.Fuzz.csproj'
    Invoke-Program dotnet run --project $project -c $Configuration -- ($Count ? $Count : 10000) (Join-Path $root 'out/fuzz')
}

function Invoke-ImportStress {
    Invoke-Build
    Invoke-Script build/import-stress.ps1 -Module $module -Count ($Count ? $Count : 400)
}

function Invoke-Clean {
    Invoke-Program dotnet clean $solution -c $Configuration --nologo
    $out = Join-Path $root 'out'
    if (Test-Path -LiteralPath $out) { Remove-Item -LiteralPath $out -Recurse }
}

. (Join-Path $root 'build/help.ps1')
. (Join-Path $root 'build/pack.ps1')

$known = (Get-Command Invoke-* -CommandType Function).Name -replace 'Invoke-' | Where-Object { $_ -notin 'Program', 'Script' } | Sort-Object
# `pwsh -File build.ps1 Build,Test` gives one argument.
$Task = @($Task -split ',' | ForEach-Object Trim | Where-Object { $_ })
foreach ($name in $Task) {
    if ($name -notin $known) { throw "'$name' is no task. The tasks are: $($known -join ', ')." }
}
try { foreach ($name in $Task) { & "Invoke-$name" } }
finally { if ($stopLab) { & (Join-Path $root 'tests/lab/stop') } }
