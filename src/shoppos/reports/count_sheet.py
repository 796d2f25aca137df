"""A sheet to count by: the items of one count in the order of the shelves, with a box for the figure and a tick."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import NotFound
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from shoppos.base.file import Reader


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One item to count, in thousandths; `expected` is None on a blind sheet."""

    shelf: str
    code: str
    name: str
    local_name: str
    unit: str
    expected: int | None


@dataclass(frozen=True, slots=True)
class CountSheet:
    """The whole sheet: what is counted, when it was begun, and by whom."""

    count_id: bytes
    scope: str
    of: str
    made_at: dt.datetime
    by: str
    lines: tuple[SheetLine, ...]

    @property
    def title(self) -> str:
        """What is counted, in words."""
        words = {
            "risk": _("Today's count"), "category": _("Count of {of}"), "shelf": _("Count of shelf {of}"),
            "all": _("Count of the whole shop"), "items": _("Count of chosen items"),
        }  # fmt: skip
        return words[self.scope].format(of=self.of)


def load(db: Reader, count_id: bytes, *, blind: bool = True) -> CountSheet:
    """The sheet of one count; NotFound when there is none with that id."""
    head = db.row(
        "SELECT c.scope, c.of, c.made_at, e.name FROM stock_count c JOIN employee e ON e.id = c.employee_id "
        "WHERE c.id = ?",
        (count_id,),
    )
    if head is None:
        raise NotFound(_("There is no such count."), _("Begin one first."))
    rows = db.rows(
        "SELECT coalesce(k.shelf, ''), p.code, p.name, p.local_name, p.unit, coalesce(s.on_hand, 0) "
        "FROM stock_count_line l JOIN product p ON p.id = l.product_id "
        "LEFT JOIN keeping k ON k.product_id = l.product_id LEFT JOIN stock s ON s.product_id = l.product_id "
        "WHERE l.count_id = ? ORDER BY coalesce(k.shelf, ''), p.category, p.name, p.code",
        (count_id,),
    )
    lines = tuple(
        SheetLine(shelf, code, name, local_name, unit, None if blind else on_hand)
        for shelf, code, name, local_name, unit, on_hand in rows
    )
    return CountSheet(count_id, head[0], head[1], db.clock.at(head[2]), head[3], lines)


def read(db: Reader, count_id: bytes, told: Mapping[str, Any]) -> CountSheet:
    """The sheet as a paper asks for it: blind unless it is told otherwise."""
    return load(db, count_id, blind=told.get("blind", 1) != 0)
