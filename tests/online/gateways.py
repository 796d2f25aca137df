"""Stand-ins for what messages go through, each after its own documentation, failing as they are told to."""

import contextlib
import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Gateway:
    """Takes requests and answers them; `rate` of them go wrong in one of KINDS."""

    KINDS = ("429", "503", "500", "drop before", "drop after")
    """Not taken twice over; taken or not without saying so; the line cut before or after it was taken."""

    def __init__(self, rate: float = 0.0, seed: int = 7) -> None:
        self.rate, self.chance, self.guard = rate, random.Random(seed), threading.Lock()
        self.asked: list[tuple[str, str, dict[str, str], Any]] = []
        self.taken = Counter[str]()
        self.faults = Counter[str]()
        self.answer: tuple[int, Any] | None = None
        self.delay = 0.0
        self.url = ""

    def fault(self) -> str:
        with self.guard:
            kind = self.chance.choice(self.KINDS) if self.chance.random() < self.rate else ""
            self.faults[kind] += 1
            return kind

    def take(
        self, method: str, path: str, headers: dict[str, str], body: Any
    ) -> tuple[int, Any, dict[str, str]] | None:
        """The answer to one request, None for a line that is cut."""
        with self.guard:
            self.asked.append((method, path, headers, body))
        if self.answer is not None:
            return (*self.answer, {})
        kind = self.fault()
        if kind in {"429", "503"}:
            return int(kind), self.no(int(kind)), {"Retry-After": "0"}
        if kind == "drop before":
            return None
        said = self.yes(path, body)
        time.sleep(self.delay)
        if kind == "drop after":
            return None
        return (500, self.no(500), {}) if kind == "500" else (200, said, {})

    def yes(self, path: str, body: Any) -> Any:
        raise NotImplementedError

    def no(self, code: int) -> Any:
        return {"type": "error", "message": f"refused with {code}"}


class SmsGateway(Gateway):
    """An SMS gateway as the settings of these tests describe it."""

    def yes(self, _path, body):
        with self.guard:
            self.taken[body["id"]] += 1
        return {"type": "success", "message": f"ref-{body['id'][-6:]}"}


class BotServer(Gateway):
    """The part of Telegram's server that the shop's bot speaks to (core.telegram.org/bots/api)."""

    def __init__(self, rate: float = 0.0, seed: int = 7) -> None:
        super().__init__(rate, seed)
        self.updates: list[dict[str, Any]] = []
        self.confirmed = 0
        self.token = "77:secret"

    def write(self, text: str, chat: int = 7001, **more: Any) -> None:
        """Somebody writes to the bot."""
        with self.guard:
            number = 500 + len(self.updates)
            message = {
                "message_id": number, "date": 1_795_000_000, "chat": {"id": chat, "type": "private"},
                "from": {"id": chat, "is_bot": False, "first_name": "Asha"}, "text": text,
            }  # fmt: skip
            self.updates.append({"update_id": number, "message": {**message, **more}})

    def yes(self, path, body):
        assert path.startswith(f"/bot{self.token}/")
        with self.guard:
            if path.endswith("/getUpdates"):
                self.confirmed = max(self.confirmed, body["offset"])
                waiting = [one for one in self.updates if one["update_id"] >= self.confirmed]
                return {"ok": True, "result": waiting[: body["limit"]]}
            self.taken[body["text"]] += 1
            return {"ok": True, "result": {"message_id": sum(self.taken.values()), "chat": {"id": body["chat_id"]}}}

    def no(self, code):
        more = {"parameters": {"retry_after": 0}} if code == 429 else {}
        return {"ok": False, "error_code": code, "description": f"refused with {code}", **more}


@contextlib.contextmanager
def serving(gateway: Gateway) -> Iterator[Gateway]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body of an answer go in one packet

        def do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(size).decode()
            kind = self.headers.get("Content-Type", "")
            body = json.loads(raw) if "json" in kind and raw else {k: v[0] for k, v in parse_qs(raw).items()}
            parts = urlsplit(self.path)
            body = body or {k: v[0] for k, v in parse_qs(parts.query).items()}
            answer = gateway.take(self.command, parts.path, dict(self.headers), body)
            if answer is None:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            code, said, headers = answer
            out = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(code)
            for name, value in {**headers, "Content-Length": str(len(out))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(out)

        do_GET = do_POST = do_PUT = do  # noqa: N815  (the library's names)

        def log_message(self, *_told: object) -> None:
            """Say nothing: the test looks at what was taken."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_told: None  # a line that the test cut is no error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
