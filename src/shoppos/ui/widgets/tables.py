"""How every list of the back pages looks and moves: whole rows, one at a time, tall enough for a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView

from shoppos.ui.style import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QAbstractItemModel

ROW = 44


def table(model: QAbstractItemModel, stretch: int, widths: Iterable[tuple[int, int]]) -> QTableView:
    """A list of `model`: column `stretch` takes what is left, the others have widths in pixels at 100 %."""
    view = QTableView()
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names differ at their end: 500 g, 1 kg
    view.setTabKeyNavigation(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    fit(view, widths)
    return view


def roomy(view: QListView) -> None:
    """A short list with rows tall enough for a finger."""
    view.setStyleSheet(f"QListView::item {{ min-height: {scaled(ROW - 4)}px; padding: 0 {scaled(8)}px; }}")


def fit(view: QTableView, widths: Iterable[tuple[int, int]]) -> None:
    """Sizes for the font in force; again when it was changed."""
    view.verticalHeader().setDefaultSectionSize(scaled(ROW))
    view.setStyleSheet(f"QTableView::item {{ padding: 0 {scaled(8)}px; }}")
    for column, width in widths:
        view.horizontalHeader().resizeSection(column, scaled(width))


def whole_heads(view: QTableView, widths: Iterable[tuple[int, int]]) -> None:
    """Let each of those columns be wide enough for its heading too: no word of it is cut."""
    header = view.horizontalHeader()
    for column, width in widths:
        header.resizeSection(column, max(scaled(width), header.sectionSizeHint(column)))
