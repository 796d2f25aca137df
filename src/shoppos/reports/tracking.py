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
    from collections.abc import Callable

    from shoppos.base.file import Reader
    from shoppos.rules.letterhead import Letterhead

SETTING = "tracking"
DAYS = 30
"""Days after which the page of an order that has ended is taken down."""
MINUTE = 60_000
INDEX = "index.html"
ORDER = (
    "SELECT o.number, o.state, o.way, o.sale_id, o.pay_by, o.promised, o.slot, o.language, o.token, "
    "coalesce(p.name, ''), coalesce(g.pin_code, ''), "
    "(SELECT count(*) FROM advance a WHERE a.order_id = o.id) + (SELECT count(*) FROM cod_receipt r "
    "JOIN parcel c ON c.sale_id = r.sale_id WHERE c.order_id = o.id) + (SELECT count(*) FROM order_step x "
    "WHERE x.order_id = o.id AND x.kind = 'paid' AND json_extract(x.told, '$.khata') IS NOT NULL) "
    "FROM orders o JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id "
    "LEFT JOIN personal g ON g.id = o.personal_id WHERE o.id = ?"
)
SHOP = "SELECT name, phone, email, upi, upi_merchant, mcc FROM letterhead ORDER BY id DESC LIMIT 1"
ITEMS = (
    "SELECT count(*) FROM sale_line WHERE sale_id IN (SELECT sale_id FROM orders WHERE id = :id AND sale_id IS NOT "
    "NULL UNION SELECT sale_id FROM parcel WHERE order_id = :id UNION SELECT s.id FROM sale s JOIN parcel c "
    "ON c.sale_id = s.with_id WHERE c.order_id = :id)"
)
PARCELS = "SELECT no, way, state, courier, awb FROM parcel WHERE order_id = ? ORDER BY no"
PUBLISHED = "SELECT o.token FROM published u JOIN orders o ON o.id = u.order_id WHERE u.order_id = ? AND u.digest <> ''"
HAPPENED = "SELECT kind, max(made_at) FROM order_step WHERE order_id = ? GROUP BY kind"
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
    """What a customer is shown of an order now; NotFound. `price` says what an open sale comes to, in paise.

    Of the customer it holds the first name, and the district of the PIN code that the goods go to: never a part of the
    address, which may be anything.
    """
    row = db.row(ORDER, (order_id,))
    if row is None:
        raise NotFound(_("There is no such order."), _("Look on the board."))
    number, stands, way, sale_id, pay_by, promised, slot, language, token, name, pin_code, paid = row
    shop, phone, email, vpa, merchant, mcc = db.row(SHOP) or ("", "", "", "", 1, "")
    money = order_money.of(db, order_id, price(sale_id) if sale_id else 0, pay_by)
    due = 0 if stands in {CANCELLED, RETURNED} else money.due + money.claimed  # what nobody saw can be paid still
    parcels = _parcels(db, order_id)
    vpa = vpa if due and stands != TAKEN else ""  # what is not confirmed may still change
    chosen = choices(db)
    places = pin_codes.districts_of(pin_code) if way == "delivery" else ()
    return Tracking(
        number=number, state=stands, way=way, at=(db.clock.ms() if at is None else at) // MINUTE,
        shop=clean(shop, rules.SHOP), phone=phone, email=clean(email, rules.SHOP),
        language=language if language in BILL_LANGUAGES else "en",
        first_name=rules.first_name(name), town=clean(places[0], rules.TOWN) if places else "",
        items=(db.row(ITEMS, {"id": order_id}) or (0,))[0], promised=0 if stands in ENDED else promised or 0,
        slot="" if stands in ENDED else clean(slot, rules.WORDS),
        steps=_steps(db, order_id, stands), parcels=parcels,
        due=due, door=min(money.cod, due) if parcels else due * (pay_by == "cod"),
        upi=vpa, mcc=mcc if vpa else "", merchant=bool(merchant) or not vpa,
        attempt=f"{upi.reference(number)}P{paid + 1}" if vpa else "",
        live=file_name(token).removesuffix(".html") if chosen.publish and stands != TAKEN else "",
    )  # fmt: skip


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


def _parcels(db: Reader, order_id: bytes) -> tuple[TrackedParcel, ...]:
    """The parcels with the links of their couriers; who carries one for the shop is not told."""
    rows = db.rows(PARCELS, (order_id,))
    known = couriers.read(setting(db, "couriers", list[dict[str, str]]())) or couriers.DEFAULTS if rows else ()
    found = list[TrackedParcel]()
    for no, way, stands, courier, awb in rows:
        one = couriers.named(known, courier)
        address = one.link(awb) if one and awb else ""
        link = address if address.startswith(("https://", "http://")) and len(address) <= rules.LINK else ""
        found.append(TrackedParcel(no, way, stands, clean(courier, rules.WORDS), clean(awb, rules.WORDS), link))
    return tuple(found)


def _steps(
    db: Reader, order_id: bytes, stands: str
) -> tuple[tuple[str, int], ...]:  # fmt: skip
    """What happened to the order as a whole, each the last time; what was undone since is not told.

    What a part of it has come to stands with its parcel, and not among the steps of the whole.
    """
    found = dict[str, int]()
    for kind, at in db.rows(HAPPENED, (order_id,)):
        if (step := rules.OF_STEP.get(kind)) is not None:
            found[step] = max(at // MINUTE, found.get(step, 0))
    for step in NOT_YET.get(stands, ()):
        found.pop(step, None)
    return tuple((step, found[step]) for step in sorted(found, key=lambda one: (found[one], rules.STEPS.index(one))))
