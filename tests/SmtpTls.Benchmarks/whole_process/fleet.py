"""10,000 domains in one pipeline: memory must not grow with them."""

from .hosts import Session, hosts
from .loopback import Fleet

TARGETS, THROTTLE, GOAL = 10_000, 64, 250


def measure():
    print(f"{TARGETS} domains in one pipeline, -ThrottleLimit {THROTTLE} (peak resident memory, VmHWM; goal: under {GOAL} MB)")
    with Fleet(0) as fleet:
        for name, host in hosts().items():
            with Session(host, TARGETS) as session:
                idle = session.measure("@()", 0)
                run = session.measure(fleet.pipeline(TARGETS, THROTTLE), TARGETS)
            print(f"  {name:8} {idle.peak_memory / 1024:.0f} MB after the import, {run.early_memory / 1024:.0f} MB after {TARGETS // 10} results,"
                  f" {run.peak_memory / 1024:.0f} MB after {TARGETS}; first result after {run.first * 1000:.0f} ms,"
                  f" {TARGETS / run.wall:.0f} tests/s, CPU {run.cpu / TARGETS * 1000:.2f} ms a test")
