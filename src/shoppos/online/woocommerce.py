"""WooCommerce by its REST API v3: orders read page by page, state and tracking written back, stock pushed by SKU.

Source: woocommerce.github.io/woocommerce-rest-api-docs (orders, order notes, products, batch; 100 at the most each).
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import TYPE_CHECKING, Any, cast

import httpx

from shoppos.base.backoff import pause
from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.online.channels import client
from shoppos.online.channels import pause as asked_to_wait
from shoppos.online.woocommerce_order import mapped, moment
from shoppos.rules.outside_order import Batch, Told, loads, told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from shoppos.base.secrets import Secrets
    from shoppos.reports.outside import Free, News, Sent

KIND = "woocommerce"
ROOT = "/wp-json/wc/v3/"
PAGE = 100
"""Objects on a page and in a batch, the most that the API allows."""
TRIES = 6
LONGEST_WAIT = 20.0
"""Seconds that a round waits at the most before it asks again; longer pauses end the round."""
OVERLAP = dt.timedelta(minutes=5)
"""How far back each round looks once more: an order written slowly carries the moment at which that began."""
MOST_PAGES = 1000
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
SHUT = frozenset({401, 403})
GONE = frozenset({400, 404, 410})
STATUS = {
    "confirmed": "processing", "packed": "processing", "dispatched": "processing", "delivered": "completed",
    "cancelled": "cancelled", "returned": "cancelled",
}  # fmt: skip
"""What an order's state is called there."""


class Unreached(Unavailable):
    """It does not answer now; `after` seconds it may."""

    def __init__(self, message: str, hint: str = "", after: float = 0.0) -> None:
        """Keep how long it asked to be left alone."""
        super().__init__(message, hint)
        self.after = after


class WooCommerce:
    """One web shop, by the key and secret that it made for us."""

    def __init__(
        self, name: str, url: str, key: str, secret: str, *, sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[float, float], float] = random.uniform, patience: float = 20.0,
    ) -> None:  # fmt: skip
        """`url` is the shop's own address; unencrypted only on this computer."""
        self.name = name
        self._url = url.rstrip("/")
        self._auth = httpx.BasicAuth(key, secret)
        self._sleep, self._chance, self._patience = sleep, chance, patience
        self._line: httpx.Client | None = None

    # -- what a storefront does

    def orders(self, since: str) -> Iterator[Batch]:
        """All that was changed since then, the oldest first; begun again where pages slipped while they were read."""
        newest, begun, page, pages, every = since, 1, 1, 1, -1
        while page <= pages:
            told, headers = self._page(since, page)
            count = _number(headers.get("X-WP-Total", ""), len(told))
            if 0 <= count < every and page > 1 and begun < TRIES:
                begun, every, page, pages = (
                    begun + 1,
                    -1,
                    1,
                    1,
                )  # an order went: what stood on this page may stand on the one before
                continue
            every = count
            pages = min(_number(headers.get("X-WP-TotalPages", ""), page + (len(told) == PAGE)), MOST_PAGES)
            found, strange = _read(told)
            newest = max([newest, *(text for one in told if (text := _modified(one)))])
            page += 1
            yield Batch(found, newest if page > pages else "", strange)

    def stuck(self, _told: Told) -> None:
        """It is asked for again: the shop was read only up to before it."""

    def tell(self, news: News) -> None:
        """Put the status, and write each parcel's number to the customer once."""
        path = f"orders/{news.outside_id}"
        if not news.outside_id.isdecimal():
            raise InvalidInput(_("{number} is no order's number there.").format(number=news.outside_id))
        for parcel in news.parcels:
            if parcel.awb:
                self._note(path, parcel)
        told: dict[str, Any] = {"status": STATUS.get(news.state, "processing")}
        if news.parcels:
            told["meta_data"] = [
                {"key": "_shoppos_tracking", "value": "; ".join(f"{one.courier} {one.awb}" for one in news.parcels)}
            ]
        self._ask("PUT", path, json=told)

    def push_stock(self, items: Sequence[Free]) -> int:
        """Put what can be sold where it differs, a hundred at a time; what has no such SKU there is left out."""
        put = 0
        for start in range(0, len(items), PAGE):
            part = {item.sku: item.pieces for item in items[start : start + PAGE]}
            updates: dict[str, list[dict[str, Any]]] = {}
            for product in self._products(part):
                wanted = part.get(str(product.get("sku", "")))
                at = f"products/{product['parent_id']}/variations" if product.get("type") == "variation" else "products"
                if wanted is None or product.get("stock_quantity") == wanted:
                    continue
                change = {"id": product["id"], "manage_stock": True, "stock_quantity": wanted}
                updates.setdefault(at, []).append(change)
            for at, changes in updates.items():
                self._ask("POST", f"{at}/batch", json={"update": changes})
                put += len(changes)
        return put

    def test(self) -> str:
        """Read one order."""
        _told, headers = self._ask("GET", "orders", params={"per_page": "1"})
        count = _number(headers.get("X-WP-Total", ""), 0)
        return _("{url} answers; it has {n} orders.").format(url=self._url, n=count)

    def rest(self) -> None:
        """Hang up."""
        held, self._line = self._line, None
        if held is not None:
            held.close()

    # -- inside

    def _page(self, since: str, page: int) -> tuple[list[Any], Mapping[str, str]]:
        asked = {
            "per_page": str(PAGE), "page": str(page), "orderby": "id", "order": "asc", "dp": "6",
            "dates_are_gmt": "true",
        }  # fmt: skip
        begun = moment(since)
        if begun is not None:
            asked["modified_after"] = (begun - OVERLAP).isoformat(timespec="seconds")
        told, headers = self._ask("GET", "orders", params=asked)
        if not isinstance(told, list):
            raise Unreached(_("{url} answers what is no list of orders.").format(url=self._url))
        return cast("list[Any]", told), headers

    def _note(self, path: str, parcel: Sent) -> None:
        """A note to the customer, unless it stands there already: a line that was cut may have brought it."""
        text = _("Sent with {courier}, number {awb}.").format(courier=parcel.courier, awb=parcel.awb)
        text = f"{text} {parcel.link}".strip()
        for _try in range(TRIES):
            notes, _headers = self._ask("GET", f"{path}/notes", params={"type": "customer"})
            if isinstance(notes, list) and any(parcel.awb in str(one) for one in cast("list[Any]", notes)):
                return
            try:
                self._ask("POST", f"{path}/notes", json={"note": text, "customer_note": True}, tries=1)
            except Unreached:
                continue
            else:
                return
        raise Unreached(_("{url} does not take a note.").format(url=self._url))

    def _products(self, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
        asked = {"sku": ",".join(sku.replace(",", "") for sku in wanted), "per_page": str(PAGE)}
        found, _headers = self._ask("GET", "products", params=asked)
        for one in cast("list[Any]", found) if isinstance(found, list) else []:
            if isinstance(one, dict) and isinstance(cast("dict[str, Any]", one).get("id"), int):
                yield cast("dict[str, Any]", one)

    def _ask(
        self, method: str, path: str, *, params: dict[str, str] | None = None, json: Any = None, tries: int = TRIES
    ) -> tuple[Any, Mapping[str, str]]:  # fmt: skip
        """Ask until it answers; gives the JSON and the headers.

        Unreached after `tries`, Refused where the key is not accepted, InvalidInput for what will never do.
        """
        self._line = self._line or client(self._url, self._patience)
        if self._line is None:
            raise Refused(
                _("{url} is no address of a web shop: it must begin with https.").format(url=clean(self._url, 80)),
                _("Correct it in the settings."),
            )
        why, after = "", 0.0
        for no in range(1, tries + 1):
            try:
                answer = self._line.request(
                    method, f"{self._url}{ROOT}{path}", params=params, json=json, auth=self._auth
                )
                told = self._understood(answer)
            except httpx.HTTPError as error:
                why, after = type(error).__name__, 0.0
            except Unreached as busy:
                why, after = busy.message, busy.after
            else:
                return told, answer.headers
            wait = max(after, pause(no, self._chance))
            if wait > LONGEST_WAIT and after:
                break
            if no < tries:
                self._sleep(min(wait, LONGEST_WAIT))
        raise Unreached(
            _("{url} does not answer now: {reason}").format(url=self._url, reason=why), _("It is tried again."), after
        )

    def _understood(self, answer: httpx.Response) -> Any:
        code = answer.status_code
        if code in SHUT:
            raise Refused(
                _("{url} does not accept the key: {reason}").format(url=self._url, reason=_said(answer)),
                _("Make a new one there with leave to read and write, then enter it."),
            )
        if code in GONE:
            raise InvalidInput(_("{url} refuses: {reason}").format(url=self._url, reason=_said(answer)))
        if code in TRANSIENT:
            raise Unreached(f"HTTP {code}", after=asked_to_wait(answer.headers.get("Retry-After", "")) or 0.0)
        if not answer.is_success:
            raise Unreached(f"HTTP {code}")
        try:
            return loads(answer.content)
        except InvalidInput as error:
            raise Unreached(str(error)) from None


def storefront(told: Mapping[str, Any], secrets: Secrets) -> WooCommerce:
    """The web shop of that setting; Refused while its key is not there."""
    name = str(told.get("name", ""))
    key, secret = secrets.get(f"web.{name}.key"), secrets.get(f"web.{name}.secret")
    if not key or not secret:
        raise Refused(_("The key of web shop {name} is not there.").format(name=name), _("Enter it again: web add"))
    return WooCommerce(name, str(told.get("url", "")), key, secret)


def _read(told: list[Any]) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    found, strange = list[Told](), list[str]()
    for one in told:
        try:
            found.append(told_of(mapped(one)))
        except InvalidInput as error:
            strange.append(str(error))
    return tuple(found), tuple(strange)


def _modified(one: Any) -> str:
    text = cast("dict[str, Any]", one).get("date_modified_gmt") if isinstance(one, dict) else None
    return text if isinstance(text, str) and moment(text) is not None else ""


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default  # noqa: PLR2004  (no page count)


def _said(answer: httpx.Response) -> str:
    """The error's own sentence ("message"), else its code."""
    try:
        told = loads(answer.content)
    except InvalidInput:
        return f"HTTP {answer.status_code}"
    said = cast("dict[str, Any]", told).get("message") if isinstance(told, dict) else None
    return clean(said, 160) if isinstance(said, str) and said else f"HTTP {answer.status_code}"
