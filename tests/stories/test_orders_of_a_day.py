"""Orders as they come and go: taken at the phone, sent, refused, split, exchanged; each in the order of its days."""

import datetime as dt
from pathlib import Path

import pytest

from shoppos.base.errors import Doubtful, Refused
from shoppos.base.ids import new_id
from shoppos.reports import reading
from shoppos.reports.orders import board
from shoppos.rules.bank_words import Credit
from shoppos.rules.remittance_list import Remitted
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.packing import LATER
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.stories.clocks import SetClock
from tests.stories.order_shop import (
    ANIL,
    ASHA,
    BUTTER,
    DAL,
    PARLE,
    STOCK,
    SURF,
    hand_on,
    kept,
    on_hand,
    opened,
    promised,
)
from tests.stories.plain_orders import wrong_with

CASH = [Tender("cash")]


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 09:30")


@pytest.fixture
def shop(folder: Path, clock: SetClock):
    shop = opened(folder, clock)
    yield shop
    shop.close()


def taken(shop: Shop, phone: str, *lines: str, **terms: object) -> bytes:
    """An order as it is typed at the phone, read back and confirmed."""
    order = shop.orders.begin(phone=phone).id
    for line in lines:
        shop.orders.enter(order, line)
    shop.orders.set(order, **terms)
    assert shop.orders.read_back(order)
    shop.orders.confirm(order)
    return order


def listed(shop: Shop, path: Path, awb: str, payable: int) -> None:
    """A courier's list of one parcel is read twice, and counts once."""
    path.write_text(f"AWB No,COD Amount,Charges,UTR No,Remittance Date\n{awb},{payable / 100:.2f},35,R77,02/12/2026\n")
    for came in (payable, 0):
        assert shop.remittances.read_file(path).counted == came


def test_the_phone_order_of_a_day(shop: Shop, clock: SetClock, tmp_path: Path):  # noqa: PLR0915  (a long day)
    # Asha calls: the shop knows her by her number, and what it comes to is read back to her.
    caller = shop.orders.caller(ASHA)
    assert (caller.customer.name, caller.addresses[0].card.pin_code) == ("Asha Kulkarni", "411004")
    order = shop.orders.begin(customer_id=caller.customer.id).id
    for line in (f"2*{SURF}", f"1.5*{DAL}", f"10*{PARLE}"):
        shop.orders.enter(order, line)
    shop.orders.set(order, pay_by="cod", shipping=40_00, note="Ring twice")
    script = " ".join(shop.orders.read_back(order))
    assert "Surf Excel" in script
    assert "692.00" in script  # 300 + 252 + 100 + 40
    view = shop.orders.confirm(order)
    assert (view.state, view.payable, view.due, view.payment) == ("confirmed", 692_00, 692_00, "cod")
    assert promised(shop) == {SURF: 2_000, DAL: 1_500, PARLE: 10_000}
    assert on_hand(shop) == STOCK
    assert hand_on(shop) == ["confirmed"]

    # Meanwhile the counter sells of the same.
    shop.sales.sell([f"3*{SURF}", PARLE], CASH)

    # It is packed by scanning; the dal weighs a little less, and so does the bill.
    clock.go_on(hours=2)
    for code in ("8901030865275", "8901030865275", "10*8901719101038"):
        shop.dispatching.scan(order, code)
    assert shop.dispatching.packing(order).complete is False
    shop.dispatching.weigh(order, shop.orders.view(order).sale.lines[1].no, 1_480)
    shop.dispatching.pack(order)
    assert shop.orders.view(order).payable == 689_00  # 688.64, to the rupee
    assert promised(shop)[DAL] == 1_480
    assert hand_on(shop) == ["packed"]

    # The courier takes it; the bill is drawn, nothing is promised any more, the rest is due at the door.
    clock.go_on(hours=3)
    sent = shop.dispatching.dispatch(order, courier="Delhivery", awb="DL1234567890", weight=3_600)
    payable = sent.done.payable
    assert payable == 689_00
    assert (sent.done.numbers, sent.done.due) == (("A1/2627/000002",), payable)
    assert promised(shop) == {}
    assert on_hand(shop) == {**STOCK, SURF: 45_000, PARLE: 189_000, DAL: 98_520}
    assert hand_on(shop) == ["dispatched"]
    assert shop.orders.find("DL1234567890") == order

    # Two days later it is hers; the courier has the money.
    clock.go_on(days=2)
    (parcel,) = shop.orders.view(order).parcels
    shop.dispatching.deliver(parcel.id)
    view = shop.orders.view(order)
    assert (view.state, view.due, view.payment) == ("delivered", payable, "cod")
    assert hand_on(shop) == ["delivered"]

    # A week later the courier's list says that it was paid, and it is counted on that day, once.
    clock.go_on(days=7)
    listed(shop, tmp_path / "cod.csv", "DL1234567890", payable)
    view = shop.orders.view(order)
    assert (view.due, view.paid, view.payment) == (0, payable, "paid")
    assert [step.kind for step in view.steps][:2] == ["taken", "confirmed"]
    assert kept(shop, 20261123) == {"cash": 460_00}
    assert kept(shop, 20261202) == {"courier": payable}
    assert reading.read(shop.db, "A1", 20261202).at_door == payable
    assert wrong_with(shop) == []


def test_cod_is_refused_at_the_door_and_everything_is_as_before(shop: Shop, clock: SetClock):
    order = taken(shop, ANIL, f"2*{SURF}", f"2*{BUTTER}", pay_by="cod")
    sent = shop.dispatching.dispatch(order, carrier="Ravi")
    (parcel,) = shop.orders.view(order).parcels
    assert parcel.cod == sent.done.payable == 424_00
    assert shop.dispatching.run("Ravi").parcels[0].collect == 424_00

    # Nobody opens; tomorrow evening suits better.
    shop.dispatching.fail(parcel.id, "Nobody at home", 20261124)
    assert shop.orders.view(order).promised == 20261124
    clock.go_on(days=1)
    shop.dispatching.send_again(parcel.id)

    # At the second attempt he does not want it: back it comes, and nothing is due.
    shop.dispatching.fail(parcel.id, "Wants it no more")
    back = shop.dispatching.bring_back(parcel.id, "Refused at the door")
    assert back.credit.payable == 424_00
    assert dict(back.credit.ways) == {"cod": 424_00}
    view = shop.orders.view(order)
    assert (view.state, view.payable, view.due, view.parcels[0].tries) == ("returned", 0, 0, 2)
    assert on_hand(shop) == STOCK
    assert promised(shop) == {}
    assert shop.dispatching.run("Ravi").to_bring == 0
    assert shop.customers.by_phone(ANIL).owes == 0
    assert (kept(shop, 20261123), kept(shop, 20261124)) == ({}, {})
    with pytest.raises(Refused):
        shop.dispatching.deliver(parcel.id, tenders=CASH)
    waits = shop.db.rows("SELECT step FROM message WHERE state = 'owed' AND doc_id = ?", (order,))
    assert waits == [("cancelled",)]  # what was not said in time is not said any more
    assert wrong_with(shop) == []


def test_who_carried_it_hands_over_the_cash_and_what_is_short_stays_due(shop: Shop, clock: SetClock):
    for phone in (ASHA, ANIL):
        order = taken(shop, phone, f"2*{SURF}", pay_by="cod")
        shop.dispatching.dispatch(order, carrier="Ravi")
        shop.dispatching.deliver(shop.orders.view(order).parcels[0].id)
        clock.go_on(minutes=40)
    assert shop.dispatching.run("ravi").to_bring == 600_00
    assert kept(shop, 20261123) == {}

    # In the evening he brings fifty less than he should; Anil's bill says so.
    with pytest.raises(Doubtful):
        shop.dispatching.settle_run("Ravi", 550_00)
    key = new_id()
    for _twice in range(2):
        shop.dispatching.settle_run("Ravi", 550_00, key=key, sure=True)
    assert kept(shop, 20261123) == {"cash": 550_00}
    dues = {row.customer: (row.due, row.payment) for row in board(shop.db).rows}
    assert dues == {"Asha Kulkarni": (0, "paid"), "Anil Verma": (50_00, "part paid")}
    assert shop.dispatching.run("Ravi").to_bring == 50_00
    assert wrong_with(shop) == []


def test_a_prepaid_order_is_paid_twice_and_one_of_both_goes_back(shop: Shop, clock: SetClock):
    order = taken(shop, ASHA, f"2*{SURF}", pay_by="upi")
    shown = shop.advances.qr(order)
    assert shown.amount == 300_00

    # Her telephone says nothing, so she pays again; the payment service tells of the first by its reference.
    first = shop.bank.learn([Credit(300_00, "412345678901", "asha@okaxis", reference=shown.reference)])
    assert (first.new, len(first.matched)) == (1, 1)
    assert shop.orders.view(order).payment == "paid"
    clock.go_on(minutes=4)
    again = shop.bank.learn([Credit(300_00, "412345678902", "asha@okaxis", reference=shown.reference)])
    assert (again.new, again.matched, again.open) == (1, (), 1)
    assert shop.orders.view(order).paid == 300_00
    (double,) = shop.bank.doubles()
    (open_one,) = shop.bank.open()
    assert double.second == open_one.id

    # The bank's own message of the same second payment is the same payment.
    pasted = shop.bank.paste("Rs.300.00 credited to A/c XX12 on 23-11-26 from VPA asha@okaxis. UPI Ref 412345678902")
    assert (pasted.new, pasted.known) == (0, 1)

    # It is hers: taken as credit of the order and given back the way it came.
    with pytest.raises(Doubtful, match="is paid already"):
        shop.bank.match(open_one.id, order)
    shop.bank.match(open_one.id, order, sure=True)
    assert shop.orders.view(order).credit == 300_00
    shop.advances.give_back(order, 300_00, "upi", "Paid twice", reference="512345678903")
    assert shop.bank.doubles() == []
    assert shop.orders.view(order).credit == 0

    # Sent and delivered, nothing is due at the door and nothing is left over.
    shop.dispatching.dispatch(order, courier="Delhivery", awb="DL1234567891", weight=2_000)
    (parcel,) = shop.orders.view(order).parcels
    shop.dispatching.deliver(parcel.id)
    view = shop.orders.view(order)
    assert (view.payable, view.paid, view.due, view.credit) == (300_00, 300_00, 0, 0)
    assert kept(shop, 20261123) == {"upi": 300_00}
    assert reading.read(shop.db, "A1", dt.date(2026, 11, 23)).paid_before == 300_00
    assert on_hand(shop) == {**STOCK, SURF: 48_000}
    assert wrong_with(shop) == []


def test_a_late_order_goes_in_two_parcels_with_two_bills_and_one_message_each(shop: Shop, clock: SetClock):
    # Five are wanted and three are there: Asha waits for the rest, and pays half of it now.
    order = taken(shop, ASHA, SURF, f"5*{BUTTER}", pay_by="cod", backorder=True, shipping=30_00)
    assert shop.orders.view(order).payable == 490_00
    shop.advances.take(order, Tender("cash", 245_00))
    assert sorted(hand_on(shop)) == ["confirmed", "payment"]

    # The goods come later than promised: a new day is said, once.
    shop.orders.delay(order, 20261126, reason="The van broke down")
    assert hand_on(shop) == ["delayed"]

    # What is there goes now; the advance pays of it what it comes to.
    for code in (SURF, f"3*{BUTTER}"):
        shop.dispatching.scan(order, code)
    shop.dispatching.pack(order, short=LATER)
    one = shop.dispatching.dispatch(order, courier="Delhivery", awb="DL1234567892", weight=1_300)
    assert promised(shop) == {BUTTER: 2_000}
    assert (shop.orders.view(order).state, on_hand(shop)[BUTTER]) == ("confirmed", 0)
    told = hand_on(shop)
    assert told.count("dispatched") == 1

    # Three days later the rest is there.
    clock.go_on(days=3)
    shop.stock.move(BUTTER, 10_000, "Delivery")
    shop.dispatching.deliver(shop.orders.view(order).parcels[0].id)
    shop.dispatching.pack_all(order)
    two = shop.dispatching.dispatch(order, carrier="Ravi")
    first, second = shop.orders.view(order).parcels
    shop.dispatching.deliver(second.id, tenders=CASH)
    assert (first.bill, second.bill) == (one.done.numbers[0], two.done.numbers[0])
    assert one.done.payable + two.done.payable == 490_00
    view = shop.orders.view(order)
    assert (view.state, view.payable, view.due, view.payment) == ("delivered", 490_00, 121_00, "part paid")
    shop.remittances.settle([Remitted(2, first.awb, 121_00, reference="R78")])  # what Delhivery was paid at the door
    assert shop.orders.view(order).payment == "paid"
    for parcel in (first, second):
        steps = [row[0] for row in shop.db.rows(
            "SELECT step FROM message WHERE key LIKE ? AND step IN ('dispatched', 'out')", (f"%{parcel.id.hex()}%",)
        )]  # fmt: skip
        assert len(steps) == 1
    assert kept(shop, 20261123) == {"cash": 245_00}
    assert kept(shop, 20261126) == {"cash": 124_00, "courier": 121_00}
    assert on_hand(shop) == {**STOCK, SURF: 49_000, BUTTER: 8_000}
    assert wrong_with(shop) == []


def test_goods_of_a_parcel_are_exchanged_after_delivery(shop: Shop, clock: SetClock):
    order = taken(shop, ANIL, f"2*{BUTTER}", pay_by="cod")
    shop.dispatching.dispatch(order, carrier="Ravi")
    (parcel,) = shop.orders.view(order).parcels
    shop.dispatching.deliver(parcel.id, tenders=CASH)
    assert shop.orders.view(order).payment == "paid"

    # Next day he brings one back, and takes soap instead: he pays what is more.
    clock.go_on(days=1)
    swapped = shop.returns.take(parcel.bill, {1: Give(1_000)}, Refund("cash"), "Not salted", exchange=[SURF])
    assert (swapped.payable, swapped.bill.payable) == (62_00, 150_00)
    view = shop.orders.view(order)
    assert (view.state, view.payable, view.due) == ("delivered", 62_00, 0)
    assert kept(shop, 20261123) == {"cash": 124_00}
    assert kept(shop, 20261124) == {"cash": 88_00}
    assert on_hand(shop) == {**STOCK, BUTTER: 2_000, SURF: 49_000}
    assert wrong_with(shop) == []
