"""Every part of the program tried once on a shop that is thrown away: is this installation whole?"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import shoppos
from shoppos.base.i18n import _
from shoppos.cli.answer import DONE, REFUSED, facts, note
from shoppos.cli.health import libraries

if TYPE_CHECKING:
    from shoppos.reports.bill import Bill
    from shoppos.shop import Shop

BEGINNINGS = (("text", b""), ("escpos", b"\x1b@"), ("pdf", b"%PDF-"), ("png", b"\x89PNG"))
"""Each language of paper, and how its bytes begin."""


def selftest() -> int:
    """Make a shop, sell, audit, and draw the bill in every language; gives the exit code."""
    from shoppos.base.file import wal_is_safe

    done = list[tuple[str, str]]([("shoppos", shoppos.__version__), *libraries().items()])
    failed = list[str]()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        shop = _shop(Path(place))
        sqlite = str(shop.db.rows("SELECT sqlite_version()")[0][0])
        done.append(("sqlite", sqlite))
        bill = _sold(shop)
        failed += _audited(shop)
        shop.close()
    if not wal_is_safe(sqlite):
        failed.append(_("SQLite {version} has the WAL-reset bug").format(version=sqlite))
    for form, begins in BEGINNINGS:
        size, error = _drawn(bill, form, begins)
        drawn = _("{size} bytes").format(size=f"{size:,}") if size else _("failed")
        done.append((_("bill as {form}").format(form=form), drawn))
        failed += [error] if error else []
    print("\n".join(facts(done)))
    for sentence in failed:
        note(sentence)
    return REFUSED if failed else DONE


def _shop(place: Path) -> Shop:
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import ProductForm

    shop = Shop.create(place / "shop", name="Self-test", state="27", gstin="27AAPFU0939F1ZV", upi="selftest@okbank")
    shop.catalogue.add(ProductForm("1", "Tea 250 g", 11800, local_name="चाय", rate=1800, stock=5000))
    shop.customers.add("Test", "9876543210")
    return shop


def _sold(shop: Shop) -> Bill:
    from shoppos.reports import bill
    from shoppos.shop.payments import Tender

    done = shop.sales.sell(["2*1"], [Tender("khata")], customer_phone="9876543210")
    return bill.load(shop.db, done.numbers[0])


def _audited(shop: Shop) -> list[str]:
    from shoppos.reports.audit import audit

    return [fault.sentence for fault in audit(shop.db).faults]


def _drawn(bill: Bill, form: str, begins: bytes) -> tuple[int, str]:
    """The size of the bill in a language, and what is wrong with it; the drawing checks the QR by reading it back."""
    from shoppos.printing import compose

    try:
        content = compose(bill, form, "A5" if form == "pdf" else "80", language="hi")
    except ImportError as error:
        return 0, _("A bill as {form} cannot be drawn: {error}").format(form=form, error=error)
    right = content.startswith(begins) and content
    return len(content), "" if right else _("A bill as {form} came out wrong").format(form=form)
