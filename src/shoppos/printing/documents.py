"""The papers there are: for each kind how its record is read and its page laid, named in one tuple."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing import sign
from shoppos.printing.bill import bill_page
from shoppos.printing.count_sheet import sheet_page
from shoppos.printing.estimate import estimate_page
from shoppos.printing.khata_receipt import receipt_page
from shoppos.printing.khata_statement import statement_page
from shoppos.printing.order_slip import slip_page
from shoppos.printing.paper import paper_named
from shoppos.printing.picking_list import picking_page
from shoppos.printing.purchase_order import supplier_page
from shoppos.printing.reading import reading_page
from shoppos.printing.report_page import paper_page
from shoppos.printing.run_sheet import run_page
from shoppos.printing.shelf_label import shelf_page
from shoppos.printing.shift_slip import shift_page
from shoppos.printing.shipping_label import shipping_page
from shoppos.reports import (
    count_sheet,
    estimates,
    khata_told,
    label,
    letterheads,
    picking,
    purchase_paper,
    reading,
    report_paper,
    run_sheet,
    shift_slip,
    slip,
    z,
)
from shoppos.reports.bill import load_by_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.base.file import Reader
    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper
    from shoppos.reports.bill import Bill
    from shoppos.reports.estimates import Quote
    from shoppos.reports.khata_told import Receipt, Statement
    from shoppos.reports.label import ShelfLabels, ShippingLabel
    from shoppos.reports.reading import Reading
    from shoppos.reports.report_paper import ReportPaper
    from shoppos.reports.shift_slip import ShiftSlip
    from shoppos.reports.slip import OrderSlip


def _number(record: Any) -> str:
    """What a record is called on the list of papers and by a file; "" when it has no number."""
    return str(getattr(record, "number", ""))


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of paper.

    `read(db, doc_id, told)` gives its record, `page(record, paper, copy, language)` lays it out; `copy` is the whole
    text of the mark ("" on an original), `language` the words' language. `marked`: a second one says DUPLICATE.
    """

    kind: str
    read: Callable[[Reader, bytes, Mapping[str, Any]], Any]
    page: Callable[[Any, Paper, str, str], Page]
    marked: bool = True
    number: Callable[[Any], str] = _number


def _read_bill(db: Reader, doc_id: bytes, _told: Mapping[str, Any]) -> Bill:
    return load_by_id(db, doc_id)


def _bill_page(bill: Bill, paper: Paper, copy: str, language: str) -> Page:
    return bill_page(bill, paper, copy=copy, language=language)


def _read_slip(db: Reader, doc_id: bytes, _told: Mapping[str, Any]) -> OrderSlip:
    return slip.load_by_id(db, doc_id)


def _slip_page(record: OrderSlip, paper: Paper, copy: str, language: str) -> Page:
    return slip_page(record, paper, copy=copy, language=language)


def _read_reading(db: Reader, doc_id: bytes, told: Mapping[str, Any]) -> Reading | ShiftSlip:
    """What a till took so far, what it had taken when its day was closed, or what one turn at its drawer came to."""
    if told.get("kind") == "Z":
        return z.load(db, told)
    return shift_slip.load(db, doc_id) if told.get("kind") == "shift" else reading.load_by_id(db, doc_id, told)


def _reading_page(record: Reading | ShiftSlip, paper: Paper, copy: str, language: str) -> Page:
    if isinstance(record, shift_slip.ShiftSlip):
        return shift_page(record, paper, copy=copy, language=language)
    return reading_page(record, paper, copy=copy, language=language)


def _label_page(record: ShippingLabel, paper: Paper, copy: str, language: str) -> Page:
    return shipping_page(record, paper, copy=copy, language=language)


def _read_shelf(db: Reader, _doc_id: bytes, told: Mapping[str, Any]) -> ShelfLabels:
    return label.shelf_labels(db, told)


def _shelf_page(record: ShelfLabels, paper: Paper, _copy: str, language: str) -> Page:
    return shelf_page(record, paper, language=language)


def _receipt_page(record: Receipt, paper: Paper, copy: str, language: str) -> Page:
    return receipt_page(record, paper, copy=copy, language=language)


def _statement_page(record: Statement, paper: Paper, copy: str, language: str) -> Page:
    return statement_page(record, paper, copy=copy, language=language)


def _estimate_page(record: Quote, paper: Paper, copy: str, language: str) -> Page:
    return estimate_page(record, paper, copy=copy, language=language)


def _report_page(record: ReportPaper, paper: Paper, _copy: str, language: str) -> Page:
    return paper_page(record, paper, language=language)


KINDS: tuple[Document, ...] = (
    Document("bill", _read_bill, _bill_page),
    Document("label", label.shipping_label, _label_page),
    Document("slip", _read_slip, _slip_page),
    Document("shelf", _read_shelf, _shelf_page, marked=False),
    Document("reading", _read_reading, _reading_page),
    Document("receipt", khata_told.receipt, _receipt_page),
    Document("statement", khata_told.read_statement, _statement_page, marked=False),
    Document("purchase_order", purchase_paper.read_order, supplier_page),
    Document("sent_back", purchase_paper.read_note, supplier_page),
    Document("count", count_sheet.read, sheet_page, marked=False),
    Document("picking", picking.load, picking_page, marked=False),
    Document("run_sheet", run_sheet.load, run_page, marked=False),
    Document("estimate", estimates.load_by_id, _estimate_page, marked=False),
    Document("report", report_paper.read, _report_page, marked=False),
)  # fmt: skip
"""Each kind of `models.print_job.KINDS`, once."""


def document(kind: str) -> Document:
    """The kind called `kind`, else InvalidInput."""
    for one in KINDS:
        if one.kind == kind:
            return one
    raise InvalidInput(_('There is no paper of the kind "{kind}".').format(kind=clean(kind, limit=20)), field="kind")


def page_for(
    db: Reader, kind: str, doc_id: bytes, told: Mapping[str, Any], paper: str, *, copy: str = "", language: str = "en"
) -> Page:  # fmt: skip
    """One document's page on the paper of that name; InvalidInput for a kind or paper nobody knows."""
    one = document(kind)
    page = one.page(one.read(db, doc_id, told), paper_named(paper), copy, language)
    return sign.on_top(page, letterheads.picture(db)) if kind in sign.ON_TOP else page
