"""A fleet on loopback: every address of 127.0.0.0/8 is a mail server, and a name server gives 10,000 domains one each.

Runs as a process of its own: loopback.py CERTIFICATE SECONDS, where the certificate is for *.fleet.test and SECONDS is how long
each server waits before its banner. Prints "SMTP-PORT DNS-PORT" once it listens.
"""

import asyncio
import contextlib
import ssl
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "lab"))

from smtptls_lab.openssl_server import converse  # noqa: E402

DOMAIN = "fleet.test"
A, MX = 1, 15
BACKLOG = 4096


def make_certificate(folder: Path) -> Path:
    """A self-signed certificate with its key."""
    file, key = folder / "fleet.pem", folder / "fleet.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "7", "-subj", f"/CN=*.{DOMAIN}",
         "-addext", f"subjectAltName=DNS:*.{DOMAIN}", "-addext", "extendedKeyUsage=serverAuth",
         "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", file],
        check=True, capture_output=True)
    with open(file, "a", encoding="ascii") as both:
        both.write(key.read_text())
    return file


def address(number: int) -> str:
    """The address of the server mxN.fleet.test: from 127.100.0.0 on."""
    return f"127.100.{number // 256}.{number % 256}"


class Names(asyncio.DatagramProtocol):
    """domainN.fleet.test has the MX mxN.fleet.test, and that the address N (RFC 1035)."""

    def connection_made(self, transport):
        self._transport = transport

    def datagram_received(self, data, sender):
        end = data.index(b"\0", 12)
        question = data[12:end + 5]
        kind, = struct.unpack_from("!H", data, end + 1)
        label = data[13:13 + data[12]].decode("ascii")
        # No digits where policies and the root are asked for: those names have no records.
        number = int("".join(filter(str.isdigit, label)) or 0)
        record = None
        if kind == MX and label.startswith("domain"):
            host = f"mx{number}".encode("ascii")
            # 0xC0nn points to fleet.test within the question.
            record = struct.pack("!HB", 10, len(host)) + host + struct.pack("!H", 0xC000 | (12 + 1 + len(label)))
        elif kind == A and label.startswith("mx"):
            record = bytes(map(int, address(number).split(".")))
        header = data[:2] + struct.pack("!HHHHH", 0x8580, 1, 0 if record is None else 1, 0, 0)
        answer = b"" if record is None else struct.pack("!HHHIH", 0xC00C, kind, 1, 300, len(record)) + record
        self._transport.sendto(header + question + answer, sender)


async def main(certificate, delay):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)

    async def accept(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(delay)
            await converse({"host": DOMAIN, "implicitTls": False}, tls, reader, writer)
        writer.close()

    smtp = await asyncio.start_server(accept, "0.0.0.0", 0, backlog=BACKLOG)
    dns, _ = await asyncio.get_running_loop().create_datagram_endpoint(Names, ("127.0.0.1", 0))
    print(smtp.sockets[0].getsockname()[1], dns.get_extra_info("sockname")[1], flush=True)
    await asyncio.Event().wait()


class Fleet:
    """The running fleet, and the pipelines that test it."""

    def __init__(self, delay: float):
        self._folder = tempfile.TemporaryDirectory()
        self._certificate = make_certificate(Path(self._folder.name))
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._certificate, str(delay)], stdout=subprocess.PIPE, text=True)
        self._port, self._dns = self._process.stdout.readline().split()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def pipeline(self, count: int, throttle: int) -> str:
        """A pipeline over that many domains."""
        return (f"1..{count} | ForEach-Object {{ \"domain$_.{DOMAIN}\" }} | Test-SmtpStartTls -Port {self._port}"
                f" -DnsServer 127.0.0.1:{self._dns} -TrustedRoot '{self._certificate}' -ThrottleLimit {throttle}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
