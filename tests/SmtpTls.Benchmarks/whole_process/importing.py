"""Import-Module in a fresh process, over an empty session of the same host."""

from statistics import median

from .hosts import HERE, MODULE, hosts, run

ROUNDS = 10
GOAL = 0.150


def measure():
    print(f"Import-Module in a fresh process (median of {ROUNDS}, in turns; goal: at most {GOAL * 1000:.0f} ms over an empty session)")
    script = str(HERE / "import.ps1")
    for name, host in hosts().items():
        run([*host, script, str(MODULE)])
        empty, imported = [], []
        for _ in range(ROUNDS):
            empty.append(run([*host, script]))
            imported.append(run([*host, script, str(MODULE)]))
        wall = [median(cost.wall for cost in costs) for costs in (empty, imported)]
        cpu = [median(cost.cpu for cost in costs) for costs in (empty, imported)]
        print(f"  {name:8} empty {wall[0] * 1000:4.0f} ms, with SmtpTls {wall[1] * 1000:4.0f} ms: {(wall[1] - wall[0]) * 1000:+4.0f} ms"
              f" (CPU {cpu[0] * 1000:.0f} and {cpu[1] * 1000:.0f} ms: {(cpu[1] - cpu[0]) * 1000:+.0f} ms),"
              f" ratio to the empty session {wall[1] / wall[0]:.2f}")
