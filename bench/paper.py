"""A bill of twenty lines on paper: the program's page, and the same words by the bare library."""

import io
import os
import tempfile
from pathlib import Path

from bench import fill
from bench.table import Bar, in_turns, percentile
from shoppos.printing import compose
from shoppos.reports import bill
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender

LINES = 20
ROUNDS = 60


def bars(_bills: int) -> list[Bar]:
    """Bar 17 of the table."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        found = _sold(Path(scratch, "shop"))
    words = compose(found, "text", "80").decode().splitlines()
    sheet = compose(found, "text", "A4").decode().splitlines()
    marked = compose(found, "text", "80", language="hi").decode().splitlines()

    def hindi() -> bytes:
        return compose(found, "escpos", "80", language="hi")

    pairs = (
        ("text of 80 mm, ESC/POS", lambda: compose(found, "escpos", "80"), lambda: _escpos(words)),
        ("dots of 80 mm in Hindi, ESC/POS", hindi, lambda: _picture(marked)),
        ("A4, PDF", lambda: compose(found, "pdf", "A4"), lambda: _pdf(sheet)),
    )
    result = list[Bar]()
    for what, ours, floor in pairs:
        plain, mine = in_turns([(_nothing, floor), (_nothing, ours)], ROUNDS)
        said = f"{LINES}-line bill to {what}"
        result.append(Bar("17", said, percentile(mine, 50), percentile(plain, 50), "ms", 2.0, 1.3))
    return result


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


def _picture(words: list[str]) -> bytes:
    """The same lines drawn on one QImage and packed, eight dots a byte."""
    from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter

    app = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(576, 30 * len(words), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(QFont(app.font().family(), 12))
    for number, line in enumerate(words, 1):
        painter.drawText(0, 30 * number - 6, line)
    painter.end()
    return bytes(image.convertToFormat(QImage.Format.Format_Mono).constBits())


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
