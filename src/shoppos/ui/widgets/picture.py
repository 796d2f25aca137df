"""Papers as pictures: what is to be drawn, and the drawing of it beside the window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import language

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtGui import QImage

    from shoppos.printing.page import Page
    from shoppos.shop import Shop
    from shoppos.ui.job import Progress, Stopped, Work


@dataclass(frozen=True, slots=True)
class Subject:
    """One paper: of which document, what it is asked to say beyond it, and how it is called here.

    `copy` 0 is the original, any other was asked for by `by` at `at`, None for now. `printer` names where it goes, ""
    leaves it to the shop's routes.
    """

    kind: str
    doc_id: bytes
    told: dict[str, Any] = field(default_factory=dict[str, Any])
    name: str = ""
    copy: int = 0
    printer: str = ""
    by: str = ""
    at: dt.datetime | None = None

    def papers(self) -> list[str]:
        """The papers that such a paper is laid out for."""
        from shoppos.printing.printers import SUITS

        return list(SUITS.get(self.kind, SUITS["bill"]))

    def usual_paper(self, shop: Shop) -> str:
        """The paper in its printer; without one the first that suits."""
        from shoppos.printing.printers import printer_for

        known = self.papers()
        printer = printer_for(shop.db, self.printer, self.kind)
        laid = printer.paper_for(self.kind) if printer else ""
        return laid if laid in known else str(self.told.get("size") or "") or known[0]

    def fineness(self, shop: Shop) -> int:
        """Dots to the millimetre that its printer has; without one the usual eight."""
        from shoppos.printing.head import Head
        from shoppos.printing.printers import printer_for

        printer = printer_for(shop.db, self.printer, self.kind)
        return (printer.head if printer else Head()).dots_per_mm


def tongue(shop: Shop) -> str:
    """The language that papers speak."""
    return shop.settings.get("bill_language", "") or language()


def drawing(shop: Shop, subject: Subject, paper: str) -> Work:
    """The work of drawing a paper, for a job: it gives the picture."""
    words = tongue(shop)

    def work(_progress: Progress, _stop: Stopped) -> QImage:
        from shoppos.printing.raster import picture

        return picture(page_of(shop, subject, paper, words), subject.fineness(shop))

    return work


def page_of(shop: Shop, subject: Subject, paper: str, words: str) -> Page:
    """The page itself, with the mark of its copy."""
    from shoppos.printing.bill import again_mark
    from shoppos.printing.documents import document, page_for

    by, at = subject.by or shop.staff.current.name, subject.at or shop.db.clock.now()
    mark = again_mark(subject.copy, by, at) if document(subject.kind).marked else ""
    return page_for(shop.db, subject.kind, subject.doc_id, subject.told, paper, copy=mark, language=words)
