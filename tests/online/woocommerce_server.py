"""A web shop of the test's own: it answers as WooCommerce's REST API v3 is documented, and fails as it is told to."""

import base64
import contextlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, SECRET = "ck_test", "cs_test"
SLOW = 0.6
"""Seconds for which a slow answer takes longer than its client waits."""


class WebShop:
    """Its orders, products and notes; `puts` and `notes` are what was done, `faults` how often it failed and how."""

    KINDS = ("500", "503", "429", "drop before", "drop after", "slow", "twice", "html")

    def __init__(self, rate: float = 0.0, seed: int = 7, kinds: tuple[str, ...] = KINDS) -> None:
        self.rate, self.chance, self.kinds = rate, random.Random(seed), kinds
        self.orders: dict[int, dict[str, Any]] = {}
        self.products: list[dict[str, Any]] = []
        self.notes: dict[int, list[dict[str, Any]]] = {}
        self.puts: list[tuple[int, dict[str, Any]]] = []
        self.batches: list[tuple[str, list[dict[str, Any]]]] = []
        self.faults = Counter[str]()
        self.asked = Counter[str]()
        self.raw: bytes | None = None
        self.on_page = lambda _page: None
        self.lock = threading.Lock()
        self._ticks = 0

    def moment(self) -> str:
        self._ticks += 1
        return f"2026-05-03T{self._ticks // 3600 % 24:02d}:{self._ticks // 60 % 60:02d}:{self._ticks % 60:02d}"

    def place(self, order: dict[str, Any]) -> dict[str, Any]:
        """An order is made or changed there."""
        with self.lock:
            order["date_modified_gmt"] = self.moment()
            self.orders[order["id"]] = order
            return order

    def page(self, query: dict[str, list[str]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
        number, size = int(query.get("page", ["1"])[0]), int(query.get("per_page", ["10"])[0])
        assert size <= 100
        after = query.get("modified_after", [""])[0]
        assert not after or query["dates_are_gmt"] == ["true"]
        assert query.get("orderby", ["id"]) == ["id"]
        every = [self.orders[no] for no in sorted(self.orders) if self.orders[no]["date_modified_gmt"] > after]
        pages = -(-len(every) // size)
        headers = {"X-WP-Total": str(len(every)), "X-WP-TotalPages": str(pages)}
        found = every[(number - 1) * size : number * size]
        self.on_page(number)
        return found, headers


def an_order(number: int, **more: Any) -> dict[str, Any]:
    """An order as `GET /orders` tells it with dp=6: two articles and shipping, paid when the parcel comes."""
    return {
        "id": number, "number": str(number), "status": "processing", "currency": "INR",
        "date_created_gmt": "2026-05-03T00:00:00", "date_paid": None, "payment_method": "cod",
        "payment_method_title": "Cash on delivery", "transaction_id": "", "customer_note": "Ring twice",
        "billing": {
            "first_name": "Asha", "last_name": f"Kulkarni {number}", "company": "", "address_1": "7 Lake View Road",
            "address_2": "", "city": "Pune", "state": "MH", "postcode": "411004", "country": "IN",
            "email": f"asha{number}@example.in", "phone": f"+91 98{number % 10**8:08d}",
        },
        "shipping": {
            "first_name": "Asha", "last_name": f"Kulkarni {number}", "company": "", "address_1": "7 Lake View Road",
            "address_2": "Flat 4", "city": "Pune", "state": "MH", "postcode": "411004", "country": "IN", "phone": "",
        },
        "line_items": [
            {"id": 1, "name": "Surf Excel 1 kg", "sku": "1001", "quantity": 1, "total": "122.881356",
             "total_tax": "22.118644", "meta_data": [
                 {"id": 1, "key": "wrap", "value": "red", "display_key": "Gift wrap", "display_value": "red"},
                 {"id": 2, "key": "_reduced_stock", "value": "1"},
             ]},
            {"id": 2, "name": "Parle-G 100 g", "sku": "1002", "quantity": 2, "total": "19.047619",
             "total_tax": "0.952381", "meta_data": []},
        ],
        "shipping_lines": [{"method_id": "flat_rate", "total": "40.00", "total_tax": "0.00"}], "fee_lines": [],
        "shipping_total": "40.000000", "shipping_tax": "0.000000", "discount_total": "0.000000", "total": "205.000000",
        **more,
    }  # fmt: skip


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of an answer go in one packet
    shop: WebShop

    def do_GET(self) -> None:
        self._answer("GET")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def do_POST(self) -> None:
        self._answer("POST")

    def log_message(self, *_args: Any) -> None:
        """Nothing is written beside the tests' own words."""

    def _answer(self, method: str) -> None:
        shop = self.shop
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        with shop.lock:
            fault = shop.chance.choice(shop.kinds) if shop.chance.random() < shop.rate else ""
            shop.faults[fault] += 1
            shop.asked[method] += 1
        if fault == "drop before":
            self._drop()
            return
        if fault in {"500", "503", "429"}:
            self._send(int(fault), {"code": "busy", "message": "Busy"}, {"Retry-After": "0"})
            return
        if fault == "html":
            self._raw(200, b"<html>A plugin speaks</html>", {})
            return
        wanted = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != wanted:
            why = {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources."}
            self._send(401, why, {})
            return
        with shop.lock:
            code, told, headers = self._do(method, body)
        if fault == "drop after":
            self._drop()
            return
        if fault == "slow":
            time.sleep(SLOW)
        if fault == "twice" and isinstance(told, list):
            told = [*told, *told]
        if shop.raw is not None:
            self._raw(code, shop.raw, headers)
            return
        self._send(code, told, headers)

    def _do(self, method: str, body: Any) -> tuple[int, Any, dict[str, str]]:
        url = urlsplit(self.path)
        parts, query = url.path.removeprefix("/wp-json/wc/v3/").split("/"), parse_qs(url.query)
        shop = self.shop
        match method, parts:
            case "GET", ["orders"]:
                found, headers = shop.page(query)
                return 200, found, headers
            case "PUT", ["orders", number] if int(number) in shop.orders:
                shop.puts.append((int(number), body))
                shop.orders[int(number)].update(status=body["status"], date_modified_gmt=shop.moment())
                return 200, shop.orders[int(number)], {}
            case "GET", ["orders", number, "notes"]:
                return 200, shop.notes.get(int(number), []), {}
            case "POST", ["orders", number, "notes"]:
                shop.notes.setdefault(int(number), []).append(body)
                return 201, body, {}
            case "GET", ["products"]:
                asked = query["sku"][0].split(",")
                return 200, [one for one in shop.products if one["sku"] in asked], {}
            case "POST", [*where, "batch"]:
                assert len(body["update"]) <= 100
                shop.batches.append(("/".join(where), body["update"]))
                for change in body["update"]:
                    next(one for one in shop.products if one["id"] == change["id"]).update(change)
                return 200, body, {}
        return 404, {"code": "rest_no_route", "message": "No route was found."}, {}

    def _send(self, code: int, told: Any, headers: dict[str, str]) -> None:
        self._raw(code, json.dumps(told).encode(), headers)

    def _raw(self, code: int, raw: bytes, headers: dict[str, str]) -> None:
        with contextlib.suppress(OSError):  # who asked may have hung up
            self.send_response(code)
            for name, value in {**headers, "Content-Type": "application/json", "Content-Length": len(raw)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(raw)

    def _drop(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)


@contextlib.contextmanager
def serving(shop: WebShop) -> Iterator[str]:
    """The web shop on a port of its own; gives its address."""
    answers = type("Answers", (_Answers,), {"shop": shop})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
