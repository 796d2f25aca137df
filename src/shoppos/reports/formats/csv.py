"""A report for any sheet program: UTF-8 with its mark, figures plain, nothing that Excel would run.

One table is heads and rows; of several each has its title above it and an empty line before it. Sums are left out: who
reads the rows adds them up, and would count a total twice.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from shoppos.base.text import clean
from shoppos.reports.cells import guarded, plain
from shoppos.reports.report import NUMBERS

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.report import Kind, Report, Value
    from shoppos.rules.letterhead import Letterhead


def write(report: Report, _shop: Letterhead, made_at: dt.datetime) -> bytes:
    """The tables of the report as CSV."""
    kept = io.StringIO(newline="")
    out = csv.writer(kept)
    several = len(report.tables) > 1
    for at, table in enumerate(report.tables):
        if several:
            if at:
                out.writerow(())
            out.writerow([guarded(clean(table.title or report.title))])
        out.writerow([guarded(clean(column.title)) for column in table.columns])
        kinds = [column.kind for column in table.columns]
        for line in table.lines:
            out.writerow([_cell(value, kind, made_at.tzinfo) for value, kind in zip(line.values, kinds, strict=True)])
    return kept.getvalue().encode("utf-8-sig")


def _cell(value: Value, kind: Kind, zone: dt.tzinfo | None) -> str:
    """A figure stays a figure, though it be below zero; words are guarded."""
    written = plain(value, kind, zone)
    if written is None:
        return ""
    return str(written) if isinstance(value, int) and kind in NUMBERS else guarded(str(written))
