"""An order as a web shop or a file tells it, in the shop's own measures: who, what, where to, and what was agreed."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import half_up, plain, quantity
from shoppos.base.text import ascii_digits, clean, fold
from shoppos.rules.place_of_supply import STATES

NEW, OPEN, UNPAID, CANCELLED, DONE = "new", "open", "unpaid", "cancelled", "done"
WANTED = (NEW, OPEN)
"""The states in which an order that was never seen before is taken; `open` ones are known there as being worked on."""
KNOWN = (NEW, OPEN, UNPAID, CANCELLED, DONE)
MOST_LINES = 300
"""Lines of one order; more are a mistake, and would hold up the counter while they are written."""
MOST_TEXT = 4000
"""Characters that are kept of what cannot be read."""
SEEN = "\n\u200c\u200d"
"""Not printable, but harmless: line ends, and the joiners of Indic scripts."""
LARGEST = 10**10
"""Rupees or pieces from which on a number cannot be meant."""
_NUMBER = re.compile(r"(-?)(\d{1,12})(?:\.(\d{0,12}))?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[Z0-9.:+-]*", re.ASCII)
_MAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,190}\.[^@\s<>,;]{2,30}")

ISO_STATES = {
    "AN": "35", "AP": "37", "AR": "12", "AS": "18", "BR": "10", "CG": "22", "CH": "04", "CT": "22", "DD": "26",
    "DH": "26", "DL": "07", "DN": "26", "GA": "30", "GJ": "24", "HP": "02", "HR": "06", "JH": "20", "JK": "01",
    "KA": "29", "KL": "32", "LA": "38", "LD": "31", "MH": "27", "ML": "17", "MN": "14", "MP": "23", "MZ": "15",
    "NL": "13", "OD": "21", "OR": "21", "PB": "03", "PY": "34", "RJ": "08", "SK": "11", "TG": "36", "TN": "33",
    "TR": "16", "TS": "36", "UK": "05", "UP": "09", "UT": "05", "WB": "19",
}  # fmt: skip
"""The letters of ISO 3166-2:IN, old and new, as web shops use them, and the GST code of each State."""
BY_NAME = {fold(name): code for code, name in STATES.items()}


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One line as sold: `quantity` in thousandths, `amount` all of it with tax in paise, None for the shop's price."""

    name: str
    quantity: int
    amount: int | None = None
    sku: str = ""
    barcode: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutsideOrder:
    """One order. Money in paise with tax; `region` is the GST code of the State the goods go to, "" for the shop's.

    `total` is what its source says it comes to (None: it says nothing), `paid` what was paid there already by `pay_by`
    under `reference`. `to_name` and `to_phone` are who takes the goods, where it is not who ordered them.
    """

    outside_id: str
    state: str = NEW
    number: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    to_name: str = ""
    to_phone: str = ""
    address: str = ""
    town: str = ""
    pin_code: str = ""
    region: str = ""
    way: str = "delivery"
    lines: tuple[OutsideLine, ...] = ()
    shipping: int = 0
    discount: int = 0
    total: int | None = None
    paid: int = 0
    pay_by: str = ""
    reference: str = ""
    note: str = ""

    @property
    def expected(self) -> int | None:
        """What its parts add up to, in paise; None where a line goes at the shop's own price."""
        if any(line.amount is None for line in self.lines):
            return None
        return sum(line.amount or 0 for line in self.lines) + self.shipping - self.discount


@dataclass(frozen=True, slots=True)
class Told:
    """What a source said of one order: read as `order`, or (None) why it cannot be; `version` of this state of it.

    Of what cannot be read `text` is what was said, for a person, and `file` the name of the file in which it stood.
    """

    outside_id: str
    version: str
    order: OutsideOrder | None
    why: str = ""
    text: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders as they are told now; `cursor` says up to where all was told, "" while there is more of it.

    `strange` are sentences about what cannot even be kept: it has no id.
    """

    orders: tuple[Told, ...]
    cursor: str = ""
    strange: tuple[str, ...] = ()


def loads(text: str | bytes) -> Any:
    """JSON in which no number became a float: those with a point stay text; InvalidInput for what is none."""
    try:
        return json.loads(text, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise InvalidInput(_("This is not JSON.")) from None


def told_of(told: Any) -> Told:
    """One order of the neutral form (docs/guide/web_orders.md); InvalidInput only for what has no id to know it by."""
    if not isinstance(told, Mapping):
        raise InvalidInput(_("An order must be an object with fields."))
    fields = cast("Mapping[str, Any]", told)
    outside_id = _text(fields, "id", 80)
    if not outside_id:
        raise InvalidInput(_("An order has no id."), _("Without one nobody knows whether it came before."), "id")
    try:
        order = read(fields)
    except InvalidInput as error:
        kept = json.dumps(fields, sort_keys=True, default=str)
        text = as_received(json.dumps(fields, ensure_ascii=False, indent=1, default=str))
        return Told(outside_id, _version(fields, kept), None, str(error), text)
    return Told(outside_id, _version(fields, json.dumps(written(order), sort_keys=True)), order)


def as_received(text: str) -> str:
    """What was said, so that a person can look at it: the beginning, without anything that a screen would obey."""
    return "".join(char if char.isprintable() or char in SEEN else " " for char in text[:MOST_TEXT])


def read(told: Mapping[str, Any]) -> OutsideOrder:
    """An order of the neutral form; InvalidInput says in a sentence what does not do."""
    customer, address = _object(told, "customer"), _object(told, "address")
    lines = _lines(told.get("lines"))
    state = _text(told, "state", 20) or NEW
    if state not in KNOWN:
        raise InvalidInput(_("{value} is no state of an order.").format(value=state), ", ".join(KNOWN), "state")
    way = _text(told, "way", 20) or "delivery"
    if way not in {"delivery", "pickup"}:
        raise InvalidInput(_("{value} is no way to get the goods.").format(value=way), "delivery, pickup", "way")
    if (currency := _text(told, "currency", 8) or "INR") != "INR":
        raise InvalidInput(_("It is priced in {currency}, not in rupees.").format(currency=currency), "", "currency")
    if (country := _text(address, "country", 40) or "IN") not in {"IN", "IND", "India"}:
        raise InvalidInput(_("It goes to another country: {country}.").format(country=country), "", "country")
    total = None if _blank(told.get("total")) else _paise(told, "total")
    return checked(OutsideOrder(
        outside_id=_text(told, "id", 80), state=state, number=_text(told, "number", 40),
        name=_text(customer, "name", 80), phone=_text(customer, "phone", 40), email=mail(_text(customer, "email", 200)),
        to_name=_text(address, "name", 80), to_phone=_text(address, "phone", 40),
        address=_text(address, "address", 300), town=_text(address, "town", 60),
        pin_code=ascii_digits(_text(address, "pin_code", 20)).replace(" ", ""),
        region=region(_text(address, "state", 60)), way=way, lines=lines, shipping=_paise(told, "shipping"),
        discount=_paise(told, "discount"), total=total, paid=_paise(told, "paid"), pay_by=_text(told, "pay_by", 20),
        reference=_text(told, "reference", 40), note=_text(told, "note", 400),
    ))  # fmt: skip


def checked(order: OutsideOrder) -> OutsideOrder:
    """The order, if its figures agree with each other; InvalidInput."""
    if order.state in WANTED and not order.lines:
        raise InvalidInput(_("There is nothing on this order."), "", "lines")
    expected = order.expected
    if expected is not None and expected < 0:
        raise InvalidInput(_("It comes to less than nothing."), "", "discount")
    if expected is not None and order.total is not None and abs(expected - order.total) >= 100:  # noqa: PLR2004  (a rupee)
        raise InvalidInput(
            _("Its lines add up to {sum}, but its total is {total}.").format(
                sum=plain(expected), total=plain(order.total)
            ),
            _("Look it up where it was made."),
            "total",
        )
    if not (order.name or order.phone):
        raise InvalidInput(_("Nobody's name or number stands on it."), "", "name")
    return order


def written(order: OutsideOrder) -> dict[str, Any]:
    """The order in the neutral form, as `read` reads it."""
    return {
        "id": order.outside_id, "state": order.state, "number": order.number,
        "customer": {"name": order.name, "phone": order.phone, "email": order.email},
        "address": {
            "name": order.to_name, "phone": order.to_phone, "address": order.address, "town": order.town,
            "pin_code": order.pin_code, "state": order.region,
        },
        "way": order.way, "lines": [_written(line) for line in order.lines], "shipping": plain(order.shipping),
        "discount": plain(order.discount), "total": None if order.total is None else plain(order.total),
        "paid": plain(order.paid), "pay_by": order.pay_by, "reference": order.reference, "note": order.note,
    }  # fmt: skip


def same(one: str, other: str) -> bool:
    """Whether two versions of an order say the same."""
    return one.rpartition(" ")[2] == other.rpartition(" ")[2]


def older(one: str, other: str) -> bool:
    """Whether `one` is the word of an earlier moment than `other`; False where either names none."""
    before, after = one.rpartition(" ")[0], other.rpartition(" ")[0]
    return bool(_MOMENT.fullmatch(before) and _MOMENT.fullmatch(after) and before < after)


def goods(order: OutsideOrder) -> tuple[Any, ...]:
    """What of an order its lines and sum hang on: two that have it alike need no change of the goods."""
    return order.lines, order.shipping, order.discount


def place(order: OutsideOrder) -> tuple[str, ...]:
    """Where it goes: two that have it alike need no change of the address."""
    return order.to_name, order.to_phone, order.address, order.town, order.pin_code, order.region, order.way


def lowered(line: OutsideLine, amount: int) -> OutsideLine:
    """Less of a line at the same price; `amount` in thousandths."""
    money = None if line.amount is None else half_up(line.amount * amount, line.quantity)
    return replace(line, quantity=amount, amount=money)


def region(text: str) -> str:
    """The GST code of a State by its code (27), its letters (MH, IN-MH) or its name; "" for nothing; InvalidInput."""
    if not text:
        return ""
    letters = text.upper().removeprefix("IN-")
    code = letters if letters in STATES else ISO_STATES.get(letters) or BY_NAME.get(fold(text), "")
    if not code:
        raise InvalidInput(_("{state} is no State of India.").format(state=text), "", "state")
    return code


def mail(text: str) -> str:
    """An e-mail address in its one spelling; "" for what is none."""
    return text.lower() if _MAIL.fullmatch(text) else ""


def fixed(value: Any, places: int) -> int | None:
    """A number of JSON in units of 10**-places, more decimals rounded half up; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    found = _NUMBER.fullmatch(
        ascii_digits(str(value) if isinstance(value, str) or abs(value) < LARGEST else "").strip()
    )
    if not found:
        return None
    more = (found[3] or "").ljust(places, "0")
    number = half_up(int(found[2] + more), 10 ** (len(more) - places))
    return None if number >= LARGEST * 10**places else -number if found[1] else number


# -- inside


def _lines(told: Any) -> tuple[OutsideLine, ...]:
    if told is None:
        return ()
    if not isinstance(told, Sequence) or isinstance(told, str | bytes):
        raise InvalidInput(_("Its lines are no list."), "", "lines")
    many = cast("Sequence[Any]", told)
    if len(many) > MOST_LINES:
        raise InvalidInput(
            _("It has {n} lines; more than {most} are not taken.").format(n=len(many), most=MOST_LINES),
            _("Take it by hand, in parts."),
            "lines",
        )
    return tuple(_line(no, one) for no, one in enumerate(many, 1))


def _line(no: int, told: Any) -> OutsideLine:
    if not isinstance(told, Mapping):
        raise InvalidInput(_("Line {no} is no object with fields.").format(no=no), "", "lines")
    fields = cast("Mapping[str, Any]", told)
    amount = fixed(fields.get("quantity", 1), 3)
    if amount is None or not 0 < amount < 10**9:
        raise InvalidInput(_("The quantity of line {no} cannot be read.").format(no=no), "", "quantity")
    price = fields.get("amount")
    money = None if _blank(price) else fixed(price, 2)
    if (money is None and not _blank(price)) or (money or 0) < 0:
        raise InvalidInput(_("The amount of line {no} cannot be read.").format(no=no), "", "amount")
    line = OutsideLine(
        _text(fields, "name", 120), amount, money, _text(fields, "sku", 60), _text(fields, "barcode", 60),
        _text(fields, "note", 200),
    )  # fmt: skip
    if not (line.name or line.sku or line.barcode):
        raise InvalidInput(_("Line {no} says neither code nor name.").format(no=no), "", "lines")
    return line


def _written(line: OutsideLine) -> dict[str, Any]:
    money = None if line.amount is None else plain(line.amount)
    return {
        "name": line.name, "quantity": quantity(line.quantity), "amount": money, "sku": line.sku,
        "barcode": line.barcode, "note": line.note,
    }  # fmt: skip


def _blank(value: Any) -> bool:
    return value is None or value == ""


def _object(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise InvalidInput(_("{field} is no object with fields.").format(field=name), "", name)
    return cast("Mapping[str, Any]", found)


def _text(told: Mapping[str, Any], name: str, most: int) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | str) or (isinstance(value, int) and abs(value) >= 10**30):
        raise InvalidInput(_("{field} cannot be read.").format(field=name), "", name)
    return clean(str(value), most)


def _paise(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name)
    if _blank(value):
        return 0
    money = fixed(value, 2)
    if money is None or money < 0:
        raise InvalidInput(_("{field} is no amount of money.").format(field=name), "", name)
    return money


def _version(told: Mapping[str, Any], body: str) -> str:
    """When its source changed it, if it says so, and a digest of what it said."""
    given = told.get("version")
    moment = clean(given, 40).replace(" ", "T") if isinstance(given, str) else ""
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{moment} {digest}"
