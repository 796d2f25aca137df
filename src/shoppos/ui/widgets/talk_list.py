"""The list of conversations: who waits for the shop's reply stands first, with how long in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shoppos.base.i18n import _
from shoppos.rules.message_words import channel_said
from shoppos.ui import style
from shoppos.ui.style import colours, scaled
from shoppos.ui.widgets.talk_words import moment, waits_said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView

Index = QModelIndex | QPersistentModelIndex
PERSON = Qt.ItemDataRole.UserRole
LINES, LINE, PAD = 3, 21, 7
FOUND = 30
"""People without a conversation that a search brings."""


@dataclass(frozen=True, slots=True)
class Person:
    """One row: a customer, or a chat (`channel`, `address`) of which nobody knows whose it is.

    `last_id` is what was said last, None where nothing was yet; `minutes` how long they wait for a reply.
    """

    customer_id: bytes | None
    name: str
    ending: str
    channel: str = ""
    address: str = ""
    last_id: bytes | None = None
    last: str = ""
    at: dt.datetime | None = None
    unread: int = 0
    minutes: int = 0

    @property
    def key(self) -> object:
        """What makes a row the same one when the list is read anew."""
        return self.customer_id or (self.channel, self.address)

    @property
    def shown(self) -> str:
        """The name, or what there is of one."""
        if self.customer_id is None:
            return _("{name}: who is it?").format(name=self.name) if self.name else _("Somebody unknown")
        return self.name or _("No name")


def people(shop: Shop, text: str) -> list[Person]:
    """The conversations whose customer that is, those that wait first; then others of the shop's people."""
    from shoppos.reports.messages import talks

    now = shop.db.clock.now()
    asked = text.strip()
    matched = shop.customers.search(asked, FOUND) if asked else []
    wanted = {one.id for one in matched}
    held = [
        Person(
            one.customer_id, one.name, one.ending, one.channel, one.address, one.last_id, one.shown, one.at, one.unread,
            max(int((now - one.at).total_seconds() // 60), 0),
        )
        for one in talks(shop.db)
        if not asked or one.customer_id in wanted or (asked.isdigit() and one.ending.endswith(asked[-4:]))
    ]  # fmt: skip
    known = {one.customer_id for one in held}
    return held + [person_of(one) for one in matched if one.id not in known]


def person_of(customer: CustomerView) -> Person:
    """A customer with whom nothing was spoken yet."""
    return Person(customer.id, customer.name, customer.phone[-4:])


class TalkList(QAbstractListModel):
    """The rows, handed over whole; `now` is the moment to which times are told."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: list[Person] = []
        self.now: dt.datetime | None = None

    def show(self, rows: Iterable[Person], now: dt.datetime) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows, self.now = list(rows), now
        self.endResetModel()

    def row_of(self, key: object) -> int:
        """Where somebody stands, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The person for the painter, the row in words for a reader."""
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == PERSON:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            waits = waits_said(row.minutes, row.unread) if row.unread else ""
            return ". ".join(part for part in (f"{row.shown} {row.ending}", waits, row.last) if part)
        return None


class TalkPainter(QStyledItemDelegate):
    """Paints a row: name and time, the last words, and whether they wait."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines each."""
        return QSize(scaled(200), scaled(LINES * LINE + 2 * PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Person | None = index.data(PERSON)
        if row is None:
            return
        told: Any = option  # PySide6's stubs do not know the members of this option
        c = colours()
        chosen = bool(told.state & QStyle.StateFlag.State_Selected)
        painter.save()
        box = QRect(told.rect)
        if chosen:
            painter.fillRect(box, QColor(c.brand))
        elif row.unread:
            painter.fillRect(box, QColor(c.warn_ground))
        painter.setPen(QColor(c.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ink, quiet = (c.on_brand, c.on_brand) if chosen else (c.text, c.quiet)
        plain, bold = style.font(style.BASE_POINTS - 1), style.font(style.BASE_POINTS, bold=True)
        inside = box.adjusted(scaled(10), scaled(PAD), -scaled(10), -scaled(PAD))
        first = QRect(inside.left(), inside.top(), inside.width(), scaled(LINE))
        lines = [first.translated(0, at * scaled(LINE)) for at in range(LINES)]
        model = index.model()
        now = model.now if isinstance(model, TalkList) else None
        when = moment(row.at, now) if row.at is not None and now is not None else ""
        wide = two(painter, lines[0], when, plain, quiet, right=True)
        room = lines[0].adjusted(0, 0, -wide, 0)
        two(painter, room, f"{row.shown}  ··{row.ending}" if row.ending else row.shown, bold, ink)
        two(painter, lines[1], " ".join(row.last.split()) or _("Nothing was said yet."), plain, ink)
        if row.unread:
            waits = style.font(style.BASE_POINTS - 1, bold=True)
            two(painter, lines[2], waits_said(row.minutes, row.unread), waits, c.on_brand if chosen else c.warn)
        else:
            two(painter, lines[2], channel_said(row.channel), plain, quiet)
        painter.restore()


def two(painter: QPainter, place: QRect, text: str, font: Any, ink: str, *, right: bool = False) -> int:
    """One text in its place, cut where there is no room; gives how wide it is with a gap behind it."""
    measured = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = measured.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return measured.horizontalAdvance(shown) + scaled(8)
