"""The one invoice for a day's small sales: a whole paper of its own, on which its tokens and their notes are named."""

import pytest

from shoppos.base.errors import NotFound, Refused
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import bill, paper_list
from shoppos.reports.audit import audit
from shoppos.reports.bills import find
from shoppos.reports.explain import explain
from shoppos.reports.owed import copy as copy_owed
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give, look
from tests.shop.day_hands import CASH, SMALL_GOODS, shop_on, sold

UPI = [Tender("upi")]
NUMBER = "A1/2627/S00001"


@pytest.fixture
def shop(folder, clock):
    with shop_on(folder, clock, SMALL_GOODS) as shop:
        shop.settings.set("small_sales", "consolidate")
        yield shop


def closed(shop, clock):
    clock.set("2026-11-23 21:00")
    assert shop.days.close().invoices == (NUMBER,)
    return bill.load(shop.db, NUMBER)


@pytest.mark.parametrize(
    ("sales", "kind"),
    [
        ((("1",), ("2",)), "TAX INVOICE"), ((("3",), ("3",)), "BILL OF SUPPLY"),
        ((("1",), ("3",)), "INVOICE-CUM-BILL OF SUPPLY"),
    ],
)  # fmt: skip
def test_its_kind_is_what_the_lines_of_its_tokens_make_of_it(sales, kind, shop, clock):
    """rules.md 1.1: taxable alone, exempt alone, both to buyers without GSTIN (Rules 46, 49, 46A)."""
    for lines in sales:
        sold(shop, *lines)
    assert closed(shop, clock).kind == kind
    assert audit(shop.db).faults == ()


def test_it_has_hsn_rates_and_amounts_of_the_tokens_own_lines(shop, clock):
    numbers = [sold(shop, "1", "2"), sold(shop, "2*1", paid=UPI), sold(shop, "3", "2@40"), sold(shop, "2", "19*1@.05")]
    tokens = [bill.load(shop.db, number) for number in numbers]
    made = closed(shop, clock)
    assert [(x.name, x.hsn, x.quantity, x.price, x.rate, x.gross) for x in made.lines] == [
        ("Biscuits", "1905", 3000, 10_00, 500, 30_00), ("Soap", "3401", 2000, 45_00, 1800, 90_00),
        ("Dal", "0713", 1000, 60_00, 0, 60_00), ("Soap", "3401", 1000, 40_00, 1800, 40_00),
        ("Biscuits", "1905", 19000, 5, 500, 95),
    ]  # fmt: skip
    for name in ("taxable", "cgst", "sgst", "igst", "cess", "total", "round_off", "payable"):
        assert getattr(made, name) == sum(getattr(token, name) for token in tokens), name
    for name in ("taxable", "cgst", "sgst"):
        assert getattr(made, name) == sum(getattr(group, name) for group in made.by_rate), name
    assert [group.rate for group in made.by_rate] == [0, 500, 1800]
    assert {payment.method: payment.amount for payment in made.payments} == {
        "upi": 20_00, "cash": sum(token.payable for token in tokens) - 20_00
    }  # fmt: skip
    assert (made.place_of_supply, made.tax_labels, made.buyer, made.due, made.upi) == (
        "27", ("CGST", "SGST"), None, 0, None
    )  # fmt: skip
    assert made.tokens == (4, numbers[0], numbers[3])
    assert len(made.fragment) == 8
    assert all(bill.load(shop.db, number).invoice == (NUMBER, made.business_date) for number in numbers)


def test_a_cancelled_token_is_not_on_it(shop, clock):
    sold(shop, "1")
    shop.sales.void(sold(shop, "2"), "wrong")
    made = closed(shop, clock)
    assert [(line.name, made.tokens.bills) for line in made.lines] == [("Biscuits", 1)]


@pytest.mark.parametrize(("paper", "language"), [("58", "en"), ("80", "hi"), ("A5", "en"), ("A4", "hi")])
def test_its_paper_says_what_rule_46_asks_for(paper, language, shop, clock):
    sold(shop, "1", "2")
    last = sold(shop, "2")
    made = closed(shop, clock)
    words = encode(page_for(shop.db, "bill", made.sale_id, {}, paper, language=language), "text").decode()
    for said in ("TAX INVOICE", NUMBER, "23-11-2026", "Biscuits", "Soap", "1905", "3401", "T00001", last[-6:],
                 "CGST", "SGST"):  # fmt: skip
        assert said in words, said
    assert "TOKEN" not in words


def test_it_is_owed_at_the_close_printed_again_as_a_duplicate_and_has_no_slip(shop, clock):
    sold(shop, "1")
    made = closed(shop, clock)
    owed = "SELECT copy_no FROM print_job WHERE doc_id = ? AND kind = 'bill' ORDER BY copy_no"
    assert shop.db.rows(owed, (made.sale_id,)) == [(0,)]
    assert paper_list.named(shop.db, NUMBER).doc_id == made.sale_id
    assert copy_owed(shop.db, made.sale_id, 0).number == NUMBER
    shop.papers.bill(NUMBER, again=True)
    assert shop.db.rows(owed, (made.sale_id,)) == [(0,), (1,)]
    assert audit(shop.db).faults == ()
    for act in (shop.papers.slip, shop.papers.label):
        with pytest.raises(Refused, match="one invoice for the tokens"):
            act(NUMBER)
    with pytest.raises(NotFound, match="no bill A1/2627/S00009"):
        shop.papers.bill("A1/2627/S00009")


def test_goods_come_back_and_sales_are_cancelled_by_their_token(shop, clock):
    token = sold(shop, "3*1")
    early = shop.returns.take(token, {1: Give(1000)}, Refund("cash"), "broken").numbers[0]
    assert bill.load(shop.db, early).against.invoice is None
    made = closed(shop, clock)
    late = shop.returns.take(token, {1: Give(1000)}, Refund("cash"), "stale").numbers[0]
    for number in (early, late):
        against = bill.load(shop.db, number).against
        assert (against.number, against.invoice) == (token, (NUMBER, made.business_date))
    note = bill.load(shop.db, late)
    words = encode(page_for(shop.db, "bill", note.sale_id, {}, "A4"), "text").decode()
    assert f"Against bill {token} of 23 November 2026" in words
    assert f"On invoice {NUMBER} of 23 November 2026" in words
    assert bill.as_json(note)["against"]["invoice"] == NUMBER
    assert (bill.load(shop.db, NUMBER).state, bill.load(shop.db, NUMBER).notes) == ("part returned", (early, late))
    for act in (lambda: shop.sales.void(NUMBER, "all"), lambda: look(shop.db, NUMBER)):
        with pytest.raises(Refused, match="one invoice for the tokens"):
            act()
    assert audit(shop.db).faults == ()


def test_it_is_explained_and_found_but_never_counted_beside_its_tokens(shop, clock):
    sold(shop, "1", "2")
    made = closed(shop, clock)
    said = explain(made)
    assert said[0] == (
        "It is the sum of the day's tokens A1/2627/T00001 to A1/2627/T00001 (1); each was rounded by itself."
    )
    assert any("Soap: 1 at ₹45.00 each, together ₹45.00. In it are ₹6.86 of GST (18 %)" in one for one in said)
    day = made.business_date
    assert [row.number for row in find(shop.db, day, day)] == ["A1/2627/T00001"]
    assert [row.number for row in find(shop.db, day, day, "2627")] == ["A1/2627/T00001"]
    assert [(row.number, row.payable) for row in find(shop.db, day, day, "s00001")] == [(NUMBER, made.payable)]


@pytest.mark.parametrize("way", ["at once", "on a screen"])
def test_who_asks_for_an_invoice_gets_a_numbered_bill(way, shop):
    """s.31(3)(b): no invoice only where the recipient does not require one."""
    if way == "at once":
        numbers = shop.sales.sell(["1"], CASH, invoice=True).numbers
    else:
        sale = shop.sales.on_screen().id
        shop.sales.enter(sale, "1")
        numbers = shop.sales.checkout(sale, CASH, invoice=True).numbers
    assert (numbers, bill.load(shop.db, numbers[0]).kind) == (("A1/2627/000001",), "TAX INVOICE")
    assert audit(shop.db).faults == ()
