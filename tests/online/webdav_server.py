"""A real WebDAV server on this machine, which can be told to fail as often as a bad line does."""

import io
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "meena", "not-a-real-secret"


class Threaded(ThreadingMixIn, WSGIServer):
    """Each request on a thread of its own."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing of what it serves."""

    wbufsize = -1  # head and body of an answer go in one packet

    def log_message(self, *_words) -> None:
        """Say nothing."""


@dataclass
class Dav:
    """Where it is, what it was asked, and how often of a hundred it fails: before the work is done, or after it."""

    address: str
    folder: Path
    faults: int = 0
    asked: list[str] = field(default_factory=list)


@contextmanager
def webdav(folder: Path) -> Iterator[Dav]:
    """Serve a folder, to one user alone."""
    folder.mkdir(exist_ok=True)
    app = WsgiDAVApp({
        "provider_mapping": {"/": str(folder)}, "verbose": 0, "logging": {"enable": False}, "lock_storage": True,
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
    })  # fmt: skip
    chance = random.Random(7)
    dav = Dav("", folder)

    def served(environ, start):
        dav.asked.append(environ["REQUEST_METHOD"])
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)  # the application reads to the end, and this server's input has none
        fails, late = chance.randrange(100) < dav.faults, chance.randrange(2)
        if fails and late:  # the work is done, its answer is lost
            b"".join(app(environ, lambda *_told: None))
        if fails:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return app(environ, start)

    server = make_server("127.0.0.1", 0, served, Threaded, Silent)
    dav.address = f"webdav://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield dav
    finally:
        server.shutdown()
        server.server_close()
