"""Which list a file holds: items, with their batches on a sheet beside them, or people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.shop import item_columns, party_columns, sheets
from shoppos.shop.item_check import ITEMS, PARTIES, Sheet
from shoppos.shop.item_more import batch_columns, batch_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read(path: Path, kind: str = "") -> Sheet:
    """The sheet of a file that looks most like a list of items or people, with a guess of what its columns mean.

    `kind` (ITEMS or PARTIES) says which of the two it is. Raises what `sheets.read` raises, and InvalidInput when
    there is no row below the headings.
    """
    best: Sheet | None = None
    batches: Sheet | None = None
    for raw in sheets.read(path):
        sheet = _sheet(path, raw, kind)
        if sheet is None:
            continue
        if sheet.kind == ITEMS and batch_columns(sheet.headings) is not None and "price" not in sheet.guess:
            batches = batches or sheet
        elif best is None or _known(sheet) > _known(best):
            best = sheet
    best = best or batches
    if best is None:
        raise InvalidInput(
            _("{file} has no rows below its headings.").format(file=path.name),
            _("The first row names the columns, each further row is one item."),
        )
    if batches is None or batches is best or best.kind != ITEMS:
        return best
    columns = batch_columns(batches.headings) or {}
    good, bad = batch_rows(batches.rows, columns)
    return replace(best, batches=good, odd=tuple(bad))


def labels(kind: str) -> Mapping[str, str]:
    """What the columns of such a list are called to the shopkeeper."""
    return party_columns.labels() if kind == PARTIES else item_columns.labels()


def _sheet(path: Path, raw: sheets.Raw, kind: str) -> Sheet | None:
    """One sheet with its headings found; None if there is nothing below them."""
    top = [row for _number, row in raw.rows[: item_columns.SEEN_ROWS]]
    people = kind == PARTIES or (not kind and any(map(party_columns.looks_so, top)))
    guess = party_columns.guess if people else item_columns.guess
    at = item_columns.headings_row(top, guess)
    rows = raw.rows[at + 1 :]
    if not rows:
        return None
    wide = max(len(row) for _number, row in rows)
    headings = (*raw.rows[at][1], *[""] * (wide - len(raw.rows[at][1])))
    return Sheet(path.name, raw.name, headings, guess(headings), rows, PARTIES if people else ITEMS)


def _known(sheet: Sheet) -> int:
    return sum(field != "" for field in sheet.guess)
