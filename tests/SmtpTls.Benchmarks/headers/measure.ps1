<#
.SYNOPSIS
Measures how fast Received headers are read: in memory, and as Get-SmtpTlsHop reads a folder and an mbox. Writes the table of
docs/dev/performance.md. The peer is Python's email.parser, which takes the same files apart and understands nothing of TLS.

.PARAMETER Messages
How many messages the folder has.

.EXAMPLE
pwsh tests/SmtpTls.Benchmarks/headers/measure.ps1 -Messages 100000
#>
[CmdletBinding()]
param([int] $Messages = 20000)

$ErrorActionPreference = 'Stop'
$root = Resolve-Path (Join-Path $PSScriptRoot '../../..')
Import-Module (Join-Path $root 'out/SmtpTls/SmtpTls.psd1')

# The samples of the tests: one header of each form, one after the other, so that no branch is predicted well.
$samples = [System.IO.File]::ReadAllText((Join-Path $root 'tests/SmtpTls.Tests/Headers/Dialects.samples.txt')) -split '\n\n' |
    Where-Object { $_ -and $_[0] -ne '#' } | ForEach-Object { $_.Substring($_.IndexOf("`n") + 1).TrimEnd() }

# The best of some rounds, by the clock and in processor time: where other work shares the processors, only the latter tells of this one.
$process = [System.Diagnostics.Process]::GetCurrentProcess()
function Measure-Best([scriptblock] $Work, [int] $Rounds = 5) {
    $best = [pscustomobject]@{ Seconds = [double]::MaxValue; Processor = [double]::MaxValue }
    for ($round = 0; $round -lt $Rounds; $round++) {
        $process.Refresh()
        $before = $process.TotalProcessorTime
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $null = & $Work
        $best.Seconds = [math]::Min($best.Seconds, $watch.Elapsed.TotalSeconds)
        $process.Refresh()
        $best.Processor = [math]::Min($best.Processor, ($process.TotalProcessorTime - $before).TotalSeconds)
    }
    $best
}

function Write-Row([string] $What, $Best, [double] $Headers, [string] $More) {
    '| {0} | {1:n0} | {2:n0} | {3} |' -f $What, ($Headers / $Best.Seconds), ($Headers / $Best.Processor), $More
}

# ConvertAll calls the reader in a loop that is not PowerShell's.
$hop = (Get-SmtpTlsHop -Header $samples[0])[0].GetType()
$type = $hop.Assembly.GetType('SmtpTls.Headers.HopReader')
$converter = [Converter[string, string]].GetGenericTypeDefinition().MakeGenericType([string], $hop)
$read = $type.GetMethod('Read').CreateDelegate($converter, [Activator]::CreateInstance($type, $true))
$convert = [array].GetMethod('ConvertAll').MakeGenericMethod([string], $hop)
$many = [string[]] ($samples * [math]::Ceiling(100000 / $samples.Count))
$memory = Measure-Best { $convert.Invoke($null, @($many, $read)) }

$folder = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
$null = New-Item -ItemType Directory $folder
try {
    $body = "From: a@example.com`nTo: b@example.com`nSubject: x`nMIME-Version: 1.0`n`n" + ('All work and no play makes Jack a dull boy. ' * 200) + "`n"
    $mbox = [System.IO.StreamWriter]::new((Join-Path $folder 'all.mbox'))
    $null = New-Item -ItemType Directory (Join-Path $folder 'eml')
    for ($i = 0; $i -lt $Messages; $i++) {
        $headers = for ($hop = 0; $hop -lt 5; $hop++) { $samples[($i * 5 + $hop) % $samples.Count] }
        $message = ($headers -join "`n") + "`n" + $body
        [System.IO.File]::WriteAllText((Join-Path $folder "eml/$i.eml"), $message)
        $mbox.Write("From a@example.com Tue Jun  3 10:11:12 2025`n$message`n")
    }
    $mbox.Dispose()

    $count = $Messages * 5
    $before = [GC]::GetTotalMemory($true)
    $files = Measure-Best { Get-SmtpTlsHop (Join-Path $folder 'eml') | ForEach-Object -Begin { $n = 0 } -Process { $n++ } }
    $grown = [GC]::GetTotalMemory($true) - $before
    $mboxTime = Measure-Best { Get-SmtpTlsHop (Join-Path $folder 'all.mbox') | ForEach-Object -Begin { $n = 0 } -Process { $n++ } }
    $python = @'
import sys, os, time
from email.parser import BytesHeaderParser
start, processor = time.perf_counter(), time.process_time()
count = 0
for entry in os.scandir(sys.argv[1]):
    with open(entry.path, 'rb') as file:
        count += len(BytesHeaderParser().parse(file).get_all('Received'))
print(time.perf_counter() - start, time.process_time() - processor)
'@
    $seconds, $processor = ($python | python3 - (Join-Path $folder 'eml')) -split ' '
    $peer = [pscustomobject]@{ Seconds = [double] $seconds; Processor = [double] $processor }
    '| What | headers/s | headers per second of processor time | |'
    '| --- | ---: | ---: | --- |'
    Write-Row 'Read in memory, one thread' $memory $many.Count ''
    Write-Row "Get-SmtpTlsHop, a folder of $Messages .eml files, five hops each" $files $count ('{0:n1} times email.parser; {1:n1} MB more in use afterwards' -f ($peer.Processor / $files.Processor), ($grown / 1MB))
    Write-Row "Get-SmtpTlsHop, the same messages as one mbox" $mboxTime $count ('{0:n1} times email.parser' -f ($peer.Processor / $mboxTime.Processor))
    Write-Row 'Python email.parser, the folder, headers split and no more' $peer $count '1'
}
finally {
    Remove-Item -LiteralPath $folder -Recurse
}
