"""A stand-in for Razorpay's QR codes after its documentation, which fails as often as it is told to."""

import base64
import contextlib
import json
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KINDS = ("500", "429", "no json", "drop before", "drop after", "slow", "stale")
"""An error; too often; a page instead of an answer; the line cut before or after it was done; late; told once more."""


class Psp:
    """Its books: QRs and payments, and what was asked of it."""

    def __init__(self, rate: float = 0.0, seed: int = 7) -> None:
        self.rate, self.chance, self.guard = rate, random.Random(seed), threading.Lock()
        self.qrs, self.payments = {}, {}
        self.asked, self.faults = [], Counter()
        self.last = {}
        self.url = ""

    def fault(self) -> str:
        with self.guard:
            kind = self.chance.choice(KINDS) if self.chance.random() < self.rate else ""
            self.faults[kind] += 1
            return kind

    def pay(self, qr_id: str, *, amount: int | None = None, rrn: str = "", status: str = "captured", back: int = 0):
        """A customer pays a QR."""
        with self.guard:
            qr = self.qrs[qr_id]
            n = sum(map(len, self.payments.values())) + 1
            payment = {
                "id": f"pay_{n:014d}", "entity": "payment", "amount": amount or qr["payment_amount"], "currency": "INR",
                "status": status, "order_id": None, "method": "upi", "amount_refunded": back, "refund_status": None,
                "captured": status == "captured", "description": "QRv2 Payment", "vpa": "anil.verma@okaxis",
                "contact": "+919812345678", "notes": [], "fee": 0, "tax": 0, "error_code": None,
                "acquirer_data": {"rrn": rrn} if rrn else {}, "created_at": int(time.time()),
            }  # fmt: skip
            self.payments.setdefault(qr_id, []).append(payment)
            qr["payments_count_received"] += 1
            qr["payments_amount_received"] += payment["amount"]
            if qr["usage"] == "single_use" and status == "captured":
                qr.update(status="closed", close_reason="paid", closed_at=int(time.time()))

    def answer(self, method: str, path: str, query: dict[str, str], body):
        """What the real one answers by its documentation."""
        parts = path.strip("/").split("/")[3:]
        with self.guard:
            if method == "POST" and not parts:
                return self._create(body)
            if not parts:
                since = int(query.get("from", 0))
                return self._page([qr for qr in self.qrs.values() if qr["created_at"] >= since], query)
            qr = self.qrs.get(parts[0])
            if qr is None:
                return 400, _error("The id provided does not exist")
            if parts[1:] == ["payments"]:
                return self._page(self.payments.get(parts[0], []), query)
            if method == "POST" and parts[1:] == ["close"]:
                if qr["status"] == "closed":
                    return 400, _error("QR code is already closed")
                qr.update(status="closed", close_reason="on_demand", closed_at=int(time.time()))
            return 200, dict(qr)

    def _create(self, body):
        for field in ("type", "usage"):
            if field not in body:
                return 400, _error(f"The {field} field is required.")
        if body["close_by"] < time.time() + 900:
            return 400, _error("close_by should be at least 15 minutes after current time")
        if body["fixed_amount"] and not isinstance(body.get("payment_amount"), int):
            return 400, _error("The payment amount must be an integer.")
        n = len(self.qrs) + 1
        qr = {
            "id": f"qr_{n:014d}", "entity": "qr_code", "created_at": int(time.time()), "name": None,
            "image_url": f"https://rzp.io/i/{n}", "status": "active", "payments_amount_received": 0,
            "payments_count_received": 0, "customer_id": None, "closed_at": None, "close_reason": None, **body,
        }  # fmt: skip
        self.qrs[qr["id"]] = qr
        return 200, dict(qr)

    def _page(self, items, query):
        skip, count = int(query.get("skip", 0)), int(query.get("count", 10))
        part = [dict(one) for one in reversed(items)][skip : skip + count]
        return 200, {"entity": "collection", "count": len(part), "items": part}


def _error(said: str):
    return {"error": {"code": "BAD_REQUEST_ERROR", "description": said, "source": "business", "step": None}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of an answer go in one packet
    psp: Psp

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        told = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(told.query).items()}
        psp = self.psp
        with psp.guard:
            psp.asked.append((self.command, told.path, query, body))
        sent = self.headers.get("Authorization", "")
        if sent != "Basic " + base64.b64encode(b"rzp_test_1:geheim").decode():
            return self._say(401, json.dumps(_error("Authentication failed")).encode())
        fault = psp.fault()
        if fault == "drop before":
            return self._cut()
        if fault in {"500", "429"}:
            return self._say(int(fault), json.dumps(_error("try later")).encode())
        if fault == "no json":
            return self._say(200, b"<html>maintenance</html>")
        before = psp.last.get(self.path) if self.command == "GET" else None
        status, answer = psp.answer(self.command, told.path, query, body)
        if fault == "stale" and before is not None:
            status, answer = before
        psp.last[self.path] = status, answer
        if fault == "drop after":
            return self._cut()
        if fault == "slow":
            time.sleep(0.05)
        return self._say(status, json.dumps(answer).encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_args) -> None:
        """Nothing is said on the way."""


@contextlib.contextmanager
def serving(psp: Psp):
    """The stand-in on a port of this machine."""
    handler = type("Handler", (_Handler,), {"psp": psp})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    psp.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield psp
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
