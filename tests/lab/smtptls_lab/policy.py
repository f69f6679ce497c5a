"""The cases of policies.json: for each a domain, a mail server with a certificate, TLSA records and an MTA-STS policy."""

import hashlib
import json
import ssl
import subprocess
import sys
from pathlib import Path

from . import signed, unbound

HERE = Path(__file__).resolve().parent
MANY = 2000
RESOLVER, AUTHORITATIVE, POLICY_HOST, FIRST_SERVER = 54, 55, 56, 150
FORWARDERS = [57, 58, 59]
DIGESTS = {"1": lambda data: hashlib.sha256(data), "2": lambda data: hashlib.sha512(data)}


def start(machine, authority, kinds, servers, address, port):
    """Everything that the cases need; what the tests must know of it comes back."""
    told = json.loads((HERE.parent / "policies.json").read_text())
    cases = [_complete(case, number, address, port, servers) for number, case in enumerate(told["cases"])]
    folder = machine.root / "etc/lab"
    leaves = {}
    for case in cases:
        if case["own"]:
            facts = kinds[case.get("certificate", "good")] | ({"names": case["names"]} if "names" in case else {})
            file = folder / f"policy.{case['name']}.pem"
            file.write_text(authority.issue(f"policy-{case['name']}", facts, case["mx"]))
            case["files"] = [str(file)]
            leaves[case["name"]] = authority.path(f"{case['mx']}.policy-{case['name']}")
    named = {"root": authority.path("root"), "intermediate": authority.path("intermediate"),
             "dual-rsa": authority.path("postfix-dual.lab.test.good"), "dual-ec": authority.path("postfix-dual.lab.test.ecdsa")}

    zones = {zone["name"]: "" for zone in told["zones"]}
    for case in cases:
        zones[case["zone"]] += _records(case, address, port, leaves, named)
    # For policy-speed.ps1: domains enough to measure with, each with an MX host and a TLSA record of its own.
    zones["many.test"] = "".join(
        f"d{number}.many.test. MX 10 mx.d{number}.many.test.\nmx.d{number}.many.test. A {address(FIRST_SERVER)}\n"
        f"_25._tcp.mx.d{number}.many.test. TLSA 3 1 1 {number:064x}\n" for number in range(MANY))
    trust, questions = signed.start(machine, told["zones"], zones, address(AUTHORITATIVE))
    unbound.start(machine, address(RESOLVER), address(AUTHORITATIVE), trust)
    forwarders = [address(number) for number in FORWARDERS]
    unbound.start_forwarders(machine, forwarders, address(RESOLVER), trust)
    _mail_servers(machine, authority, folder, [case for case in cases if case["own"]])
    _policy_host(machine, authority, kinds, folder, [case for case in cases if "sts" in case], address(POLICY_HOST))
    machine.write("/etc/resolv.conf", f"nameserver {address(RESOLVER)}\noptions edns0 trust-ad\n")
    return {"resolver": f"{address(RESOLVER)}:53", "port": port,
            "trustAnchor": str(machine.root / trust.lstrip("/")),
            "forwarders": [f"{forwarder}:53" for forwarder in forwarders], "dnssec": questions,
            "delvAnchors": str((machine.root / trust.lstrip("/")).with_suffix(".anchors"))}


def _complete(case, number, address, port, servers):
    case.setdefault("zone", "secure.test")
    case["domain"] = f"{case['name']}.{case['zone']}"
    case["own"] = "mx" not in case and "server" not in case
    case.setdefault("mx", f"mx.{case['domain']}")
    case["address"] = (address(FIRST_SERVER + number) if case["own"]
                       else next((one["address"] for one in servers if one["name"] == case.get("server")), None))
    case.setdefault("protocols", ["Tls12", "Tls13"])
    return case | {"host": case["mx"], "port": port, "implicitTls": False, "clientCertificate": "none"}


def _records(case, address, port, leaves, named):
    lines = [f"{case['domain']}. MX 10 {case['mx'].rstrip('.')}."]
    if case["address"]:
        lines.append(f"{case['mx']}. A {case['address']}")
    if "cname" in case:
        lines.append(f"{case['mx']}. CNAME {case['cname']}.")
    for text in case.get("tlsa", []):
        usage, selector, matching, what = text.split()
        file = leaves[what.partition(":")[2] or case["name"]] if what.startswith("leaf") else named.get(what)
        data = "abcd" if what == "odd" else _data(file, selector, matching)
        # The form of RFC 3597: zone tools refuse values that are not defined.
        octets = f"{int(usage):02x}{int(selector):02x}{int(matching):02x}{data}"
        lines.append(f"_{port}._tcp.{case['mx']}. TYPE52 \\# {len(octets) // 2} {octets}")
    if "sts" in case:
        lines.append(f"mta-sts.{case['domain']}. A {address(POLICY_HOST)}")
        lines.append(f"_mta-sts.{case['domain']}. TXT \"v=STSv1; id=20261125T000000;\"")
    lines += [f"{name}.{case['domain']}. TXT \"{text}\"" for name, texts in case.get("txt", {}).items() for text in texts]
    return "\n".join(lines) + "\n"


def _data(file, selector, matching):
    der = ssl.PEM_cert_to_DER_cert(file.read_text())
    if selector == "1":
        pem = subprocess.run(["openssl", "x509", "-in", file, "-noout", "-pubkey"], capture_output=True, check=True).stdout
        der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=pem, capture_output=True, check=True).stdout
    return DIGESTS[matching](der).hexdigest() if matching in DIGESTS else der.hex()


def _mail_servers(machine, authority, folder, cases):
    file = machine.run / "policy-servers.json"
    file.write_text(json.dumps([case | {"authority": str(authority.path("root")), "dhParameters": str(folder / "dh.pem")} for case in cases]))
    machine.start("policy-servers", sys.executable, str(HERE / "openssl_server.py"), str(file), inside=False)


def _policy_host(machine, authority, kinds, folder, cases, where):
    served = {}
    for case in cases:
        host = f"mta-sts.{case['domain']}"
        pem = folder / f"{host}.pem"
        pem.write_text(authority.issue(f"sts-{case['name']}", kinds[case["sts"].get("certificate", "good")], host))
        served[host] = case["sts"] | {"file": str(pem), "host": case["mx"]}
    file = machine.run / "policy-host.json"
    file.write_text(json.dumps({"address": where, "hosts": served}))
    machine.start("policy-host", sys.executable, str(HERE / "policy_host.py"), str(file), inside=False)
