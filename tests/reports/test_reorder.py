"""The reorder list on a seeded month, against a count of the same sales made here."""

import datetime as dt
import math
import random
from collections import defaultdict

from shoppos.base.clock import Clock, day_of
from shoppos.base.ids import new_id
from shoppos.reports import reorder, stock_list
from shoppos.rules.reorder import Need, advise
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.shop.purchase_orders import Wanted
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.reserving import Promise
from shoppos.shop.suppliers import SupplierCard

TODAY = dt.date(2026, 11, 23)
SELLING = {"sale", "void", "return"}
KEEPING = {*SELLING, "opening", "purchase", "count", "adjust"}


class At(Clock):
    """A clock that stands on a day."""

    day = TODAY

    def ms(self):
        return int(dt.datetime.combine(self.day, dt.time(12), self.zone).timestamp() * 1000)


def test_the_list_is_what_a_month_of_sales_and_asking_says(shop, folder):
    products = {code: shop.catalogue.show(code).product_id for code in ("1001", "1002", "1003", "2001")}
    start = {code: shop.catalogue.show(code).on_hand for code in products}
    shop.close()
    clock = At()
    shop = Shop.open(folder, clock=clock)
    agro = shop.suppliers.add(SupplierCard("Agro", lead_days=4)).id
    shop.keepings.set(products["1001"], supplier_id=agro, most=60_000)
    shop.keepings.set(products["1002"], supplier_id=agro, lead_days=9)
    shop.settings.set("cover_days", 10)
    chance = random.Random(7)
    sold, lost = defaultdict(int), defaultdict(int)
    for ago in range(34, -1, -1):
        clock.day = TODAY - dt.timedelta(days=ago)
        for code in products:
            many = chance.randint(0, 5)
            if many:
                shop.sales.sell([f"{many}*{code}"], [Tender("cash")])
                sold[code, ago // 7] += many
                start[code] -= many * 1000
            if chance.random() < 0.2:
                shop.asked.add(code)
                lost[code, ago // 7] += 1
    order = shop.purchase_orders.draft(agro, [Wanted(products["1002"], 5_000, 8_00)])
    found = {one.code: one for one in shop.reorder.list(every=True)}
    # nobody counted before this month began: the shop was made today, and its opening stock is of today
    for code, lead, most in (("1001", 4, 60), ("1002", 9, None), ("1003", 3, None), ("2001", 3, None)):
        weekly = sum(w * (sold[code, n] + lost[code, n]) for n, w in enumerate((4, 3, 2, 1))) / 10
        low = 5 if code == "1001" else 0
        point = max(low, weekly / 7 * (lead + 2))
        ahead = start[code] / 1000 + (5 if code == "1002" else 0)
        wanted = math.ceil(point + weekly / 7 * 10 - ahead - 1e-6) if ahead <= math.ceil(point * 1000) / 1000 else 0
        if most is not None:
            wanted = min(wanted, max(int(most - ahead), 0))
        one = found[code]
        assert (one.sold, one.lost) == (
            1000 * sum(sold[code, n] for n in range(4)), 1000 * sum(lost[code, n] for n in range(4)),
        )  # fmt: skip
        assert one.per_day == round(weekly / 7 * 1000)
        assert one.quantity == wanted * 1000
        assert one.lead_days == lead
    assert found["1002"].coming == 5_000
    assert shop.purchase_orders.get(order.number).state == "draft"
    shop.close()


def test_what_was_sold_is_what_all_moves_of_all_years_say(year):
    part, first, few = (year.catalogue.show(code).product_id for code in ("1003", "1001", "1002"))
    box = year.catalogue.add(ProductForm("BOX", "Box of 6", 350_00, rate=500))
    new = year.catalogue.add(ProductForm("NEW", "Came this week", 20_00, rate=500))
    old = [year.catalogue.add(ProductForm(code, f"Never counted {code}", 20_00, rate=500)) for code in ("OLD", "OLDER")]
    year.packs.set_parts(box, {part: 6_000})
    clock = year.db.clock
    for code, ago in (("OLDER", 70), ("OLD", 40), ("OLD", 29), ("BOX", 40), ("OLD", 9), ("OLDER", 3), ("NEW", 2),
                      ("BOX", 1), ("NEW", 1)):  # fmt: skip
        clock.set(f"{TODAY - dt.timedelta(days=ago)} 12:00")
        year.sales.sell([f"3*{code}"], [Tender("cash")])
    clock.set(f"{TODAY} 21:30")
    gone = year.sales.sell(["4*NEW", "2*1001"], [Tender("cash")])
    year.sales.void(gone.numbers[0], "wrong")
    found = {one.product_id: one for one in reorder.suggestions(year.db, every=True)}
    for product in (part, first, few, new, *old):
        moves = [(day_of(day), kind, quantity) for day, kind, quantity in year.db.rows(
            "SELECT business_date, kind, quantity FROM stock_move WHERE product_id = ?", (product,))]  # fmt: skip
        weeks = [
            -sum(much for day, kind, much in moves if kind in SELLING and 7 * n <= (TODAY - day).days < 7 * n + 7)
            for n in range(4)
        ]
        kept = math.ceil(((TODAY - min(day for day, kind, _much in moves if kind in KEEPING)).days + 1) / 7)
        should = advise(Need(tuple(weeks), weeks=kept))
        assert (found[product].sold, found[product].per_day) == (sum(weeks), should.per_day), found[product].code


def test_boxes_and_the_last_supplier_are_taken_from_the_books(shop):
    agro = shop.suppliers.add(SupplierCard("Agro")).id
    card = shop.catalogue.show("1001")
    box = shop.catalogue.add(ProductForm("BOX", "Box of 12", 1500_00, rate=1800))
    shop.packs.set_parts(box, {card.product_id: 12_000})
    shop.buying.receive(Receipt(agro, (ReceiptLine(card.product_id, 1_000, 100_00),)))
    shop.sales.sell(["49*1001"], [Tender("cash")])
    (one,) = shop.reorder.list()
    assert (one.code, one.supplier, one.cost) == ("1001", "Agro", 100_00)
    assert one.quantity % 12_000 == 0
    assert one.quantity >= one.point - one.on_hand
    assert reorder.low_now(shop.db) == 1
    assert shop.reorder.order(agro).lines == (Wanted(card.product_id, one.quantity, 100_00),)
    assert shop.reorder.list() == []


def test_packs_that_are_promised_asked_for_or_ordered_are_so_many_of_their_parts(shop):
    agro = shop.suppliers.add(SupplierCard("Agro")).id
    part = shop.catalogue.show("1001").product_id
    box = shop.catalogue.add(ProductForm("BOX", "Box of 12", 1500_00, rate=1800))
    shop.packs.set_parts(box, {part: 12_000})
    shop.catalogue.change(part, low=5_000)

    def one():
        return next(one for one in shop.reorder.list(every=True) if one.code == "1001")

    assert (one().reserved, one().quantity) == (0, 0)
    with shop.db.transaction("test.reserved") as tx:
        shop.stock.reserve(tx, new_id(), [Promise(1, box, 4_000), Promise(2, part, 1_000)])
    assert one().reserved == 49_000
    assert one().quantity > 0
    assert {item.code: item.reserved for item in stock_list.items(shop.db) if item.reserved} == {"1001": 49_000}
    shop.asked.add("BOX")
    assert one().lost == 12_000
    shop.purchase_orders.draft(agro, [Wanted(box, 3_000, 1000_00)])
    assert (one().coming, one().quantity) == (36_000, 0)


def test_each_thing_that_nobody_sells_stands_by_its_words(shop):
    for said in ("Oats", "oats", "Candles", "Oats 1 kg", "1001", "1001"):
        shop.asked.add(said)
    told = [(one.said, one.times, one.quantity, one.known) for one in reorder.asked(shop.db)]
    assert told == [
        ("Surf Excel 1 kg", 2, 2000, True), ("oats", 2, 2000, False), ("Candles", 1, 1000, False),
        ("Oats 1 kg", 1, 1000, False),
    ]  # fmt: skip
