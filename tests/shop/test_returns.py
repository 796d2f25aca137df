"""Returns: against the bill, never more than was sold, settled as it was paid, and undone nowhere else."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import bill as bill_report
from shoppos.reports.audit import audit
from shoppos.rules.offers import GET, Choice, Offer
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import DAMAGE, Give

CASH = [Tender("cash")]
BY_CASH = Refund("cash")


def sold(shop: Shop, *lines: str, pay: str = "cash", phone: str = "", gstin: str = "", discount: str = "") -> str:
    done = shop.sales.sell(lines, [Tender(pay)], customer_phone=phone, gstin=gstin, discount=discount)
    return done.numbers[0]


def on_hand(shop: Shop, code: str) -> int:
    return shop.stock.on_hand(shop.catalogue.show(code).product_id) or 0


def owes(shop: Shop, phone: str) -> int:
    customer = shop.customers.by_phone(phone)
    assert customer is not None
    return customer.owes


def agrees(shop: Shop) -> None:
    assert audit(shop.db, most=5).faults == ()


def test_a_returned_piece_makes_a_credit_note_and_goes_back_on_the_shelf(shop: Shop) -> None:
    number = sold(shop, "3*1001", "1002")
    before = on_hand(shop, "1001")
    done = shop.returns.take(number, {1: Give(1000)}, BY_CASH, "too strong")
    assert done.numbers == ("A1/2627/C00001",)
    assert (done.payable, done.ways) == (150_00, (("cash", 150_00),))
    assert on_hand(shop, "1001") == before + 1000
    note = bill_report.load(shop.db, done.numbers[0])
    assert (note.kind, note.state, note.payable, note.tendered, note.due) == ("CREDIT NOTE", "done", 150_00, 0, 0)
    assert [(p.method, p.amount, p.state) for p in note.payments] == [("cash", 150_00, "refunded")]
    assert note.against is not None
    assert (note.against.number, note.against.reason) == (number, "too strong")
    bill = bill_report.load(shop.db, number)
    assert (bill.state, bill.notes) == ("part returned", done.numbers)
    agrees(shop)


def test_the_last_return_takes_the_remainder_and_the_bill_is_returned(shop: Shop) -> None:
    number = sold(shop, "3*1003", discount="1.55")
    payable = bill_report.load(shop.db, number).payable
    notes = [shop.returns.take(number, {1: Give(1000)}, BY_CASH) for _n in range(3)]
    assert sum(note.payable for note in notes) == payable
    assert bill_report.load(shop.db, number).state == "returned"
    with pytest.raises(Refused, match="only 0 can come back"):
        shop.returns.take(number, {1: Give(1000)}, BY_CASH)
    with pytest.raises(InvalidInput, match="Nothing is being returned"):
        shop.returns.take(number, None, BY_CASH)
    agrees(shop)


def test_more_than_is_left_is_refused_and_changes_nothing(shop: Shop) -> None:
    number = sold(shop, "2*1001")
    shop.returns.take(number, {1: Give(1500)}, BY_CASH)
    rows = shop.db.row("SELECT count(*) FROM sale")
    with pytest.raises(Refused, match=r"only 0\.5"):
        shop.returns.take(number, {1: Give(1000)}, BY_CASH)
    with pytest.raises(NotFound, match="no line 7"):
        shop.returns.take(number, {7: Give(1000)}, BY_CASH)
    assert shop.db.row("SELECT count(*) FROM sale") == rows


def test_damaged_goods_leave_the_stock_again(shop: Shop) -> None:
    number = sold(shop, "2*1001")
    before = on_hand(shop, "1001")
    done = shop.returns.take(number, {1: Give(1000, DAMAGE)}, BY_CASH)
    assert on_hand(shop, "1001") == before
    kinds = shop.db.rows("SELECT kind, quantity FROM stock_move WHERE doc_id = ? ORDER BY kind", done.sale_ids)
    assert kinds == [("damage", -1000), ("return", 1000)]
    agrees(shop)


def test_the_same_key_takes_back_once(shop: Shop) -> None:
    number, key = sold(shop, "2*1001"), new_id()
    once = shop.returns.take(number, {1: Give(1000)}, BY_CASH, key=key)
    again = shop.returns.take(number, {1: Give(1000)}, BY_CASH, key=key)
    assert (again.numbers, again.payable, again.ways) == (once.numbers, once.payable, once.ways)
    assert shop.db.row("SELECT count(*) FROM credit_note") == (1,)
    bill = shop.db.row("SELECT id FROM sale WHERE number = ?", (number,))
    assert bill is not None
    with pytest.raises(Refused, match="another sale"):
        shop.returns.take(number, {1: Give(1000)}, BY_CASH, key=bill[0])


def test_a_bill_on_the_khata_sinks_its_due_before_money_goes_back(shop: Shop) -> None:
    shop.customers.add("Anil", "9812345678")
    number = sold(shop, "2*1001", pay="khata", phone="9812345678")
    anil = shop.customers.by_phone("9812345678")
    assert anil is not None
    shop.customers.pay(anil.id, 200_00)
    done = shop.returns.take(number, None, BY_CASH)
    assert dict(done.ways) == {"khata": 100_00, "cash": 200_00}
    assert owes(shop, "9812345678") == 0
    assert bill_report.load(shop.db, number).due == 0
    agrees(shop)


def test_a_return_sinks_the_due_of_its_own_bill_and_not_of_an_older_one(shop: Shop) -> None:
    shop.customers.add("Anil", "9812345678")
    old = sold(shop, "1001", pay="khata", phone="9812345678")
    new = sold(shop, "2*1002", pay="khata", phone="9812345678")
    shop.returns.take(new, {1: Give(1000)}, BY_CASH)
    assert bill_report.load(shop.db, old).due == 150_00
    assert bill_report.load(shop.db, new).due == 10_00
    assert owes(shop, "9812345678") == 160_00


def test_store_credit_needs_somebody_who_has_it(shop: Shop) -> None:
    number = sold(shop, "1001")
    with pytest.raises(Refused, match="needs a customer"):
        shop.returns.take(number, None, Refund("khata"))
    anil = shop.customers.add("Anil", "9812345678")
    shop.returns.take(number, None, Refund("khata", customer_id=anil.id))
    assert owes(shop, "9812345678") == -150_00
    agrees(shop)


def test_an_exchange_is_netted_and_the_customer_pays_the_rest(shop: Shop) -> None:
    number = sold(shop, "2*1003")
    done = shop.returns.take(number, {1: Give(1000)}, BY_CASH, exchange=["1001"])
    assert done.ways == (("exchange", 62_00),)
    assert done.bill is not None
    bill = bill_report.load(shop.db, done.bill.numbers[0])
    assert [(p.method, p.amount) for p in bill.payments] == [("exchange", 62_00), ("cash", 88_00)]
    assert (bill.payable, bill.tendered) == (150_00, 150_00)
    again = shop.returns.returned(done.sale_ids[0])
    assert again.bill is not None
    assert again.bill.numbers == done.bill.numbers
    agrees(shop)


def test_what_an_exchange_leaves_over_goes_back(shop: Shop) -> None:
    number = sold(shop, "1001")
    done = shop.returns.take(number, None, BY_CASH, exchange=["2*1002"])
    assert dict(done.ways) == {"exchange": 20_00, "cash": 130_00}
    assert done.bill is not None
    assert done.bill.payable == 20_00
    agrees(shop)


def test_the_sale_on_screen_can_be_taken_in_exchange(shop: Shop) -> None:
    number = sold(shop, "1001")
    sale_id = shop.sales.on_screen().id
    shop.sales.enter(sale_id, "3*1003")
    view = shop.returns.open(number)
    assert shop.returns.preview(view, {1: Give(1000)}, sale_id=sale_id).to_pay == 36_00
    done = shop.returns.take(number, {1: Give(1000)}, BY_CASH, sale_id=sale_id)
    assert done.bill is not None
    assert done.bill.sale_ids == (sale_id,)
    assert shop.sales.on_screen().lines == ()
    agrees(shop)


def test_nobody_pays_by_exchange_with_nothing_in_hand(shop: Shop) -> None:
    with pytest.raises(Refused, match="written by the shop itself"):
        sold(shop, "1001", pay="exchange")


def test_two_papers_of_one_sale_are_taken_back_each_against_its_own(shop: Shop) -> None:
    number = sold(shop, "1001", "2001", gstin="29AABCR1718E1ZL")
    view = shop.returns.open(number)
    assert len(view.numbers) == 2
    done = shop.returns.take(number, None, BY_CASH)
    assert done.numbers == ("A1/2627/C00001", "A1/2627/C00002")
    assert [bill_report.load(shop.db, n).against.number for n in done.numbers] == list(view.numbers)  # type: ignore[union-attr]
    assert all(bill_report.load(shop.db, n).inter_state for n in done.numbers)
    assert done.payable == view.payable
    agrees(shop)


def test_a_bill_is_found_by_its_number_its_code_and_its_payment_link(shop: Shop) -> None:
    shop.customers.add("Anil", "9812345678")
    number = sold(shop, "1001", pay="khata", phone="9812345678")
    link = bill_report.load(shop.db, number).upi
    assert link is not None
    assert shop.returns.open(number.lower()).number == number
    assert shop.returns.open(link).number == number
    sale_id = shop.sales.on_screen().id
    shop.sales.enter(sale_id, "1001")
    shown = shop.sales.upi_attempt(sale_id, 150_00)
    with pytest.raises(NotFound, match="No bill was paid"):
        shop.returns.open(shown.link)
    paid = shop.sales.checkout(sale_id, [Tender("upi", attempt=shown.reference)]).numbers[0]
    assert shop.returns.open(shown.link).number == paid
    assert shop.returns.open(paid).ways[0] == "upi"
    with pytest.raises(NotFound, match="no bill 8901"):
        shop.returns.open("8901030865275")


def test_items_are_scanned_one_by_one_or_counted(shop: Shop) -> None:
    number = sold(shop, "3*1001", "1001@140", "2*1002")
    view = shop.returns.open(number)
    gives, line = shop.returns.scan(view, {}, "8901030865275")
    assert (gives, line) == ({1: Give(1000)}, 1)
    gives, line = shop.returns.scan(view, gives, "3*1001")
    assert ({n: give.quantity for n, give in gives.items()}, line) == ({1: 3000, 2: 1000}, 2)
    with pytest.raises(Refused, match=r"^Only 4 of Surf Excel 1 kg can come back\. "):
        shop.returns.scan(view, {}, "9*1001")
    with pytest.raises(Refused, match="Only 4 of Surf Excel 1 kg can come back, and 1 of them are scanned already"):
        shop.returns.scan(view, {1: Give(1000)}, "9*1001")
    with pytest.raises(Refused, match="No more of Surf Excel 1 kg can come back: all 4 are scanned already"):
        shop.returns.scan(view, gives, "1001")
    with pytest.raises(NotFound, match="not on bill"):
        shop.returns.scan(view, gives, "1003")
    with pytest.raises(NotFound):
        shop.returns.scan(view, gives, "8888")


class TestWindow:
    """How long goods may come back."""

    def days_later(self, shop: Shop, days: int) -> None:
        now = shop.db.clock.now() + dt.timedelta(days=days)
        shop.db.clock.ms = lambda: int(now.timestamp() * 1000)  # type: ignore[method-assign]  # the clock of this shop alone

    def test_over_the_window_a_cashier_needs_a_yes_for_this_one_return(self, shop: Shop) -> None:
        number = sold(shop, "2*1001")
        shop.staff.set_pin("Meena", "4711")
        shop.staff.add("Ravi")
        shop.staff.sign_in("Ravi")
        shop.returns.take(number, {1: Give(500)}, BY_CASH)
        self.days_later(shop, 8)
        with pytest.raises(NeedsApproval, match="could come back until") as needed:
            shop.returns.take(number, {1: Give(500)}, BY_CASH)
        yes = shop.staff.approve(needed.value.act, needed.value.doc_id, "4711", "good customer")
        with pytest.raises(InvalidInput, match="could come back") as asked:
            shop.returns.take(number, {1: Give(500)}, BY_CASH, approved=yes.id)
        assert asked.value.field == "reason"
        done = shop.returns.take(number, {1: Give(500)}, BY_CASH, "was ill", approved=yes.id)
        meena = next(person for person in shop.staff.list() if person.name == "Meena")
        assert shop.db.row("SELECT approved_id FROM credit_note WHERE sale_id = ?", done.sale_ids) == (meena.id,)
        with pytest.raises(NeedsApproval):
            shop.returns.take(number, {1: Give(500)}, BY_CASH, "once more", approved=yes.id)
        agrees(shop)

    def test_the_shop_may_take_nothing_after_it(self, shop: Shop) -> None:
        number = sold(shop, "1001")
        shop.settings.set("returns", {"days": 2, "approve_after": False})
        self.days_later(shop, 3)
        with pytest.raises(Refused, match="could come back") as refused:
            shop.returns.take(number, None, BY_CASH, "please")
        assert not isinstance(refused.value, NeedsApproval)

    def test_a_product_s_own_days_go_before_its_category_s(self, shop: Shop) -> None:
        butter = shop.catalogue.show("1003").product_id
        shop.catalogue.change(butter, category="Dairy")
        shop.settings.set("returns", {"days": 30, "categories": {"Dairy": -1}})
        view = shop.returns.open(sold(shop, "1001", "1003"))
        assert view.lines[0].why_not() == ""
        assert view.lines[1].until is None
        assert view.lines[1].why_not() == "Amul Butter 100 g cannot be returned."

    def test_after_november_the_note_gives_no_tax_back(self, shop: Shop) -> None:
        number = sold(shop, "1001")
        self.days_later(shop, 800)
        view = shop.returns.open(number)
        assert "tax can be lowered until 30-11-" in view.warnings[0]
        assert shop.returns.take(number, None, BY_CASH, "promised").payable == 150_00
        agrees(shop)


class TestWithoutBill:
    """Goods of which nobody has the bill."""

    def test_a_cashier_needs_a_yes_and_the_owner_none(self, shop: Shop) -> None:
        shop.staff.set_pin("Meena", "4711")
        shop.staff.add("Ravi")
        shop.staff.sign_in("Ravi")
        key = new_id()
        with pytest.raises(NeedsApproval) as needed:
            shop.returns.take_without(["1001@140", "2*1002"], BY_CASH, "lost it", key=key)
        yes = shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
        before = on_hand(shop, "1001")
        with pytest.raises(NeedsApproval):  # the yes was for less
            shop.returns.take_without(["5*1001", "2*1002"], BY_CASH, "lost it", approved=yes.id, key=key)
        done = shop.returns.take_without(["1001@140", "2*1002"], BY_CASH, "lost it", approved=yes.id, key=key)
        assert (done.payable, done.numbers) == (160_00, ("A1/2627/C00001",))
        assert shop.returns.take_without(["1001"], BY_CASH, "lost it", key=key).numbers == done.numbers
        assert on_hand(shop, "1001") == before + 1000
        assert bill_report.load(shop.db, done.numbers[0]).against is None
        agrees(shop)

    def test_never_above_today_s_price_nor_to_a_card(self, shop: Shop) -> None:
        with pytest.raises(Refused, match=r"₹150\.00 today"):
            shop.returns.take_without(["1001@151"], BY_CASH, "lost")
        with pytest.raises(Refused, match="in cash or onto"):
            shop.returns.take_without(["1001"], Refund("card"), "lost")
        with pytest.raises(InvalidInput, match="Say why"):
            shop.returns.take_without(["1001"], BY_CASH, " ")
        shop.settings.set("returns", {"no_bill": "refuse"})
        with pytest.raises(Refused, match="takes nothing back"):
            shop.returns.take_without(["1001"], BY_CASH, "lost")
        assert shop.db.row("SELECT count(*) FROM credit_note") == (0,)


def test_what_an_offer_took_off_is_not_given_back(shop: Shop) -> None:
    biscuit = shop.catalogue.show("1002").product_id
    shop.offers.add(Offer(b"", "", GET, of=Choice(products=frozenset({biscuit.hex()})), buy=2, get=1))
    number = sold(shop, "3*1002")
    assert bill_report.load(shop.db, number).payable == 20_00
    given = [shop.returns.take(number, {1: Give(1000)}, BY_CASH).payable for _n in range(3)]
    assert given == [7_00, 7_00, 6_00]
    assert shop.returns.take_without(["3*1002"], BY_CASH, "lost").payable == 20_00
    agrees(shop)


def test_without_its_bill_no_more_goes_back_than_its_customer_or_as_many_cost(shop: Shop) -> None:
    biscuit, lists = shop.catalogue.show("1002").product_id, [shop.prices.add(name) for name in ("All", "Wholesale")]
    shop.prices.set(lists[0], biscuit, 9_00, least=10_000)
    shop.prices.choose_for_all(lists[0])
    shop.prices.set(lists[1], biscuit, 8_00)
    anil = shop.customers.add("Anil", "9812345678").id
    shop.customers.set_terms(anil, list_id=lists[1])
    assert shop.returns.preview_without(["10*1002"])[1] == 90_00
    assert shop.returns.take_without(["10*1002"], BY_CASH, "lost").payable == 90_00
    assert shop.returns.preview_without(["1002"], anil)[1] == 8_00
    assert shop.returns.take_without(["1002"], Refund("khata", customer_id=anil), "lost").payable == 8_00
    assert shop.returns.take_without(["1002@7"], BY_CASH, "lost").payable == 7_00
    assert shop.returns.take_without(["1002@9.50"], Refund("cash", customer_id=anil), "lost").payable == 8_00
    agrees(shop)


def test_a_bill_with_returns_is_not_cancelled_and_a_note_never(shop: Shop) -> None:
    number = sold(shop, "2*1001")
    note = shop.returns.take(number, {1: Give(1000)}, BY_CASH).numbers[0]
    with pytest.raises(Refused, match="came back"):
        shop.sales.void(number, "mistake")
    with pytest.raises(Refused, match="credit note"):
        shop.sales.void(note, "mistake")
    with pytest.raises(Refused, match="credit note"):
        shop.returns.open(note)
    swapped = shop.returns.take(number, {1: Give(1000)}, BY_CASH, exchange=["1002"]).bill
    assert swapped is not None
    with pytest.raises(Refused, match="in exchange"):
        shop.sales.void(swapped.numbers[0], "mistake")
    gone = sold(shop, "1001")
    shop.sales.void(gone, "mistake")
    with pytest.raises(Refused, match="cancelled"):
        shop.returns.open(gone)
    agrees(shop)


def test_the_newest_bill_of_the_till_is_no_credit_note(shop: Shop) -> None:
    number = sold(shop, "2*1001")
    shop.returns.take(number, {1: Give(1000)}, BY_CASH)
    last = shop.sales.last()
    assert last is not None
    assert last.number == number


class TestPoints:
    """What was earned goes, what was spent comes back, to the last point."""

    def test_points_spent_come_back_as_points_and_never_as_money(self, shop: Shop) -> None:
        anil = shop.customers.add("Anil", "9812345678")
        points = shop.customers.points
        points.set_rule(10_00, 1_00, active=True)
        points.gift(anil.id, 100)
        done = shop.sales.sell(["3*1001"], [Tender("points", 100_00), Tender("cash")], customer_phone="9812345678")
        assert points.balance(anil.id) == 35
        asked = shop.returns.preview(shop.returns.open(done.numbers[0]), {1: Give(1000)})
        assert (asked.payable, asked.points, asked.back, asked.due) == (150_00, 33_33, 116_67, 0)
        got = [shop.returns.take(done.numbers[0], {1: Give(1000)}, BY_CASH) for _n in range(3)]
        ways = [dict(one.ways) for one in got]
        assert sum(way["points"] for way in ways) == 100_00
        assert sum(way["cash"] for way in ways) == 350_00
        assert ways[0] == {"points": 33_33, "cash": 116_67}
        assert points.balance(anil.id) == 100
        agrees(shop)

    def test_a_return_for_somebody_whose_card_was_joined_goes_to_the_one_that_is_left(self, shop: Shop) -> None:
        old = shop.customers.add("Anil V", "9812345678")
        number = sold(shop, "2*1001", pay="khata", phone="9812345678")
        left = shop.customers.add("Anil Verma", "9812345679")
        shop.merging.merge(left.id, old.id)
        shop.returns.take(number, {1: Give(1000)}, BY_CASH)
        assert owes(shop, "9812345679") == 150_00
        assert bill_report.load(shop.db, number).due == 150_00
        done = shop.returns.take(number, {1: Give(1000)}, BY_CASH, exchange=["1002"])
        assert dict(done.ways) == {"exchange": 10_00, "khata": 140_00}
        assert owes(shop, "9812345679") == 10_00
        agrees(shop)
