"""What a customer is shown of an order, and the link and the page that say it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from shoppos.base.errors import NotFound
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.paths import resource
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.reports import order_money
from shoppos.rules import couriers, pin_codes, upi
from shoppos.rules import tracking as rules
from shoppos.rules.orders import CANCELLED, CONFIRMED, DISPATCHED, ENDED, PACKED, RETURNED, TAKEN
from shoppos.rules.tracking import TrackedParcel, Tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shoppos.base.file import Reader
    from shoppos.reports.order_money import Money
    from shoppos.rules.letterhead import Letterhead

SETTING = "tracking"
DAYS = 30
"""Days after which the page of an order that has ended is taken down."""
MINUTE = 60_000
INDEX = "index.html"
IDS = "(SELECT unhex(value) FROM json_each(:ids))"
ORDERS = (
    "SELECT o.id, o.number, o.state, o.way, o.sale_id, o.pay_by, o.promised, o.slot, o.language, o.token, "
    "coalesce(p.name, ''), coalesce(g.pin_code, ''), "
    "(SELECT count(*) FROM advance a WHERE a.order_id = o.id) + (SELECT count(*) FROM cod_receipt r "
    "JOIN parcel c ON c.sale_id = r.sale_id WHERE c.order_id = o.id) + (SELECT count(*) FROM order_step x "
    "WHERE x.order_id = o.id AND x.kind = 'paid' AND json_extract(x.told, '$.khata') IS NOT NULL) "
    "FROM orders o JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id "
    f"LEFT JOIN personal g ON g.id = o.personal_id WHERE o.id IN {IDS}"
)
SHOP = "SELECT name, phone, email, upi, upi_merchant, mcc FROM letterhead ORDER BY id DESC LIMIT 1"
ITEMS = (
    f"SELECT x.order_id, count(*) FROM (SELECT id AS order_id, sale_id FROM orders WHERE id IN {IDS} "
    f"UNION SELECT order_id, sale_id FROM parcel WHERE order_id IN {IDS} UNION SELECT c.order_id, s.id FROM parcel c "
    f"JOIN sale s ON s.with_id = c.sale_id WHERE c.order_id IN {IDS}) x JOIN sale_line l ON l.sale_id = x.sale_id "
    "GROUP BY x.order_id"
)
PARCELS = f"SELECT order_id, no, way, state, courier, awb FROM parcel WHERE order_id IN {IDS} ORDER BY order_id, no"
PUBLISHED = "SELECT o.token FROM published u JOIN orders o ON o.id = u.order_id WHERE u.order_id = ? AND u.digest <> ''"
HAPPENED = f"SELECT order_id, kind, max(made_at) FROM order_step WHERE order_id IN {IDS} GROUP BY order_id, kind"
MANY = 500
"""Orders that are read together: one question each for all of them."""
LEFT = ("dispatched", "out", "failed", "delivered", "returned")
NOT_YET = {TAKEN: ("packed", *LEFT), CONFIRMED: ("packed", *LEFT), PACKED: LEFT, DISPATCHED: ("delivered", "returned")}
"""What an order as a whole has not come to while it stands so, whatever became of a part of it."""
INLINE = re.compile(r"\{\{([A-Z]+)\}\}")


@dataclass(frozen=True, slots=True)
class Choices:
    """How a shop shows its orders: where its page lies (`page`), and where pages are put that are kept up to date.

    `publish` is a folder, or an address of WebDAV or of a bucket; `user` who logs in there. `live` is where the world
    finds what is put there, by default where `page` lies. `key` is the public key under which links are signed.
    `days` after an order has ended its page is taken down.
    """

    page: str = ""
    publish: str = ""
    user: str = ""
    endpoint: str = ""
    live: str = ""
    key: str = ""
    days: int = DAYS

    @property
    def base(self) -> str:
        """Where the world finds the pages of orders, with a slash at the end."""
        return (self.live or urljoin(self.page, ".")).rstrip("/") + "/"


def choices(db: Reader) -> Choices:
    """What the shop has chosen; what makes no sense counts as not chosen."""
    told = setting(db, SETTING, dict[str, Any]())
    words = {
        name: clean(str(told.get(name) or ""), 300) for name in ("page", "publish", "user", "endpoint", "live", "key")
    }
    days = told.get("days")
    return Choices(**words, days=days if isinstance(days, int) and days >= 0 else DAYS)


def file_name(token: bytes) -> str:
    """The name of an order's own page, which nobody can guess: of its own random token."""
    made = hashlib.sha256(b"page of an order\0" + token).digest()[:12]
    return f"{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}.html"


def state(db: Reader, order_id: bytes, price: Callable[[bytes], int], at: int | None = None) -> Tracking:
    """What a customer is shown of an order now; NotFound. `price` says what an open sale comes to, in paise."""
    for _order_id, found in states(db, (order_id,), price, at):
        return found
    raise NotFound(_("There is no such order."), _("Look on the board."))


def states(
    db: Reader, order_ids: Sequence[bytes], price: Callable[[bytes], int], at: int | None = None
) -> Iterator[tuple[bytes, Tracking]]:  # fmt: skip
    """The same of many orders, each with its id, in any order; those that are not in the books are left out.

    Of the customer it holds the first name, and the district of the PIN code that the goods go to: never a part of the
    address, which may be anything.
    """
    read = _Reader(db, (db.clock.ms() if at is None else at) // MINUTE)
    for begin in range(0, len(order_ids), MANY):
        yield from read.block(order_ids[begin : begin + MANY], price)


class _Reader:
    """Reads what customers are shown; what is the same for all orders is read once."""

    def __init__(self, db: Reader, at: int) -> None:
        """`at` is the moment in minutes."""
        self.db = db
        self.at = at
        self.shop = db.row(SHOP) or ("", "", "", "", 1, "")
        self.published = bool(choices(db).publish)
        self.couriers = couriers.read(setting(db, "couriers", list[dict[str, str]]())) or couriers.DEFAULTS
        self.towns = dict[str, str]()

    def block(self, order_ids: Sequence[bytes], price: Callable[[bytes], int]) -> Iterator[tuple[bytes, Tracking]]:
        """The states of some orders, by one question for each thing that hangs on them."""
        asked = {"ids": json.dumps([one.hex() for one in order_ids])}
        rows = self.db.rows(ORDERS, asked)
        money = order_money.of_all(self.db, [(row[0], price(row[4]) if row[4] else 0, row[5]) for row in rows])
        items: dict[bytes, int] = dict(self.db.rows(ITEMS, asked))
        parcels, happened = dict[bytes, list[TrackedParcel]](), dict[bytes, list[tuple[str, int]]]()
        for order_id, *parcel in self.db.rows(PARCELS, asked):
            parcels.setdefault(order_id, []).append(self._parcel(*parcel))
        for order_id, kind, made_at in self.db.rows(HAPPENED, asked):
            happened.setdefault(order_id, []).append((kind, made_at))
        for row in rows:
            hangs = items.get(row[0], 0), tuple(parcels.get(row[0], ())), happened.get(row[0], ())
            yield row[0], self._state(row, money[row[0]], *hangs)

    def _state(
        self, row: tuple[Any, ...], money: Money, items: int, parcels: tuple[TrackedParcel, ...],
        happened: Iterable[tuple[str, int]],
    ) -> Tracking:  # fmt: skip
        _id, number, stands, way, _sale, pay_by, promised, slot, language, token, name, pin_code, paid = row
        shop, phone, email, vpa, merchant, mcc = self.shop
        due = 0 if stands in {CANCELLED, RETURNED} else money.due + money.claimed  # what nobody saw can be paid still
        vpa = vpa if due and stands != TAKEN else ""  # what is not confirmed may still change
        return Tracking(
            number=number, state=stands, way=way, at=self.at, shop=clean(shop, rules.SHOP), phone=phone,
            email=clean(email, rules.SHOP), language=language if language in BILL_LANGUAGES else "en",
            first_name=rules.first_name(name), town=self._town(pin_code) if way == "delivery" else "", items=items,
            promised=0 if stands in ENDED else promised or 0,
            slot="" if stands in ENDED else clean(slot, rules.WORDS), steps=_steps(happened, stands), parcels=parcels,
            due=due, door=min(money.cod, due) if parcels else due * (pay_by == "cod"), upi=vpa,
            mcc=mcc if vpa else "", merchant=bool(merchant) or not vpa,
            attempt=f"{upi.reference(number)}P{paid + 1}" if vpa else "",
            live=file_name(token).removesuffix(".html") if self.published and stands != TAKEN else "",
        )  # fmt: skip

    def _town(self, pin_code: str) -> str:
        if pin_code not in self.towns:
            places = pin_codes.districts_of(pin_code)
            self.towns[pin_code] = clean(places[0], rules.TOWN) if places else ""
        return self.towns[pin_code]

    def _parcel(self, no: int, way: str, stands: str, courier: str, awb: str) -> TrackedParcel:
        """A parcel with the link of its courier; who carries one for the shop is not told."""
        one = couriers.named(self.couriers, courier)
        address = one.link(awb) if one and awb else ""
        link = address if address.startswith(("https://", "http://")) and len(address) <= rules.LINK else ""
        return TrackedParcel(no, way, stands, clean(courier, rules.WORDS), clean(awb, rules.WORDS), link)


def link(
    db: Reader, order_id: bytes, sign: Callable[[bytes], bytes], price: Callable[[bytes], int], at: int | None = None
) -> str:
    """The link under which a customer follows an order; "" while the shop has no page.

    Once its own page is published it is that page's short address, else the shop's page with the state behind the #.
    """
    chosen = choices(db)
    if not chosen.page or not chosen.key:
        return ""
    live = published_link(db, order_id)
    return live or f"{chosen.page}#{rules.pack(state(db, order_id, price, at), sign)}"


def published_link(db: Reader, order_id: bytes) -> str:
    """The short address of an order's own page; "" while none lies there."""
    chosen = choices(db)
    row = db.row(PUBLISHED, (order_id,)) if chosen.publish else None
    return chosen.base + file_name(row[0]) if row else ""


def page(shop: Letterhead, key: str, packed: str = "") -> str:
    """The page as one file that asks nobody for anything: with the shop's public key, and an order's state if any.

    Its own script and style are named by their hashes; no other runs (Content Security Policy 3, 6.1).
    """
    folder = resource("tracking")
    script = (folder / "page.js").read_text("utf-8")
    style = (folder / "page.css").read_text("utf-8")
    known = {
        "key": key, "shop": shop.name, "phone": shop.phone, "email": shop.email, "state": packed,
        "words": _small(json.loads((folder / "words.json").read_text("utf-8"))), "known": rules.KNOWN.decode("ascii"),
        "keys": rules.KEYS,
    }  # fmt: skip
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    said = {
        "POLICY": policy, "STYLE": style, "SCRIPT": script, "SHOP": html.escape(shop.name),
        "PHONE": html.escape(shop.phone), "DATA": _harmless(known),
    }  # fmt: skip
    return INLINE.sub(lambda found: said[found[1]], (folder / "page.html").read_text("utf-8"))


def key_of(text: str) -> str:
    """The public key that stands in a page, "" when it is no page of ours."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    try:
        told: Any = json.loads(found[1]) if found else {}
    except ValueError:
        return ""
    return str(told.get("key", "")) if isinstance(told, dict) else ""  # type: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # a stranger's JSON


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _small(words: Any) -> str:
    """The words of all languages as the page's own reader opens them: a third of their size."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    told = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(press.compress(told) + press.flush()).rstrip(b"=").decode()


def _harmless(known: Any) -> str:
    """JSON that cannot end the element in which it stands."""
    told = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _steps(happened: Iterable[tuple[str, int]], stands: str) -> tuple[tuple[str, int], ...]:
    """What happened to the order as a whole, each the last time; what was undone since is not told.

    What a part of it has come to stands with its parcel, and not among the steps of the whole.
    """
    found = dict[str, int]()
    for kind, at in happened:
        if (step := rules.OF_STEP.get(kind)) is not None:
            found[step] = max(at // MINUTE, found.get(step, 0))
    for step in NOT_YET.get(stands, ()):
        found.pop(step, None)
    return tuple((step, found[step]) for step in sorted(found, key=lambda one: (found[one], rules.STEPS.index(one))))
