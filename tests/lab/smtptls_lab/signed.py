"""NSD with signed zones made on the spot: a root and a TLD of our own, and zones below that are secure, insecure or bogus."""

import re
import subprocess
import time

from . import dnssec

USER = 906
ALGORITHM = "ECDSAP256SHA256"
FOLDER = "/etc/nsd-signed"
ZONE = "{origin} 300 IN SOA ns.test. hostmaster.test. 1 3600 600 86400 300\n{origin} 300 IN NS ns.test.\n"
CONFIGURATION = """
server:
  ip-address: {address}@53
  username: nsd
  zonesdir: "{folder}"
  database: ""
  pidfile: "/run/nsd-signed.pid"
  xfrdfile: "/var/lib/nsd/signed-xfrd.state"
  zonelistfile: "/var/lib/nsd/signed-zone.list"
  server-count: 1
  hide-version: yes
remote-control:
  control-enable: no
"""


def start(machine, zones, records, address):
    """Signs from the leaves to the root, so that each parent has the DS of its children; gives the root's key and the questions
    of dnssec.json."""
    folder = machine.root / FOLDER.lstrip("/")
    folder.mkdir(parents=True)
    delegations = ""
    made, world, questions = dnssec.make(folder)
    zones = [*zones, {"name": dnssec.PARENT, "denial": "nsec"}]
    records = records | {dnssec.PARENT: world}
    for zone in zones:
        delegations += f"{zone['name']}. 300 IN NS ns.test.\n"
        delegations += _zone(folder, zone, records[zone["name"]])
    top = f"ns.test. 300 IN A {address}\n"
    tld = _zone(folder, {"name": "test", "denial": "nsec"}, top + delegations)
    _zone(folder, {"name": ".", "denial": "nsec"}, f"test. 300 IN NS ns.test.\n{top}{tld}")
    names = [".", "test", *(zone["name"] for zone in zones), *made]
    machine.write(f"{FOLDER}/nsd.conf", CONFIGURATION.format(address=address, folder=FOLDER) + "".join(
        f"zone:\n  name: \"{name}\"\n  zonefile: {_file(name)}\n" for name in names))
    machine.folder("/var/lib/nsd", USER)
    machine.start("nsd-signed", "/usr/sbin/nsd", "-c", f"{FOLDER}/nsd.conf", "-d")
    return f"{FOLDER}/root.key", questions


def _file(name):
    return f"{'root' if name == '.' else name}.zone"


def _zone(folder, zone, records):
    """Writes a zone, signed or not, and gives its DS as the parent is to have it."""
    origin = zone["name"].rstrip(".") + "."
    file = folder / _file(zone["name"])
    text = ZONE.format(origin=origin)
    text += "".join(_with_class(line) for line in records.splitlines())
    file.write_text(text)
    if not zone.get("signed", True):
        return ""
    key = _run(folder, "ldns-keygen", "-k", "-a", ALGORITHM, origin).strip()
    now = int(time.time())
    start, end = (now - 40 * 86400, now - 2 * 86400) if zone.get("expired") else (now - 86400, now + 28 * 86400)
    denial = ["-n", "-t", "0", "-s", "ab"] if zone["denial"] == "nsec3" else []
    _run(folder, "ldns-signzone", *denial, "-i", str(start), "-e", str(end), "-o", origin, "-f", f"{file}.signed", file.name, key)
    made = (folder / f"{file.name}.signed").read_text()
    for kind in zone.get("broken", []):
        made = _break(made, kind)
    file.write_text(made)
    if origin == ".":
        anchor = (folder / f"{key}.key").read_text()
        (folder / "root.key").write_text(anchor)
        # The same as delv reads it.
        flags, protocol, algorithm, public = anchor.split(";")[0].split()[-4:]
        (folder / "root.anchors").write_text(f'trust-anchors {{ . static-key {flags} {protocol} {algorithm} "{public}"; }};\n')
    if zone.get("ds") == "none":
        return ""
    other = _run(folder, "ldns-keygen", "-k", "-a", ALGORITHM, origin).strip() if zone.get("ds") == "wrong" else key
    return _run(folder, "ldns-key2ds", "-n", "-2", f"{other}.key")


def _with_class(line):
    parts = line.split()
    return line + "\n" if len(parts) < 3 or parts[1].isdigit() or "IN" in parts[1:3] else f"{parts[0]} 300 IN {' '.join(parts[1:])}\n"


def _break(text, kind):
    """Changes what records of a type say after they were signed."""
    def changed(match):
        return match.group(1) + {"MX": "11 ", "A": "127.0.0.9", "TLSA": "3 1 1 00"}[kind] + (match.group(2) if kind != "A" else "")
    pattern = {"MX": r"(\sMX\t)10 ()", "A": r"(\sA\t)[0-9.]+()", "TLSA": r"(\sTLSA\t)3 1 1 ..(.*)"}[kind]
    return re.sub(pattern, changed, text)


def _run(folder, *command):
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"lab: {command[0]} failed: {done.stderr}{done.stdout}")
    return done.stdout
