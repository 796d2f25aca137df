"""The papers of the sample shop: every kind, on every paper, in every language, each under a name that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.money import rupees
from shoppos.printing.head import Head
from shoppos.reports.bills import find

if TYPE_CHECKING:
    from shoppos.shop import Shop

FOLDER = "papers"
TAMIL = ("9840012345", "லட்சுமி நாராயணன்", "12 பாண்டி பஜார் சாலை, தியாகராய நகர், சென்னை", "600017", "33")
"""A customer far away: her phone, name, address, PIN code and State."""
TAMIL_GOODS = (
    ("FILTER", "Malar Filter Coffee 200 g", "மலர் ஃபில்டர் காபி 200 கிராம்", 16500, 500, "8909999091018"),
    ("IDLI", "Malar Idli Rice 5 kg", "மலர் இட்லி அரிசி 5 கிலோ", 34000, 500, "8909999091025"),
    ("MURUKKU", "Malar Thenkuzhal Murukku 250 g", "மலர் தேன்குழல் முறுக்கு 250 கிராம்", 9000, 500, "8909999091032"),
)
"""Code, name in English and Tamil, price (paise), GST (hundredths of a percent) and bar code."""
PARCEL: dict[str, Any] = {
    "courier": "Delhivery",
    "awb": "1490811234567",
    "weight": 6450,
    "pieces": 2,
    "size_of_box": "30 x 20 x 15 cm",
}

ORDERED = (("BREAD", 24_000), ("MILK1", 36_000), ("GHEE", 12_000))
"""What is ordered of the supplier: code and thousandths."""

FEW, MANY = 1, 18
LETTERS, LINES, PICTURE = Head(mode="text"), Head(mode="hybrid"), Head(mode="raster")


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: what it is called, its language, paper and words, and the head it is drawn for."""

    name: str
    form: str
    paper: str
    words: str = "en"
    head: Head = field(default_factory=Head)


BILLS = (
    Sample("bill-58-letters.bin", "escpos", "58", head=LETTERS),
    Sample("bill-80-letters-and-pictures.bin", "escpos", "80", head=LINES),
    Sample("bill-80-picture.bin", "escpos", "80", head=PICTURE),
    Sample("bill-80-hindi-letters-and-pictures.bin", "escpos", "80", "hi", LINES),
    Sample("bill-80-hindi-picture.bin", "escpos", "80", "hi", PICTURE),
    Sample("bill-58.txt", "text", "58"),
    Sample("bill-80-hindi.txt", "text", "80", "hi"),
    Sample("bill-58.png", "png", "58"),
    Sample("bill-80.png", "png", "80"),
    Sample("bill-80-hindi.png", "png", "80", "hi"),
    Sample("bill-A4.pdf", "pdf", "A4"),
    Sample("bill-A5-hindi.pdf", "pdf", "A5", "hi"),
)
"""Of the largest bill of the counter."""
DELIVERED = (
    Sample("bill-80-tamil.png", "png", "80", "ta"),
    Sample("bill-80-tamil-picture.bin", "escpos", "80", "ta", PICTURE),
    Sample("bill-A4-tamil.pdf", "pdf", "A4", "ta"),
)
"""Of the bill that is sent to Chennai."""
LABELS = (
    Sample("label-4x6.tspl", "tspl", "4x6"),
    Sample("label-4x6.zpl", "zpl", "4x6"),
    Sample("label-4x6-300dpi.zpl", "zpl", "4x6", head=Head(dots_per_mm=12)),
    Sample("label-100x150.tspl", "tspl", "100x150"),
    Sample("label-3x2.zpl", "zpl", "3x2"),
    Sample("label-4x6.png", "png", "4x6"),
    Sample("label-4x6-hindi.png", "png", "4x6", "hi"),
    Sample("label-3x2.png", "png", "3x2"),
    Sample("label-4x6.pdf", "pdf", "4x6"),
    Sample("label-A4-four.pdf", "pdf", "A4x4"),
)
SHELF = (
    Sample("shelf-50x25.tspl", "tspl", "50x25"),
    Sample("shelf-38x25.zpl", "zpl", "38x25"),
    Sample("shelf-50x25.png", "png", "50x25"),
    Sample("shelf-38x25.png", "png", "38x25"),
)
SHEETS = (
    Sample("shelf-A4-24.pdf", "pdf", "A4x24"),
    Sample("shelf-A4-40.pdf", "pdf", "A4x40"),
    Sample("shelf-A4-65.pdf", "pdf", "A4x65"),
)
SLIPS = (
    Sample("slip-80.png", "png", "80"),
    Sample("slip-80.bin", "escpos", "80", head=LINES),
    Sample("slip-A5-hindi.pdf", "pdf", "A5", "hi"),
)
READINGS = (
    Sample("reading-80.png", "png", "80"),
    Sample("reading-80.bin", "escpos", "80", head=LINES),
    Sample("reading-58-hindi.txt", "text", "58", "hi"),
)
CREDIT_NOTES = (
    Sample("credit-note-80.png", "png", "80"),
    Sample("credit-note-80.bin", "escpos", "80", head=LINES),
    Sample("credit-note-A4-hindi.pdf", "pdf", "A4", "hi"),
)
ORDERS = (Sample("purchase-order-A4.pdf", "pdf", "A4"), Sample("purchase-order-A5.png", "png", "A5"))
STATEMENTS = (Sample("statement-80.png", "png", "80"), Sample("statement-A4.pdf", "pdf", "A4"))
RECEIPTS = (Sample("receipt-80.png", "png", "80"), Sample("receipt-58.bin", "escpos", "58", head=LINES))
COUNTS = (Sample("count-80.png", "png", "80"), Sample("count-A4.pdf", "pdf", "A4"))
ESTIMATES = (
    Sample("estimate-80.png", "png", "80"), Sample("estimate-80.bin", "escpos", "80", head=LINES),
    Sample("estimate-A4.pdf", "pdf", "A4"), Sample("estimate-A5-hindi.pdf", "pdf", "A5", "hi"),
)  # fmt: skip
TESTS = (
    Sample("test-80.png", "png", "80"),
    Sample("test-80.bin", "escpos", "80", head=LINES),
    Sample("test-4x6.tspl", "tspl", "4x6"),
    Sample("test-50x25.zpl", "zpl", "50x25"),
)


def write(shop: Shop, out: Path) -> tuple[list[Path], str]:
    """Sell to a customer far away and owe the parcel's label, then write every paper into `out`.

    Gives the files, and what was sold in a line.
    """
    from shoppos.reports.bill import load

    folder = out / FOLDER
    folder.mkdir(exist_ok=True)
    told, sent = _delivered(shop)
    today = shop.db.clock.now().date()
    rows = find(shop.db, today - dt.timedelta(days=1), today)
    largest = max((row for row in rows if row.number != sent.number), key=lambda row: row.payable)
    large = load(shop.db, largest.number)
    papers: tuple[tuple[str, bytes, dict[str, Any], tuple[Sample, ...]], ...] = (
        ("bill", large.sale_id, {}, BILLS),
        ("bill", sent.sale_id, {}, DELIVERED),
        ("label", sent.sale_id, _parcel(), LABELS),
        ("shelf", b"", _goods(shop, FEW), SHELF),
        ("shelf", b"", _goods(shop, MANY), SHEETS),
        ("slip", sent.sale_id, {}, SLIPS),
        ("reading", b"", _today(shop), READINGS),
        ("bill", shop.db.rows("SELECT sale_id FROM credit_note ORDER BY sale_id")[0][0], {}, CREDIT_NOTES),
        ("purchase_order", _ordered(shop), {}, ORDERS),
        *_khata(shop),
        ("estimate", shop.db.rows("SELECT id FROM estimate WHERE number IS NOT NULL")[0][0], {}, ESTIMATES),
        ("count", shop.counting.start("category", "Snacks").id, {"blind": 1}, COUNTS),
    )
    made = [
        drawn(shop, folder, kind, doc_id, says, sample) for kind, doc_id, says, samples in papers for sample in samples
    ]
    return [*made, *_tests(shop, folder)], told


def _delivered(shop: Shop) -> tuple[str, Any]:
    """A parcel with cash on delivery; gives what was sold in a line, and the bill."""
    from shoppos.reports.bill import load
    from shoppos.shop.catalogue import ProductForm
    from shoppos.shop.payments import Tender

    phone, name, address, pin_code, state = TAMIL
    shop.customers.add(name, phone, address=address, pin_code=pin_code, state=state)
    for code, english, local, price, rate, barcode in TAMIL_GOODS:
        shop.catalogue.add(
            ProductForm(code, english, price, local_name=local, rate=rate, mrp=price, barcodes=(barcode,), stock=20_000)
        )
    lines = ["2*FILTER", "IDLI", "3*MURUKKU"]
    done = shop.sales.sell(lines, [Tender("cod")], customer_phone=phone, shipping=6000, with_address=True)
    number = done.numbers[0]
    shop.papers.label(number, **PARCEL)
    return f"{number}  {rupees(done.payable):>10}  Sent to Chennai, cash on delivery", load(shop.db, number)


def _parcel() -> dict[str, Any]:
    from shoppos.shop.papers import label_told

    return label_told(**PARCEL)


def _goods(shop: Shop, first: int) -> dict[str, Any]:
    """A label for each of the first items of the list and of the Tamil ones."""
    from shoppos.shop.papers import shelf_told

    hits = [hit for _number, hit in shop.catalogue.list(0, first)]
    hits += filter(None, (shop.catalogue.find_code(row[0]) for row in TAMIL_GOODS))
    return shelf_told([(hit.product_id, 1) for hit in hits])


def _today(shop: Shop) -> dict[str, Any]:
    from shoppos.shop.papers import reading_told

    return reading_told(shop.db, shop.db.clock.ms())


def _ordered(shop: Shop) -> bytes:
    """Order of the supplier what the shop runs out of; gives the order's id."""
    from shoppos.shop.purchase_orders import Wanted

    lines = [(shop.catalogue.show(code), many) for code, many in ORDERED]
    wanted = [Wanted(card.product_id, many, card.form.cost or 0) for card, many in lines]
    order = shop.purchase_orders.draft(shop.suppliers.search()[0].id, wanted, "Before Saturday, please")
    return shop.purchase_orders.send(order.number).id


def _khata(shop: Shop) -> tuple[tuple[str, bytes, dict[str, Any], tuple[Sample, ...]], ...]:
    """Who owes most pays half of it: the receipt of that, and the statement of this month and last."""
    from shoppos.base.clock import day_number, day_of

    owing = max(shop.customers.newest(), key=lambda one: one.owes)
    paid = shop.customers.take(owing.id, owing.owes // 2)
    today = day_of(shop.db.clock.business_day(shop.db.clock.ms()))
    since = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    period = {"since": day_number(since), "until": day_number(today)}
    return ("receipt", paid.id, {}, RECEIPTS), ("statement", owing.id, period, STATEMENTS)


def drawn(shop: Shop, folder: Path, kind: str, doc_id: bytes, says: dict[str, Any], sample: Sample) -> Path:
    """One paper of a document, written as its sample says."""
    from shoppos.printing.documents import page_for
    from shoppos.printing.languages import encode

    page = page_for(shop.db, kind, doc_id, says, sample.paper, language=sample.words)
    path = folder / sample.name
    path.write_bytes(encode(page, sample.form, sample.head))
    return path


def _tests(shop: Shop, folder: Path) -> list[Path]:
    """The slip or label that the set-up of a printer prints."""
    from shoppos.printing.printers import Printer
    from shoppos.printing.test_slip import test_bytes

    name = shop.settings.profile().name
    made = list[Path]()
    for sample in TESTS:
        printer = Printer(_printer_name(sample), "tcp://192.168.1.50:9100", sample.form, sample.paper, head=sample.head)
        path = folder / sample.name
        path.write_bytes(test_bytes(printer, name))
        made.append(path)
    return made


def _printer_name(sample: Sample) -> str:
    return {"80": "Counter", "4x6": "Packing room"}.get(sample.paper, "Shelf labels")
