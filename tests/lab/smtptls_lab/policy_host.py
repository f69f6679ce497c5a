"""The HTTPS server of mta-sts.*: a certificate per host, and policies that are good, or bad in every way.

Run as a program, it serves what a JSON file describes, on port 443 of its address.
"""

import http.server
import json
import ssl
import sys
import time

POLICY = "version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: {age}\r\n"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hosts = {}

    def do_GET(self):
        case = self.hosts.get(self.headers.get("Host", "").partition(":")[0])
        if case is None or self.path != "/.well-known/mta-sts.txt":
            self.send_error(404)
            return
        status = case.get("status", 200)
        text = case.get("text", POLICY).replace("{mx}", case.get("mx", case["host"])).replace(
            "{mode}", case.get("mode", "enforce")).replace("{age}", case.get("maxAge", "604800"))
        body = text.encode(case.get("encoding", "utf-8")) + b"x: y\r\n" * (case.get("padding", 0) // 6)
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "https://mta-sts.sts-enforce.secure.test/.well-known/mta-sts.txt")
        self.send_header("Content-Type", case.get("type", "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        time.sleep(case.get("delay", 0))
        self.wfile.write(body)

    def log_message(self, format, *args):
        print(self.client_address, format % args, flush=True)


def context(file):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    return made


def main():
    told = json.load(open(sys.argv[1], encoding="utf-8"))
    Handler.hosts = told["hosts"]
    contexts = {host: context(case["file"]) for host, case in told["hosts"].items()}
    first = next(iter(contexts.values()))

    def choose(connection, name, _):
        connection.context = contexts.get(name, first)

    first.sni_callback = choose
    server = http.server.ThreadingHTTPServer((told["address"], 443), Handler)
    server.socket = first.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.serve_forever()


if __name__ == "__main__":
    main()
