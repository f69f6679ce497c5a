"""NSD: the zone lab.test with every shape of mail routing, and a zone that cannot be answered (SERVFAIL)."""

import ipaddress

CONFIGURATION = """
server:
  ip-address: {address}@{port}
  username: nsd
  zonesdir: "/etc/nsd"
  database: ""
  pidfile: "/run/nsd.pid"
  xfrdfile: "/var/lib/nsd/xfrd.state"
  zonelistfile: "/var/lib/nsd/zone.list"
  server-count: 1
  hide-version: yes
remote-control:
  control-enable: no
zone:
  name: lab.test
  zonefile: lab.test.zone
# Its file does not exist, so every question about it is answered SERVFAIL.
zone:
  name: servfail.test
  zonefile: missing.zone
"""

ROUTES = """
$ORIGIN lab.test.
$TTL 300
@                IN SOA ns hostmaster 1 3600 600 86400 300
                 IN NS  ns
ns               IN A   {address}
; Several hosts in order of preference.
mx               IN MX  20 exim-good
                 IN MX  10 postfix-good
                 IN MX  30 opensmtpd-good
; No MX record: the domain's own address takes the mail (RFC 5321 5.1).
implicit         IN A   {good}
; Takes no mail (RFC 7505).
null             IN MX  0 .
; Neither MX nor address.
nomx             IN TXT "nothing here"
; An MX whose host has no address, and one that has.
noaddress        IN MX  10 nowhere
                 IN MX  20 postfix-good
onlynoaddress    IN MX  10 nowhere
; Aliases: of the domain, and of the MX host (which RFC 2181 10.3 forbids, but exists).
alias            IN CNAME mx
mxalias          IN MX  10 hostalias
hostalias        IN CNAME postfix-good
; A name of its own for two servers.
twohosts         IN MX  10 twoaddresses
twoaddresses     IN A   {good}
                 IN A   {exim}
; An international domain: bücher.lab.test.
xn--bcher-kva    IN MX  10 postfix-good
"""

USER = 906
MANY = 60


def start(machine, servers, address, port):
    machine.write("/etc/nsd/lab.conf", CONFIGURATION.format(address=address, port=port))
    by_name = {one["name"]: one["address"] for one in servers}
    zone = ROUTES.format(address=address, good=by_name["postfix-good"], exim=by_name["exim-good"])
    for name, where in by_name.items():
        kind = "AAAA" if ipaddress.ip_address(where).version == 6 else "A"
        zone += f"{name} IN {kind} {where}\n"
    # More than fits into one datagram: the answer is truncated and asked for again over TCP.
    for number in range(MANY):
        zone += f"many IN MX {number} a-host-with-a-rather-long-name-{number:02}\n"
        zone += f"a-host-with-a-rather-long-name-{number:02} IN A {by_name['postfix-good']}\n"
    machine.write("/etc/nsd/lab.test.zone", zone)
    machine.folder("/var/lib/nsd", USER)
    machine.start("nsd", "/usr/sbin/nsd", "-c", "/etc/nsd/lab.conf", "-d")
