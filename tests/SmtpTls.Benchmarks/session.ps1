# Measures pipelines that come line by line on standard input. For each: how many results were Authenticated, wall and CPU seconds,
# seconds to the first result, and the session's peak memory in kB at a tenth of the results and at their end.
param([string] $Module, [int] $Expected)

Import-Module $Module

function Get-PeakMemory {
    foreach ($line in [System.IO.File]::ReadLines('/proc/self/status')) {
        if ($line.StartsWith('VmHWM:')) { return [int]($line -replace '\D') }
    }
}

while ($line = [Console]::In.ReadLine()) {
    $results = 0
    $good = 0
    $first = 0.0
    $early = 0
    $pipeline = [scriptblock]::Create($line)
    $cpu = [Environment]::CpuUsage.TotalTime
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    & $pipeline | ForEach-Object {
        $results++
        if ($results -eq 1) { $first = $clock.Elapsed.TotalSeconds }
        if ($results -eq [int]($Expected / 10)) { $early = Get-PeakMemory }
        if ($_.Status -eq 'Authenticated') { $good++ }
    }
    $wall = $clock.Elapsed.TotalSeconds
    $used = ([Environment]::CpuUsage.TotalTime - $cpu).TotalSeconds
    [Console]::Out.WriteLine("$good $wall $used $first $early $(Get-PeakMemory)")
}
