#!/usr/bin/env python3
"""Compares Get-SmtpTlsLogSummary with other programs that read the same logs, and prints docs/dev/performance.md's table.

benchmark.py [--megabytes 300] [--folder DIR] [--large]

Needs rg, mawk, pflogsumm and pwsh (7) on the PATH, and the module in out/SmtpTls (dotnet build -c Release). The logs are made anew unless
they are there. Each figure is the best of several runs; wall time and processor time (user and system) are both given, for on a machine
that does other things, too, only the latter compares. --large adds a log of 3 GB and one of a million addresses, for the peak of memory.
"""
import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULE = HERE.parents[2] / "out" / "SmtpTls" / "SmtpTls.psd1"
REPEAT = 5

WARM = r"""
$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'
Import-Module '%(module)s'
$process = [System.Diagnostics.Process]::GetCurrentProcess()
$results = foreach ($run in 1..%(runs)d) {
    $process.Refresh(); $cpu = $process.TotalProcessorTime; $time = [System.Diagnostics.Stopwatch]::StartNew()
    $null = %(command)s
    $wall = $time.Elapsed.TotalSeconds; $process.Refresh()
    [pscustomobject]@{ Wall = $wall; Cpu = ($process.TotalProcessorTime - $cpu).TotalSeconds }
}
'{0} {1}' -f ($results.Wall | Measure-Object -Minimum).Minimum, ($results.Cpu | Measure-Object -Minimum).Minimum
"""

PIPELINE = r"""
$fields = 'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context' -split ','
Get-Content '%s' | Where-Object { $_ -notlike '#*' } | ConvertFrom-Csv -Header $fields |
    Where-Object { $_.event -eq '*' -and $_.context -like 'TLS*' } | Group-Object context -NoElement | Out-Null
"""


# What an administrator would write: no sessions, only lines.
MAWK = r'''
/TLS connection established/ { match($0, /TLSv[0-9.]+/); versions[substr($0, RSTART, RLENGTH)]++ }
/ status=/ { match($0, /relay=[^,]+/); relays[substr($0, RSTART, RLENGTH)]++; match($0, / status=[a-z]+/); states[substr($0, RSTART, RLENGTH)]++ }
/: disconnect from / { sessions++; if ($0 ~ / starttls=1/) encrypted++ }
END { for (one in versions) print one, versions[one]; for (one in relays) print one, relays[one]; print sessions, encrypted }'''


def once(command, **options):
    """Wall time, processor time and peak memory (MB) of one run."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    if status not in (0, 256):
        sys.exit(f"{command} ended with {status}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(command, repeat=REPEAT):
    runs = [once(command) for _ in range(repeat)]
    return tuple(min(run[i] for run in runs) for i in range(3))


def warm(command, runs=8):
    script = WARM % {"module": MODULE, "command": command, "runs": runs}
    output = subprocess.run(["pwsh", "-NoProfile", "-Command", script], check=True, capture_output=True, text=True).stdout
    wall, cpu = output.split()
    return float(wall.replace(",", ".")), float(cpu.replace(",", ".")), None


def cold(command, repeat=3):
    script = f"$ProgressPreference = 'SilentlyContinue'; Import-Module '{MODULE}'; {command}"
    return best(["pwsh", "-NoProfile", "-Command", script], repeat)


def row(name, figures, base):
    wall, cpu, peak = figures
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {wall / base[0]:.1f} | {cpu / base[1]:.1f} | {'' if peak is None else round(peak)} |", flush=True)


def make(*arguments):
    subprocess.run([sys.executable, str(HERE / "make_logs.py"), *map(str, arguments)], check=True)


def header(title):
    print(f"\n{title}\n\n| | wall s | cpu s | wall ratio | cpu ratio | peak MB |\n| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/smtptls-logs"))
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    exchange = options.folder / f"exchange-{options.megabytes}"
    if not exchange.exists():
        exchange.mkdir(parents=True)
        make("exchange", exchange, options.megabytes, 4)
    mail = options.folder / f"mail-{options.megabytes}.log"
    if not mail.exists():
        make("postfix", mail, options.megabytes)
    files = sorted(map(str, exchange.iterdir()))
    lines = {name: sum(1 for file in group for _ in open(file, "rb")) for name, group in (("exchange", files), ("mail", [mail]))}

    header(f"Exchange receive logs: {options.megabytes} MB, {lines['exchange']:,} lines, 4 files, in page cache. Ratios to `rg`.")
    base = best(["rg", "-j1", "-c", "TLS protocol", *files])
    row("`rg -j1 -c 'TLS protocol'`", base, base)
    row("`wc -l`", best(["wc", "-l", *files]), base)
    row("`mawk`, one pattern", best(["mawk", "/TLS protocol/ { n++ } END { print n }", *files]), base)
    row("`Get-SmtpTlsLogSummary`, warm, one thread", warm(f"Get-SmtpTlsLogSummary '{exchange}' -Detail -ThrottleLimit 1"), base)
    row("`Get-SmtpTlsLogSummary`, warm", warm(f"Get-SmtpTlsLogSummary '{exchange}' -Detail"), base)
    row("`Get-SmtpTlsLogSummary`, whole process of pwsh", cold(f"Get-SmtpTlsLogSummary '{exchange}'"), base)
    row("pwsh and Import-Module alone", cold(""), base)
    tenth = options.folder / "tenth.log"
    with open(tenth, "wb") as out, open(files[0], "rb") as source:
        out.write(source.read(options.megabytes * 100000))
    pipeline = [figure * 10 for figure in best(["pwsh", "-NoProfile", "-Command", PIPELINE % tenth], 1)[:2]]
    row("`Get-Content`, `ConvertFrom-Csv`, `Group-Object` (a tenth of it, times 10)", (*pipeline, None), base)

    header(f"Postfix: {options.megabytes} MB, {lines['mail']:,} lines, one file. Ratios to `mawk`.")
    base = best(["mawk", "/TLS connection established/ { n++ } END { print n }", str(mail)])
    row("`mawk`, one pattern", base, base)
    row("`mawk`, one array by version, relay and status", best(["mawk", MAWK, str(mail)], 3), base)
    row("`Get-SmtpTlsLogSummary`, warm", warm(f"Get-SmtpTlsLogSummary '{mail}'"), base)
    row("`pflogsumm`", best(["pflogsumm", str(mail)], 1), base)

    if options.large:
        header("Memory. Whole process of pwsh.")
        large = options.folder / "exchange-3000"
        if not large.exists():
            large.mkdir()
            for copy in range(10):
                # Of copies only one is read: each has a day of its own.
                for file in files:
                    (large / f"{copy}-{Path(file).name}").write_bytes(Path(file).read_bytes().replace(b"\n2023-01-11T", b"\n2023-01-%dT" % (12 + copy)))
        addresses = options.folder / "addresses.log"
        if not addresses.exists():
            make("addresses", addresses, 1000000)
        base = (1.0, 1.0)
        row("pwsh and Import-Module alone", cold("", 1), base)
        row("300 MB", cold(f"Get-SmtpTlsLogSummary '{exchange}'", 1), base)
        row("3 GB (the same ten times)", cold(f"Get-SmtpTlsLogSummary '{large}'", 1), base)
        row("a million addresses, `-GroupBy RemoteAddress`", cold(f"Get-SmtpTlsLogSummary '{addresses}' -GroupBy RemoteAddress | Measure-Object Sessions -Sum", 1), base)


if __name__ == "__main__":
    main()
