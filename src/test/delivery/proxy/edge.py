#!/usr/bin/env python3
"""What the proxy lets through, and what it says of the client: a real Caddy before something that shows
what it was sent.

usage: edge.py CADDY CADDYFILE

Ends with "N passed, N failed, 0 skipped"; exit code 1 if one failed.
"""

import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

TUNNEL, STRANGER = "127.0.0.5", "127.0.0.6"  # the one is trusted, the other not
PUBLIC = [
    "/", "/?x=1", "/v1/models", "/v1/chat/completions", "/v1/models/llama3.2", "/v1/models/hf.co%2Fx%2Fy:q4", "/api/tags",
    "/api/chat?stream=true&a=//b;c/../d", "/api/blobs/sha256:abc", "/admin/v1/keys", "/version", "/ready", "/openapi",
    "/openapi/ui", "/v1/models/a%20b", "/v1/models/...", "/v1/models/.hidden",
]
INSIDE = [
    "/metrics", "/metrics/", "/metrics/x", "/metrics;x", "/metrics;a=b/", "/metrics?x", "//metrics", "///metrics", "/./metrics",
    "/../metrics", "/x/../metrics", "/v1/../metrics", "/v1/..;/metrics", "/v1/..;x=y/metrics", "/v1/%2e%2e/metrics",
    "/v1/%2E%2E/metrics", "/v1/.%2e/metrics", "/v1/..%2fmetrics", "/v1/..%2Fmetrics", "/v1%2f..%2fmetrics", "/v1/%2e%2e%2fmetrics",
    "/v1/models/../../metrics", "/v1/models/..%2f..%2fmetrics", "/v1/models/%2e%2e/%2e%2e/metrics", "/%6detrics", "/%6Detrics",
    "/metric%73", "/METRICS", "/Metrics", "/%2fmetrics", "/%2Fmetrics", "/%5cmetrics", "/\\metrics", "/v1/..\\..\\metrics", "/metrics%3bx",
    "/metrics%3Bx", "/metrics%00", "/metrics%20", "/metrics%0a", "/metrics%2f", "/metrics%23", "/metrics%3f", "/v1/.;/../metrics",
    "/serving", "/serving;a=b", "/serving/", "//serving", "/%73erving", "/health", "/health/", "/health/live", "/health/ready;x",
    "/health%2fready", "/api/..;/health/ready", "/api//../serving", "/api/.", "/api/..", "/v1/.?x", "/admin", "/admin/v2", "/v1x", "/apix/tags",
    "/versions", "/version/x", "/ready/x", "/ready;x", "/error", "/ibm/api", "/IBMJMXConnectorREST", "/V1/models", "/Api/tags", "*",
]


class Upstream(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({"path": self.path, "headers": self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Proxy:
    def __init__(self, caddy, caddyfile, settings):
        self.upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        threading.Thread(target=self.upstream.serve_forever, daemon=True).start()
        self.port = free_port()
        text = open(caddyfile, encoding="utf-8").read()
        text, replaced = re.subn("api-blue:8000 api-green:8000", f"127.0.0.1:{self.upstream.server_port}", text)
        assert replaced == 1
        text = text.replace("localhost:2019", f"127.0.0.1:{free_port()}")
        self.folder = tempfile.TemporaryDirectory()
        file = os.path.join(self.folder.name, "Caddyfile")
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder.name, "PROXY_SITE": f"http://:{self.port}", **settings}
        self.process = subprocess.Popen(
            [caddy, "run", "--config", file, "--adapter", "caddyfile"], env=environment, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        for _ in range(300):
            if self.process.poll() is not None:
                sys.exit("edge: caddy does not start: " + self.process.stderr.read().decode()[-800:])
            if b" 200 " in self.raw(b"GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")[:20]:
                return
            time.sleep(0.1)
        sys.exit("edge: the proxy does not answer")

    def raw(self, request, peer=STRANGER, within=5):
        try:
            with socket.create_connection(("127.0.0.1", self.port), within, (peer, 0)) as connection:
                connection.sendall(request)
                answer = b""
                while part := connection.recv(65536):
                    answer += part
                return answer
        except OSError as e:
            return str(e).encode()

    def ask(self, path, peer=STRANGER, headers=(), method="GET"):
        lines = [f"{method} {path} HTTP/1.1", "Host: llm.example.com", *headers, "Connection: close", "", ""]
        head, _, body = self.raw("\r\n".join(lines).encode("latin-1"), peer).partition(b"\r\n\r\n")
        status = int(head.split(b" ")[1]) if head.startswith(b"HTTP/") else 0
        return status, json.loads(body) if status == 200 else None

    def client(self, peer, headers):
        """What the gateway is told of where the client is."""
        _, seen = self.ask("/v1/models", peer, headers)
        told = {}
        for name, value in seen["headers"]:
            told.setdefault(name.lower(), []).append(value)
        strange = {"forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip"} & set(told)
        return told["x-forwarded-for"] + sorted(strange)

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.upstream.shutdown()


failed = passed = 0


def check(name, good, told=""):
    global failed, passed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"ok    {name}" if good else f"FAIL  {name}: {told}")


def paths(proxy):
    for path in PUBLIC:
        status, seen = proxy.ask(path)
        check(f"for all: {path}", status == 200 and seen["path"] == path, (status, seen))
    for path in INSIDE:
        status, _ = proxy.ask(path)
        check(f"not for all: {path}", status in (400, 404), status)
    for path in ("/metrics", "/serving;x", "/v1/../metrics"):
        status, _ = proxy.ask("http://llm.example.com" + path)
        check(f"not for all, in absolute form: {path}", status in (400, 404), status)
        status, _ = proxy.ask(path, method="POST")
        check(f"not for all, by POST: {path}", status in (400, 404), status)


def clients(proxy, cloudflare):
    forged = ["X-Forwarded-For: 6.6.6.6", "Cf-Connecting-Ip: 6.6.6.6", "X-Real-Ip: 6.6.6.6", "Forwarded: for=6.6.6.6", "True-Client-Ip: 6.6.6.6"]
    got = proxy.client(STRANGER, forged)
    check("a stranger is who he is, whatever he says", got == [STRANGER], got)
    got = proxy.client(STRANGER, ["Connection: X-Forwarded-For", "X-Forwarded-For: 6.6.6.6"])
    check("and cannot take the header away", got == [STRANGER], got)
    got = proxy.client(TUNNEL, ["X-Forwarded-For: 203.0.113.7"])
    check("a tunnel says who comes through it", got == ["203.0.113.7"], got)
    got = proxy.client(TUNNEL, ["X-Forwarded-For: 6.6.6.6, 203.0.113.7"])
    check("what the client wrote before that is not believed", got == ["203.0.113.7"], got)
    got = proxy.client(TUNNEL, ["X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 203.0.113.7"])
    check("nor in a header of its own", got == ["203.0.113.7"], got)
    got = proxy.client(TUNNEL, ["X-Forwarded-For: 6.6.6.6, 203.0.113.7, 127.0.0.5"])
    check("our own proxies are passed over", got == ["203.0.113.7"], got)
    got = proxy.client(TUNNEL, ["X-Forwarded-For: 2001:db8::1"])
    check("an address of IPv6", got == ["2001:db8::1"], got)
    got = proxy.client(TUNNEL, [])
    check("a tunnel that says nothing", got == [TUNNEL], got)
    got = proxy.client(TUNNEL, ["X-Forwarded-For: 203.0.113.7", "Cf-Connecting-Ip: 6.6.6.6"])
    check("a header that nobody has set up is not believed", got == ["203.0.113.7"], got)
    got = cloudflare.client(TUNNEL, ["X-Forwarded-For: 6.6.6.6, 172.70.1.1", "Cf-Connecting-Ip: 203.0.113.7"])
    check("Cloudflare's own header, where it is set up", got == ["203.0.113.7"], got)
    got = cloudflare.client(STRANGER, ["Cf-Connecting-Ip: 6.6.6.6"])
    check("and not from a stranger", got == [STRANGER], got)


def strictness(proxy):
    head = b"GET /version HTTP/1.1\r\nHost: x\r\n"
    for name, request in {
        "two lengths": b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "a length and chunks in an odd spelling": b"POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: xchunked\r\n\r\na",
        "two hosts": b"GET /version HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "no host": b"GET /version HTTP/1.1\r\n\r\n",
        "a NUL in a header": head + b"X: a\0b\r\n\r\n",
        "a bare CR in a header": head + b"X: a\rb: c\r\n\r\n",
        "a name with a space": head + b"X : a\r\n\r\n",
        "a folded header": head + b" X: a\r\n\r\n",
        "a head of 200 KB": head + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    }.items():
        status = proxy.raw(request, within=15)[:13].decode("latin-1")
        check(f"refused: {name}", re.match(r"HTTP/1.1 (4|501)|\[Errno", status), status)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", proxy.port), 30, (STRANGER, 0)) as slow:
        slow.settimeout(1)
        ended = False
        slow.sendall(b"GET /version HTTP/1.1\r\n")
        while not ended and time.monotonic() - began < 25:
            try:
                slow.sendall(b"X")
                ended = slow.recv(1024) == b"" or time.monotonic() - began > 25
            except TimeoutError:
                pass
            except OSError:
                ended = True
        took = time.monotonic() - began
    check("a head that drips is cut off after 10 s", ended and 8 < took < 20, f"{took:.1f} s, ended: {ended}")


def main(caddy, caddyfile):
    settings = {"PROXY_TRUSTED_PROXIES": f"{TUNNEL}/32"}
    proxy = Proxy(caddy, caddyfile, settings)
    cloudflare = Proxy(caddy, caddyfile, settings | {"PROXY_CLIENT_IP_HEADERS": "Cf-Connecting-Ip"})
    plain = Proxy(caddy, caddyfile, {})
    try:
        paths(proxy)
        clients(proxy, cloudflare)
        got = plain.client("127.0.0.1", ["X-Forwarded-For: 203.0.113.7"])
        check("a tunnel on this host needs no setting", got == ["203.0.113.7"], got)
        strictness(proxy)
    finally:
        for one in (proxy, cloudflare, plain):
            one.stop()
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] == "--help":
        print(__doc__.strip(), file=sys.stdout if "--help" in sys.argv else sys.stderr)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(sys.argv[1], sys.argv[2]))
