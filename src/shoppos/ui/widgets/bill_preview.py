"""How a bill would look with what is being typed: drawn beside the form, on the roll or on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.ui.widgets.picture import Subject, tongue
from shoppos.ui.widgets.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QShowEvent

    from shoppos.rules.bank_details import BankDetails
    from shoppos.rules.letterhead import Letterhead
    from shoppos.shop import Shop
    from shoppos.ui.job import Progress, Stopped, Work

DOTS = 8
"""Dots to the millimetre, as most printers have."""


class BillPreview(Preview):
    """A sample bill; `said` gives the letterhead and the account it shall name."""

    def __init__(self, shop: Shop, paper: str, said: Callable[[], tuple[Letterhead, BankDetails | None]]) -> None:
        """Draw on the paper of that name."""
        super().__init__(shop, lambda: (Subject("bill", b""), paper), first=True)
        self._said = said

    def draw(self) -> None:
        """Draw it while somebody sees it."""
        if self.isVisible():
            super().draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was changed while nobody saw it."""
        super().showEvent(event)
        self.draw_soon()

    def work(self, subject: Subject, paper: str) -> Work:
        """The drawing of the sample, with what is typed at this moment."""
        letterhead, bank = self._said()
        words, db = tongue(self._shop), self._shop.db
        clock, till = db.clock, db.till

        def draw(_progress: Progress, _stop: Stopped) -> QImage:
            from shoppos.printing.raster import picture
            from shoppos.printing.sample import sample_page
            from shoppos.reports import letterheads

            logo = letterheads.picture(db)
            return picture(sample_page(letterhead, clock, bank, paper, till=till, language=words, logo=logo), DOTS)

        return draw
