"""Goods sent back to their supplier: never more than came, at what they cost, and off what is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import half_up
from shoppos.base.money import quantity as show_quantity
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.print_job import SENT_BACK
from shoppos.models.purchase import Purchase, PurchaseLine
from shoppos.rules.purchasing import PIECE, share
from shoppos.shop.business_day import booking_day
from shoppos.shop.papers import Papers
from shoppos.shop.stock import StockRoom
from shoppos.shop.suppliers import Suppliers
from shoppos.shop.tills import Tills

SERIES = "D"
"""The letter of the debit notes' numbers."""
MONEY = ("taxable", "cgst", "sgst", "igst", "cess")
COPIED = ("product_id", "code", "name", "hsn", "unit", "rate", "batch_id")
LINES = (
    f"SELECT l.line, l.quantity + l.free, {', '.join(f'l.{name}' for name in (*COPIED, *MONEY))}, "
    "coalesce(b.code, ''), coalesce((SELECT sum(r.quantity) FROM purchase p JOIN purchase_line r "
    "ON r.purchase_id = p.id AND r.line = l.line WHERE p.against_id = l.purchase_id), 0) "
    "FROM purchase_line l LEFT JOIN batch b ON b.id = l.batch_id WHERE l.purchase_id = ? ORDER BY l.line"
)


class Came(NamedTuple):
    """One line of a purchase: thousandths that came and that went back already."""

    line: int
    pieces: int
    copied: tuple[Value, ...]
    money: tuple[int, ...]
    batch: str
    back: int

    @property
    def name(self) -> str:
        """The product's name as it was bought."""
        return str(self.copied[2])

    @property
    def left(self) -> int:
        """Thousandths that can still go back."""
        return self.pieces - self.back


@dataclass(frozen=True, slots=True)
class SentBack:
    """A debit note that is written: its number and what is owed less, in paise."""

    id: bytes
    number: str
    total: int


class SendingBack:
    """Writes debit notes."""

    def __init__(
        self, db: Database, tills: Tills, stock: StockRoom, suppliers: Suppliers, papers: Papers
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        self.db = db
        self.tills = tills
        self.stock = stock
        self.suppliers = suppliers
        self.papers = papers

    def lines(self, number: str) -> list[Came]:
        """The lines of a purchase, with what of each can still go back."""
        return self._came(self._purchase(number)[0])

    def take(
        self, number: str, gives: Mapping[int, int] | None, reason: str = "", *,
        pieces: Mapping[int, Sequence[str]] | None = None, paper: bool = True, key: bytes | None = None,
    ) -> SentBack:  # fmt: skip
        """Send back thousandths by the purchase's lines, or with None all that is left; the same `key` twice once.

        `pieces`: the serial numbers by line. Refused for more than came or than its batch still holds.
        """
        at = key or new_id()
        with self.db.transaction("purchase.sent_back") as tx:
            before = self.db.row("SELECT number, total, kind FROM purchase WHERE id = ?", (at,))
            if before is not None:
                if before[2] != "returned":
                    raise Refused(_("That key belongs to something else."), _("Use a new one."))
                return SentBack(at, before[0], before[1])
            purchase_id, supplier_id, round_off = self._purchase(number)
            came = self._came(purchase_id)
            wanted = {one.line: one.left for one in came if one.left} if gives is None else dict(gives)
            _refuse_more(came, wanted, number)
            done = self._write(tx, at, purchase_id, supplier_id, came, wanted, round_off, clean(reason), pieces or {})
            if paper:
                self.papers.owe(tx, [at], SENT_BACK)
        return done

    # -- inside

    def _purchase(self, number: str) -> tuple[bytes, bytes, int]:
        row = self.db.row(
            "SELECT id, supplier_id, round_off FROM purchase WHERE number = ? AND kind = 'received'",
            (clean(number).upper(),),
        )
        if row is None:
            raise NotFound(_("There is no purchase {number}.").format(number=clean(number, 40)))
        return row[0], row[1], row[2]

    def _came(self, purchase_id: bytes) -> list[Came]:
        first, second = 2 + len(COPIED), 2 + len(COPIED) + len(MONEY)
        rows = self.db.rows(LINES, (purchase_id,))
        return [Came(r[0], r[1], tuple(r[2:first]), tuple(r[first:second]), r[-2], r[-1]) for r in rows]

    def _write(
        self, tx: Transaction, at: bytes, purchase_id: bytes, supplier_id: bytes, came: list[Came],
        wanted: Mapping[int, int], round_off: int, reason: str, pieces: Mapping[int, Sequence[str]],
    ) -> SentBack:  # fmt: skip
        number, day = self.tills.draw(tx, booking_day(self.db), SERIES)
        rows = list[dict[str, Value]]()
        sums: dict[str, int] = dict.fromkeys(MONEY, 0)
        for one in came:
            now = wanted.get(one.line, 0)
            if not now:
                continue
            money = {
                name: share(amount, one.back, now, one.pieces) for name, amount in zip(MONEY, one.money, strict=True)
            }
            sums = {name: sums[name] + money[name] for name in MONEY}
            copied: dict[str, Value] = dict(zip(COPIED, one.copied, strict=True))
            rows.append({
                "purchase_id": at, "line": one.line, **copied, "quantity": now, "free": 0,
                "cost": half_up(money["taxable"] * PIECE, now), **money, "mrp": None, "price": None,
            })  # fmt: skip
            product_id = one.copied[0]
            assert isinstance(product_id, bytes)  # noqa: S101  (the schema says so)
            self.stock.send_back(
                tx, at, one.line, product_id, now, day=day, batch=one.batch, pieces=pieces.get(one.line, ())
            )
        whole = all(one.left == wanted.get(one.line, 0) for one in came)
        rounded = round_off if whole else 0
        total = sum(sums.values()) + rounded
        head: dict[str, Value] = {
            "id": at, "kind": "returned", "number": number, "supplier_id": supplier_id, "order_id": None,
            "against_id": purchase_id, "bill_number": "", "bill_date": None, "business_date": day, "made_at": tx.at,
            "employee_id": self.db.employee, "note": reason, **sums, "round_off": rounded, "total": total,
        }  # fmt: skip
        tx.insert(Purchase, head)
        tx.insert(PurchaseLine, *rows)
        self.suppliers.write_entry(tx, supplier_id, at, "return", -total, day)
        return SentBack(at, number, total)


def _refuse_more(came: list[Came], wanted: Mapping[int, int], number: str) -> None:
    """Refused for a line that is not there or gives more than is left, InvalidInput for nothing at all."""
    lines = {one.line: one for one in came}
    if not any(wanted.values()):
        raise InvalidInput(_("Nothing is being sent back."), _("Choose a line and how many."), "quantity")
    for line, quantity in wanted.items():
        one = lines.get(line)
        if one is None:
            raise NotFound(_("There is no line {line} on purchase {number}.").format(line=line, number=clean(number)))
        if quantity < 0:
            raise InvalidInput(_("Quantity must be more than 0."), field="quantity")
        if quantity > one.left:
            raise Refused(
                _("Of {name} only {left} can go back.").format(name=one.name, left=show_quantity(one.left)),
                _("Send back that many at the most."),
            )
