"""The khata read: how old a due is, a period's statement, a receipt, and who is to be reminded."""

import datetime as dt
from urllib.parse import unquote

import pytest

from shoppos.base.clock import Clock, day_number
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.ids import new_id
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import customers, khata, khata_told
from shoppos.reports.audit import audit
from shoppos.rules.whatsapp import whatsapp
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@pytest.fixture
def anil(shop: Shop):
    return shop.customers.add("Anil Verma", "9812345678")


def days_ago(shop, days):
    return day_number(dt.date.today() - dt.timedelta(days=days)) if days else khata.today(shop.db)  # noqa: DTZ011


def credit(shop, customer, amount, days):
    """A due of that age, as an older shop's books hold it."""
    with shop.db.transaction("khata.opened") as tx:
        shop.customers.write_khata(tx, customer.id, new_id(), "sale", amount, days_ago(shop, days))


def test_a_due_is_as_old_as_its_bill_and_payments_settle_the_oldest(shop: Shop, anil):
    for amount, days in ((100_00, 120), (200_00, 75), (300_00, 45), (400_00, 3)):
        credit(shop, anil, amount, days)
    assert khata.ageing(shop.db, anil.id).buckets == (400_00, 300_00, 200_00, 100_00)
    shop.customers.pay(anil.id, 150_00)
    ages = khata.ageing(shop.db, anil.id)
    assert (ages.buckets, ages.owes) == ((400_00, 300_00, 150_00, 0), 850_00)
    assert 74 <= ages.oldest <= 76


@pytest.mark.parametrize(("days", "bucket"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
def test_the_edges_of_the_ages(days, bucket, shop: Shop, anil):
    credit(shop, anil, 10_00, 0)
    today = khata.day_of(khata.today(shop.db))
    lines = khata.entries(shop.db, anil.id)
    found = khata.ageing_of(lines, day_number(today + dt.timedelta(days=days)))
    assert found.buckets[bucket] == 10_00


def test_a_statement_carries_what_was_owed_before(shop: Shop, anil):
    credit(shop, anil, 100_00, 40)
    credit(shop, anil, 50_00, 5)
    shop.customers.pay(anil.id, 30_00, "upi", "412345678901")
    today = khata.day_of(khata.today(shop.db))
    found = khata_told.statement(shop.db, anil.id, today - dt.timedelta(days=20), today)
    assert (found.before, found.after) == (100_00, 120_00)
    assert [(line.taken, line.paid, line.balance) for line in found.lines] == [
        (50_00, 0, 150_00),
        (0, 30_00, 120_00),
    ]
    assert "am=120.00" in found.link
    assert "*Owed now: ₹120.00*" in khata_told.message(found)
    with pytest.raises(InvalidInput):
        khata_told.statement(shop.db, anil.id, today, today - dt.timedelta(days=1))


def test_a_receipt_says_what_was_owed_before_and_after(shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    paid = shop.customers.take(anil.id, 60_00)
    found = khata_told.receipt(shop.db, paid.id)
    assert (found.amount, found.before, found.after, found.name) == (60_00, 150_00, 90_00, "Anil Verma")
    with pytest.raises(NotFound):
        khata_told.receipt(shop.db, new_id())


@pytest.mark.parametrize("paper", ["58", "80", "A5", "A4"])
@pytest.mark.parametrize("language", ["en", "hi"])
def test_receipt_and_statement_stand_on_every_paper(paper, language, shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    paid = shop.customers.take(anil.id, 60_00)
    told = {"since": 20200101, "until": khata.today(shop.db)}
    for kind, doc, asked in (("receipt", paid.id, {}), ("statement", anil.id, told)):
        text = encode(page_for(shop.db, kind, doc, asked, paper, language=language), "text").decode()
        said = " ".join(text.split())
        for words in ("Sharma Kirana", "Anil Verma", "5678", "90.00", "60.00"):
            assert words in said, (kind, words)
        assert "9812345678" not in said, "a paper that lies about shows four digits"


def test_a_waiting_receipt_is_printed_once_more_as_a_duplicate(shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    paid = shop.customers.take(anil.id, 60_00)
    shop.papers.receipt(paid.id)
    shop.papers.receipt(paid.id)
    copies = shop.db.rows("SELECT copy_no FROM print_job WHERE kind = 'receipt' ORDER BY 1")
    assert copies == [(0,), (1,)]
    assert audit(shop.db).agrees


def test_who_owes_long_enough_is_due_until_reminded(shop: Shop, anil):
    other = shop.customers.add("Sunita", "9812345679")
    credit(shop, anil, 100_00, 45)
    credit(shop, other, 100_00, 3)
    assert [(one.name, one.due) for one in khata.debtors(shop.db)] == [("Anil Verma", True), ("Sunita", False)]
    shop.customers.remind(anil.id, "phone")
    assert [one.due for one in khata.debtors(shop.db)] == [False, False]
    shop.merging.merge(other.id, anil.id)
    [one] = khata.debtors(shop.db)
    assert (one.name, one.ageing.owes, one.ageing.oldest > 40) == ("Sunita", 200_00, True)


def test_the_text_of_a_whatsapp_link_is_escaped_as_a_browser_does(shop: Shop):
    link = whatsapp("9812345678", "a&b=c #1\n(ok)! ~'*' é")
    assert link == "https://wa.me/919812345678?text=a%26b%3Dc%20%231%0A(ok)!%20~'*'%20%C3%A9"
    assert unquote(link.split("text=")[1]) == "a&b=c #1\n(ok)! ~'*' é"


def test_a_limit_warns_then_blocks_until_a_manager_allows_it(shop: Shop, anil):
    from shoppos.base.errors import NeedsApproval

    shop.settings.set("credit_limit", 200_00)
    assert shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").warnings == ()
    said = shop.sales.sell(["1002"] * 6, [Tender("khata")], customer_phone="9812345678").warnings
    assert any("₹210.00" in warning for warning in said)
    shop.settings.set("credit_policy", "block")
    said = shop.sales.sell(["1002"], [Tender("khata")], customer_phone="9812345678").warnings
    assert "The khata would stand at ₹220.00, its limit is ₹200.00. Sold on the owner's yes." in said
    shop.customers.pay(anil.id, 10_00)
    shop.staff.add("Ravi")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.sign_in("Ravi")
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.set_customer(sale, anil.id)
    with pytest.raises(NeedsApproval) as refused:
        shop.sales.checkout(sale, [Tender("khata")])
    assert refused.value.act == "credit_limit"
    assert shop.customers.get(anil.id).owes == 210_00
    shop.staff.approve("credit_limit", refused.value.doc_id, "4711", "regular")
    shop.sales.enter(sale, "1002")
    with pytest.raises(NeedsApproval):  # the yes was for 150 rupees
        shop.sales.checkout(sale, [Tender("khata")])
    shop.sales.undo(sale)
    assert shop.sales.checkout(sale, [Tender("khata")]).due == 150_00
    shop.customers.set_terms(anil.id, credit_limit=0)
    for name in ("Ravi", "Meena"):  # Meena's name alone allows nothing: she has not shown her PIN
        shop.staff.sign_in(name)
        with pytest.raises(NeedsApproval):
            shop.sales.sell(["1002"], [Tender("khata")], customer_phone="9812345678")
    shop.staff.sign_in("Meena", "4711")
    assert shop.sales.sell(["1002"], [Tender("khata")], customer_phone="9812345678").due == 10_00


def test_what_somebody_bought_less_what_came_back(shop: Shop, anil):
    from shoppos.shop.credit_notes import Refund
    from shoppos.shop.return_view import Give

    number = shop.sales.sell(["3*1002", "1001"], [Tender("cash")], customer_phone="9812345678").numbers[0]
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone="9812345678")
    gone = shop.sales.sell(["1003"], [Tender("cash")], customer_phone="9812345678").numbers[0]
    shop.sales.void(gone, "wrong")
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "stale")
    found = customers.history(shop.db, anil.id)
    assert (found.bills, found.total, found.average) == (2, 320_00, 160_00)
    assert [(one.code, one.bills, one.quantity) for one in found.most] == [("1001", 2, 2000), ("1002", 1, 2000)]
    assert found.visits[0].kind == "CREDIT NOTE"


@pytest.mark.parametrize(
    ("born", "today", "day"),
    [("11-23", (2026, 11, 23), (2026, 11, 23)), ("01-02", (2026, 12, 30), (2027, 1, 2)),
     ("02-29", (2027, 2, 27), (2027, 3, 1)), ("02-29", (2028, 2, 27), (2028, 2, 29)), ("12-01", (2026, 11, 23), None)],
)  # fmt: skip
def test_birthdays_of_the_week(born, today, day, shop: Shop, anil):
    shop.customers.set_terms(anil.id, birthday="/".join(reversed(born.split("-"))))
    found = customers.birthdays(shop.db, dt.date(*today))
    assert [one.day for one in found] == ([dt.date(*day)] if day else [])


def test_cards_that_may_be_one_persons(shop: Shop):
    for name, phone, pin_code in (
        ("Anil Verma", "9812345678", "411001"), ("ANIL VERMA", "9899999999", "411001"), ("Anil V", "9812345671", ""),
        ("Sunil", "9812345672", ""), ("Anil", "9812345112", ""),
    ):  # fmt: skip
        shop.customers.add(name, phone, pin_code=pin_code)
    found = [(one.first[2][-3:], one.second[2][-3:], one.why) for one in customers.twins(shop.db)]
    assert found == [("678", "999", "name"), ("678", "671", "phone")]


def test_a_bill_is_made_out_to_a_further_address(shop: Shop, anil):
    from shoppos.reports import bill

    office = shop.customers.add_address(anil.id, "9 Church Street", label="Office", pin_code="560025", state="29")
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    view = shop.sales.set_customer(sale, anil.id, with_address=True, address=office.personal_id)
    assert view.place == "29"
    number = shop.sales.checkout(sale, [Tender("cash")]).numbers[0]
    assert bill.load(shop.db, number).buyer.address == "9 Church Street"
    with pytest.raises(NotFound):
        shop.sales.set_customer(shop.sales.on_screen().id, anil.id, address=bytes(16))
    shop.privacy.erase(anil.id, sweep=False)
    assert audit(shop.db).agrees


def test_the_audit_finds_points_cards_and_words_that_were_changed_behind_its_back(shop: Shop, anil):
    shop.points.set_rule(10_00, 100, active=True)
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone="9812345678")
    other = shop.customers.add("Sunita", "9812345679")
    shop.merging.merge(anil.id, other.id)
    assert audit(shop.db).agrees
    shop.db.raw.execute("DELETE FROM customer_word WHERE word = 'anil'")
    assert any("name and tags" in fault.sentence for fault in audit(shop.db, most=9).faults)
    shop.db.raw.execute("INSERT INTO customer_word VALUES ('anil', ?)", (anil.id,))
    shop.db.raw.execute(
        "INSERT INTO points_entry SELECT ?, ?, doc_id, 'spent', -5, business_date, made_at, employee_id "
        "FROM points_entry WHERE kind = 'earned'",
        (new_id(), other.id),
    )
    said = [fault.sentence for fault in audit(shop.db, most=9).faults]
    assert any("not those that paid it" in sentence for sentence in said)
    assert any("merged card" in sentence for sentence in said)


def test_the_clock_of_the_shop_says_today(shop: Shop):
    assert khata.today(shop.db) == Clock().business_day(Clock().ms())
