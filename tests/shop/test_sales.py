"""A sale from the first scan to the numbered bill."""

import datetime as dt
from pathlib import Path

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.reports import bill, periods
from shoppos.reports.audit import audit
from shoppos.reports.gst import gstr1, gstr3b
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock


def test_three_scans_and_exact_cash_make_a_numbered_bill(shop: Shop) -> None:
    sale = shop.sales.on_screen()
    for code in ("8901030865275", "8901719101038", "8901262010016"):
        view = shop.sales.enter(sale.id, code).view
    assert view.payable == 222_00
    done = shop.sales.checkout(sale.id, [Tender("cash")])
    assert done.numbers[0].endswith("/000001")
    found = bill.load(shop.db, done.numbers[0])
    assert (found.payable, found.change, found.kind) == (222_00, 0, "TAX INVOICE")
    assert sum(line.total for line in found.lines) == found.total
    assert shop.sales.on_screen().lines == ()


def test_the_same_sale_twice_is_one_bill(shop: Shop) -> None:
    sale = shop.sales.on_screen()
    shop.sales.enter(sale.id, "1001")
    first = shop.sales.checkout(sale.id, [Tender("cash")])
    assert shop.sales.checkout(sale.id, [Tender("cash")]).numbers == first.numbers
    key = bytes(range(16))
    once = shop.sales.sell(["1001"], [Tender("cash")], key=key)
    assert shop.sales.sell(["1001"], [Tender("cash")], key=key).numbers == once.numbers
    assert shop.stock.on_hand(shop.catalogue.show("1001").product_id) == 48_000


def test_change_is_given_in_cash_only(shop: Shop) -> None:
    done = shop.sales.sell(["1001"], [Tender("cash", 500_00)])
    assert done.change == 350_00
    with pytest.raises(Refused, match="more than"):
        shop.sales.sell(["1001"], [Tender("card", 500_00)])
    with pytest.raises(Refused, match="still to pay"):
        shop.sales.sell(["1001"], [Tender("cash", 100_00)])


def test_a_refused_checkout_draws_no_number(shop: Shop) -> None:
    with pytest.raises(Refused):
        shop.sales.sell(["1001"], [Tender("cash", 1_00)])
    first = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    assert first.endswith("/000001")


def test_an_open_sale_survives_reopening_with_its_undo(shop: Shop) -> None:
    sale = shop.sales.on_screen()
    shop.sales.enter(sale.id, "3*1001")
    shop.sales.enter(sale.id, "/10")
    shop.sales.stage(sale.id, {"shown": True})
    other = Shop.open(shop.db.path.parent)
    again = other.sales.on_screen()
    assert (again.id, again.payable, again.panel) == (sale.id, 405_00, {"shown": True})
    assert other.sales.undo(again.id).payable == 450_00
    assert other.sales.undo(again.id).lines == ()
    other.close()


def test_an_unknown_code_is_named_and_a_barcode_is_no_quantity(shop: Shop) -> None:
    sale = shop.sales.on_screen()
    with pytest.raises(NotFound, match="8901234567"):
        shop.sales.enter(sale.id, "8901234567")
    shop.sales.enter(sale.id, "1001")
    with pytest.raises(InvalidInput, match="barcode"):
        shop.sales.enter(sale.id, "*8901030865275")
    with pytest.raises(Doubtful):
        shop.sales.enter(sale.id, "*1000")
    assert shop.sales.enter(sale.id, "*1000", sure=True).view.quantity == 1_000_000


def test_holding_and_recalling_swaps_the_screen(shop: Shop) -> None:
    first = shop.sales.on_screen()
    shop.sales.enter(first.id, "1001")
    second = shop.sales.hold(first.id)
    shop.sales.enter(second.id, "1002")
    assert [held.sale_id for held in shop.sales.held()] == [first.id]
    shop.sales.recall(first.id)
    assert [held.sale_id for held in shop.sales.held()] == [second.id]
    assert shop.sales.on_screen().id == first.id


def test_khata_needs_a_customer_and_is_due_until_paid(shop: Shop) -> None:
    with pytest.raises(Refused, match="customer"):
        shop.sales.sell(["1001"], [Tender("khata")])
    customer = shop.customers.add("Anil Verma", "9812345678")
    number = shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    assert bill.load(shop.db, number).due == 150_00
    assert shop.customers.pay(customer.id, 100_00).owes == 50_00
    found = bill.load(shop.db, number)
    assert found.due == 50_00
    assert found.upi is not None
    assert "am=50.00" in found.upi


def test_a_utr_pays_once_only(shop: Shop) -> None:
    shop.sales.sell(["1001"], [Tender("upi", reference="412345678901")])
    with pytest.raises(Refused, match="used for bill"):
        shop.sales.sell(["1001"], [Tender("upi", reference="412345678901")])
    number = shop.sales.sell(["1001"], [Tender("upi")]).numbers[0]
    assert bill.load(shop.db, number).payments[0].state == "claimed"
    shop.sales.verify_upi(number, 1, "412345678902")
    assert bill.load(shop.db, number).payments[0].state == "verified"


def test_every_upi_qr_has_a_reference_of_its_own(shop: Shop) -> None:
    sale = shop.sales.on_screen()
    shop.sales.enter(sale.id, "1001")
    shown = [shop.sales.upi_attempt(sale.id, 150_00) for _try in range(3)]
    assert len({one.reference for one in shown}) == 3
    assert all("am=150.00" in one.link and one.reference in one.link for one in shown)


def test_a_registered_buyer_of_a_mixed_basket_gets_two_papers(shop: Shop) -> None:
    done = shop.sales.sell(["1001", "2001"], [Tender("cash", 500_00)], gstin="29AABCR1718E1ZL")
    papers = [bill.load(shop.db, number) for number in done.numbers]
    assert [paper.kind for paper in papers] == ["TAX INVOICE", "BILL OF SUPPLY"]
    assert sum(paper.payable for paper in papers) == done.payable
    assert papers[0].inter_state
    assert papers[0].igst > 0
    assert sum(p.amount for paper in papers for p in paper.payments) == done.payable


def test_cancelling_a_bill_keeps_its_number_and_puts_stock_back(shop: Shop) -> None:
    number = shop.sales.sell(["2*1001"], [Tender("cash")]).numbers[0]
    shop.sales.void(number, "wrong customer")
    assert bill.load(shop.db, number).state == "void"
    assert shop.stock.on_hand(shop.catalogue.show("1001").product_id) == 50_000
    with pytest.raises(Refused, match="already"):
        shop.sales.void(number, "again")
    assert shop.sales.sell(["1001"], [Tender("cash")]).numbers[0].endswith("/000002")


def test_finished_rows_refuse_every_change(shop: Shop) -> None:
    shop.sales.sell(["1001"], [Tender("cash")])
    for statement in (
        "UPDATE sale SET payable = 1", "DELETE FROM sale", "UPDATE sale_line SET price = 1", "DELETE FROM sale_line",
        "UPDATE payment SET amount = 1", "DELETE FROM payment", "UPDATE stock_move SET quantity = 1",
        "DELETE FROM journal", "UPDATE journal SET kind = 'x'",
    ):  # fmt: skip
        with pytest.raises(Exception, match="finished"):
            shop.db.raw.execute(statement)


def test_stock_that_runs_low_warns_and_never_stops_the_sale(shop: Shop) -> None:
    sale = shop.sales.on_screen()
    assert shop.sales.enter(sale.id, "44*1001").view.warnings == ()
    assert "Only 50 left" in shop.sales.enter(sale.id, "1001").view.warnings[0]
    assert "please check the shelf" in shop.sales.enter(sale.id, "9*1001").view.warnings[0]


def test_the_state_on_a_customers_card_counts_only_with_the_address_on_the_bill(shop: Shop) -> None:
    goan = shop.customers.add("Maria Dias", "9812345670", address="4 Beach Road, Panaji", state="30")
    sale = shop.sales.on_screen()
    shop.sales.enter(sale.id, "1001")
    assert shop.sales.set_customer(sale.id, goan.id).place == "27"
    assert shop.sales.set_customer(sale.id, goan.id, with_address=True).place == "30"
    found = bill.load(shop.db, shop.sales.checkout(sale.id, [Tender("cash")]).numbers[0])
    assert found.inter_state
    assert found.buyer is not None
    assert found.buyer.address == "4 Beach Road, Panaji"


def two_papers(shop: Shop):
    shop.customers.add("Anil Verma", "9812345678", gstin="27AAPFU0939F1ZV")
    done = shop.sales.sell(["1001", "2001"], [Tender("cash", 200_00), Tender("khata")], customer_phone="9812345678")
    assert len(done.numbers) == 2
    return done


@pytest.mark.parametrize("named", [0, 1])
def test_a_sale_of_two_papers_is_cancelled_whole_whichever_is_named(named: int, shop: Shop) -> None:
    done = two_papers(shop)
    last = shop.sales.last()
    assert (last.numbers, last.payable, last.voided) == (done.numbers, 318_00, False)
    shop.sales.void(done.numbers[named], "wrong customer")
    assert [bill.load(shop.db, number).state for number in done.numbers] == ["void", "void"]
    assert shop.sales.last().voided
    assert shop.customers.by_phone("9812345678").owes == 0
    assert shop.stock.on_hand(shop.catalogue.show("2001").product_id) == 100_000
    for number in done.numbers:
        with pytest.raises(Refused, match="already"):
            shop.sales.void(number, "again")
    assert audit(shop.db).faults == ()


def test_a_reprint_owes_both_papers_of_a_sale(shop: Shop) -> None:
    done = two_papers(shop)
    assert shop.sales.reprint(done.numbers[1].lower()) == 1
    copies = shop.db.rows("SELECT doc_id, max(copy_no) FROM print_job GROUP BY doc_id")
    assert dict(copies) == dict.fromkeys(done.sale_ids, 1)
    assert audit(shop.db).faults == ()


def test_a_bill_of_an_earlier_month_is_never_cancelled_but_taken_back_by_a_credit_note(folder: Path) -> None:
    clock = SetClock("2026-10-10 20:00")
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1001", "Surf Excel 1 kg", 118_00, rate=1800, hsn="3402"))
    old = shop.sales.sell(["1001"], [Tender("cash")], gstin="27AABCR1718E1ZP").numbers[0]
    clock.set("2026-10-31 23:00")
    same = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    assert shop.sales.void(same, "brought back") == ()
    clock.set("2026-11-12 09:00")
    assert shop.sales.void(old, "brought back") == ("A1/2627/C00001",)
    assert shop.db.row("SELECT count(*) FROM void WHERE business_date > 20261031") == (0,)
    october, november = (periods.around(dt.date(2026, month, 1), "month") for month in (10, 11))
    filed = gstr1.gstr1(shop.db, october)
    assert filed["b2b"][0]["inv"][0]["inum"] == old
    assert gstr1.gstr1(shop.db, november)["cdnr"][0]["nt"][0]["nt_num"] == "A1/2627/C00001"
    told = [gstr3b.as_json(gstr3b.gstr3b(shop.db, month)) for month in (october, november)]
    assert [one["sup_details"]["osup_det"]["txval"] for one in told] == [100.0, -100.0]
    taxed = [shop.db.row("SELECT sum(taxable) FROM tax_total WHERE month = ?", (m,))[0] for m in (202610, 202611)]
    assert taxed == [100_00, -100_00]
    assert audit(shop.db).faults == ()
    shop.close()


def test_a_bill_is_taken_back_until_the_30th_of_november_after_its_year(folder: Path) -> None:
    clock = SetClock("2026-03-31 20:00")
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1001", "Surf Excel 1 kg", 118_00, rate=1800, hsn="3402"))
    old, older = (shop.sales.sell(["1001"], [Tender("cash")]).numbers[0] for _two in range(2))
    clock.set("2026-11-30 20:00")
    assert shop.sales.void(old, "brought back") == ("A1/2627/C00001",)
    clock.set("2026-12-01 09:00")
    with pytest.raises(Refused, match="until 30-11-2026 only"):
        shop.sales.void(older, "brought back")
    assert bill.load(shop.db, older).state == "done"
    shop.close()


def test_where_the_shop_wants_it_a_cancelled_bill_needs_a_manager_s_yes(shop: Shop):
    number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    shop.settings.set("rights", {"void": "manager"})
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval) as needed:
        shop.sales.void(number, "wrong")
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    shop.sales.void(number, "wrong")
    assert bill.load(shop.db, number).state == "void"
