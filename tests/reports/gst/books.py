"""Bills written straight into a real shop's file, so that a test chooses their numbers, days and buyers itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlcipher3 import dbapi2

from shoppos.base.ids import new_id
from shoppos.rules.pricing import PricedSale, PriceLine, price_sale


@dataclass
class Line:
    """One line of a bill that is to be written: price in paise, quantity in thousandths, rate in hundredths."""

    price: int
    quantity: int = 1000
    rate: int = 0
    inclusive: bool = False
    treatment: str = "taxable"
    hsn: str = "3402"
    unit: str = "PCS"
    name: str = "Thing"
    cess_rate: int = 0

    @property
    def asked(self) -> PriceLine:
        """For the counter's own pricing."""
        return PriceLine(self.quantity, self.price, self.rate, self.inclusive, cess_rate=self.cess_rate)


@dataclass
class Written:
    """A bill or note that stands in the file."""

    id: bytes
    number: str
    lines: Sequence[Line]
    priced: PricedSale
    registered: bool
    note: bool = False
    void: bool = False
    columns: dict[str, Any] = field(default_factory=dict[str, Any])


class Writer:
    """Writes bills into the file of a shop in Maharashtra; nothing of it stands in the journal."""

    def __init__(self, path) -> None:
        self.raw: Any = dbapi2.connect(str(path), isolation_level=None)
        self.raw.execute("PRAGMA foreign_keys=OFF")
        self.raw.execute("PRAGMA synchronous=OFF")
        self.employee = self.raw.execute("SELECT id FROM employee").fetchone()[0]
        self.head = self.raw.execute("SELECT id FROM letterhead ORDER BY id DESC").fetchone()[0]
        self.product = self.raw.execute("SELECT id FROM product").fetchone()
        self.at = 1_770_000_000_000

    def bill(self, number: str, day: int, lines: Sequence[Line], *, place: str = "27", gstin: str = "", round_to=100,
             void: int = 0, note: bool = False, against: Written | None = None, **columns: Any) -> Written:  # fmt: skip
        """Write one; `void` is the day on which it was cancelled, `against` the bill of a note."""
        priced = price_sale([line.asked for line in lines], intra=place == "27", round_to=round_to)
        at, self.at = new_id(), self.at + 1
        head = {
            "id": at, "till": number.split("/", maxsplit=1)[0], "state": "done", "number": number, "seq": 1,
            "kind": "CREDIT NOTE" if note else "TAX INVOICE", "business_date": day, "opened_at": self.at,
            "made_at": self.at, "employee_id": self.employee, "letterhead_id": self.head, "with_address": 0,
            "gstin": gstin, "place": place, "inter_state": int(place != "27"), "note": "", "discount_rate": 0,
            "discount_amount": 0, "shipping": 0, "round_to": round_to, "taxable": priced.taxable, "cgst": priced.cgst,
            "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess, "total": priced.total,
            "round_off": priced.round_off, "payable": priced.payable, "tendered": priced.payable, **columns,
        }  # fmt: skip
        self._insert("sale", head)
        for n, (line, money) in enumerate(zip(lines, priced.lines, strict=True), 1):
            self._insert("sale_line", {
                "sale_id": at, "line": n, "product_id": self.product[0] if self.product else b"p" * 16,
                "code": line.name, "name": line.name, "local_name": "", "hsn": line.hsn, "unit": line.unit,
                "quantity": line.quantity, "price": line.price, "inclusive": int(line.inclusive),
                "treatment": line.treatment, "rate": line.rate, "cess_rate": line.cess_rate, "cess_per_unit": 0,
                "disc_rate": 0, "disc_amount": 0, "gross": money.gross, "disc": 0, "bdisc": 0, "ship": 0,
                "taxable": money.taxable, "cgst": money.cgst, "sgst": money.sgst, "igst": money.igst,
                "cess": money.cess,
            })  # fmt: skip
        self._insert("payment", {"sale_id": at, "line": 1, "method": "cash",
                                 "amount": (-1 if note else 1) * max(priced.payable, 1), "reference": "",
                                 "attempt": ""})  # fmt: skip
        if note:
            self._insert("credit_note", {"sale_id": at, "against_id": against and against.id, "reason": "back"})
        if void:
            self._insert("void", {"sale_id": at, "reason": "wrong", "business_date": void, "made_at": self.at,
                                  "employee_id": self.employee})  # fmt: skip
        return Written(at, number, lines, priced, bool(gstin), note, bool(void), columns)

    def many(self):
        """One transaction for all that is written inside."""
        writer = self

        class Together:
            def __enter__(self):
                writer.raw.execute("BEGIN")

            def __exit__(self, *_fault):
                writer.raw.execute("COMMIT")

        return Together()

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(row))
        self.raw.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
