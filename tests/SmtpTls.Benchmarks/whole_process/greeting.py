"""Servers that let one wait before the banner: the waits must overlap."""

import math
from statistics import median

from .hosts import Session, hosts
from .loopback import Fleet

TARGETS, THROTTLE, DELAY, ROUNDS = 200, 64, 1.0, 3


def measure():
    print(f"{TARGETS} targets that wait {DELAY:g} s before the banner, -ThrottleLimit {THROTTLE}"
          f" (median of {ROUNDS}; goal: at most 1.5 times the ideal)")
    for name, host in hosts().items():
        with Fleet(0) as prompt, Fleet(DELAY) as slow, Session(host) as session:
            session.measure(prompt.pipeline(1, 1), 1)
            test = median(session.measure(prompt.pipeline(1, 1), 1).wall for _ in range(ROUNDS))
            ideal = math.ceil(TARGETS / THROTTLE) * (DELAY + test)
            wall = median(session.measure(slow.pipeline(TARGETS, THROTTLE), TARGETS).wall for _ in range(ROUNDS))
            print(f"  {name:8} {wall:.2f} s; ideal {math.ceil(TARGETS / THROTTLE)} x ({DELAY:g} s + {test * 1000:.0f} ms) = {ideal:.2f} s:"
                  f" {wall / ideal:.2f} times the ideal")
