"""What was sold is added up in each document's own transaction: by hour, by way to pay, by product and by tax.

A bill adds; a credit note and a cancelled bill take off on their own day and hour, for who wrote them.
"""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from shoppos.base.db import Database
from shoppos.base.journal import Value
from shoppos.base.row import Row, columns, table_name
from shoppos.base.transaction import Transaction
from shoppos.models.total import ItemTotal, MethodTotal, SaleTotal, TaxTotal

HEAD = ("till", "gstin", "place", "inter_state", "taxable", "cgst", "sgst", "igst", "cess", "round_off", "payable")
LINE = (
    "product_id", "quantity", "gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess", "inclusive",
    "cost", "treatment", "rate", "cess_rate", "hsn", "unit",
)  # fmt: skip
TAXED_BY = LINE.index("treatment")
head_of, line_of = itemgetter(*HEAD), itemgetter(*LINE)
BILL, CANCELLED, NOTE = 1, -1, 0
"""What one document adds to the count of bills and lines."""
NOTHING = (0,) * 13


class When(NamedTuple):
    """To which business day (yyyymmdd) and hour a document counts, and for whom."""

    day: int
    hour: int
    employee_id: bytes


def _upsert(model: type[Row]) -> str:
    """The statement that adds to the row of that key, and makes it where there is none."""
    names = [column.name for column in columns(model)]
    sums = ", ".join(f"{column.name} = {column.name} + excluded.{column.name}"
                     for column in columns(model) if not column.primary_key)  # fmt: skip
    return (
        f"INSERT INTO {table_name(model)} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT DO UPDATE SET {sums}"
    )


SALES, METHODS, ITEMS, TAXES = map(_upsert, (SaleTotal, MethodTotal, ItemTotal, TaxTotal))


def add_bill(
    db: Database, tx: Transaction, head: Mapping[str, Value], lines: Iterable[Mapping[str, Value]],
    paid: Iterable[tuple[str, int]],
) -> None:  # fmt: skip
    """Add a bill that is being written: its head and lines as they are stored, and each payment's method and paise."""
    row: Mapping[str, Any] = head
    when = When(row["business_date"], db.clock.hour(tx.at), row["employee_id"])
    _add(tx, BILL, when, head_of(row), map(line_of, lines), paid)


def take_off_note(db: Database, tx: Transaction, note_id: bytes, day: int) -> None:
    """Take off what a credit note gives back, that was written just now."""
    _add(tx, NOTE, When(day, db.clock.hour(tx.at), db.employee), *_stored(db, note_id))


def take_off_cancelled(db: Database, tx: Transaction, sale_id: bytes, day: int) -> None:
    """Take off a bill that is cancelled on that business day."""
    head, lines, paid = _stored(db, sale_id)
    _add(tx, CANCELLED, When(day, db.clock.hour(tx.at), db.employee), head, lines, [(key, -much) for key, much in paid])


def _stored(db: Database, sale_id: bytes) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], list[tuple[str, int]]]:
    """The head, lines and payments of a document that is written already."""
    (head,) = db.rows(f"SELECT {', '.join(HEAD)} FROM sale WHERE id = ?", (sale_id,))
    lines = db.rows(f"SELECT {', '.join(LINE)} FROM sale_line WHERE sale_id = ?", (sale_id,))
    return head, lines, [(row[0], row[1]) for row in db.rows(
        "SELECT method, amount FROM payment WHERE sale_id = ?", (sale_id,)
    )]  # fmt: skip


def _add(
    tx: Transaction, count: int, when: When, head: tuple[Any, ...], lines: Iterable[tuple[Any, ...]],
    paid: Iterable[tuple[str, int]],
) -> None:  # fmt: skip
    """Write one document into the four tables: four statements, however many lines it has."""
    till, gstin, place, inter_state, taxable, cgst, sgst, igst, cess, round_off, payable = head
    month, sign = when.day // 100, 1 if count == BILL else -1
    sums, items, taxes = _summed(lines, sign)
    number, gross, discount, shipping, on_top, costed, cost = sums
    off = (taxable, cgst + sgst + igst, cess, costed, cost)
    key = (when.day, when.hour, till, when.employee_id)
    if count == BILL:
        sold = (1, number, gross, discount, shipping, on_top, *off[:3], round_off, payable, costed, cost)
        row = (*key, *sold, *(0,) * 9)
    else:
        row = (*key, *NOTHING, *((1, payable, 0, 0) if count == CANCELLED else (0, 0, 1, payable)), *off)
    tx.run(SALES, row, touches=SaleTotal)
    methods: dict[str, int] = {}
    for method, amount in paid:
        methods[method] = methods.get(method, 0) + amount
    if methods:
        tx.raw.executemany(METHODS, [(when.day, till, method, count, much) for method, much in methods.items()])
        tx.facts.touched(MethodTotal)
    tx.raw.executemany(
        ITEMS,
        [(month, product, one[0] * count, *[sign * value for value in one[1:]]) for product, one in items.items()],
    )
    tx.facts.touched(ItemTotal)
    where = (month, int(bool(gstin)), place, inter_state)
    tx.raw.executemany(TAXES, [(*where, *kind, *one) for kind, one in taxes.items()])
    tx.facts.touched(TaxTotal)


def _summed(
    lines: Iterable[tuple[Any, ...]], sign: int
) -> tuple[list[int], dict[bytes, list[int]], dict[tuple[Any, ...], list[int]]]:
    """What the lines come to together, by product (all above zero) and by kind of tax (with `sign`)."""
    number = all_gross = all_off = all_ship = all_on_top = all_costed = all_cost = 0
    items: dict[bytes, list[int]] = {}
    taxes: dict[tuple[Any, ...], list[int]] = {}
    for line in lines:
        product, quantity, gross, disc, bdisc, ship, taxable, cgst, sgst, igst, cess, inclusive, each = line[:TAXED_BY]
        tax = cgst + sgst + igst + cess
        costed, cost = (0, 0) if each is None else (taxable, (2 * quantity * each + 1000) // 2000)
        number += 1
        all_gross += gross
        all_off += disc + bdisc
        all_ship += ship
        all_on_top += 0 if inclusive else tax
        all_costed += costed
        all_cost += cost
        _grow(items, product, (1, quantity, gross, disc + bdisc, taxable, taxable + tax, costed, cost))
        much = (quantity, taxable, cgst, sgst, igst, cess)
        _grow(taxes, line[TAXED_BY:], much if sign > 0 else tuple([-value for value in much]))
    return [number, all_gross, all_off, all_ship, all_on_top, all_costed, all_cost], items, taxes


def _grow(sums: dict[Any, list[int]], key: object, more: tuple[int, ...]) -> None:
    """Add to the sums of a key."""
    mine = sums.get(key)
    if mine is None:
        sums[key] = list(more)
    else:
        for place, value in enumerate(more):
            mine[place] += value
