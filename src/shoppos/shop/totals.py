"""What was sold is added up in each document's own transaction: by hour, by way to pay, by product and by tax.

A bill adds; a credit note and a cancelled bill take off on their own day and hour, for who wrote them.
"""

from collections.abc import Iterable, Mapping
from operator import add, itemgetter
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
    added = [column.name for column in columns(model) if not column.primary_key]
    sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in added)
    return (
        f"INSERT INTO {table_name(model)} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT DO UPDATE SET {sums}"
    )


MODELS: tuple[type[Row], ...] = (SaleTotal, MethodTotal, ItemTotal, TaxTotal)
SALES, METHODS, ITEMS, TAXES = map(_upsert, MODELS)
TABLES = frozenset(map(table_name, MODELS))


class More(NamedTuple):
    """What one document adds to the four tables: rows in the order of their columns."""

    sale: tuple[Any, ...]
    methods: list[tuple[Any, ...]]
    items: list[tuple[Any, ...]]
    taxes: list[tuple[Any, ...]]


def add_bill(
    db: Database, tx: Transaction, head: Mapping[str, Value], lines: Iterable[Mapping[str, Value]],
    paid: Iterable[tuple[str, int]],
) -> None:  # fmt: skip
    """Add a bill that is being written: its head and lines as they are stored, and each payment's method and paise."""
    row: Mapping[str, Any] = head
    when = When(row["business_date"], db.clock.hour(tx.at), row["employee_id"])
    _write(tx, more_of(BILL, when, head_of(row), map(line_of, lines), paid))


def take_off_note(db: Database, tx: Transaction, note_id: bytes, day: int) -> None:
    """Take off what a credit note gives back, that was written just now."""
    _write(tx, more_of(NOTE, When(day, db.clock.hour(tx.at), db.employee), *stored(db, note_id)))


def take_off_cancelled(db: Database, tx: Transaction, sale_id: bytes, day: int) -> None:
    """Take off a bill that is cancelled on that business day."""
    head, lines, paid = stored(db, sale_id)
    when = When(day, db.clock.hour(tx.at), db.employee)
    head = (db.till, *head[1:])  # the money goes back out of this drawer
    _write(tx, more_of(CANCELLED, when, head, lines, [(key, -much) for key, much in paid]))


def stored(db: Database, sale_id: bytes) -> tuple[tuple[Any, ...], list[tuple[Any, ...]], list[tuple[str, int]]]:
    """The head, lines and payments of a document that is written already."""
    (head,) = db.rows(f"SELECT {', '.join(HEAD)} FROM sale WHERE id = ?", (sale_id,))
    lines = db.rows(f"SELECT {', '.join(LINE)} FROM sale_line WHERE sale_id = ?", (sale_id,))
    paid = db.rows("SELECT method, amount FROM payment WHERE sale_id = ?", (sale_id,))
    return head, lines, [(method, amount) for method, amount in paid]


def _write(tx: Transaction, more: More) -> None:
    """Four statements, however many lines the document has."""
    tx.raw.execute(SALES, more.sale)
    tx.raw.executemany(METHODS, more.methods)
    tx.raw.executemany(ITEMS, more.items)
    tx.raw.executemany(TAXES, more.taxes)
    tx.facts.tables.update(TABLES)


def more_of(
    count: int, when: When, head: tuple[Any, ...], lines: Iterable[tuple[Any, ...]], paid: Iterable[tuple[str, int]]
) -> More:
    """What one document adds; `count` is BILL, NOTE or CANCELLED, head and lines are as `HEAD` and `LINE` name them."""
    till, gstin, place, inter_state, taxable, cgst, sgst, igst, cess, round_off, payable = head
    month, sign = when.day // 100, 1 if count == BILL else -1
    number = gross = off = ship = on_top = costed = cost = 0
    items: dict[Any, tuple[int, ...]] = {}
    taxes: dict[Any, tuple[int, ...]] = {}
    for (
        product, quantity, full, disc, bdisc, shipped, value, central, state, whole, more_cess, inclusive, each, *kind
    ) in lines:  # fmt: skip
        tax = central + state + whole + more_cess
        known, spent = (0, 0) if each is None else (value, (2 * quantity * each + 1000) // 2000)
        number += 1
        gross += full
        off += disc + bdisc
        ship += shipped
        on_top += 0 if inclusive else tax
        costed += known
        cost += spent
        _grow(items, product, (1, quantity, full, disc + bdisc, value, value + tax, known, spent))
        _grow(taxes, tuple(kind), (quantity, value, central, state, whole, more_cess))
    where = (month, int(bool(gstin)), place, inter_state)
    methods: dict[str, int] = {}
    for method, amount in paid:
        methods[method] = methods.get(method, 0) + amount
    sums = (taxable, cgst + sgst + igst, cess)
    if count == BILL:
        row = (1, number, gross, off, ship, on_top, *sums, round_off, payable, costed, cost, *(0,) * 9)
    else:
        row = (*NOTHING, *((1, payable, 0, 0) if count == CANCELLED else (0, 0, 1, payable)), *sums, costed, cost)
    return More(
        (when.day, when.hour, till, when.employee_id, *row),
        [(when.day, till, method, int(count == BILL), amount) for method, amount in methods.items()],
        [(month, product, count * one[0], *_signed(sign, one[1:])) for product, one in items.items()],
        [(*where, *kind, *_signed(sign, one)) for kind, one in taxes.items()],
    )


def _grow(sums: dict[Any, tuple[int, ...]], key: object, more: tuple[int, ...]) -> None:
    """Add to the sums of a key."""
    before = sums.get(key)
    sums[key] = more if before is None else tuple(map(add, before, more))


def _signed(sign: int, sums: tuple[int, ...]) -> tuple[int, ...]:
    """What is taken off, below zero."""
    return sums if sign > 0 else tuple([-value for value in sums])
