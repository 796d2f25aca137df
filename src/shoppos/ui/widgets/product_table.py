"""The catalogue's rows as a table shows them: a hundred thousand items, fetched as one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shoppos.base.i18n import _
from shoppos.base.money import grouped, quantity, rate

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import Hit

PAGE = 200
MOST_FOUND = 200
CODE, NAME, PRICE, MRP, GST, STOCK = range(6)
Index = QModelIndex | QPersistentModelIndex


class ProductTable(QAbstractTableModel):
    """All items in the order of search, or those that were found; plain rows, nothing kept twice."""

    def __init__(self) -> None:
        """Nothing to show until `show`."""
        super().__init__()
        self._shop: Shop | None = None
        self._hits: list[Hit] = []
        self._after = 0
        self._more = False

    def show(self, shop: Shop, text: str, *, unfinished: bool = False) -> None:
        """The items found for `text`, or all of them for ""; a code found whole comes first.

        `unfinished` keeps those whose GST somebody has yet to write down.
        """
        from shoppos.shop import item_todo

        self.beginResetModel()
        self._shop = shop
        self._after = 0
        self._more = False
        if text.strip():
            whole = shop.catalogue.find_code(text)
            found = shop.catalogue.search(text, limit=MOST_FOUND)
            self._hits = ([whole] if whole else []) + [hit for hit in found if hit != whole]
            if unfinished:
                ids = {hit.product_id for hit in item_todo.unfinished(shop)}
                self._hits = [hit for hit in self._hits if hit.product_id in ids]
        elif unfinished:
            self._hits = item_todo.unfinished(shop)
        else:
            self._hits = []
            self._take(shop)
        self.endResetModel()

    def _take(self, shop: Shop) -> list[Hit]:
        page = shop.catalogue.list(self._after, PAGE)
        self._more = len(page) == PAGE
        if page:
            self._after = page[-1][0]
        self._hits += [hit for _number, hit in page]
        return [hit for _number, hit in page]

    def hit(self, row: int) -> Hit | None:
        """The item of a row."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def row_of(self, product_id: bytes) -> int:
        """Where an item stands among the rows fetched so far, or -1."""
        return next((at for at, hit in enumerate(self._hits) if hit.product_id == product_id), -1)

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows fetched so far."""
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def columnCount(self, parent: Index | None = None) -> int:
        """Code, name, price, MRP, GST, stock."""
        return STOCK + 1

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the catalogue goes on."""
        return self._more

    def fetchMore(self, parent: Index) -> None:
        """The next page."""
        if self._shop is None:
            return
        page = self._shop.catalogue.list(self._after, PAGE)
        self._more = len(page) == PAGE
        if page:
            first = len(self._hits)
            self.beginInsertRows(QModelIndex(), first, first + len(page) - 1)
            self._after = page[-1][0]
            self._hits += [hit for _number, hit in page]
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Code"), _("Item"), _("Price"), _("MRP"), _("GST"), _("Stock"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= PRICE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(hit, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= PRICE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _shown(hit: Hit, column: int) -> str:
    if column == CODE:
        return hit.code
    if column == NAME:
        return f"{hit.name}   {hit.local_name}" if hit.local_name else hit.name
    if column == PRICE:
        return grouped(hit.price) if hit.inclusive else _("{price} + GST").format(price=grouped(hit.price))
    if column == MRP:
        return "" if hit.mrp is None else grouped(hit.mrp)
    if column == GST:
        return f"{rate(hit.rate)} %"
    return "" if hit.on_hand is None else f"{quantity(hit.on_hand)} {hit.unit.lower()}"
