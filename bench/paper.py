"""Papers of a shop's day to bytes: the program's page, and the same words by the bare library in its plainest use."""

import datetime as dt
import io
import os
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from PySide6.QtGui import QImage

from bench import fill
from bench.table import Bar, in_turns, percentile
from shoppos.printing import compose
from shoppos.printing.head import Head
from shoppos.printing.languages import encode, escpos, tspl, zpl
from shoppos.printing.page import Page
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from shoppos.printing.shipping_label import shipping_page
from shoppos.reports import bill, label
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender

LINES = 20
ROUNDS = 60
LETTERS, DOTS = Head(mode="text"), Head(mode="raster")

Work = Callable[[], object]


def bars(_bills: int) -> list[Bar]:
    """Bar 17 of the table."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        found = _sold(Path(scratch, "shop"))
    result = list[Bar]()
    for what, ours, floor in (*_bills_to_bytes(found), *_labels_to_bytes()):
        plain, mine = in_turns([(_nothing, floor), (_nothing, ours)], ROUNDS)
        result.append(Bar("17", what, percentile(mine, 50), percentile(plain, 50), "ms", 2.0, 1.3))
    return result


def _bills_to_bytes(found: bill.Bill) -> list[tuple[str, Work, Work]]:
    def words(paper: str, language: str = "en") -> list[str]:
        return compose(found, "text", paper, language=language).decode().splitlines()

    def dots(language: str) -> Work:
        return lambda: compose(found, "escpos", "80", language=language, head=DOTS)

    def letters() -> object:
        return compose(found, "escpos", "80", head=LETTERS)

    lines, marked, sheet = words("80"), words("80", "hi"), words("A4")
    said = f"{LINES}-line bill to"
    return [
        (f"{said} letters of 80 mm, ESC/POS", letters, lambda: _escpos(lines)),
        (f"{said} 576 dots across, ESC/POS", dots("en"), lambda: _packed(_drawn(lines, 576, 30))),
        (f"{said} 576 dots across, in Hindi", dots("hi"), lambda: _packed(_drawn(marked, 576, 30))),
        (f"{said} A4, PDF", lambda: compose(found, "pdf", "A4"), lambda: _pdf(sheet)),
    ]


def _labels_to_bytes() -> list[tuple[str, Work, Work]]:
    """The drawing of a label, then what each language makes of it, held against packing such a picture and no more."""
    page, head = _parcel(), Head()
    (rows,) = print_rows(page, head)
    said = encode(page, "text").decode().splitlines()
    bare = _drawn(said, 812, len(rows) // len(said))

    def drawn() -> object:
        return print_rows(page, head)

    def floor() -> object:
        return _packed(_drawn(said, 812, len(rows) // len(said)))

    return [
        ("4x6 label drawn and packed, 812 dots across", drawn, floor),
        ("4x6 label's dots to TSPL", lambda: b"".join(tspl.job(rows, 1, page.paper, head)), lambda: _packed(bare)),
        ("4x6 label's dots to ZPL, counted", lambda: b"".join(zpl.job(rows, head)), lambda: _counted(rows)),
        ("4x6 label's dots to ESC/POS", lambda: escpos.picture(rows, head), lambda: _packed(bare)),
    ]


def _parcel() -> Page:
    shop = label.Party("Sharma General Store", "12 MG Road, Indiranagar, Bengaluru", "560038", "29", "9876543210")
    to = label.Party("श्रीमती लक्ष्मी व्यंकटेश", "फ्लैट 4, तिलक रोड, सदाशिव पेठ, Pune", "411030", "27", "9845012345")
    day = dt.date(2026, 11, 23)
    asked = label.ShippingLabel("A1/2627/000042", day, shop, to, cod=931_00, weight=1500, awb="1234567890123")
    return shipping_page(asked, paper_named("4x6"))


def _nothing() -> None:
    """Nothing has to be ready."""


def _sold(folder: Path) -> bill.Bill:
    fill.make(folder, 0)
    shop = Shop.open(folder)
    for form in fill.forms(LINES):
        shop.catalogue.add(ProductForm(form.code, form.name, form.price, rate=form.rate, hsn=form.hsn, mrp=form.mrp))
    codes = [f"{10_000 + number}" for number in range(LINES)]
    found = bill.load(shop.db, shop.sales.sell(codes, [Tender("cash")]).numbers[0])
    shop.close()
    return found


def _escpos(words: list[str]) -> bytes:
    """The same lines by bare python-escpos."""
    from escpos.printer import Dummy

    printer = Dummy(profile="default")
    for line in words:
        printer.textln(line)
    printer.cut()
    return printer.output


def _drawn(words: list[str], width: int, step: int) -> QImage:
    """The same lines drawn on one QImage in a font of ours."""
    from PySide6.QtGui import QFont, QPainter

    image = QImage(width, step * len(words), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    font = QFont("Noto Sans")
    font.setPixelSize(24)
    painter.setFont(font)
    for number, line in enumerate(words, 1):
        painter.drawText(0, step * number - 6, line)
    painter.end()
    return image


def _packed(image: QImage) -> bytes:
    """A picture packed, eight dots a byte."""
    return bytes(image.convertToFormat(image.Format.Format_Mono).constBits())


def _counted(rows: list[bytes]) -> bytes:
    """The picture in hexadecimal, a repeated digit counted: what a first version of any ZPL writer does."""
    said: list[str] = []
    for row in rows:
        for digit, run in groupby(row.hex().upper()):
            times = len(list(run))
            tens, ones = divmod(times, 20)
            said += ["z" * (tens // 20), "fghijklmnopqrstuvwxyz"[tens % 20] * (tens % 20 > 0)]
            said += [chr(70 + ones) * (ones > 0), digit]
    return "".join(said).encode()


def _pdf(words: list[str]) -> bytes:
    """The same lines, cell by cell, on a bare canvas in an embedded font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from shoppos.base.paths import resource

    if "floor" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("floor", str(next(iter(sorted(resource("fonts").glob("*.ttf")))))))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("floor", 8)
    for number, line in enumerate(words):
        for place, cell in enumerate(part for part in line.split("  ") if part.strip()):
            canvas.drawString(30 + 60 * place, 810 - 9 * number, cell.strip())
    canvas.save()
    return out.getvalue()
