"""Full tests of the lab's Postfix, next to loops of openssl s_client and posttls-finger."""

import contextlib
import json
import os
import subprocess
from pathlib import Path
from statistics import median

from .hosts import Session, hosts, run

SERVER, TESTS, ROUNDS, AT_ONCE = "postfix-good", 200, 7, (1, 16)
REFERENCE = "openssl s_client"


def loop(command: list, at_once: int) -> list:
    """A command line that runs another TESTS times."""
    return ["sh", "-c", f'seq {TESTS} | xargs -P {at_once} -I % "$@" > /dev/null 2>&1', "sh", *command]


def peers(lab: dict, server: dict) -> dict:
    """Each peer's command for one test that verifies chain and name. Both make one connection and send no MAIL FROM."""
    host = server["host"]
    commands = {
        REFERENCE: ["openssl", "s_client", "-starttls", "smtp", "-connect", f"{server['address']}:{server['port']}", "-servername", host,
                    "-verify_hostname", host, "-verify_return_error", "-CAfile", lab["root"]],
        "posttls-finger": [*lab["posttlsFinger"], "-c", "-h", "native", "-l", "secure", "-F", lab["rootInChroot"], "-s", host,
                           f"[{server['address']}]:{server['port']}", host],
    }
    # The exit code of posttls-finger says nothing about the certificate.
    seen = subprocess.run(commands["posttls-finger"], capture_output=True, text=True, check=True)
    if "Verified TLS connection" not in seen.stdout + seen.stderr:
        raise SystemExit(f"posttls-finger does not verify {host}: {seen.stdout}{seen.stderr}")
    return commands


def measure():
    description = os.environ.get("SMTPTLS_LAB")
    if not description:
        print("Full tests of Postfix: not measured, there is no lab (set SMTPTLS_LAB to what tests/lab/start prints)")
        return
    lab = json.loads(Path(description).read_text(encoding="utf-8"))
    server = next(one for one in lab["servers"] if one["name"] == SERVER)
    commands = peers(lab, server)
    pipeline = (f"1..{TESTS} | ForEach-Object {{ [pscustomobject]@{{ Server = '{server['host']}' }} }} | Test-SmtpStartTls"
                f" -Port {server['port']} -DnsServer {lab['dnsServer']} -TrustedRoot '{lab['root']}' -ThrottleLimit ")
    print(f"Full tests of {server['host']}, {TESTS} a round (median of {ROUNDS} rounds in turns; the first round of each session, which"
          f" compiles, apart; goal: at least as many as {REFERENCE})")
    for at_once in AT_ONCE:
        with contextlib.ExitStack() as stack:
            runs = {name: (lambda command=loop(command, at_once): run(command)) for name, command in commands.items()}
            for name, host in hosts().items():
                session = stack.enter_context(Session(host))
                runs[f"SmtpTls in {name}"] = lambda session=session: session.measure(f"{pipeline}{at_once}", TESTS)
            first = {name: run_once() for name, run_once in runs.items()}
            rounds = [{name: run_once() for name, run_once in runs.items()} for _ in range(ROUNDS)]
        print("  one after another:" if at_once == 1 else f"  {at_once} at once:")
        for name in runs:
            wall = median(one[name].wall for one in rounds)
            cpu = median(one[name].cpu for one in rounds)
            ratio = median(one[REFERENCE].wall / one[name].wall for one in rounds)
            print(f"    {name:18} {TESTS / wall:4.0f} tests/s, CPU {cpu / TESTS * 1000:5.2f} ms a test, {ratio:.2f} times {REFERENCE}"
                  f" (first round {TESTS / first[name].wall:.0f} tests/s, CPU {first[name].cpu / TESTS * 1000:.2f} ms)")
