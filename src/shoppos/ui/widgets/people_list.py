"""People as a list: name, phone, and what they owe or why they stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import grouped
from shoppos.ui.style import colours
from shoppos.ui.widgets.customer_box import spaced

if TYPE_CHECKING:
    from shoppos.shop import Shop

MOST = 200
NAME, PHONE, SAID = range(3)
ALL, OWING, DUE, BIRTHDAYS, TWINS = "", "owing", "due", "birthdays", "twins"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One line: whose card, how they are called, and what is said of them; `warns` draws the eye."""

    customer_id: bytes
    name: str
    phone: str
    said: str
    warns: bool = False


class PeopleList(QAbstractTableModel):
    """People found by a text, or all of a kind: who owes, who is to be reminded, whose birthday comes, who is twice."""

    def __init__(self) -> None:
        """Nobody until `show`."""
        super().__init__()
        self._rows: list[Row] = []
        self.only, self.searched = "", False

    def show(self, shop: Shop, text: str, only: str) -> None:
        """Look for people by `text`; without one those of the kind `only`."""
        self.beginResetModel()
        self.only, self.searched = "" if text else only, bool(text)
        self._rows = _found(shop, text) if text else _of_kind(shop, only)
        self.endResetModel()

    def person(self, row: int) -> Row | None:
        """The one in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, customer_id: bytes) -> int:
        """Where somebody stands, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.customer_id == customer_id), -1)

    def told(self, kind: str) -> str:
        """How many there are of that kind; of none why, and what one can do now."""
        shown = len(self._rows)
        if shown and self.only == TWINS:
            return ngettext("{n} pair", "{n} pairs", shown // 2).format(n=shown // 2)
        if shown:
            return ngettext("{n} person", "{n} people", shown).format(n=shown)
        if self.searched:
            return _("Nobody here. Type other digits or another name, or press Enter for a new card.")
        return {
            ALL: _("No customer yet. Press Ctrl+N for the first card."), OWING: _("Nobody owes anything."),
            DUE: _("Nobody is to be reminded today."), BIRTHDAYS: _("No birthday in the next days."),
            TWINS: _("No two cards look like one person."),
        }[kind]  # fmt: skip

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, phone, what is said."""
        return SAID + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            said = {BIRTHDAYS: _("Birthday"), TWINS: _("Pair")}.get(self.only, _("Owes"))
            return (_("Name"), _("Phone"), said)[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SAID:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.name or spaced(row.phone), spaced(row.phone), row.said)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == SAID:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and row.warns and index.column() == SAID:
            return QColor(colours().warn)
        return None


def _found(shop: Shop, text: str) -> list[Row]:
    return [
        Row(one.id, one.name, one.phone, grouped(one.owes) if one.owes else "")
        for one in shop.customers.search(text, MOST)
    ]


def _of_kind(shop: Shop, only: str) -> list[Row]:
    from shoppos.reports import customers, khata

    if only in {OWING, DUE}:
        return [
            Row(one.customer_id, one.name, one.phone, grouped(one.ageing.owes), one.due)
            for one in khata.debtors(shop.db)
            if one.due or only == OWING
        ]
    if only == BIRTHDAYS:
        today = day_of(khata.today(shop.db))
        return [
            Row(one.customer_id, one.name, one.phone, f"{one.day:%d-%m}", one.day == today)
            for one in customers.birthdays(shop.db, today)
        ]
    if only == TWINS:
        return [
            Row(card[0], card[1], card[2], _("{n}. pair").format(n=at))
            for at, twin in enumerate(customers.twins(shop.db), 1)
            for card in (twin.first, twin.second)
        ]
    return [
        Row(one.id, one.name, one.phone, grouped(one.owes) if one.owes else "") for one in shop.customers.newest(MOST)
    ]
