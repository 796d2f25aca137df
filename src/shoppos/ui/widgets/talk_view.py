"""One conversation: what the shop wrote and what became of it, what came back, calls, and the orders' steps between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shoppos.ui import style
from shoppos.ui.style import colours, scaled
from shoppos.ui.widgets.talk_words import ERROR, GOOD, UNSETTLED, WARN, head_said, state_said, step_line, told

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from shoppos.reports.messages import Spoken

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
PAD, GAP = 9, 5
MOST = 200
"""Lines that are shown; what was said before stands in the list of the command."""
WRAP = Qt.TextFlag.TextWordWrap


class Lines(QAbstractListModel):
    """The lines of one conversation, the oldest first."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.rows: list[Spoken] = []
        self.now: dt.datetime | None = None

    def show(self, rows: Sequence[Spoken], now: dt.datetime) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows, self.now = list(rows[-MOST:]), now
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line for the painter; all of it in words for a reader."""
        if not 0 <= index.row() < len(self.rows) or self.now is None:
            return None
        if role == LINE:
            return self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return told(self.rows[index.row()], self.now)
        return None


class LinePainter(QStyledItemDelegate):
    """Ours stand at the right, theirs at the left, steps in the middle; each as high as its words."""

    def _parts(self, one: Spoken, now: Any) -> tuple[str, str, str, str]:
        """Head, body, foot, and how the foot looks."""
        if one.way == "step":
            return "", step_line(one, now), "", ""
        foot, looks = state_said(one, now) if one.way == "out" else ("", "")
        return head_said(one, now), one.body, foot, looks

    def _measured(self, one: Spoken, now: Any, wide: int) -> tuple[int, tuple[int, int, int]]:
        """How wide the box is and how high its head, body and foot are."""
        head, body, foot, _looks = self._parts(one, now)
        most = wide * (95 if one.way == "step" else 78) // 100 - 2 * scaled(PAD)
        fonts = _fonts(one.way)
        boxes = [
            QFontMetrics(font).boundingRect(QRect(0, 0, most, 10_000), WRAP, text) if text else QRect()
            for font, text in zip(fonts, (head, body, foot), strict=True)
        ]
        return max(box.width() for box in boxes) + 2, (boxes[0].height(), boxes[1].height(), boxes[2].height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words are when they are wrapped."""
        told: Any = option  # PySide6's stubs do not know the members of this option
        view, one = told.widget, index.data(LINE)
        if one is None or not isinstance(view, QListView):
            return QSize(scaled(100), scaled(40))
        model = index.model()
        now = model.now if isinstance(model, Lines) else None
        wide = view.viewport().width()
        high = sum(self._measured(one, now, wide)[1])
        return QSize(wide - 4, high + scaled(GAP) * 2 + (0 if one.way == "step" else 2 * scaled(PAD)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        one: Spoken | None = index.data(LINE)
        model = index.model()
        if one is None or not isinstance(model, Lines):
            return
        told: Any = option
        c, place = colours(), QRect(told.rect)
        view = told.widget
        across = view.viewport().width() if isinstance(view, QListView) else place.width()
        wide, highs = self._measured(one, model.now, across)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = bool(told.state & QStyle.StateFlag.State_Selected)
        outer = wide + 2 * scaled(PAD)
        left = place.left() + {"out": place.width() - outer - 4, "step": (place.width() - outer) // 2}.get(one.way, 4)
        box = QRect(left, place.top() + scaled(GAP), outer, place.height() - 2 * scaled(GAP))
        if one.way != "step" or marked:
            ground = {"out": c.brand_soft, "in": c.card, "call": c.raised}.get(one.way, c.ground)
            painter.setPen(QPen(QColor(c.brand if marked else c.line), 2 if marked else 1))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(box), 8, 8)
        inks = {"step": c.quiet}.get(one.way, c.text)
        foot_ink = {WARN: c.warn, ERROR: c.error, GOOD: c.good}.get(self._parts(one, model.now)[3], c.quiet)
        top = box.top() + (0 if one.way == "step" else scaled(PAD))
        texts = self._parts(one, model.now)[:3]
        for text, font, ink, high in zip(texts, _fonts(one.way), (c.quiet, inks, foot_ink), highs, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRect(box.left() + scaled(PAD), top, wide, high), WRAP, text)
            top += high
        painter.restore()


def _fonts(way: str) -> tuple[Any, Any, Any]:
    small = style.font(style.BASE_POINTS - 1.5)
    body = small if way == "step" else style.font(style.BASE_POINTS)
    return small, body, style.font(style.BASE_POINTS - 1, bold=True)


class TalkView(QListView):
    """The conversation; the marked line is the one that acts are done with."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.lines = Lines()
        self.setModel(self.lines)
        self.setItemDelegate(LinePainter(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else it changes what is measured
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setProperty("role", "board")

    @property
    def chosen(self) -> Spoken | None:
        """The marked line."""
        one: Spoken | None = self.currentIndex().data(LINE)
        return one

    def show_lines(self, rows: Sequence[Spoken], now: dt.datetime, keep: bytes | None) -> None:
        """Show these; what asks for a person is marked, else the line `keep`, else the last one."""
        self.lines.show(rows, now)
        shown = self.lines.rows
        at = next((n for n, one in enumerate(shown) if one.id == keep), -1)
        if at < 0:
            asks = (n for n, one in enumerate(shown) if one.way == "out" and one.state in UNSETTLED)
            at = max(asks, default=-1)
        if at >= 0:
            self.setCurrentIndex(self.lines.index(at))
        self.scrollToBottom()
        if at >= 0 and shown[at].state == "opened":
            self.scrollTo(self.lines.index(at))  # it is asked about

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other heights, the same end."""
        super().resizeEvent(event)
        self.scrollToBottom()
