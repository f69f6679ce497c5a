"""Exim (with GnuTLS): one daemon on many addresses, told apart by $received_ip_address; and a sender."""

CONFIGURATION = """
exim_user = Debian-exim
exim_group = Debian-exim
primary_hostname = exim.lab.test
smtp_active_hostname = ${{lookup{{$received_ip_address}}iplsearch{{/etc/lab/exim-hosts}}{{$value}}{{exim.lab.test}}}}
spool_directory = /var/spool/exim4
log_file_path = /var/log/exim4/%slog
log_selector = +tls_cipher +tls_peerdn +tls_certificate_verified
local_interfaces = <; {interfaces}
tls_on_connect_ports = {smtps}
tls_advertise_hosts = ${{if inlist{{$received_ip_address}}{{{plain}}}{{}}{{*}}}}
tls_certificate = ${{lookup{{$received_ip_address}}iplsearch{{/etc/lab/exim-certificates}}}}
tls_verify_certificates = /etc/lab/root.pem
tls_try_verify_hosts = ${{if inlist{{$received_ip_address}}{{{wanted}}}{{*}}{{}}}}
tls_verify_hosts = ${{if inlist{{$received_ip_address}}{{{required}}}{{*}}{{}}}}
hosts_connection_nolog = *
smtp_accept_max = 100
smtp_accept_max_per_connection = 1000
host_lookup =
helo_allow_chars = _
never_users =
keep_environment =
acl_smtp_mail = mail
acl_smtp_rcpt = recipient

begin acl
mail:
  deny message = 530 5.7.0 Must issue a STARTTLS command first
       condition = ${{if inlist{{$received_ip_address}}{{{encrypt}}}}}
       !encrypted = *
  accept
recipient:
  accept domains = *.test

begin routers
sender:
  driver = manualroute
  domains = {domains}
  route_list = {routes}
  transport = smtp
sink:
  driver = redirect
  data = :blackhole:

begin transports
smtp:
  driver = smtp
  port = {port}
  hosts_require_tls = {hosts_require_tls}
  tls_verify_certificates = /etc/lab/root.pem
  tls_verify_hosts = {tls_verify_hosts}
  tls_try_verify_hosts = *
"""

USER = 903
PATH = "/etc/exim4/exim4.conf"


def start(machine, servers, senders, port, smtps):
    def addresses(test):
        return ":".join(one["address"] for one in servers if test(one))

    def sending(*levels):
        return ":".join(one["address"] for one in senders if one["level"] in levels)

    machine.write("/etc/lab/exim-hosts", "".join(f"{one['address']}: {one['host']}\n" for one in servers))
    # Several certificates are a list, which in Exim is separated by colons.
    machine.write("/etc/lab/exim-certificates",
                  "".join(f"{one['address']}: {':'.join(one['files'])}\n" for one in servers))
    machine.write(PATH, CONFIGURATION.format(
        interfaces=" ; ".join(f"{one['address']}.{one['port']}" for one in servers),
        smtps=smtps,
        plain=addresses(lambda one: one["startTls"] == "None"),
        wanted=addresses(lambda one: one["clientCertificate"] == "wanted"),
        required=addresses(lambda one: one["clientCertificate"] == "required"),
        encrypt=addresses(lambda one: one["startTls"] == "Required"),
        domains=" : ".join(one["domain"] for one in senders),
        routes=" ; ".join(f"{one['domain']} {one['host']} byname" for one in senders),
        port=port,
        hosts_require_tls=sending("encrypt", "secure"),
        tls_verify_hosts=sending("secure")))
    for path in ("/var/spool/exim4", "/var/log/exim4"):
        machine.folder(path, USER, 0o750)
    machine.folder("/run/exim4", USER)
    machine.start("exim", "/usr/sbin/exim4", "-bdf")
