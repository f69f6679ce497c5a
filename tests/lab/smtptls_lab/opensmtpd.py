"""OpenSMTPD: one daemon, one listener and one pki per server."""

CONFIGURATION = """
{authorities}
{pki}
{listeners}
match from any for any reject
"""

USER, QUEUE = 904, 905


def start(machine, servers):
    pki = "\n".join(f'pki "{one["name"]}" cert "{one["files"][0]}"\npki "{one["name"]}" key "{one["files"][0]}"'
                    for one in servers)
    machine.write("/etc/smtpd.conf", CONFIGURATION.format(
        authorities='ca "lab" cert "/etc/lab/root.pem"', pki=pki, listeners="\n".join(map(_listener, servers))), 0o600)
    # Its client side loads the system's roots before anything starts.
    machine.write("/etc/ssl/certs/ca-certificates.crt", (machine.root / "etc/lab/root.pem").read_text())
    machine.write("/etc/mailname", "opensmtpd.lab.test\n")
    machine.folder("/var/lib/opensmtpd/empty")
    machine.folder("/var/spool/smtpd", 0, 0o711)
    for queue in ("corrupt", "incoming", "queue", "temporary"):
        machine.folder(f"/var/spool/smtpd/{queue}", QUEUE, 0o700, 0)
    machine.folder("/var/spool/smtpd/purge", QUEUE, 0o700, 0)
    machine.folder("/var/spool/smtpd/offline", 0, 0o770, QUEUE)
    machine.start("opensmtpd", "/usr/sbin/smtpd", "-d")


def _listener(server):
    if server["implicitTls"]:
        mode = "smtps"
    elif server["startTls"] == "Required":
        mode = "tls-require"
    else:
        mode = "tls"
    verify = ' verify' if server["clientCertificate"] == "required" else ""
    authority = ' ca "lab"' if server["clientCertificate"] == "required" else ""
    return (f'listen on {server["address"]} port {server["port"]} {mode}{verify} pki "{server["name"]}"{authority}'
            f' hostname "{server["host"]}"')
