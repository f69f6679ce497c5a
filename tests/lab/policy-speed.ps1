<#
.SYNOPSIS
Measures Get-SmtpTlsPolicy for 1,000 domains of the lab beside dig asking the same questions of the same resolver.

.DESCRIPTION
Start the lab first (SMTPTLS_LAB). Each side has 1,000 domains of its own, so that neither finds the resolver's cache warmed by the other;
then both are asked once more with the cache warm.
#>
param([int] $ThrottleLimit = 64, [int] $Count = 1000)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../../out/SmtpTls/SmtpTls.psd1')
$policies = (Get-Content -LiteralPath $env:SMTPTLS_LAB -Raw | ConvertFrom-Json).policies
$server, $port = $policies.resolver -split ':'
$batch = [IO.Path]::GetTempFileName()

# What the first call of anything costs, neither side pays for.
$null = Get-SmtpTlsPolicy ee-spki-sha256.secure.test -DnsServer $policies.resolver

function Measure-Dig([string[]] $Domains) {
    $lines = foreach ($domain in $Domains) {
        "$domain MX", "_mta-sts.$domain TXT", "_smtp._tls.$domain TXT", "mx.$domain A", "mx.$domain AAAA", "_25._tcp.mx.$domain TLSA" -replace '$', ' +dnssec +noall +answer'
    }
    [IO.File]::WriteAllLines($batch, [string[]] $lines)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = dig "@$server" -p $port -f $batch
    [math]::Round($Domains.Count / $clock.Elapsed.TotalSeconds)
}

function Measure-Policy([string[]] $Domains) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $results = $Domains | Get-SmtpTlsPolicy -DnsServer $policies.resolver -ThrottleLimit $ThrottleLimit
    $rate = [math]::Round($Domains.Count / $clock.Elapsed.TotalSeconds)
    $bad = @($results | Where-Object { "$($_.Dane)" -ne 'Published' })
    if ($bad.Count) { throw "$($bad.Count) domains without the right answer, such as $($bad[0].Domain): $($bad[0].Effective)" }
    Write-Verbose "$(($results | Measure-Object Lookups -Sum).Sum) look-ups" -Verbose
    $rate
}

$first = 0..($Count - 1) | ForEach-Object { "d$_.many.test" }
$second = $Count..(2 * $Count - 1) | ForEach-Object { "d$_.many.test" }
$rows = @(
    [pscustomobject]@{ Cache = 'cold'; Dig = Measure-Dig $first; Policy = Measure-Policy $second }
    foreach ($run in 1..5) { [pscustomobject]@{ Cache = 'warm'; Dig = Measure-Dig $second; Policy = Measure-Policy $second } }
)
[IO.File]::Delete($batch)
$rows | Select-Object Cache, @{ n = 'dig: domains/s'; e = { $_.Dig } }, @{ n = 'Get-SmtpTlsPolicy: domains/s'; e = { $_.Policy } },
    @{ n = 'Ratio'; e = { '{0:0.0}' -f ($_.Policy / $_.Dig) } }
