"""The owner's report as it travels: its page, its PDF and its few lines, made together of one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import speaking
from shoppos.printing.languages import pdf
from shoppos.printing.paper import paper_named
from shoppos.printing.report_page import report_page
from shoppos.reports import phone
from shoppos.reports.report_paper import shop_now

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.deliveries import Travelling


def render(db: Reader, one: Travelling) -> dict[str, bytes]:
    """A report's files by format ("html", "text", "pdf"; "mail" and "subject" for a mail), in the owner's language."""
    now = db.clock.now()
    report, made = phone.files(db, one, now)
    words = phone.language(db)
    with speaking(words):
        shop = shop_now(db)
        page = report_page(report, shop, now, paper_named("A4"), language=words)
        return {**made, "pdf": pdf.compose(page), "subject": phone.subject(one, report, shop.name).encode()}
