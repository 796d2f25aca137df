"""A day in the shop, in the order of the day; and two programs that sell on one till at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from shoppos.base.errors import NotFound, Refused
from shoppos.reports import audit, bill, bills
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.crash import books
from tests.stories.clocks import SetClock

ROOT = Path(__file__).resolve().parents[2]
CASH = [Tender("cash")]


def test_a_day_at_the_counter(shop, folder):  # noqa: PLR0915  (a day is long, and one story)
    clock = SetClock("2026-07-14 09:00")
    shop.close()
    shop = Shop.open(folder, clock=clock)
    sales = shop.sales

    # Mrs Rao buys soap and biscuits, and pays with a note.
    first = sales.on_screen().id
    sales.enter(first, "8901030865275")
    assert sales.enter(first, "3*8901719101038").view.payable == 180_00
    done = sales.checkout(first, [Tender("cash", 500_00)])
    assert (done.numbers, done.change) == (("A1/2627/000001",), 320_00)
    assert sales.last().change == 320_00

    # Anil forgot his purse: his sale waits while the next customer is served.
    clock.go_on(minutes=10)
    waiting = sales.on_screen().id
    sales.enter(waiting, "1.5*2001")
    sales.enter(waiting, "/10")
    sales.hold(waiting, "red shirt")
    asked = sales.on_screen().id
    with pytest.raises(NotFound):
        sales.enter(asked, "8909999999994")
    sales.add_new(asked, code="8909999999994", name="Agarbatti", price=45_00, rate=500)
    shown = sales.upi_attempt(asked, 45_00)
    assert "am=45.00" in shown.link
    sales.checkout(asked, [Tender("upi", reference="412345678901", attempt=shown.reference)])

    # He comes back without it, and is put on the khata.
    anil = shop.customers.add("Anil Verma", "98123 45678")
    (held,) = sales.held()
    assert (held.label, held.payable) == ("red shirt", 227_00)
    sales.recall(held.sale_id)
    sales.set_customer(held.sale_id, anil.id)
    done = sales.checkout(held.sale_id, [Tender("cash", 100_00), Tender("khata")])
    assert done.due == 127_00
    assert shop.customers.get(anil.id).owes == 127_00

    # The last bill of the morning was a mistake; its number stays used.
    clock.go_on(hours=2)
    wrong = sales.sell(["1001"], CASH).numbers[0]
    sales.void(wrong, "wrong customer")
    with pytest.raises(Refused, match="already"):
        sales.void(wrong, "again")

    # A registered restaurant from Bengaluru wants butter and dal: two papers, IGST on one of them.
    done = sales.sell(["10*1003", "2001"], [Tender("card")], gstin="29AABCR1718E1ZL")
    papers = [bill.load(shop.db, number) for number in done.numbers]
    assert [(paper.kind, paper.inter_state) for paper in papers] == [("TAX INVOICE", True), ("BILL OF SUPPLY", True)]

    # In the evening Anil pays, and the books agree.
    clock.go_on(hours=8)
    assert shop.customers.pay(anil.id, 127_00, "upi").owes == 0
    today = clock.now().date()
    rows = bills.find(shop.db, today, today)
    assert [row.number[-1] for row in rows] == ["6", "5", "4", "3", "2", "1"]
    assert [row.state for row in rows] == ["done", "done", "void", "done", "done", "done"]
    assert books.wrong_with(shop) == []
    assert audit.audit(shop.db).agrees
    shop.close()


SELL = """
import sys, pathlib, time
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
shop = Shop.open(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[2])):
    print(shop.sales.sell(["1001", "2*1002"], [Tender("cash")]).numbers[0])
    time.sleep(0.002)
"""


def test_two_programs_on_one_till_leave_no_gap_and_repeat_no_number(shop):
    command = [sys.executable, "-c", SELL, shop.db.path.parent, "300"]
    sellers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _two in "12"
    ]
    assert [seller.stdout.readline() for seller in sellers] == ["ready\n", "ready\n"]
    for seller in sellers:
        seller.stdin.write("go\n")
        seller.stdin.flush()
    said = [seller.communicate()[0].split() for seller in sellers]
    assert [len(numbers) for numbers in said] == [300, 300]
    assert sorted(said[0] + said[1]) == books.numbers(shop)
    assert books.wrong_with(shop) == []
    assert audit.audit(shop.db).agrees
    assert said[0][-1] > said[1][0], "one sold only after the other had ended"
    assert said[1][-1] > said[0][0], "one sold only after the other had ended"
