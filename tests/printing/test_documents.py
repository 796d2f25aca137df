"""The kinds of paper: each has its record and its page, and none is there twice."""

import datetime as dt
import json

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.models import print_job
from shoppos.printing.documents import KINDS, document, page_for
from shoppos.printing.languages import encode
from shoppos.printing.paper import PAPERS
from shoppos.printing.printers import Printer
from shoppos.reports.report import Period
from shoppos.reports.report_paper import told
from shoppos.shop.payments import Tender
from shoppos.shop.purchase_orders import Wanted
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard
from tests.shop.order_taking import confirmed


@pytest.fixture
def asked(shop):
    """Every kind of paper as the queue asks for it: document and words."""
    shop.customers.add("Anil Verma", "9876543210", address="4 Tilak Road, Pune", pin_code="411030", state="27")
    done = shop.sales.sell(["1001"], [Tender("cash")], customer_phone="9876543210", with_address=True)
    number, product = done.numbers[0], shop.db.rows("SELECT id FROM product WHERE code = '1001'")[0][0]
    for owe in (
        lambda: shop.papers.label(number, courier="Delhivery", awb="42", pieces=2),
        lambda: shop.papers.slip(number),
        lambda: shop.papers.shelf([(product, 3)]),
        shop.papers.reading,
        lambda: of_khata(shop),
        lambda: of_goods(shop, product),
        lambda: of_orders(shop),
        lambda: of_estimates(shop),
        lambda: shop.papers.report(told("day", Period(dt.date(2026, 5, 3), dt.date(2026, 5, 3)), {})),
    ):
        owe()
    return {kind: (doc, told) for kind, doc, told in shop.db.rows("SELECT kind, doc_id, told FROM print_job")}


def of_khata(shop):
    """A due, a payment of it, and what stands on the khata."""
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9876543210")
    anil = shop.customers.by_phone("9876543210").id
    shop.papers.receipt(shop.customers.take(anil, 50_00).id)
    shop.papers.statement(anil, 2026_01_01, 2027_12_31)


def of_goods(shop, product):
    """An order, the goods that came of it, what of them goes back, and a count of what is there."""
    agro = shop.suppliers.add(SupplierCard("Agro Traders")).id
    shop.purchase_orders.send(shop.purchase_orders.draft(agro, [Wanted(product, 12_000, 100_00)]).number)
    came = shop.buying.receive(Receipt(agro, (ReceiptLine(product, 10_000, 100_00),)))
    shop.sending_back.take(came.number, {1: 3_000}, "torn")
    shop.papers.count_sheet(shop.counting.start("all").id)


def of_estimates(shop):
    """What a sale would cost."""
    promised = shop.estimates.begin("9876543210").id
    shop.estimates.enter(promised, "1001")
    shop.estimates.keep(promised)


def of_orders(shop):
    """What is gathered for one order, and the run of who carries another."""
    shop.dispatching.print_picking([confirmed(shop, "1002")])
    shop.dispatching.dispatch(confirmed(shop, "1003", phone="9812345671"), carrier="Ravi")
    shop.dispatching.print_run("Ravi")


def test_every_kind_that_is_owed_is_a_document_once():
    assert sorted(one.kind for one in KINDS) == sorted(print_job.KINDS)


def test_copies_of_what_is_gone_through_twice_are_marked_and_others_are_not():
    assert [one.kind for one in KINDS if one.marked] == [
        "bill", "label", "slip", "reading", "receipt", "purchase_order", "sent_back",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", print_job.KINDS)
@pytest.mark.parametrize("paper", [paper.name for paper in PAPERS])
def test_every_kind_is_laid_on_every_paper_that_a_printer_may_hold_or_is_given_none(kind, paper, asked, shop):
    laid = Printer("x", "file:x", "tspl", paper).paper_for(kind)
    if not laid:
        assert not Printer("x", "file:x", "tspl", paper).suits(kind)
        return
    doc, told = asked[kind]
    page = page_for(shop.db, kind, doc, json.loads(told), laid)
    assert page.paper.name == laid
    assert encode(page, "png").startswith(b"\x89PNG")


def test_what_nobody_knows_is_refused(shop):
    with pytest.raises(InvalidInput) as refusal:
        document("poster")
    assert refusal.value.field == "kind"
    with pytest.raises(NotFound):
        page_for(shop.db, "bill", b"?" * 16, {}, "80")
    sale = shop.sales.sell(["1001"], [Tender("cash")]).sale_ids[0]
    with pytest.raises(InvalidInput):
        page_for(shop.db, "bill", sale, {}, "A17")
