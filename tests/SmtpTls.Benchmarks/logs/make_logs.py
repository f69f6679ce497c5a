#!/usr/bin/env python3
"""Writes logs for the benchmarks: Exchange receive logs and a Postfix log, of a size that is asked for, the same every time.

make_logs.py exchange FOLDER MEGABYTES FILES     writes FOLDER/RECV2023011115-N.LOG
make_logs.py addresses FILE SESSIONS             writes one Exchange log, every session from another address
make_logs.py postfix FILE MEGABYTES
"""
import random
import sys
from datetime import datetime, timedelta, timezone

HEADER = (
    "#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: SMTP Receive Protocol Log\r\n#Date: {date}\r\n"
    "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\r\n")
CONNECTORS = ["EX01\\Default Frontend EX01", "EX01\\Client Frontend EX01", "EX01\\Outbound Proxy Frontend EX01", "EX01\\Relay, internal"]
CERTIFICATE = (
    " CN=mail.contoso.test, O=Contoso, C=DE CN=Contoso Issuing CA, O=Contoso, C=DE 1A00000003E9B2C9A9D1F7A0B3000000000003 "
    "12DEABC6565646512346ABDC1345689413589876 2020-01-17T15:15:33.000Z 2025-01-17T15:15:33.000Z EX01;mail.contoso.test")
TLS = (
    "TLS protocol {protocol} negotiation succeeded using bulk encryption algorithm {bulk} with strength {bits} bits, MAC hash algorithm {mac} "
    "with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength {kx} bits")
VERSIONS = [("SP_PROT_TLS1_2_SERVER", "CALG_AES_256", 256, "CALG_SHA_384", 384)] * 14 + [("4096", "CALG_AES_256", 256, "CALG_SHA_384", 255)] * 4 + [
    ("SP_PROT_TLS1_2_SERVER", "CALG_AES_128", 128, "CALG_SHA_256", 256), ("SP_PROT_TLS1_0_SERVER", "CALG_AES_256", 256, "CALG_SHA1", 256)]


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (time.microsecond // 1000)


def session_rows(rng, number, address):
    """The rows of one session without time: (milliseconds to wait, rest)."""
    connector = rng.choice(CONNECTORS)
    if "," in connector:
        connector = '"' + connector + '"'
    head = "%s,%016X,%%d,10.1.1.10:25,%s:%d" % (connector, 0x08DAF3EC00000000 + number, address, 1024 + number % 60000)
    name = "mail%d.partner%d.test" % (number % 7, number % 997)
    rows = ["+,,", '>,"220 EX01.contoso.test Microsoft ESMTP MAIL Service ready at Wed, 11 Jan 2023 15:59:55 +0000",', "<,EHLO %s," % name,
            ">,250  EX01.contoso.test Hello [%s] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS X-ANONYMOUSTLS AUTH NTLM X-EXPS GSSAPI NTLM 8BITMIME BINARYMIME CHUNKING XRDST," % address]
    kind = rng.random()
    if kind < 0.05:
        rows += ["-,,Remote"]
    elif kind < 0.09:
        rows += ["<,STARTTLS,", ">,220 2.0.0 SMTP server ready,", "*," + '"' + CERTIFICATE + '"' + ",Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names",
                 "*,,TLS negotiation failed with error " + rng.choice(["UnknownCredentials", "SocketError", "InvalidToken"]), "-,,Local"]
    else:
        if kind < 0.92:
            protocol, bulk, bits, mac, kx = rng.choice(VERSIONS)
            rows += ["<,STARTTLS,", ">,220 2.0.0 SMTP server ready,", "*," + '"' + CERTIFICATE + '"' + ",Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names",
                     '*,,"' + TLS.format(protocol=protocol, bulk=bulk, bits=bits, mac=mac, kx=kx) + '"', "<,EHLO %s," % name,
                     "*,,Client certificate chain validation status: 'EmptyCertificate'", "*,,TlsDomainCapabilities='None'; Status='NoRemoteCertificate'",
                     ">,250  EX01.contoso.test Hello [%s] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES AUTH NTLM LOGIN X-EXPS GSSAPI NTLM 8BITMIME BINARYMIME CHUNKING XRDST," % address]
        for message in range(1 + (rng.random() < 0.2)):
            rows += ["<,MAIL FROM:<sender%d@partner%d.test> SIZE=%d," % (number % 50, number % 997, rng.randrange(1000, 99999)), "*,08DAF3EC;2023-01-11;1,receiving message",
                     "<,RCPT TO:<user%d@contoso.test>," % (number % 300), ">,250 2.1.0 Sender OK,", ">,250 2.1.5 Recipient OK,", "<,BDAT %d LAST," % rng.randrange(1000, 99999),
                     '>,"250 2.6.0 <%08x@partner.test> [InternalId=%d, Hostname=EX01.contoso.test] %d bytes in 0.123, 12,345 KB/sec Queued mail for delivery",' % (number, number, rng.randrange(1000, 99999))]
        rows += ["<,QUIT,", ">,221 2.0.0 Service closing transmission channel,", "-,,Local"]
    return [(head % i) + "," + row + "\r\n" for i, row in enumerate(rows)]


def exchange(paths, size, address, sessions=None):
    rng = random.Random(1)
    time = datetime(2023, 1, 11, 15, 0, 0, tzinfo=timezone.utc)
    active, number = [], 0
    for path in paths:
        written = 0
        with open(path, "w", newline="", encoding="utf-8") as out:
            written += out.write(HEADER.format(date=stamp(time)))
            while written < size if sessions is None else number < sessions or active:
                while len(active) < 40 and (sessions is None or number < sessions):
                    active.append(session_rows(rng, number, address(rng, number))[::-1])
                    number += 1
                rows = rng.choice(active)
                time += timedelta(microseconds=rng.randrange(200, 4000))
                written += out.write(stamp(time) + "," + rows.pop())
                if not rows:
                    active.remove(rows)


def postfix(path, size):
    rng = random.Random(1)
    time = datetime(2023, 1, 11, 15, 0, 0, tzinfo=timezone.utc)
    number = written = 0
    with open(path, "w", newline="", encoding="utf-8") as out:
        while written < size:
            number += 1
            pid, remote, partner = 1000 + 3 * (number % 50) + 150 * (number // 5000 % 200), "198.51.%d.%d" % (number % 250, number % 199), number % 997
            host = "mail.partner%d.test[%s]" % (partner, remote)
            queue = "%010X" % (number * 7919)
            lines = ["postfix/smtpd[%d]: connect from %s" % (pid, host)]
            encrypted = rng.random() < 0.85
            if encrypted:
                lines += ["postfix/smtpd[%d]: Anonymous TLS connection established from %s: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256" % (pid, host)]
            lines += ["postfix/smtpd[%d]: %s: client=%s" % (pid, queue, host), "postfix/cleanup[%d]: %s: message-id=<%s@partner%d.test>" % (pid + 1, queue, queue, partner),
                      "postfix/qmgr[900]: %s: from=<sender@partner%d.test>, size=%d, nrcpt=1 (queue active)" % (queue, partner, rng.randrange(1000, 99999)),
                      "postfix/smtpd[%d]: disconnect from %s ehlo=%d%s mail=1 rcpt=1 data=1 quit=1 commands=%d" % (pid, host, 1 + encrypted, " starttls=1" if encrypted else "", 5 + 2 * encrypted),
                      "postfix/smtp[%d]: Trusted TLS connection established to mx.contoso.test[192.0.2.25]:25: TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)" % (pid + 2),
                      "postfix/smtp[%d]: %s: to=<user%d@contoso.test>, relay=mx.contoso.test[192.0.2.25]:25, delay=0.4, delays=0.1/0/0.2/0.1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as %s)" % (pid + 2, queue, number % 300, queue[::-1]),
                      "postfix/qmgr[900]: %s: removed" % queue]
            for line in lines:
                time += timedelta(milliseconds=rng.randrange(1, 9))
                written += out.write(time.strftime("%b %e %H:%M:%S") + " mx1 " + line + "\n")


def main():
    kind, target, amount = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if kind == "exchange":
        count = int(sys.argv[4])
        exchange(["%s/RECV2023011115-%d.LOG" % (target, i + 1) for i in range(count)], amount * 1000000 // count, lambda rng, n: "198.51.%d.%d" % (n % 200, n % 231))
    elif kind == "addresses":
        exchange([target], 0, lambda rng, n: "%d.%d.%d.%d" % (1 + n // 16777216, n // 65536 % 256, n // 256 % 256, n % 256), amount)
    else:
        postfix(target, amount * 1000000)


if __name__ == "__main__":
    main()
