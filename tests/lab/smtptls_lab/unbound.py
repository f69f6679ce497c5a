"""Unbound: a validating resolver whose only trust anchor is the lab's own root; and forwarders that validate nothing."""

CONFIGURATION = """
server:
  interface: {address}@53
  access-control: 127.0.0.0/8 allow
  root-hints: "/etc/unbound/root.hints"
  trust-anchor-file: "{trust}"
  module-config: "{modules}"
  chroot: ""
  directory: "/etc/unbound"
  username: "nobody"
  pidfile: ""
  do-daemonize: no
  use-syslog: no
  logfile: ""
  do-ip6: no
  num-threads: 1
  do-not-query-localhost: no
  qname-minimisation: no
  val-log-level: 2
  # Why an answer is bogus (RFC 8914).
  ede: yes
  # Unbound would answer for test. itself (RFC 6761).
  local-zone: "test." nodefault
remote-control:
  control-enable: no
"""


DNSMASQ = """
no-daemon
no-resolv
no-hosts
bind-interfaces
listen-address={address}
port=53
server={upstream}
user=root
cache-size=10000
edns-packet-max=1232
pid-file=
{more}
"""


def start(machine, address, authoritative, trust):
    machine.write("/etc/unbound/root.hints", f". 3600000 NS ns.test.\nns.test. 3600000 A {authoritative}\n")
    _unbound(machine, "unbound", address, trust, "validator iterator")


def start_forwarders(machine, addresses, validating, trust):
    """One that asks the name servers itself and validates nothing; dnsmasq in front of the validating one, without and with its AD bit."""
    plain, proxy, proxy_dnssec = addresses
    _unbound(machine, "unbound-plain", plain, trust, "iterator")
    for name, address, more in (("dnsmasq", proxy, ""), ("dnsmasq-dnssec", proxy_dnssec, "proxy-dnssec")):
        file = machine.run / f"{name}.conf"
        file.write_text(DNSMASQ.format(address=address, upstream=validating, more=more))
        machine.start(name, "/usr/sbin/dnsmasq", "--conf-file=" + str(file), inside=False)


def _unbound(machine, name, address, trust, modules):
    machine.write(f"/etc/unbound/{name}.conf", CONFIGURATION.format(address=address, trust=trust, modules=modules))
    machine.start(name, "/usr/sbin/unbound", "-c", f"/etc/unbound/{name}.conf", "-d", "-p")
