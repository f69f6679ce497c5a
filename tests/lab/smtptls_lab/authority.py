"""A certificate authority made on the spot with openssl: a root, an intermediate, and a leaf per case and host."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

EXTENSIONS = """
[ca]
default_ca = lab
[lab]
database = {folder}/index
new_certs_dir = {folder}/issued
rand_serial = yes
unique_subject = no
default_md = sha256
policy = anything
copy_extensions = none
[anything]
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"lab: openssl {arguments[0]} failed: {done.stderr}")


class Authority:
    """Files in one folder: root.pem, intermediate.pem, and issue() for the rest."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.now = datetime.now(timezone.utc)
        (folder / "issued").mkdir(parents=True)
        (folder / "index").touch()
        for key, kind in (("rsa", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
                          ("rsa1024", ["RSA", "-pkeyopt", "rsa_keygen_bits:1024"]),
                          ("ec", ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
                          ("intermediate", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
                          ("root", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
                          ("stranger", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"])):
            openssl("genpkey", "-quiet", "-algorithm", *kind, "-out", folder / f"{key}.key")
        self._sign("root", "Lab Root", "root", "self", "authority", "", (-100, 3650))
        self._sign("stranger", "A Stranger's Root", "stranger", "self", "authority", "", (-100, 3650))
        self._sign("intermediate", "Lab Intermediate", "intermediate", "root", "authority", "", (-90, 1800))

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.pem"

    def issue(self, case: str, facts: dict, host: str) -> str:
        """The key, the leaf and what the server is to send behind it, as PEM."""
        key = facts.get("key", "rsa")
        issuer = facts.get("issuer", "intermediate")
        names = facts.get("names", [host])
        extensions = ("basicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature,keyEncipherment\n"
                      f"extendedKeyUsage = {facts.get('usage', 'serverAuth')}\n"
                      "subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n")
        if names:
            extensions += "subjectAltName = " + ",".join(f"DNS:{name}" for name in names) + "\n"
        leaf = f"{host}.{case}"
        self._sign(leaf, names[0] if names else host, key, issuer, "leaf", extensions,
                   facts.get("days", (-30, 90)), facts.get("digest", "sha256"))
        sent = {"leaf": leaf, "root": "stranger" if issuer == "stranger" else "root", "intermediate": "intermediate"}
        return (self.folder / f"{key}.key").read_text() + "".join(
            self.path(sent[part]).read_text() for part in facts.get("send", ["leaf", "intermediate"]))

    def _sign(self, name, common_name, key, issuer, section, extensions, days, digest="sha256"):
        config = self.folder / f"{name}.cnf"
        config.write_text(EXTENSIONS.format(folder=self.folder) + f"[leaf]\n{extensions}")
        request = self.folder / f"{name}.csr"
        openssl("req", "-new", "-key", self.folder / f"{key}.key", "-subj", f"/CN={common_name}", "-out", request)
        signer = ["-selfsign", "-keyfile", self.folder / f"{key}.key"] if issuer == "self" else [
            "-cert", self.path(issuer), "-keyfile", self.folder / f"{issuer}.key"]
        start, end = ((self.now + timedelta(days=day)).strftime("%y%m%d%H%M%SZ") for day in days)
        openssl("ca", "-batch", "-notext", "-config", config, "-extensions", section, "-md", digest, *signer,
                "-startdate", start, "-enddate", end, "-in", request, "-out", self.path(name))
