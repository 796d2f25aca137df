"""Goods received and sent back: a season recounted by hand, every refusal, and a draft that survives a power cut."""

import os
import random
import subprocess
import sys
from collections import Counter

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import payables, periods, purchases
from shoppos.reports.audit import audit
from shoppos.reports.day_book import day_book
from shoppos.shop import Shop
from shoppos.shop.purchase_orders import Wanted
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard

HERE, THERE = "27AAPFU0939F1ZV", "24"


@pytest.fixture
def agro(shop):
    return shop.suppliers.add(SupplierCard("Agro Traders", "9812345678", gstin=HERE, lead_days=2)).id


def product(shop, code):
    return shop.catalogue.show(code).product_id


def came(shop, supplier, *lines, **facts):
    typed = tuple(ReceiptLine(product(shop, code), quantity, cost, **more) for code, quantity, cost, more in lines)
    return Receipt(supplier, typed, **facts)


def one(shop, supplier, **facts):
    return came(shop, supplier, ("1001", 10_000, 100_00, {}), **facts)


def agrees(shop):
    assert audit(shop.db, most=5).faults == ()


def bill_of(lines, percent, *, intra):
    """What a supplier's bill of codes, pieces and costs comes to, reckoned line by line."""
    total = 0
    for code, many, cost, _free in lines:
        value, rate = many * cost, percent[code]
        total += value + (2 * ((value * rate + 100) // 200) if intra else (value * rate + 50) // 100)
    return total


def send_some_back(shop, chance, left):
    """Send pieces of one line of some purchase back; gives code, pieces, the note's total, and of which purchase."""
    number = chance.choice(list(left))
    at = chance.choice(list(left[number]))
    code, pieces = left[number][at]
    back = chance.randint(1, pieces)
    note = shop.sending_back.take(number, {at: back * 1000}, "season")
    left[number][at] = (code, pieces - back)
    if pieces == back:
        del left[number][at]
    if not left[number]:
        del left[number]
    return code, back, note.total, number


def test_a_season_of_purchases_returns_and_payments_is_what_a_recount_says(shop):
    chance = random.Random(20260503)
    gujarat = SupplierCard("Gujarat Foods", state=THERE, gstin="24AAACC1206D1ZM")
    people = [shop.suppliers.add(SupplierCard("Agro", gstin=HERE), opening=500_00).id]
    people.append(shop.suppliers.add(gujarat).id)
    people.append(shop.suppliers.add(SupplierCard("Farmer")).id)
    codes, rates = ("1001", "1002", "2001", "3001"), {"1001": 18, "1002": 5, "2001": 0, "3001": 18}
    stock = Counter({code: shop.catalogue.show(code).on_hand or 0 for code in codes})
    owed = Counter({people[0]: 500_00})
    left = {}
    for n in range(60):
        supplier = people[n % 3]
        lines = [(chance.choice(codes), chance.randint(1, 40), chance.randint(500, 30000), chance.randint(0, 3))
                 for _ in range(chance.randint(1, 6))]  # fmt: skip
        typed = [(code, many * 1000, cost, {"free": free * 1000}) for code, many, cost, free in lines]
        done = shop.buying.receive(came(shop, supplier, *typed, bill_number=f"B{n}"))
        total = bill_of(lines, rates if n % 3 != 2 else dict.fromkeys(codes, 0), intra=n % 3 == 0)
        for code, many, _cost, free in lines:
            stock[code] += (many + free) * 1000
        assert done.total == total
        owed[supplier] += total
        left[done.number] = {at: (code, many + free) for at, (code, many, _cost, free) in enumerate(lines, 1)}
        if n % 4 == 3:
            code, back, less, number = send_some_back(shop, chance, left)
            stock[code] -= back * 1000
            owed[shop.db.row("SELECT supplier_id FROM purchase WHERE number = ?", (number,))[0]] -= less
        if n % 5 == 4:
            paid = chance.randint(1, 5000)
            shop.suppliers.pay(supplier, paid, "upi", sure=True)
            owed[supplier] -= paid
    assert {code: shop.catalogue.show(code).on_hand for code in codes} == dict(stock)
    assert {who: shop.suppliers.get(who).owed for who in people} == {who: owed[who] for who in people}
    for payable in payables.owed(shop.db):
        assert sum(payable.ages) == payable.owed
    agrees(shop)


def test_what_goes_back_in_pieces_is_the_whole_bill_in_the_end(shop, agro):
    lines = (("1001", 7_000, 33_33, {"free": 2_000}), ("1002", 3_000, 7_77, {}))
    done = shop.buying.receive(came(shop, agro, *lines, total=300_00, with_tax=False), sure=True)
    for _n in range(9):
        shop.sending_back.take(done.number, {1: 1000})
    shop.sending_back.take(done.number, None)
    assert shop.suppliers.get(agro).owed == 0
    with pytest.raises(InvalidInput, match="Nothing is being sent back"):
        shop.sending_back.take(done.number, None)
    agrees(shop)


def test_more_than_came_and_a_line_that_is_not_there_are_refused(shop, agro):
    done = shop.buying.receive(one(shop, agro))
    key = new_id()
    first = shop.sending_back.take(done.number, {1: 4_000}, key=key)
    assert shop.sending_back.take(done.number, {1: 4_000}, key=key).number == first.number
    with pytest.raises(Refused, match="only 6 can go back"):
        shop.sending_back.take(done.number, {1: 7_000})
    with pytest.raises(NotFound, match="no line 2"):
        shop.sending_back.take(done.number, {2: 1_000})
    with pytest.raises(NotFound, match="no purchase"):
        shop.sending_back.take(first.number, {1: 1_000})
    agrees(shop)


def test_of_a_batch_no_more_goes_back_than_it_holds(shop, agro):
    shop.keepings.set(product(shop, "1003"), tracks="batch")
    with pytest.raises(InvalidInput, match="needs its batch"):
        shop.buying.receive(came(shop, agro, ("1003", 5_000, 50_00, {})))
    batch = {"batch": "b1", "expiry": 2099_12_31}
    done = shop.buying.receive(came(shop, agro, ("1003", 5_000, 50_00, batch)))
    shop.stock.damage("1003", 3_000, "wet", batch="B1")
    with pytest.raises(InvalidInput, match="Only 2 of that batch"):
        shop.sending_back.take(done.number, {1: 4_000})
    shop.sending_back.take(done.number, {1: 2_000})
    assert shop.stock.batches(product(shop, "1003")) == []
    agrees(shop)


def test_pieces_with_serial_numbers_come_and_go_by_them(shop, agro):
    shop.keepings.set(product(shop, "3001"), tracks="serial")
    with pytest.raises(InvalidInput, match="serial number"):
        shop.buying.receive(came(shop, agro, ("3001", 2_000, 300_00, {"serials": ("S1",)})))
    done = shop.buying.receive(came(shop, agro, ("3001", 2_000, 300_00, {"serials": ("S1", "S2")})))
    with pytest.raises(Refused, match="in stock already"):
        shop.buying.receive(came(shop, agro, ("3001", 1_000, 300_00, {"serials": ("S1",)})))
    shop.sending_back.take(done.number, {1: 1_000}, pieces={1: ("S2",)})
    agrees(shop)


def test_one_piece_on_two_lines_of_a_bill_is_refused_and_nothing_comes_in(shop, agro):
    shop.keepings.set(product(shop, "3001"), tracks="serial")
    piece = ("3001", 1_000, 300_00, {"serials": ("S1",)})
    with pytest.raises(Refused, match="in stock already"):
        shop.buying.receive(came(shop, agro, ("1001", 2_000, 90_00, {}), piece, piece))
    assert shop.db.row("SELECT count(*) FROM stock_move WHERE kind = 'purchase'") == (0,)
    assert shop.stock.pieces(product(shop, "3001")) == []
    agrees(shop)


def test_the_same_bill_twice_is_asked_and_the_same_key_receives_once(shop, agro):
    key = new_id()
    first = shop.buying.receive(one(shop, agro, bill_number="inv 7", key=key))
    assert shop.buying.receive(one(shop, agro, bill_number="inv 7", key=key)).number == first.number
    with pytest.raises(Doubtful, match=f"INV 7 of Agro Traders was received already, as {first.number}"):
        shop.buying.receive(one(shop, agro, bill_number="Inv 7"))
    shop.buying.receive(one(shop, agro, bill_number="INV 7", bill_date=2025_03_31))
    assert shop.buying.receive(one(shop, agro, bill_number="INV 7"), sure=True).number != first.number
    assert shop.db.row("SELECT count(*) FROM purchase") == (3,)


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"total": 1181_01}, "between them"), ({"bill_date": 2099_01_01}, "still to come")],
)
def test_what_is_doubtful_is_asked_once(shop, agro, facts, said):
    with pytest.raises(Doubtful, match=said):
        shop.buying.receive(one(shop, agro, **facts))
    assert shop.db.row("SELECT count(*) FROM purchase") == (0,)
    shop.buying.receive(one(shop, agro, **facts), sure=True)
    agrees(shop)


def test_rounding_of_the_suppliers_bill_is_kept(shop, agro):
    done = shop.buying.receive(came(shop, agro, ("1001", 1_000, 33_33, {}), total=39_00))
    head, _lines = purchases.load(shop.db, done.number)
    assert (head.taxable, head.cgst, head.sgst, head.round_off, head.total) == (33_33, 3_00, 3_00, -33, 39_00)


def test_a_supplier_without_gstin_charges_no_tax_and_one_elsewhere_igst(shop):
    farmer = shop.suppliers.add(SupplierCard("Farmer")).id
    away = shop.suppliers.add(SupplierCard("Away", gstin="24AAACC1206D1ZM")).id
    assert shop.buying.receive(one(shop, farmer)).total == 1000_00
    head, _lines = purchases.load(shop.db, shop.buying.receive(one(shop, away)).number)
    assert (head.cgst, head.igst, head.total) == (0, 180_00, 1180_00)
    assert shop.buying.receive(one(shop, away, taxed=False)).total == 1000_00


def test_new_cost_mrp_and_price_stand_on_the_card_and_name_their_labels(shop, agro):
    receipt = came(shop, agro, ("1001", 10_000, 100_00, {"free": 2_000, "price": 149_00, "mrp": 160_00}),
                   ("1002", 10_000, 8_00, {"price": 10_00}))  # fmt: skip
    view = shop.buying.view(receipt)
    assert (view.lines[0].margin, view.lines[0].landed, view.lines[0].new_margin) == (None, 83_33, 34_01)
    done = shop.buying.receive(receipt)
    assert done.labels == (product(shop, "1001"),)
    form = shop.catalogue.show("1001").form
    assert (form.cost, form.mrp, form.price) == (83_33, 160_00, 149_00)
    assert shop.catalogue.show("1002").form.cost == 8_00
    dearer = shop.buying.view(came(shop, agro, ("1001", 1_000, 140_00, {})))
    assert "costs ₹140.00 and sells for less" in dearer.warnings[0]
    assert "cost ₹83.33 before" in dearer.warnings[1]


def test_a_pack_comes_in_as_its_parts_and_tells_what_one_costs(shop, agro):
    from shoppos.shop.catalogue import ProductForm

    box = shop.catalogue.add(ProductForm("BOX", "Box of 24 Parle-G", 220_00, rate=500))
    shop.packs.set_parts(box, {product(shop, "1002"): 24_000})
    shop.buying.receive(came(shop, agro, ("BOX", 2_000, 192_00, {})))
    card = shop.catalogue.show("1002")
    assert (card.on_hand, card.form.cost) == (248_000, 8_00)
    agrees(shop)


def test_an_order_is_answered_by_its_own_supplier_until_all_has_come(shop, agro):
    other = shop.suppliers.add(SupplierCard("Other")).id
    order = shop.purchase_orders.draft(agro, [Wanted(product(shop, "1001"), 12_000, 100_00)])
    more = [Wanted(product(shop, code), 10_000, 100_00) for code in ("1001", "1002", "3001")]
    assert shop.purchase_orders.change(order.number, more).lines == tuple(more)
    assert shop.purchase_orders.change(order.number, more[:1], "soon").note == "soon"
    with pytest.raises(Refused, match="another supplier"):
        shop.buying.receive(one(shop, other, order_id=order.id))
    assert shop.purchase_orders.send(order.number).state == "sent"
    with pytest.raises(Refused, match="was sent already"):
        shop.purchase_orders.change(order.number, [Wanted(product(shop, "1001"), 1_000)])
    shop.buying.receive(came(shop, agro, ("1001", 4_000, 100_00, {}), order_id=order.id))
    assert shop.purchase_orders.coming(order.number) == {product(shop, "1001"): 6_000}
    shop.buying.receive(shop.buying.from_order(order.number))
    assert shop.purchase_orders.get(order.number).state == "received"
    with pytest.raises(Refused, match="was received"):
        shop.purchase_orders.cancel(order.number)
    jobs = shop.db.rows("SELECT kind, copy_no FROM print_job WHERE doc_id = ?", (order.id,))
    assert jobs == [("purchase_order", 0)]
    agrees(shop)


def test_money_is_paid_once_a_key_and_an_advance_is_asked(shop, agro):
    shop.buying.receive(one(shop, agro))
    key = new_id()
    assert shop.suppliers.pay(agro, 1000_00, key=key).owed == 180_00
    assert shop.suppliers.pay(agro, 1000_00, key=key).owed == 180_00
    with pytest.raises(Doubtful, match="advance"):
        shop.suppliers.pay(agro, 181_00)
    for way in ("khata", "points", "exchange"):
        with pytest.raises(Refused, match="cannot be paid by"):
            shop.suppliers.pay(agro, 10_00, way)
    assert [entry.balance for entry in payables.statement(shop.db, agro)] == [1180_00, 180_00]


def test_cash_for_a_supplier_leaves_the_drawer_once_and_is_once_in_the_books(shop, agro):
    shop.buying.receive(one(shop, agro))
    shop.shifts.open(1000_00)
    key = new_id()
    for _again in range(2):
        shop.suppliers.pay(agro, 500_00, key=key)
    shop.suppliers.pay(agro, 100_00, "upi")
    (movement,) = shop.shifts.movements()
    assert (movement.kind, movement.amount, movement.reason) == ("out", 500_00, shop.suppliers.get(agro).name)
    assert shop.shifts.close(500_00).over == 0
    today = periods.around(periods.today(shop.db.clock), "day")
    booked = [entry for voucher in day_book(shop.db, today) for entry in voucher.entries]
    cash = [entry.amount for entry in booked if entry.ledger.name == "Cash"]
    assert cash == [-500_00]
    agrees(shop)


def test_who_may_not_take_cash_out_asks_before_a_supplier_is_paid(shop, agro):
    shop.buying.receive(one(shop, agro))
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "2468")
    shop.settings.set("rights", {"cash.out": "manager"})
    shop.staff.sign_in("Ravi")
    key = new_id()
    with pytest.raises(NeedsApproval, match="To take cash out") as asked:
        shop.suppliers.pay(agro, 500_00, key=key)
    assert shop.suppliers.pay(agro, 100_00, "upi").owed == 1080_00
    with pytest.raises(NeedsApproval) as asked:
        shop.suppliers.pay(agro, 500_00, key=key)
    shop.staff.approve("cash.out", asked.value.doc_id, "2468")
    with pytest.raises(NeedsApproval):
        shop.suppliers.pay(agro, 501_00, key=key)
    assert shop.suppliers.pay(agro, 500_00, key=key).owed == 580_00
    with pytest.raises(NeedsApproval):
        shop.suppliers.pay(agro, 500_00)
    assert [one.amount for one in shop.shifts.movements()] == [500_00]


KILLED = """
import os, sys
from pathlib import Path
from shoppos.shop import Shop
from shoppos.shop.receipt import ReceiptLine
shop = Shop.open(Path(sys.argv[1]))
receipt = shop.buying.draft()
for n in range(3):
    receipt = receipt.with_line(ReceiptLine(bytes.fromhex(sys.argv[2]), (n + 1) * 1000, 9900, batch="Ä1"))
    shop.buying.keep(receipt)
print(receipt.key.hex(), flush=True)
os._exit(9)
"""


def test_what_is_typed_survives_a_program_that_dies_and_is_received_once(shop, folder, agro):
    dal = product(shop, "2001")
    shop.close()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run(
        [sys.executable, "-c", KILLED, folder, dal.hex()], env=env, capture_output=True, text=True, check=False
    )
    assert died.returncode == 9, died.stderr
    again = Shop.open(folder)
    kept = again.buying.draft()
    assert kept.key is not None
    assert (kept.key.hex(), [line.quantity for line in kept.lines]) == (died.stdout.strip(), [1000, 2000, 3000])
    assert kept.lines[0].batch == "Ä1"
    from dataclasses import replace

    again.buying.receive(replace(kept, supplier_id=agro))
    assert again.buying.draft().lines == ()
    again.close()
