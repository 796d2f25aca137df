"""The lines of an order: the bill's own table, with what is free of each thing where a bill shows its tax."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from shoppos.base.i18n import _
from shoppos.base.money import quantity
from shoppos.ui import style
from shoppos.ui.widgets.bill_table import (
    AMOUNT,
    GST,
    NO,
    PRICE,
    ROW,
    SELECTED,
    BillModel,
    BillTable,
    Index,
    LineDelegate,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from shoppos.shop.order_promise import Free
    from shoppos.shop.order_view import OrderView

FREE = GST
"""The column of what is free: who orders by telephone asks for that, and never for the rate."""
NOTHING: "dict[int, Free]" = {}


class OrderModel(BillModel):
    """The lines as the shop gave them, each with what is free of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with an empty order."""
        super().__init__(parent)
        self.stock: dict[int, Free] = NOTHING

    def tell_stock(self, stock: "dict[int, Free]") -> None:
        """What is free of each line now, by its number."""
        self.stock = stock
        if self.lines:
            self.dataChanged.emit(self.index(0, FREE), self.index(len(self.lines) - 1, FREE))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if (section, orientation, role) == (FREE, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole):
            return _("Available")
        return super().headerData(section, orientation, role)

    def words(self, row: int, column: int) -> str:
        """What stands in a cell."""
        if column != FREE:
            return super().words(row, column)
        have = self.stock.get(self.lines[row].no)
        return "" if have is None or have.free is None else quantity(max(have.free, 0))

    def short(self, row: int) -> bool:
        """Whether there is less than is asked for on that line."""
        have = self.stock.get(self.lines[row].no)
        return have is not None and have.short > 0


class OrderDelegate(LineDelegate):
    """Paints what is not there on the ground of a warning, and with a sign."""

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: Index) -> None:
        """Paint one cell."""
        super().paint(painter, option, index)
        view: Any = option
        model: Any = index.model()
        if index.column() != FREE or not model.short(index.row()):
            return
        c, pad = style.colours(), style.scaled(10)
        chosen = bool(view.state.value & SELECTED)
        painter.fillRect(view.rect, QColor(c.brand if chosen else c.warn_ground))
        painter.setPen(QColor(c.on_brand if chosen else c.warn))
        painter.setFont(view.font)
        words = f"⚠ {model.words(index.row(), FREE)}"
        painter.drawText(
            view.rect.adjusted(0, 0, -pad, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words
        )


class OrderTable(BillTable):
    """What is ordered; the entry line keeps the keyboard."""

    spared = ((NO, 600), (PRICE, 560), (AMOUNT, 400))

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        self.goods = OrderModel()
        super().__init__(parent, self.goods)
        self.goods.setParent(self)
        self.setItemDelegate(OrderDelegate(self))
        self.setAccessibleName(_("Lines of the order"))
        self.setMinimumHeight(style.scaled(ROW * 3))

    def sizeHint(self) -> QSize:
        """The heading and two lines; it takes what the script leaves of the page."""
        return QSize(super().sizeHint().width(), style.scaled(ROW * 3))

    def empty_words(self) -> str:
        """What an empty table says."""
        return _("Type what the caller wants: a name or a code.\nWhat is free of it stands beside it.")

    def show_order(self, view: "OrderView | None", chosen: int | None) -> None:
        """Show the lines of an order and select the one numbered `chosen`."""
        self.goods.stock = view.stock if view else NOTHING
        self.show_lines(view.sale.lines if view and view.sale else (), chosen)
        self.goods.tell_stock(self.goods.stock)
