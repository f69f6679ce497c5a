"""Unbound: a validating resolver whose only trust anchor is the lab's own root."""

CONFIGURATION = """
server:
  interface: {address}@53
  access-control: 127.0.0.0/8 allow
  root-hints: "/etc/unbound/root.hints"
  trust-anchor-file: "{trust}"
  module-config: "validator iterator"
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


def start(machine, address, authoritative, trust):
    machine.write("/etc/unbound/root.hints", f". 3600000 NS ns.test.\nns.test. 3600000 A {authoritative}\n")
    machine.write("/etc/unbound/unbound.conf", CONFIGURATION.format(address=address, trust=trust))
    machine.start("unbound", "/usr/sbin/unbound", "-c", "/etc/unbound/unbound.conf", "-d", "-p")
