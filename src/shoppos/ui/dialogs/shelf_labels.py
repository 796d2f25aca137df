"""Labels for shelf and goods: which items, how many of each, on which paper, and where on the sheet the first goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.ui.dialogs.label_form import LabelDialog, beside
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, choice, words
from shoppos.ui.widgets.label_grid import LabelGrid
from shoppos.ui.widgets.label_items import LabelItems
from shoppos.ui.widgets.picture import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QComboBox

    from shoppos.shop.catalogue import Hit
    from shoppos.ui.context import Context


SEEN = 3
"""Labels of a roll that the picture shows."""


class ShelfLabelsDialog(LabelDialog):
    """Enter prints; `printed` is true afterwards."""

    kind = "shelf"

    def __init__(self, context: Context, hits: Iterable[Hit], parent: QWidget | None) -> None:
        """Ask for labels of `hits`, one of each at first."""
        self._hits = tuple(hits)
        super().__init__(context, parent, _("Shelf and product labels"))
        self.items.changed.connect(self.changed)
        self.use.editor.currentIndexChanged.connect(self.changed)
        self.grid.chosen.connect(self.changed)
        self.items.line.setFocus()
        self.preview.draw()

    def fields(self) -> list[QWidget]:
        """The goods."""
        self.items = LabelItems(self.shop, self._hits)
        return [self.items]

    def choices(self) -> QWidget:
        """Where they stick, beside the paper."""
        where = choice([(_("On the shelf"), False), (_("On each piece"), True)])
        self.use: Field[QComboBox] = Field("use", _("Where they stick"), where)
        return beside(self.use, self.paper)

    def below(self) -> list[QWidget]:
        """Where on the sheet the first label goes."""
        self.place = QWidget()
        column = QVBoxLayout(self.place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(words(_("First free label on the sheet (arrow keys)"), role="caption"))
        self.grid = LabelGrid()
        column.addWidget(self.grid)
        return [self.place]

    def other_paper(self) -> None:
        """Another paper: its sheet, if it is one, is as free as it was when such a one was chosen before."""
        from shoppos.printing.paper import paper_named

        grid = paper_named(self.paper_name()).grid
        self.place.setVisible(grid is not None)
        if grid is not None:
            self.grid.show_sheet(grid.across, grid.down)
        else:
            self.grid.show_sheet(1, 1)
        super().other_paper()

    def told(self) -> dict[str, Any]:
        """What is asked for; InvalidInput when it is nothing."""
        from shoppos.shop.papers import shelf_told

        return shelf_told(self.items.counts(), self.grid.skip, goods=bool(self.use.editor.currentData()))

    def subject(self) -> Subject:
        """What is drawn."""
        told = self.told()
        many = sum(count for _product, count in told["items"])
        return Subject(self.kind, b"", told, ngettext("{n} label", "{n} labels", many).format(n=many))

    def sample(self) -> Subject:
        """Of a sheet what stands on its first; of labels one of each, as many as can be seen."""
        from shoppos.printing.paper import paper_named

        whole = self.subject()
        grid = paper_named(self.paper_name()).grid
        room = grid.places - self.grid.skip if grid else SEEN
        shown: list[list[Any]] = []
        for product, count in whole.told["items"]:
            many = min(count, room) if grid else min(1, room)
            if many:
                shown.append([product, many])
            room -= many
        return replace(whole, told={**whole.told, "items": shown})

    def owe(self, printer: str) -> None:
        """Owe them on that printer."""
        goods = bool(self.use.editor.currentData())
        self.shop.papers.shelf(self.items.counts(), self.grid.skip, goods=goods, printer=printer)
