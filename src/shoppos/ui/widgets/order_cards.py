"""One column of the board: its orders as a list that Qt paints, each card with its three states in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui import style
from shoppos.ui.style import colours, scaled
from shoppos.ui.widgets import order_words as said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.reports.orders import BoardRow

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
LINES, PAD, GAP = 5, 8, 6
LINE = 19
"""Pixels of one line of a card at 100 %."""
STRIPE = 5


class OrderColumn(QAbstractListModel):
    """The orders of one column, handed over whole; `today` (yyyymmdd) is the business day."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: tuple[BoardRow, ...] = ()
        self.today = 0

    def show(self, rows: Sequence[BoardRow], today: int) -> bool:
        """Show these; False when they are what is shown already."""
        if tuple(rows) == self.rows and today == self.today:
            return False
        same = [row.order_id for row in rows] == [row.order_id for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self.today = tuple(rows), today
        if same:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
        else:
            self.endResetModel()
        return True

    def row(self, at: int) -> BoardRow | None:
        """The order at that place."""
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def row_of(self, order_id: bytes) -> int:
        """Where an order stands, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.order_id == order_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many orders."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The order itself for the painter; the whole card in words for a reader."""
        if not 0 <= index.row() < len(self.rows):
            return None
        if role == ROW:
            return self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ". ".join(part for part in told(self.rows[index.row()], self.today) if part)
        return None


def told(row: BoardRow, today: int) -> tuple[str, ...]:
    """Everything that stands on a card, in the order of reading."""
    money, _looks = said.payment_said(row.own.payment, row.own.due, row.pay_by)
    message, _looks = said.message_said(row.message)
    return (
        said.short(row.number), said.age_said(row.age_minutes), whose(row), said.state_said(row.state), where(row),
        rupees(row.own.payable), said.promised_said(row.promised, row.slot, today, late=row.late), money, message,
        _("Waits for our reply") if row.waiting_reply else "", further(row),
    )  # fmt: skip


def whose(row: BoardRow) -> str:
    """The customer with the last four digits of their phone."""
    ending = f"··{row.ending}" if row.ending else ""
    return " ".join(part for part in (row.customer, ending) if part)


def where(row: BoardRow) -> str:
    """The town and how many items; that it is picked up, and that it is a part only."""
    place = said.way_said(row.way) if row.way == "pickup" else said.town(row.town)
    part = {"rest": _("the rest"), "gone": _("part")}.get(row.part, "")
    return " · ".join(one for one in (part, place, said.items_said(row.items)) if one)


def further(row: BoardRow) -> str:
    """What is peculiar about an order: a box half full, a parcel nobody took, who carries it, a web shop's order."""
    parcels = () if row.part == "rest" else row.parcels
    failed = next((one for one in parcels if one.state == "failed"), None)
    if failed is not None:
        return _("Not delivered")
    out = next((one for one in parcels if one.state == "out"), None)
    if out is not None:
        return out.carrier or out.courier
    if row.state == "taken":
        return said.state_said(row.state)
    if row.state == "confirmed" and row.packed and row.part != "gone":
        return _("{n} % in the box").format(n=row.packed)
    return ""


def further_looks(row: BoardRow) -> str:
    """How that looks."""
    if row.part != "rest" and any(one.state == "failed" for one in row.parcels):
        return said.ERROR
    return said.WARN if row.state == "taken" else said.PLAIN


class CardPainter(QStyledItemDelegate):
    """Paints a card: number and age, customer, town and amount, the promised day, and badges of money and messages."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Five lines, whatever is written on them: a list of equal cards scrolls without measuring them."""
        return QSize(scaled(150), scaled(LINES * LINE + 2 * PAD + GAP + 6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one order."""
        row: BoardRow | None = index.data(ROW)
        if row is None:
            return
        told: Any = option  # PySide6's stubs do not know the members of this option
        model = index.model()
        today = model.today if isinstance(model, OrderColumn) else 0
        c = colours()
        chosen = bool(told.state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(told.state & QStyle.StateFlag.State_HasFocus)
        box = QRect(told.rect).adjusted(1, scaled(GAP // 2), -1, -scaled(GAP // 2))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = c.brand if focused else (c.quiet if chosen else c.line)
        painter.setPen(QPen(QColor(edge), 3 if focused else (2 if chosen else 1)))
        painter.setBrush(QColor(c.brand_soft if focused else c.card))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)
        if row.late:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.error))
            painter.drawRoundedRect(QRectF(box.left() + 3, box.top() + 4, STRIPE, box.height() - 8), 2, 2)
        inside = box.adjusted(scaled(PAD) + STRIPE, scaled(PAD - 2), -scaled(PAD), -scaled(PAD - 2))
        self._write(painter, inside, row, today)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, row: BoardRow, today: int) -> None:
        c = colours()
        plain, bold = style.font(style.BASE_POINTS - 1), style.font(style.BASE_POINTS - 1, bold=True)
        high = place.height() // LINES
        tops = [place.top() + at * high for at in range(LINES)]
        waits = "✉ " if row.waiting_reply else ""
        age = said.age_said(row.age_minutes)
        age_ink = _ink(said.age_looks(row.state, row.age_minutes))
        promised = said.promised_said(row.promised, row.slot, today, late=row.late)
        briefer = said.promised_said(row.promised, "", today)
        if row.late:
            promised, briefer = f"⚠ {promised}", _("⚠ Late")
        lines = (
            (f"{waits}{said.short(row.number)}", bold, c.warn if waits else c.text, age, plain, age_ink),
            (row.customer or "—", bold, c.text, f"··{row.ending}" if row.ending else "", plain, c.quiet),
            (where(row), plain, c.quiet, said.brief(row.own.payable), bold, c.text),
            (f"{promised}\n{briefer}", bold if row.late else plain, c.error if row.late else c.text, further(row),
             plain, _ink(further_looks(row))),
        )  # fmt: skip
        for top, line in zip(tops, lines, strict=False):
            _two(painter, QRect(place.left(), top, place.width(), high), *line)
        self._badges(painter, QRect(place.left(), tops[4] + 1, place.width(), high - 1), row)

    def _badges(self, painter: QPainter, place: QRect, row: BoardRow) -> None:
        """Money to the left, messages to the right, each in its colour and its words."""
        small = style.font(style.BASE_POINTS - 1.5, bold=True)
        measured = QFontMetrics(small)
        painter.setFont(small)
        gap = scaled(6)
        message, message_looks = said.message_said(row.message)
        money, money_looks = said.payment_said(row.own.payment, row.own.due, row.pay_by)
        wide = min(measured.horizontalAdvance(message) + 2 * gap, place.width() // 2)
        right = QRect(place.right() - wide + 1, place.top(), wide, place.height())
        most = place.width() - wide - gap
        left = QRect(place.left(), place.top(), min(measured.horizontalAdvance(money) + 2 * gap, most), place.height())
        for box, text, looks in ((left, money, money_looks), (right, message, message_looks)):
            ground, ink = grounds(looks)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(box), 4, 4)
            painter.setPen(QColor(ink))
            shown = measured.elidedText(text, Qt.TextElideMode.ElideRight, box.width() - gap)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)


def grounds(looks: str) -> tuple[str, str]:
    """Ground and ink of a badge that looks so; every pair stands at 4.5:1 or more."""
    c = colours()
    return {
        said.GOOD: (c.good_ground, c.good), said.WARN: (c.warn_ground, c.warn), said.ERROR: (c.error_ground, c.error),
        said.QUIET: (c.raised, c.quiet), said.PLAIN: (c.raised, c.text),
    }[looks]  # fmt: skip


def _ink(looks: str) -> str:
    c = colours()
    return {said.GOOD: c.good, said.WARN: c.warn, said.ERROR: c.error, said.QUIET: c.quiet, said.PLAIN: c.text}[looks]


def _two(painter: QPainter, place: QRect, left: str, font: Any, ink: str, right: str, other: Any, tone: str) -> None:
    """Two texts of one line: the right one whole, of the left one the first wording that there is room for."""
    wide = 0
    if right:
        measured = QFontMetrics(other)
        wide = min(measured.horizontalAdvance(right) + 2, place.width() * 3 // 5)
        painter.setFont(other)
        painter.setPen(QColor(tone))
        box = QRect(place.right() - wide + 1, place.top(), wide, place.height())
        shown = measured.elidedText(right, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        wide += scaled(6)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    room = place.width() - wide
    measured = QFontMetrics(font)
    fits = next((one for one in left.split("\n") if measured.horizontalAdvance(one) <= room), left.rpartition("\n")[2])
    shown = measured.elidedText(fits, Qt.TextElideMode.ElideRight, room)
    box = QRect(place.left(), place.top(), room, place.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
