"""The papers as a table: what and for whom, on which printer, how it stands and why, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shoppos.base.i18n import _, ngettext
from shoppos.reports.paper_words import called, stands, usually
from shoppos.ui import style
from shoppos.ui.style import colours, scaled
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.printing.printers import Fleet
    from shoppos.printing.spooler import PrinterState
    from shoppos.reports.paper_list import ListedPaper
    from shoppos.shop import Shop

PAGE = 200
PAPER, STATE, PRINTER, SINCE = range(4)
SECOND = Qt.ItemDataRole.UserRole
"""The role of a cell's second line."""
TWO_LINES = 60
WAITING, TODAY = "waiting", "today"
MARKS = {"owed": "…", "sending": "→", "uncertain": "?", "printed": "✓", "sent": "✓", "cancelled": "✕"}
HOUR, DAY = 60, 24 * 60
Index = QModelIndex | QPersistentModelIndex


def copy_words(copy: int) -> str:
    """Which print of its document a paper is."""
    if copy == 0:
        return _("Original")
    return _("Duplicate") if copy == 1 else _("Duplicate {n}").format(n=copy)


def named(row: ListedPaper) -> str:
    """What a paper is called in a sentence: its kind and its document's number."""
    return called(row.kind, row.number)


def why(row: ListedPaper, state: PrinterState | None = None) -> str:
    """Why a paper stands as it does, in a sentence; `state` is what its printer last said of itself."""
    if row.state == "owed":
        if state is not None and not state.ready:
            said = _("{printer}: {reason}. It prints by itself when that is mended.")
            return said.format(printer=state.printer, reason=state.reason.rstrip(". ।"))
        if row.error:
            return " ".join(part for part in (row.error, _next_try(row)) if part)
    return row.error or usually(row.state)


def _next_try(row: ListedPaper) -> str:
    return _("The next try is at {time}.").format(time=f"{row.next_try:%H:%M:%S}") if row.next_try else ""


def ago(minutes: int) -> str:
    """How long ago something was, in words."""
    if minutes < 1:
        return _("just now")
    if minutes < HOUR:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    if minutes < DAY:
        return ngettext("{n} hour ago", "{n} hours ago", minutes // HOUR).format(n=minutes // HOUR)
    return ngettext("{n} day ago", "{n} days ago", minutes // DAY).format(n=minutes // DAY)


def tries_words(tries: int) -> str:
    """How often a paper was sent, "" for never."""
    return ngettext("{n} try", "{n} tries", tries).format(n=tries) if tries else ""


class PaperList(QAbstractTableModel):
    """Plain rows, fetched as one scrolls; `states` is what each printer last said of itself."""

    def __init__(self, states: Mapping[str, PrinterState]) -> None:
        """Nothing to show until `show`."""
        super().__init__()
        self._states = states
        self._shop: Shop | None = None
        self._which = WAITING
        self._rows: list[ListedPaper] = []
        self._more = False
        self._fleet: Fleet | None = None

    def show(self, shop: Shop, which: str, least: int = 0) -> None:
        """Look for the papers that wait, or for all of today; as many as were fetched before, `least` at the least."""
        self._fleet = None
        found = self._find(shop, which, 0, max(PAGE, least))
        if which == self._which and [row.id for row in found] == [row.id for row in self._rows]:
            self._rows = found
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, SINCE))
            return
        self.beginResetModel()
        self._shop, self._which, self._rows = shop, which, found
        self.endResetModel()

    def _find(self, shop: Shop, which: str, after: int, most: int) -> list[ListedPaper]:
        from shoppos.reports.paper_list import of_today, waiting

        self._shop = shop
        find: Callable[..., list[ListedPaper]] = waiting if which == WAITING else of_today
        rows = find(shop.db, most, after)
        self._more = len(rows) == most
        return rows

    def paper(self, row: int) -> ListedPaper | None:
        """The paper of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, job_id: bytes) -> int:
        """Where a paper stands among those fetched so far, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == job_id), -1)

    def beside(self, row: ListedPaper) -> list[ListedPaper]:
        """The other papers of its kind, of those fetched so far, that wait for the same printer."""
        here = self.printer(row)
        return [
            other
            for other in self._rows
            if other.state == "owed" and other.kind == row.kind and other.id != row.id and self.printer(other) == here
        ]

    def why(self, row: ListedPaper) -> str:
        """Why a paper stands as it does."""
        going = self.printer(row)
        if row.state == "owed" and not going:
            return _("No printer is set up for this paper.")
        return why(row, self._states.get(going))

    def printer(self, row: ListedPaper) -> str:
        """The printer a paper was sent to, or that it will go to as things are now; "" where there is none."""
        if self._shop is None or (row.printer and row.state != "owed"):
            return row.printer
        if self._fleet is None:
            from shoppos.printing.printers import fleet

            self._fleet = fleet(self._shop.db)
        going = self._fleet.of(row.printer, row.kind)
        return going.name if going else ""

    def age(self, row: ListedPaper) -> str:
        """How long ago a paper was asked for."""
        if self._shop is None:
            return ""
        return ago(int((self._shop.db.clock.now() - row.made_at).total_seconds()) // 60)

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Papers fetched so far."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """What, how it stands, where, since when."""
        return SINCE + 1

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list goes on."""
        return self._more

    def fetchMore(self, parent: Index) -> None:
        """The next ones."""
        if self._shop is None:
            return
        have = len(self._rows)
        rows = self._find(self._shop, self._which, have, PAGE)
        if rows:
            self.beginInsertRows(QModelIndex(), have, have + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Paper"), _("How it stands"), _("Printer"), _("Asked for"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, in two lines; a reader is told both."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._first(row, index.column())
        if role == SECOND:
            return self._second(row, index.column())
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            both = (self._first(row, index.column()), self._second(row, index.column()))
            said = ". ".join(part for part in both if part)
            return tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == STATE:
            return QColor(_colour(row.state))
        return None

    def _first(self, row: ListedPaper, column: int) -> str:
        state = f"{MARKS[row.state]}  {stands(row.state)}"
        return (named(row), state, self.printer(row) or _("No printer"), f"{row.made_at:%H:%M}")[column]

    def _second(self, row: ListedPaper, column: int) -> str:
        if column == PAPER:
            return "  ·  ".join(part for part in (copy_words(row.copy), row.customer) if part)
        if column == STATE:
            return self.why(row)
        return tries_words(row.tries) if column == PRINTER else self.age(row)


def _colour(state: str) -> str:
    c = colours()
    return {"uncertain": c.error, "owed": c.warn, "cancelled": c.quiet, "printed": c.good, "sent": c.good}.get(
        state, c.text
    )


class TwoLines(QStyledItemDelegate):
    """Paints a cell's first line in bold and its second below it, each as far as there is room."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and marking as every list has them, then the two lines."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        # PySide6's stubs do not know the members of this option
        told: Any = shown
        first, told.text = told.text, ""
        widget = told.widget
        drawn = widget.style() if widget is not None else QApplication.style()
        drawn.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        selected = bool(told.state & QStyle.StateFlag.State_Selected)
        room = QRect(told.rect).adjusted(scaled(10), scaled(6), -scaled(8), -scaled(6))
        half = room.height() // 2
        ink = told.palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        quiet = ink if selected else QColor(colours().quiet)
        painter.save()
        bold = index.column() in {PAPER, STATE}
        for text, top, font, colour in (
            (first, room.top(), style.font(style.BASE_POINTS, bold=bold), ink),
            (str(index.data(SECOND) or ""), room.top() + half, style.font(style.BASE_POINTS - 1), quiet),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            place = QRect(room.left(), top, room.width(), half)
            words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for two lines."""
        return QSize(scaled(100), scaled(TWO_LINES))
