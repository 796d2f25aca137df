"""What is wrong with the books, in words that name the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees

MONEY = frozenset({
    "amount", "bdisc", "cancelled", "cess", "cgst", "cost", "costed", "counted", "disc", "disc_amount", "discount",
    "discount_amount", "expected", "gross", "igst", "kept_before", "mrp", "noted", "off_cess", "off_cost",
    "off_costed", "off_tax", "off_taxable", "on_top", "opening", "paid", "payable", "perpetual", "price", "round_off",
    "sgst", "ship", "shipping", "sold", "tax", "taxable", "tendered", "total",
})  # fmt: skip
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that does not agree: `kind` for programs, `where` the row, `sentence` for people.

    Kinds: chain (the journal itself), row (a record and the journal differ), missing, unknown (a record that the
    journal does not know), sum (amounts do not add up), number (a gap), guard (a lock on finished documents is gone).
    """

    kind: str
    where: str
    sentence: str


def said(column: str, value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None:
        return _("nothing")
    if isinstance(value, int) and column in MONEY:
        return rupees(value)
    if isinstance(value, int) and column in {"quantity", "on_hand"}:
        return quantity(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f'"{text}"' if len(text) <= LONGEST else f'"{text[:LONGEST]}…"'


def changed(where: str, column: str, now: Any, was: Any) -> Fault:
    """A column that differs from what the journal told of it."""
    sentence = _("{where} was changed after it was written: {column} is {now}, the journal says {was}.").format(
        where=where, column=column, now=said(column, now), was=said(column, was)
    )
    return Fault("row", where, sentence)


def missing(where: str) -> Fault:
    """A row that the journal tells of and the books lack."""
    return Fault("missing", where, _("{where} stands in the journal, but is gone from the books.").format(where=where))


def unknown(where: str) -> Fault:
    """A row that nobody wrote through the program."""
    sentence = _("{where} stands in the books, but the journal knows nothing of it.").format(where=where)
    return Fault("unknown", where, sentence)


def unequal(where: str, column: str, now: Any, should: Any, called: str = "") -> Fault:
    """An amount that the rules compute differently; `called` is what the trade calls the column."""
    sentence = _("{where} does not add up: {column} is {now}, it should be {should}.").format(
        where=where, column=called or column, now=said(column, now), should=said(column, should)
    )
    return Fault("sum", where, sentence)
