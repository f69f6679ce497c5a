"""Import-Module in a fresh process, over an empty session of the same host, and next to a module with nothing in it."""

import tempfile
from pathlib import Path
from statistics import median

from .hosts import HERE, MODULE, hosts, run

ROUNDS = 10
GOAL = 0.150


def empty_module(folder: str) -> Path:
    """A manifest and a script module without a line: what any module pays to the host."""
    manifest = Path(folder) / "Empty.psd1"
    manifest.write_text("@{ RootModule = 'Empty.psm1'; ModuleVersion = '1.0' }\n", encoding="ascii")
    manifest.with_suffix(".psm1").touch()
    return manifest


def measure():
    print(f"Import-Module in a fresh process (median of {ROUNDS}, in turns; goal: at most {GOAL * 1000:.0f} ms over an empty session)")
    with tempfile.TemporaryDirectory() as folder:
        sessions = {"empty session": [], "empty module": [str(empty_module(folder))], "SmtpTls": [str(MODULE)]}
        for host_name, host in hosts().items():
            costs = {name: [] for name in sessions}
            for _ in range(ROUNDS + 1):
                for name, arguments in sessions.items():
                    costs[name].append(run([*host, str(HERE / "import.ps1"), *arguments]))
            # The first of each brings the files into memory.
            wall = {name: median(cost.wall for cost in some[1:]) * 1000 for name, some in costs.items()}
            cpu = {name: median(cost.cpu for cost in some[1:]) * 1000 for name, some in costs.items()}
            for name in sessions:
                print(f"  {host_name:8} {name:13} {wall[name]:4.0f} ms (CPU {cpu[name]:.0f} ms):"
                      f" {wall[name] - wall['empty session']:+4.0f} ms (CPU {cpu[name] - cpu['empty session']:+.0f} ms),"
                      f" {wall[name] / wall['empty session']:.2f} times the empty session")
