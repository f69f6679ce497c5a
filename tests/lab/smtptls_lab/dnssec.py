"""The zones of dnssec.json: signed by ldns, BIND and Knot, some of them tampered with, and what a validator must say of them."""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARENT = "world.test"
RECORDS = """
@ IN SOA ns.test. hostmaster.test. 1 3600 600 86400 300
@ IN NS ns.test.
mx IN A 192.0.2.25
_25._tcp.mx IN TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
below.ent IN TXT "an empty non-terminal lies above"
*.wild IN TXT "from a wildcard"
*._tcp.any.wild IN TLSA 3 1 1 00000000000000000000000000000000000000000000000000000000000000ff
alias IN CNAME mx
dn IN DNAME @
out IN CNAME mx.unsigned.world.test.
to-forged IN CNAME mx.forged-a.world.test.
"""
LONG = "".join(f'long IN TXT "{number} {"x" * 200}"\n' for number in range(12))
WORST = ["Bogus", "Indeterminate", "Insecure", "Secure"]


def make(folder):
    """Writes every zone into folder; gives (names of the zones, records for the parent, the questions with their verdicts)."""
    told = json.loads((HERE.parent / "dnssec.json").read_text())
    names, delegations, questions = [], "", []
    for spec in told["zones"]:
        name, ds = _zone(folder, spec, PARENT, names, questions, told["questions"])
        delegations += _delegation(name, ds)
    return names, delegations, questions


def _zone(folder, spec, parent, names, questions, asked):
    name = f"{spec['name']}.{parent}"
    children = "".join(_delegation(*_zone(folder, child, name, names, questions, asked)) for child in spec.get("children", []))
    file = folder / f"{name}.zone"
    file.write_text(f"$ORIGIN {name}.\n$TTL 300\n{RECORDS}{LONG}{children}")
    ds = _sign(folder, file, name, spec)
    text = file.read_text()
    for change in spec.get("tamper", []):
        text = _tamper(text, *change.split(), name)
    file.write_text(text)
    names.append(name)
    for question in asked:
        questions.append(_verdict(name, spec, question))
    return name, ds


def _verdict(name, spec, question):
    state = spec.get("state", "Secure")
    if state == "Secure":
        if question.get("denied") or question.get("wildcard"):
            state = spec.get("denied", state)
        if spec.get("denial") == "optout" and (question.get("wildcard") or question["id"] == "nosuch"):
            state = "Insecure"
    if "most" in question:
        state = min(state, question["most"], key=WORST.index)
    state = spec.get("questions", {}).get(question["id"], state)
    return {"zone": name, "id": question["id"], "name": f"{question['name']}.{name}", "type": question["type"], "state": state,
            "others": spec.get("others"), "why": spec.get("why")}


def _delegation(name, ds):
    return f"{name}. 300 IN NS ns.test.\n{ds}"


def _sign(folder, file, name, spec):
    keys = [_key(folder, name, what, spec.get("signer")) for what in spec["keys"]] if spec.get("signer") != "knot" else []
    published = [_key(folder, name, what) for what in spec.get("published", [])]
    if spec["keys"]:
        with file.open("a") as zone:
            zone.writelines((folder / f"{key}.key").read_text() for key in published)
        {"bind": _bind, "knot": _knot}.get(spec.get("signer"), _ldns)(folder, file, name, spec, keys)
    first = next((key for key, what in zip(keys, spec["keys"]) if what.startswith("ksk:") or what.startswith("revoked:")), keys[0] if keys else None)
    return "".join(_ds(folder, file, name, what, first, keys, spec) for what in spec.get("ds", ["-2"]))


def _key(folder, name, what, signer=None):
    kind, _, algorithm = what.rpartition(":")
    if signer == "bind":
        key = _run(folder, "dnssec-keygen", "-q", *(["-f", "KSK"] if kind else []), "-a", algorithm, name).strip()
        return Path(_run(folder, "dnssec-revoke", key).strip()).name if kind == "revoked" else key
    # A key with the SEP flag signs the DNSKEY records only where another one is there for the rest.
    return _run(folder, "ldns-keygen", *(["-k"] if kind == "ksk" else []), "-a", algorithm, *(["-b", "2048"] if "RSA" in algorithm else []), name).strip()


def _times(spec):
    start, end = spec.get("times", [-1, 28])
    now = int(time.time())
    return now + start * 86400, now + end * 86400


def _ldns(folder, file, name, spec, keys):
    start, end = _times(spec)
    denial = []
    if spec.get("denial", "nsec") != "nsec":
        denial = ["-n", "-t", str(spec.get("iterations", 0)), "-s", spec.get("salt", "-")]
        denial = denial[:-2] if denial[-1] == "-" else denial
        denial += ["-p"] if spec["denial"] == "optout" else []
    _run(folder, "ldns-signzone", *denial, "-i", str(start), "-e", str(end), "-o", name, "-f", f"{file.name}.signed", file.name, *keys)
    (folder / f"{file.name}.signed").replace(file)


def _bind(folder, file, name, spec, keys):
    with file.open("a") as zone:
        zone.writelines((folder / f"{key}.key").read_text() for key in keys)
    denial = ["-3", "-", "-H", "0"] if spec.get("denial") == "nsec3" else []
    _run(folder, "dnssec-signzone", "-q", "-P", "-x", *denial, "-o", name, "-f", f"{file.name}.signed", file.name, *keys)
    (folder / f"{file.name}.signed").replace(file)


def _knot(folder, file, name, spec, keys):
    home = folder / f"knot-{name}"
    home.mkdir()
    nsec3 = spec.get("denial") == "nsec3"
    (home / "knot.conf").write_text(
        f"database:\n  storage: {home}\npolicy:\n  - id: p\n    algorithm: {spec['keys'][0]}\n    single-type-signing: on\n    nsec3: {'on' if nsec3 else 'off'}\n"
        f"    nsec3-iterations: 0\n    nsec3-salt-length: 0\n"
        f"template:\n  - id: default\n    storage: {folder}\n    file: \"%s.zone\"\nzone:\n  - domain: {name}\n    dnssec-signing: on\n    dnssec-policy: p\n")
    _run(folder, "kzonesign", "-c", home / "knot.conf", "-o", home, name)
    file.write_text((home / f"{name}.zone").read_text())
    shutil.rmtree(home)


def _ds(folder, file, name, what, first, keys, spec):
    kind, _, digest = what.rpartition(":")
    if spec.get("signer") == "knot":
        line = next(line for line in file.read_text().splitlines() if re.search(r"\sDNSKEY\s", line))
        (folder / f"{name}.key").write_text(line + "\n")
        return _run(folder, "ldns-key2ds", "-n", "-f", digest, f"{name}.key")
    if kind == "other":
        first = _key(folder, name, "ECDSAP256SHA256")
    elif kind == "good":
        first = next(key for key, told in zip(keys, spec["keys"]) if told.startswith("ksk:"))
    # -f: also for keys without the SEP flag.
    parts = _run(folder, "ldns-key2ds", "-n", "-f", digest, f"{first}.key").split()
    at = parts.index("DS")
    if kind == "bad":
        parts[-1] = parts[-1][::-1]
    elif kind.startswith("algorithm-"):
        parts[at + 2] = kind.partition("-")[2]
    elif kind.startswith("digest-"):
        parts[at + 3] = kind.partition("-")[2]
    return " ".join(parts) + "\n"


def _tamper(text, action, kind, name):
    lines = text.splitlines()
    signature = re.compile(rf"\sRRSIG\s+{kind}\s")
    record = re.compile(rf"\sIN\s+{kind}\s")
    if action == "strip":
        lines = [line for line in lines if not signature.search(line)]
    elif action == "drop":
        lines = [line for line in lines if not signature.search(line) and not record.search(line)]
    elif action == "data":
        lines = [re.sub(r"192\.0\.2\.25", "192.0.2.26", line) if kind == "A" else re.sub(r"3 1 1 ..", "3 1 1 aa", line)
                 if record.search(line) else line for line in lines]
    else:
        lines = [_resigned(line, action, name) if signature.search(line) else line for line in lines]
    return "\n".join(lines) + "\n"


def _resigned(line, action, name):
    parts = line.split()
    at = parts.index("RRSIG")
    if action == "labels":
        parts[at + 3] = str(int(parts[at + 3]) - 1)
    elif action == "tag":
        parts[at + 7] = str((int(parts[at + 7]) + 1) % 65536)
    elif action == "signer":
        parts[at + 8] = "world.test."
    return " ".join(parts)


def _run(folder, *command):
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"lab: {command[0]} failed: {done.stderr}{done.stdout}")
    return done.stdout
