"""The hosts of the PowerShell engine that the module is measured in, and sessions in them."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent
MODULE = REPOSITORY / "out/SmtpTls/SmtpTls.psd1"
ENGINE = HERE / "bin/Release/net10.0/SmtpTls.Benchmarks.dll"


@dataclass
class Cost:
    """Seconds of one process from its start to its end."""
    wall: float
    cpu: float


@dataclass
class Pipeline:
    """What session.ps1 says of one pipeline; memory in kB."""
    good: int
    wall: float
    cpu: float
    first: float
    early_memory: int
    peak_memory: int


def hosts() -> dict:
    """Command lines by name; each takes a script and its arguments."""
    options = ["-NoProfile", "-NoLogo", "-NonInteractive", "-File"]
    return {"pwsh": [*pwsh(), *options], "engine": ["dotnet", str(ENGINE), "session"]}


def pwsh() -> list:
    """PowerShell without what `dotnet pwsh` does to find the tool."""
    if shutil.which("pwsh"):
        return ["pwsh"]
    find = ["dotnet", "pwsh", "-NoProfile", "-Command", "$PSHOME"]
    home = subprocess.run(find, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.strip()
    return ["dotnet", f"{home}/pwsh.dll"]


def run(command: list) -> Cost:
    """Runs a command to its end; one that fails ends the measurement."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(map(str, command))}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


class Session:
    """A session with the module imported, that measures one pipeline after another."""

    def __init__(self, host: list, expected: int = 0):
        command = [*host, str(HERE / "session.ps1"), str(MODULE), str(expected)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def measure(self, pipeline: str, count: int) -> Pipeline:
        """Measures a pipeline, of which that many results must be Authenticated."""
        self._process.stdin.write(pipeline + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().split()
        if not answer:
            raise SystemExit(f"the session ended in: {pipeline}")
        good, wall, cpu, first, early, peak = answer
        if int(good) != count:
            raise SystemExit(f"{good} of {count} results are Authenticated in: {pipeline}")
        return Pipeline(int(good), float(wall), float(cpu), float(first), int(early), int(peak))
