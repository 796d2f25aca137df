"""Which of an order's parcels is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui.dialogs.ask import Question
from shoppos.ui.style import scaled
from shoppos.ui.widgets.order_panel import parcel_told
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from shoppos.shop.cod import CashOnDelivery
    from shoppos.shop.order_view import ParcelView

HIGH = 150


class ChooseParcel(Question):
    """A short list; Enter takes the one that is marked."""

    def __init__(self, parent: QWidget, parcels: Sequence[ParcelView], due: Mapping[bytes, int]) -> None:
        """Offer these, each with what is `due` at its door (paise)."""
        super().__init__(parent, _("Which parcel?"), _("This one (Enter)"), _("Back (Esc)"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Parcels"))
        self.list.addItems([_told(one, due.get(one.id, 0)) for one in parcels])
        self.list.setCurrentRow(0)
        self.list.setMinimumHeight(scaled(HIGH))
        roomy(self.list)
        self.column.insertWidget(1, self.list)
        self.list.setFocus()


def _told(parcel: ParcelView, due: int) -> str:
    """A parcel in a line, with what is to be collected for it (paise)."""
    said = _("COD {due}").format(due=rupees(due)) if due else ""
    return "  ·  ".join(part for part in (parcel_told(parcel), said) if part)


def choose_parcel(parent: QWidget, parcels: Sequence[ParcelView], cod: CashOnDelivery) -> ParcelView | None:
    """The only one, or the one that was picked; None for none."""
    if len(parcels) < 2:  # noqa: PLR2004  (one, or none)
        return parcels[0] if parcels else None
    dialog = ChooseParcel(parent, parcels, {one.id: cod.due(one.sale_id) for one in parcels})
    return parcels[dialog.list.currentRow()] if dialog.exec() else None
