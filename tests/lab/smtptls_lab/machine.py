"""Addresses, the chroot of the unpacked servers, and processes that are ended by the id they were started with."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

SMTP_PORT, SMTPS_PORT, DNS_PORT = 2525, 2465, 5300


class Place(NamedTuple):
    """Where a lab is: a network of its own, such as "127.0.25.", and ports that no service of the machine has taken."""

    network: str
    smtp: int
    smtps: int
    dns: int

    def address(self, number: int) -> str:
        return f"{self.network}{number}"

    @property
    def smtp_on_ipv6(self) -> int:
        """Loopback has one IPv6 address only, which several labs share."""
        return self.smtp + int(self.network.split(".")[2])


def free_place():
    """The first place where no other lab is, and a socket that keeps it from others until this program ends."""
    for ports in (0, 10_000, 20_000):
        for number in range(25, 100):
            place = Place(f"127.0.{number}.", SMTP_PORT + ports, SMTPS_PORT + ports, DNS_PORT + ports)
            taken = _take(place.address(1), place.dns)
            if taken and all(_is_free(place.address(53), port) for port in (place.smtp, place.smtps, place.dns)):
                return place, taken
    raise SystemExit("lab: no free network among 127.0.25.0 to 127.0.99.0")


def _take(address: str, port: int):
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((address, port))
        taken.listen()
        return taken
    except OSError:
        taken.close()
        return None


def _is_free(address: str, port: int) -> bool:
    taken = _take(address, port)
    if taken:
        taken.close()
    return taken is not None


def listening(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0


class Machine:
    """What was started, kept in run/processes.json so that stop ends that and nothing else."""

    def __init__(self, run: Path):
        self.run = run
        self.root = run / "root"
        self.record = run / "processes.json"

    def write(self, path: str, text: str, mode: int = 0o644):
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def folder(self, path: str, user: int = 0, mode: int = 0o755, group: int | None = None):
        folder = self.root / path.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, user, user if group is None else group)
        folder.chmod(mode)

    def start(self, name: str, *command: str, inside: bool = True):
        """A process in a session of its own, in the chroot or beside it, its output in run/NAME.log."""
        if inside:
            command = ("chroot", str(self.root), *command)
        with open(self.run / f"{name}.log", "ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       start_new_session=True, cwd="/")
        started = self.running()
        started.append({"name": name, "pid": process.pid, "born": _born(process.pid)})
        self.record.write_text(json.dumps(started, indent=1))
        return process

    def running(self) -> list:
        """The processes of this lab that still live. A pid that has been given to another process is not ours."""
        if not self.record.exists():
            return []
        return [one for one in json.loads(self.record.read_text()) if one["born"] and _born(one["pid"]) == one["born"]]

    def stop(self):
        """Ends each process with its session: MTAs split into several processes, and wait for each other in vain."""
        for number, wait in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
            sessions = {one["pid"] for one in self.running()} | self._members()
            for pid in sessions:
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass
            until = time.monotonic() + wait
            while (self.running() or self._members()) and time.monotonic() < until:
                time.sleep(0.05)
        self.record.unlink(missing_ok=True)

    def _members(self) -> set:
        """Every process whose root is our chroot: only this lab's servers and what they started."""
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.readlink(entry / "root") == str(self.root):
                        found.add(int(entry.name))
                except OSError:
                    pass
        return found


def _born(pid: int):
    """When a process started, in clock ticks since boot (proc(5), field 22 of stat); None for a zombie or none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]
