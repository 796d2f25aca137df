"""The state of an order packed and signed into a link: what its page says, and nothing else of anybody.

The text behind the link's # is `1.<payload>.<signature>`: the payload is the state as JSON, raw-deflated (RFC 1951)
over a dictionary that both sides know, in base64url without padding (RFC 4648, 5); the signature is ECDSA over P-256
with SHA-256 of the ASCII text `1.<payload>`, as r and s of 32 bytes each, as WebCrypto reads it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules import upi

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERSION = "1"
LONGEST = 8192
"""Characters behind the # that are read at all."""
LARGEST = 16384
"""Bytes that a payload may become."""
SIGNATURE = 64
STEPS = ("taken", "confirmed", "delayed", "packed", "dispatched", "out", "failed", "delivered", "cancelled", "returned")
"""What a customer is told to have happened, each with when it happened last."""
OF_STEP: dict[str, str] = {
    "taken": "taken", "confirmed": "confirmed", "delayed": "delayed", "packed": "packed", "dispatched": "dispatched",
    "out": "out", "not_delivered": "failed", "delivered": "delivered", "part_delivered": "delivered",
    "handed_over": "delivered", "cancelled": "cancelled", "returned": "returned",
}  # fmt: skip
"""What in the books an order's steps are called, and what of them a customer is told."""
TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "prof", "adv", "er", "ca", "capt", "col", "maj", "sri", "shri", "smt", "sushri",
    "kumari", "km", "mohd", "md", "sheikh", "shaikh", "श्री", "श्रीमती", "सुश्री", "डॉ", "திரு", "திருமதி", "செல்வி",
})  # fmt: skip
SPACES = re.compile(r"[\s,/]+")
FIRST_NAME, TOWN, SHOP, WORDS, LINK = 24, 40, 60, 40, 300
"""Characters of each."""
KNOWN = (
    b'"w":"pickup","s":"returned","s":"cancelled","s":"delivered","s":"taken","s":"packed","s":"confirmed","g":"hi"'
    b',"g":"ta""returned","failed","India Post","Blue Dart","DTDC","https://www.indiapost.gov.in/_layouts/15/dop.portal'
    b'.tracking/trackconsignment.aspx""https://www.dtdc.in/tracking/tracking_results.asp?Ttype=awb_no&strCnno='
    b'&TrkType2=awb_no""https://ekartlogistics.com/shipmenttrack/"https://www.delhivery.com/track/package/'
    b'"k":["returned",["cancelled",["delivered",["failed",["out",["delayed",["dispatched",["packed",["confirmed",'
    b'[["taken",29'
    b'.com","e":"@gmail.com","h":" Stores","h":"Sri ","h":"Kirana ","m":"5411","q":[[1,"courier","out","Delhivery","'
    b'"u":"@okhdfcbank","u":"@ybl","u":"@okicici","u":"@okaxis","u":"@paytm"'
    b'{"a":29,"b":,"c":,"d":2026,"e":"","f":"","g":"en","h":"","i":,"k":[],"l":"10-12","m":"","n":"A1/2627/O0000",'
    b'"p":"9","q":[],"r":"A12627O0000P1","s":"dispatched","t":"","u":"","w":"delivery","x":""}'
)
"""What such texts are made of; part of version 1 for ever, for the page knows the same bytes."""


@dataclass(frozen=True, slots=True)
class TrackedParcel:
    """One parcel: its number within the order, how it goes, its state, and by which link its courier tells of it."""

    no: int
    way: str
    state: str
    courier: str = ""
    awb: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Tracking:
    """All that a customer's page knows. Moments in minutes since 1970 (UTC), the day as yyyymmdd, money in paise.

    `steps` are pairs of one of STEPS and its moment. `due` is the balance, `door` the part of it that is asked for at
    the door. `upi`, `mcc` and `merchant` are the shop's, `attempt` the reference under which the balance is paid.
    `live` is the name of the page that is kept up to date, if there is one.
    """

    number: str
    state: str
    way: str
    at: int
    shop: str
    phone: str = ""
    email: str = ""
    language: str = "en"
    first_name: str = ""
    town: str = ""
    items: int = 0
    promised: int = 0
    slot: str = ""
    steps: tuple[tuple[str, int], ...] = ()
    parcels: tuple[TrackedParcel, ...] = ()
    due: int = 0
    door: int = 0
    upi: str = ""
    mcc: str = ""
    merchant: bool = True
    attempt: str = ""
    live: str = ""

    @property
    def pay_link(self) -> str:
        """What a UPI app opens: the exact balance for this order; "" where nothing can be paid so."""
        if not self.upi or self.due <= 0:
            return ""
        return upi.link(
            self.upi, self.shop, amount=self.due, tr=self.attempt or None, tn=f"Order {self.number}",
            mc=self.mcc or None, merchant=self.merchant,
        )  # fmt: skip


KEYS: dict[str, str] = {
    "number": "n", "state": "s", "way": "w", "at": "a", "shop": "h", "phone": "p", "email": "e", "language": "g",
    "first_name": "f", "town": "t", "items": "i", "promised": "d", "slot": "l", "steps": "k", "parcels": "q",
    "due": "b", "door": "c", "upi": "u", "mcc": "m", "merchant": "j", "attempt": "r", "live": "x",
}  # fmt: skip
"""What each thing is called in the payload."""


def first_name(name: str) -> str:
    """How a customer is greeted: the first word of their name that is no title or initial; none that holds a digit."""
    words = [word.strip(".") for word in SPACES.split(clean(name)) if word]
    plain = [word for word in words if word.casefold() not in TITLES and not any(char.isdigit() for char in word)]
    spelt = [word for word in plain if sum(char.isalpha() for char in word) > 1 and "@" not in word]
    return clean(spelt[0], FIRST_NAME) if spelt else ""


def canonical(state: Tracking) -> bytes:
    """The state as JSON: the same state makes the same bytes; what stands at its default is left out."""
    told: dict[str, Any] = {}
    for field in fields(Tracking):
        value = getattr(state, field.name)
        if value != field.default:
            told[KEYS[field.name]] = value
    if state.parcels:
        told[KEYS["parcels"]] = [_trimmed([p.no, p.way, p.state, p.courier, p.awb, p.link]) for p in state.parcels]
    if state.steps:
        told[KEYS["steps"]] = [list(pair) for pair in state.steps]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def pack(state: Tracking, sign: Callable[[bytes], bytes]) -> str:
    """The text behind the #; `sign` gives r and s of the bytes it is handed."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, KNOWN)
    said = f"{VERSION}.{_base64(press.compress(canonical(state)) + press.flush())}"
    return f"{said}.{_base64(sign(said.encode()))}"


def unpack(text: str, good: Callable[[bytes, bytes], bool]) -> Tracking:
    """The state that a text says; InvalidInput for what the shop did not sign (`good` is asked before all else)."""
    wrong = InvalidInput(_("This link is not from this shop."), field="link")
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != 3 or parts[0] != VERSION:  # noqa: PLR2004  (version, payload, signature)
        raise wrong
    try:
        payload, signature = _bytes(parts[1]), _bytes(parts[2])
    except (binascii.Error, ValueError):
        raise wrong from None
    if len(signature) != SIGNATURE or not good(f"{VERSION}.{parts[1]}".encode(), signature):
        raise wrong
    opened = zlib.decompressobj(-15, KNOWN).decompress(payload, LARGEST)
    return _read(json.loads(opened))


def told(state: Tracking) -> str:
    """What of a state makes its page another: everything but the moment at which it was looked at."""
    return canonical(state).decode().replace(f'"{KEYS["at"]}":{state.at},', "", 1)


def _read(found: Mapping[str, Any]) -> Tracking:
    values = {name: found[key] for name, key in KEYS.items() if key in found}
    values["parcels"] = tuple(TrackedParcel(*one) for one in values.get("parcels", ()))
    values["steps"] = tuple((str(kind), int(at)) for kind, at in values.get("steps", ()))
    return Tracking(**values)


def _trimmed(values: list[Any]) -> list[Any]:
    """The three that every parcel has, and of the others as many as say something."""
    while len(values) > 3 and values[-1] == "":  # noqa: PLR2004  (number, way and state)
        values.pop()
    return values


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Strictly base64url: no other sign, and no other way to write the same bytes."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _base64(data) != text:
        raise ValueError(text)
    return data
