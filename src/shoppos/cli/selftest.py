"""Every part of the program tried once on a shop that is thrown away: is this installation whole?"""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shoppos
from shoppos.base.i18n import _
from shoppos.cli.answer import DONE, REFUSED, facts, note
from shoppos.cli.health import libraries
from shoppos.reports.paper_words import called

if TYPE_CHECKING:
    from shoppos.base.db import Database
    from shoppos.shop import Shop

DRAWN = (
    ("bill", "text", "80", b""), ("bill", "escpos", "80", b"\x1b@"), ("bill", "pdf", "A5", b"%PDF-"),
    ("bill", "png", "80", b"\x89PNG"), ("label", "zpl", "4x6", b"^XA"), ("shelf", "tspl", "50x25", b"SIZE"),
)  # fmt: skip
"""Every language, on one of its papers: kind, language, paper, and how its bytes begin."""
OPENED = ("shoppos.printing.devices.serial", "serial.tools.list_ports")
"""What is loaded only when a printer hangs on such a port."""


def selftest() -> int:
    """Make a shop, sell, audit, and draw papers in every language; gives the exit code."""
    from shoppos.base.file import wal_is_safe

    done = list[tuple[str, str]]([("shoppos", shoppos.__version__), *libraries().items()])
    failed = list[str]()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        shop = _shop(Path(place))
        sqlite = str(shop.db.rows("SELECT sqlite_version()")[0][0])
        done.append(("sqlite", sqlite))
        papers = _sold(shop)
        failed += _audited(shop)
        for kind, form, paper, begins in DRAWN:
            size, error = _drawn(shop.db, (kind, *papers[kind]), (form, paper), begins)
            drawn = _("{size} bytes").format(size=f"{size:,}") if size else _("failed")
            done.append((_("{paper} as {form}").format(paper=called(kind), form=form), drawn))
            failed += [error] if error else []
        shop.close()
    if not wal_is_safe(sqlite):
        failed.append(_("SQLite {version} has the WAL-reset bug").format(version=sqlite))
    failed += _opened()
    print("\n".join(facts(done)))
    for sentence in failed:
        note(sentence)
    return REFUSED if failed else DONE


def _shop(place: Path) -> Shop:
    from shoppos.shop import Shop
    from shoppos.shop.catalogue import ProductForm

    shop = Shop.create(place / "shop", name="Self-test", state="27", gstin="27AAPFU0939F1ZV", upi="selftest@okbank")
    shop.catalogue.add(ProductForm("1", "Tea 250 g", 11800, local_name="चाय", rate=1800, stock=5000))
    shop.customers.add("Test", "9876543210", address="1 Test Road, Pune", pin_code="411001", state="27")
    return shop


def _sold(shop: Shop) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Sell two to somebody with an address; gives the papers' kinds, each with its document and what it shall say."""
    from shoppos.shop.papers import label_told, shelf_told
    from shoppos.shop.payments import Tender

    done = shop.sales.sell(["2*1"], [Tender("khata")], customer_phone="9876543210", with_address=True)
    item = shop.catalogue.find_code("1")
    goods = shelf_told([(item.product_id, 1)] if item else [])
    return {"bill": (done.sale_ids[0], {}), "label": (done.sale_ids[0], label_told(awb="1490811234567")),
            "shelf": (b"", goods)}  # fmt: skip


def _audited(shop: Shop) -> list[str]:
    from shoppos.reports.audit import audit

    return [fault.sentence for fault in audit(shop.db).faults]


def _drawn(
    db: Database, document: tuple[str, bytes, dict[str, Any]], how: tuple[str, str], begins: bytes
) -> tuple[int, str]:
    """The size of a paper in a language, and what is wrong with it; the drawing checks the QR by reading it back."""
    from shoppos.printing.documents import page_for
    from shoppos.printing.languages import encode

    kind, doc_id, told = document
    form, paper = how
    try:
        content = encode(page_for(db, kind, doc_id, told, paper, language="hi"), form)
    except ImportError as error:
        return 0, _("{paper} as {form} cannot be drawn: {error}").format(paper=called(kind), form=form, error=error)
    right = content.startswith(begins) and content
    return len(content), "" if right else _("{paper} as {form} came out wrong").format(paper=called(kind), form=form)


def _opened() -> list[str]:
    """What is missing of the ports' libraries."""
    missing = list[str]()
    for name in OPENED:
        try:
            import_module(name)
        except ImportError as error:
            missing.append(_("{part} cannot be loaded: {error}").format(part=name, error=error))
    return missing
