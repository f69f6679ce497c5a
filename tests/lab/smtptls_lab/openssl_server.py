"""A small SMTP server on OpenSSL, through Python's ssl module, for versions and suites that MTAs have given up.

It takes the dialogue as far as RCPT TO and refuses DATA. Run as a program, it serves every entry of a JSON list.
"""

import asyncio
import json
import ssl
import sys
import warnings

VERSIONS = {"Tls10": ssl.TLSVersion.TLSv1, "Tls11": ssl.TLSVersion.TLSv1_1,
            "Tls12": ssl.TLSVersion.TLSv1_2, "Tls13": ssl.TLSVersion.TLSv1_3}
CLIENT = {"none": ssl.CERT_NONE, "wanted": ssl.CERT_OPTIONAL, "required": ssl.CERT_REQUIRED}


def context(server):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # Level 0 lets short keys, SHA-1 and TLS 1.0 through: the point of this server.
    made.set_ciphers(server.get("cipher", "ALL:!aNULL") + ":@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made.minimum_version = VERSIONS[server["protocols"][0]]
        made.maximum_version = VERSIONS[server["protocols"][-1]]
    if "curve" in server:
        made.set_ecdh_curve(server["curve"])
    made.load_dh_params(server["dhParameters"])
    for file in server["files"]:
        made.load_cert_chain(file)
    made.load_verify_locations(server["authority"])
    made.verify_mode = CLIENT[server["clientCertificate"]]
    return made


async def converse(server, tls, reader, writer):
    encrypted = server["implicitTls"]
    writer.write(f"220 {server['host']} ESMTP independent\r\n".encode())
    while line := await reader.readline():
        verb = line.split(maxsplit=1)[0].upper() if line.split() else b""
        if verb == b"EHLO":
            offer = "" if encrypted else "250-STARTTLS\r\n"
            writer.write(f"250-{server['host']} at your service\r\n{offer}250-PIPELINING\r\n250 8BITMIME\r\n".encode())
        elif verb == b"STARTTLS" and not encrypted:
            writer.write(b"220 2.0.0 Ready to start TLS\r\n")
            await writer.drain()
            await writer.start_tls(tls)
            encrypted = True
        elif verb == b"QUIT":
            writer.write(b"221 2.0.0 Bye\r\n")
            break
        elif verb in (b"HELO", b"MAIL", b"RCPT", b"RSET", b"NOOP"):
            writer.write(b"250 2.0.0 OK\r\n")
        else:
            writer.write(b"502 5.5.1 Not implemented\r\n")
        await writer.drain()
    await writer.drain()


async def serve(server):
    tls = context(server)

    async def accept(reader, writer):
        try:
            await asyncio.wait_for(converse(server, tls, reader, writer), 60)
        except (OSError, ssl.SSLError, asyncio.TimeoutError, asyncio.IncompleteReadError) as problem:
            print(server["name"], repr(problem), flush=True)
        finally:
            writer.close()

    await asyncio.start_server(accept, server["address"], server["port"],
                               ssl=tls if server["implicitTls"] else None, limit=64 * 1024)


async def main(path):
    with open(path, encoding="utf-8") as file:
        for server in json.load(file):
            await serve(server)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
