"""A service that speaks like S3 on this machine: it checks each signature, and fails as often as it is told to."""

import hashlib
import random
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from shoppos.online.bucket import signed

KEY, SECRET, REGION = "test-key", "not-a-real-secret", "ap-south-1"


@dataclass
class Store:
    """What lies in it, how often each was put, and how often of a hundred it fails: before the work, or after it."""

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    puts: Counter[str] = field(default_factory=Counter)
    faults: int = 0
    region: str = REGION
    listed: bool = True
    """Whether it tells who asks that something is not there; else that they may not know."""
    chance: random.Random = field(default_factory=lambda: random.Random(11))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of an answer go in one packet

    def _serve(self) -> None:
        store: Store = self.server.store
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fails, late = store.chance.randrange(100) < store.faults, store.chance.randrange(2)
        if fails and not late:
            self._answer(503)
            return
        code, answer, more = self._done(store, body)
        if fails:  # the work is done, its answer is lost
            self.close_connection = True
            self.connection.close()
            return
        self._answer(code, answer, more)

    do_PUT = do_GET = do_DELETE = _serve  # noqa: N815  (http.server's names)

    def _done(self, store: Store, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        told = {name.lower(): value for name, value in self.headers.items()}
        given = told.get("authorization", "")
        names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        region = given.partition("Credential=")[2].split("/")[2] if given.count("/") > 2 else ""
        if region != store.region:
            return 400, b"", {"x-amz-bucket-region": store.region}
        own = {name: told[name] for name in names if name in told}
        if {"host", "x-amz-date", "x-amz-content-sha256"} - own.keys():
            return 403, b"", {}
        if hashlib.sha256(body).hexdigest() != own["x-amz-content-sha256"]:
            return 400, b"", {}
        if given != signed(self.command, f"http://here{self.path}", own, KEY, SECRET, region):
            return 403, b"", {}
        if self.command == "PUT":
            store.objects[self.path] = body
            store.kinds[self.path] = told.get("content-type", "")
            store.puts[self.path] += 1
            return 200, b"", {}
        if self.command == "DELETE":
            store.objects.pop(self.path, None)
            return 204, b"", {}
        found = store.objects.get(self.path)
        return (404 if store.listed else 403, b"", {}) if found is None else (200, found, {})

    def _answer(self, code: int, body: bytes = b"", more: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        if code != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    store: Store

    def handle_error(self, *_told) -> None:
        """A line that we cut ourselves is no error."""


@contextmanager
def bucket_service(store: Store):
    """Serve it on a port of its own."""
    server = Server(("127.0.0.1", 0), Handler)
    server.store = store
    store.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
