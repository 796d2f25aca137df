"""Labels: whom a parcel goes to and what is to be collected for it, and what stands below goods on a shelf."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.reports import dues
from shoppos.reports.bill import Bill, load_by_id
from shoppos.rules.entry import looks_like_barcode

EAN_13, EAN_8, CODE_128, QR = "ean13", "ean8", "code128", "qr"
"""How a code is drawn; the first three are names of bars in `printing.codes`."""

RETAIL = {13: EAN_13, 12: EAN_13, 8: EAN_8}
"""The bars of GTIN-13, GTIN-12 (UPC-A, an EAN-13 that begins with 0) and GTIN-8 (GS1 General Specifications)."""

LONGEST_BARS = 48
"""Signs in Code 128 that are wider than any label for goods."""

BY_THOUSAND = {"G": "kg", "GM": "kg", "GMS": "kg", "GRM": "kg", "ML": "l", "MLT": "l"}
BY_ONE = {"KG": "kg", "KGS": "kg", "L": "l", "LTR": "l"}


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a parcel's way; `state` is a State's code."""

    name: str = ""
    address: str = ""
    pin_code: str = ""
    state: str = ""
    phone: str = ""
    gstin: str = ""


@dataclass(frozen=True, slots=True)
class ShippingLabel:
    """What stands on a parcel; `cod` is what the courier collects in paise, 0 for a prepaid one, `weight` in grams.

    There is one label for each of the `pieces`. `masked`: of the buyer's phone only the last four digits are told.
    `order` is the number of the order that the parcel belongs to, "" for a bill of the counter.
    """

    number: str
    date: dt.date
    sender: Party
    to: Party
    cod: int = 0
    weight: int = 0
    box: str = ""
    pieces: int = 1
    courier: str = ""
    awb: str = ""
    masked: bool = False
    order: str = ""

    @property
    def qr(self) -> str:
        """What the order's QR code says: the bill's number, which the counter finds when it is scanned."""
        return self.number


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """What stands below goods on a shelf, or on the goods; money in paise.

    `price` is for one `unit`, before GST unless `inclusive`; `each` is the price of one `measure` (kg or l), where the
    unit tells it and says another. `kind` is how `barcode` is drawn.
    """

    code: str
    name: str
    local_name: str
    price: int
    inclusive: bool
    mrp: int | None
    unit: str
    each: int | None
    measure: str
    barcode: str
    kind: str
    shop: str


@dataclass(frozen=True, slots=True)
class ShelfLabels:
    """Labels with how many of each; `skip` places of the first sheet stay free.

    `goods`: they are stuck on the goods, else on the shelf below them.
    """

    labels: tuple[tuple[ShelfLabel, int], ...]
    skip: int = 0
    goods: bool = False


PARTS = "SELECT id FROM sale WHERE id = ? OR with_id = ? OR id = (SELECT with_id FROM sale WHERE id = ?)"
"""The papers of one sale: a tax invoice and a bill of supply go in one parcel."""
PARCEL = (
    "SELECT o.number, p.courier, p.awb, p.weight, c.name, c.address, c.pin_code, c.state, c.phone FROM parcel p "
    "JOIN orders o ON o.id = p.order_id JOIN personal c ON c.id = o.personal_id "
    "WHERE p.sale_id = (SELECT coalesce(with_id, id) FROM sale WHERE id = ?)"
)
"""Of an order's parcel: what is known of it, and the card that it goes to."""
SHOP = "SELECT name FROM letterhead ORDER BY id DESC LIMIT 1"
BARCODES = "SELECT code FROM barcode WHERE product_id = ? ORDER BY code"
PRODUCTS = "SELECT code, name, local_name, price, inclusive, mrp, unit FROM product WHERE id = ?"


def shipping_label(db: Reader, sale_id: bytes, told: Mapping[str, Any]) -> ShippingLabel:
    """The label of a done bill's parcel, with what it was asked to say beside (`models.print_job`, the kind "label").

    `told` may hold courier, awb, weight (grams), pieces, size_of_box and mask; what a parcel knows itself wins. Refused
    names what the bill lacks.
    """
    bill = load_by_id(db, sale_id)
    order, courier, awb, weight, *card = db.row(PARCEL, (sale_id,)) or ("", "", "", 0)
    to = _receiver(bill, Party(*card) if card else None)
    shop = bill.letterhead
    return ShippingLabel(
        number=bill.number,
        date=bill.business_date,
        sender=Party(shop.name, shop.address, shop.pin_code, shop.state, shop.phone, shop.gstin),
        to=to,
        cod=sum(dues.unpaid(db, part)[1] for (part,) in db.rows(PARTS, (sale_id,) * 3)),
        weight=weight or _whole(told, "weight", 0),
        box=_said(told, "size_of_box"),
        pieces=_whole(told, "pieces", 1),
        courier=courier or _said(told, "courier"),
        awb=awb or _said(told, "awb"),
        masked=told.get("mask") is True,
        order=order,
    )


def shelf_labels(db: Reader, told: Mapping[str, Any]) -> ShelfLabels:
    """The labels that were asked for (`models.print_job`, the kind "shelf"); NotFound for goods that are not there.

    `told` holds items (pairs of a product's id in hexadecimal and how many), and may hold skip and goods.
    """
    items = [(bytes.fromhex(str(product)), int(count)) for product, count in told.get("items", ())]
    if not items:
        raise InvalidInput(_("There is no label to print."), _("Choose an item and how many."), "count")
    row = db.row(SHOP)
    shop = str(row[0]) if row else ""
    labels = tuple((_shelf_label(db, product, shop), count) for product, count in items)
    return ShelfLabels(labels, max(_whole(told, "skip", 0), 0), goods=told.get("goods") is True)


def _receiver(bill: Bill, card: Party | None) -> Party:
    """Whom the parcel goes to: the order's `card`, else the bill's buyer; Refused says why it cannot go."""
    to = bill.buyer
    if bill.state == "void":
        raise Refused(
            _("Bill {number} was cancelled, so nothing is sent for it.").format(number=bill.number),
            _("Make the label from the bill that replaces it."),
        )
    if card is not None and card.address:
        return Party(card.name, card.address, card.pin_code, card.state, card.phone, to.gstin if to else "")
    if to is None or not to.address:
        raise Refused(
            _("Bill {number} has no address to send to.").format(number=bill.number),
            _("Put the customer's address on the bill before it is paid."),
        )
    return Party(to.name, to.address, to.pin_code, to.state, to.phone, to.gstin)


def _shelf_label(db: Reader, product_id: bytes, shop: str) -> ShelfLabel:
    row = db.row(PRODUCTS, (product_id,))
    if row is None:
        raise NotFound(_("That item is not in this shop any more."), _("Choose it again from the list of items."))
    code, name, local_name, price, inclusive, mrp, unit = row
    found = [str(one) for (one,) in db.rows(BARCODES, (product_id,))]
    barcode, kind = best_code([*found, code])
    each, measure = by_measure(price, unit)
    return ShelfLabel(
        code=code, name=name, local_name=local_name, price=price, inclusive=bool(inclusive), mrp=mrp, unit=unit,
        each=each, measure=measure, barcode=barcode, kind=kind, shop=shop,
    )  # fmt: skip


def best_code(codes: Sequence[str]) -> tuple[str, str]:
    """Of the codes of one product, the one that goes on its label, and how it is drawn: a retail code before others.

    A UPC-A is told as the EAN-13 whose bars it has. A code that bars cannot say is drawn as a QR code.
    """
    for digits, kind in RETAIL.items():
        for code in codes:
            if len(code) == digits and looks_like_barcode(code):
                return code.zfill(13) if kind == EAN_13 else code, kind
    first = codes[0]
    barred = first.isascii() and first.isprintable() and len(first) <= LONGEST_BARS
    return first, CODE_128 if barred else QR


def by_measure(price: int, unit: str) -> tuple[int | None, str]:
    """The price of a kilogram or a litre in paise, where goods are sold by the gram or millilitre; and which of them.

    For what is sold by the whole measure the price says it already: None, with the measure.
    """
    unit = unit.upper()
    return (price * 1000, BY_THOUSAND[unit]) if unit in BY_THOUSAND else (None, BY_ONE.get(unit, ""))


def _said(told: Mapping[str, Any], name: str) -> str:
    return str(told.get(name) or "")


def _whole(told: Mapping[str, Any], name: str, otherwise: int) -> int:
    value = told.get(name, otherwise)
    return value if isinstance(value, int) else otherwise
