"""Postfix: one smtpd service per server, and the senders' side for the listener tests."""

MAIN = """
compatibility_level = 3.7
maillog_file = /var/log/maillog
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = all
inet_protocols = all
smtpd_banner = $myhostname ESMTP $mail_name
mydestination =
mynetworks = 127.0.0.0/8
default_transport = discard:
local_transport = discard:
local_recipient_maps =
alias_maps =
notify_classes =
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_tls_loglevel = 1
smtpd_tls_CAfile = /etc/lab/root.pem
smtpd_tls_session_cache_database =
smtpd_client_connection_count_limit = 0
tls_random_source = dev:/dev/urandom
# The senders: each domain is delivered to the address that a test's listener takes, at its own TLS level.
transport_maps = inline:{{ {transports} }}
smtp_tls_policy_maps = inline:{{ {policies} }}
smtp_tls_CAfile = /etc/lab/root.pem
smtp_tls_cert_file = /etc/lab/client.pem
smtp_tls_key_file = $smtp_tls_cert_file
smtp_tls_loglevel = 1
smtp_host_lookup = native
smtp_dns_support_level = disabled
# One attempt each, whatever became of the one before: a later test's listener gets its own mail only.
maximal_queue_lifetime = 0
bounce_queue_lifetime = 0
default_destination_concurrency_failed_cohort_limit = 0
"""

SERVICES = """
postlog   unix-dgram n  -       n       -       1       postlogd
pickup    unix  n       -       n       1       1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
smtp      unix  -       -       n       -       -       smtp
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
"""

QUEUES = ("incoming", "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "saved", "trace", "private")
LEVELS = {"None": "none", "Opportunistic": "may", "Required": "encrypt"}
VERSIONS = {"Tls10": "TLSv1", "Tls11": "TLSv1.1", "Tls12": "TLSv1.2", "Tls13": "TLSv1.3"}
USER, POSTDROP = 901, 902


def start(machine, servers, senders):
    transports = " ".join(f"{{{one['domain']} = smtp:[{one['host']}]:{one['port']}}}" for one in senders)
    policies = " ".join(f"{{[{one['host']}]:{one['port']} = {one['level']}}}" for one in senders)
    machine.write("/etc/postfix/main.cf", MAIN.format(transports=transports, policies=policies))
    machine.write("/etc/postfix/master.cf", SERVICES + "\n".join(map(_service, servers)) + "\n")
    for queue in QUEUES:
        machine.folder(f"/var/spool/postfix/{queue}", USER, 0o700)
    machine.folder("/var/spool/postfix", 0)
    machine.folder("/var/spool/postfix/pid", 0)
    machine.folder("/var/spool/postfix/public", USER, 0o710, POSTDROP)
    machine.folder("/var/spool/postfix/maildrop", USER, 0o730, POSTDROP)
    machine.folder("/var/lib/postfix", USER, 0o700)
    machine.start("postfix", "/usr/lib/postfix/sbin/master", "-c", "/etc/postfix")


def _service(server):
    options = {
        "myhostname": server["host"],
        "smtpd_tls_security_level": LEVELS[server["startTls"]],
        "smtpd_tls_chain_files": ",".join(server["files"]),
        "smtpd_tls_wrappermode": "yes" if server["implicitTls"] else "no",
        "smtpd_tls_ask_ccert": "yes" if server["clientCertificate"] == "wanted" else "no",
        "smtpd_tls_req_ccert": "yes" if server["clientCertificate"] == "required" else "no",
    }
    versions = ",".join(name if key in server["protocols"] else "!" + name for key, name in VERSIONS.items())
    options["smtpd_tls_protocols"] = options["smtpd_tls_mandatory_protocols"] = versions
    return "\n    -o ".join([f"{server['address']}:{server['port']} inet n - n - - smtpd",
                            *(f"{name}={value}" for name, value in options.items())])
