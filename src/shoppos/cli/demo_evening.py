"""The evening of the sample shop: a shift that is twenty rupees short, the Z, and a late bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.money import rupees
from shoppos.cli.demo_papers import FOLDER, Sample, drawn

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop

FLOAT, MISSING = 2_000_00, 20_00
"""Paise in the drawer when the shift began, and missing when it was counted."""
SLIPS = (Sample("z-80.png", "png", "80"), Sample("z-58-hindi.txt", "text", "58", "hi"), Sample("z-A4.pdf", "pdf", "A4"))


def write(shop: Shop, out: Path) -> tuple[list[Path], list[str]]:
    """Hand the drawer over, count it and close the day; gives the Z's slips, and what was done."""
    from shoppos.shop.payments import Tender

    shop.shifts.open(FLOAT)
    sold = shop.sales.sell(["2*BREAD", "GHEE"], [Tender("cash", 1_000_00)])
    _open_drawer(shop)
    counted = FLOAT + sold.payable - MISSING
    done = shop.days.close(counted, reason="Gave a twenty too much", sure=True)
    late = shop.sales.sell(["BREAD"], [Tender("cash")])
    (day,) = shop.db.rows("SELECT business_date FROM sale WHERE id = ?", (late.sale_ids[0],))[0]
    z = shop.days.z(done.number)
    files = [
        drawn(shop, out / FOLDER, "reading", b"", {"kind": "Z", "till": z.till, "number": z.number}, sample)
        for sample in SLIPS
    ]
    return files, [
        f"{z.reading.number}  {'':>10}  The drawer was opened {z.reading.opened} time without a sale, and why is kept",
        f"{z.reading.number}  {rupees(z.reading.net):>10}  The day is closed: {rupees(MISSING)} short, and why is kept",
        f"{late.numbers[0]}  {rupees(late.payable):>10}  Sold after it: counts for {day_of(day):%d-%m-%Y}",
    ]


def _open_drawer(shop: Shop) -> None:
    """Write down that the drawer was opened for a reason, as where one hangs at the printer of the bills."""
    before: list[dict[str, object]] = shop.settings.get("printers", [])
    shop.settings.set("printers", [{**one, "drawer": one["form"] == "escpos"} for one in before])
    shop.drawer.open("Change for a note")
    shop.settings.set("printers", before)
