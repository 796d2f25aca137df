"""The reports of the sample shop: its day and its hours, in every format, and the day in Hindi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import speaking
from shoppos.reports import formats, periods, questions

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop

FOLDER = "reports"
NAMES = ("day", "hours", "best")
HINDI = "day-hindi.pdf"


def write(shop: Shop, out: Path) -> tuple[list[Path], list[str]]:
    """Write the reports of today into `out`; gives the files, and what each found."""
    from shoppos.printing.languages import pdf
    from shoppos.printing.paper import paper_named
    from shoppos.printing.report_page import report_page
    from shoppos.reports.report_paper import shop_now

    folder = out / FOLDER
    folder.mkdir(exist_ok=True)
    head, now = shop_now(shop.db), shop.db.clock.now()
    today = periods.around(periods.today(shop.db.clock), "day")
    files: dict[str, bytes] = {}
    told: list[str] = []
    for name in NAMES:
        report = questions.ask(shop.db, name, today)
        told.append(f"{report.title}: {report.finding}")
        for format_ in formats.FORMATS:
            ending = "txt" if format_ == "text" else format_
            files[f"{name}.{ending}"] = formats.write(report, format_, head, now)
        files[f"{name}.pdf"] = pdf.compose(report_page(report, head, now, paper_named("A4")))
    with speaking("hi"):
        hindi = questions.ask(shop.db, NAMES[0], today)
    files[HINDI] = pdf.compose(report_page(hindi, head, now, paper_named("A4"), language="hi"))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files], told
