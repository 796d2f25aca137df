"""What was found while typing: products or customers, under the entry line, picked without the mouse."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QWidget

from shoppos.base.i18n import _
from shoppos.ui import style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
ROW = 44
NOBODY = QModelIndex()


@dataclass(frozen=True, slots=True)
class Found:
    """One row: what it is, what is said beside it in small, and at the right side."""

    thing: Any
    name: str
    beside: str = ""
    right: str = ""


class FoundModel(QAbstractListModel):
    """The rows found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with none."""
        super().__init__(parent)
        self.found: tuple[Found, ...] = ()

    def show(self, found: tuple[Found, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = NOBODY) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a row, for readers."""
        one = self.found[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (one.name, one.beside, one.right) if part)
        return None


class FoundDelegate(QStyledItemDelegate):
    """Paints name, small words, figures at the right and the key that picks the row."""

    def sizeHint(self, option: "QStyleOptionViewItem", index: Index) -> QSize:
        """One row's height."""
        return QSize(100, style.scaled(ROW))

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: Index) -> None:
        """Paint one row."""
        from PySide6.QtWidgets import QStyle  # not needed before something was found

        view: Any = option
        model: Any = index.model()
        one: Found = model.found[index.row()]
        chosen = bool(view.state & QStyle.StateFlag.State_Selected)
        c = style.colours()
        if chosen:
            painter.fillRect(view.rect, QColor(c.brand))
        pad = style.scaled(12)
        room: QRect = view.rect.adjusted(pad, 0, -pad, 0)
        loud, quiet = QColor(c.on_brand if chosen else c.text), QColor(c.on_brand if chosen else c.quiet)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(style.font(style.BASE_POINTS - 2))
        painter.setPen(quiet)
        if index.row() < 9:  # noqa: PLR2004  (the digit keys that pick)
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, str(index.row() + 1))
        room.setLeft(room.left() + style.scaled(26))
        painter.setFont(style.font(style.BASE_POINTS + 1.5))
        painter.setPen(loud)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, one.right)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(one.right) - pad)
        name = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, name)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(name) + pad)
        painter.setFont(style.font(style.BASE_POINTS - 0.5))
        painter.setPen(quiet)
        beside = painter.fontMetrics().elidedText(one.beside, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, beside)


class Results(QListView):
    """The list under the entry line; the first row is preselected, the entry line keeps the keyboard."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Begin hidden, over the page."""
        super().__init__(parent)
        self._page = parent
        self.rows = FoundModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(FoundDelegate(self))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)
        self.moved = False
        self.setAccessibleName(_("Found"))
        self.hide()

    def show_found(self, found: tuple[Found, ...], below: QWidget) -> None:
        """Show rows below another widget of the page; none hides the list."""
        self.moved = False
        self.rows.show(found)
        if not found:
            self.hide()
            return
        self.setCurrentIndex(self.rows.index(0))
        place = below.geometry()
        wanted = min(len(found), 8) * style.scaled(ROW) + 2
        room = self._page.height() - place.bottom() - style.scaled(12)
        self.setGeometry(place.left(), place.bottom() + 2, place.width(), min(wanted, room))
        self.raise_()
        self.show()

    def step(self, by: int) -> None:
        """Select the row above or below."""
        self.moved = True
        row = min(max(self.currentIndex().row() + by, 0), len(self.rows.found) - 1)
        self.setCurrentIndex(self.rows.index(row))

    def current(self) -> Any:
        """The thing of the selected row, or None."""
        row = self.currentIndex().row()
        return self.rows.found[row].thing if self.isVisible() and 0 <= row < len(self.rows.found) else None

    def at(self, number: int) -> Any:
        """The thing of the row with that number, from 1, or None."""
        return self.rows.found[number - 1].thing if self.isVisible() and number <= len(self.rows.found) else None

    def _clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self.rows.found[index.row()].thing)
