"""All that can happen to orders, in any order, with a counter beside: none is lost, every rupee is somewhere."""

import itertools
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.reports import reading
from shoppos.shop import Shop
from shoppos.shop.order_receipts import BEFORE, KHATA
from shoppos.shop.packing import DROP, LATER
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ANIL, ASHA, BUTTER, DAL, PARLE, SURF, kept, on_hand, opened
from tests.stories.plain_orders import recounted, wrong_with

PICK, SOME = st.integers(0, 9), st.integers(1, 3)
CODE = st.sampled_from([SURF, BUTTER, DAL, PARLE])
WAY = st.sampled_from(["", "cash", "khata"])


class Life(RuleBasedStateMachine):
    """A shop, two customers on the telephone, one who carries, and a purse that is counted by hand."""

    folder: Path
    acts: Counter[str]

    @initialize()
    def open(self):
        self.place = Path(tempfile.mkdtemp(prefix="shoppos-life-"))
        shutil.copytree(self.folder, self.place / "shop")
        self.clock = SetClock("2026-11-23 10:00")
        self.shop = opened(self.place / "shop", self.clock)
        self.people = {phone: self.shop.customers.by_phone(phone).id for phone in (ASHA, ANIL)}
        self.purse: dict[int, Counter[str]] = defaultdict(Counter)
        self.khata, self.before = Counter[bytes](), Counter[bytes]()
        self.orders: dict[bytes, bytes] = {}
        self.utr = itertools.count(412345678901)
        self.take(ASHA, {SURF: 3, BUTTER: 2, DAL: 1}, "delivery", "cod", 0)
        self.take(ANIL, {SURF: 2, PARLE: 3}, "delivery", "khata", 1)
        self.take(ANIL, {DAL: 2, SURF: 1}, "delivery", "cod", 0)
        self.take(ASHA, {PARLE: 3}, "pickup", "", 0)
        self.pay(0, 100_00, "upi")
        self.send(0, 1000, "Ravi")
        self.send(1, None, "Ravi")
        self.send(1, None, "Ravi")
        self.deliver(2, False, 0, "")
        assert self.shop.dispatching.run("Ravi").to_bring == 486_00

    def teardown(self):
        if hasattr(self, "shop"):
            found = wrong_with(self.shop)
            self.shop.close()
            shutil.rmtree(self.place)
            assert found == []

    # -- the books that are kept by hand

    def came(self, way: str, amount: int) -> None:
        self.purse[self.clock.business_day(self.clock.ms())][way] += amount

    def undone(self, order: bytes, credit) -> None:
        """A credit note: its dues sink by themselves, money goes, the rest stands on the khata."""
        for way, amount in credit.ways if credit else ():
            if way == "khata":
                self.khata[self.orders[order]] -= amount
            elif way != "cod":
                self.came(way, -amount)

    # -- what is done: a refusal is an answer too, and changes nothing

    def act(self, do):
        """What it gives; None when it was refused, and then nothing has changed."""
        before = self.picture()
        try:
            given = do()
        except ShopError:
            assert self.picture() == before
            return None
        self.acts[do.__qualname__.split(".")[1]] += 1
        return given

    def picture(self):
        tables = ("orders", "order_step", "message", "payment", "reservation", "packed_line", "stock", "sale_line")
        sums = " UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in tables)
        lines = (
            "SELECT sale_id, line, quantity FROM sale_line UNION ALL SELECT sale_id, line, quantity FROM packed_line"
        )
        return [*self.shop.db.rows(f"{sums} UNION ALL SELECT max(seq) FROM journal"), *sorted(self.shop.db.rows(lines))]

    def one(self, pick):
        """Any order, rather one of which something is in the shop."""
        here = self.shop.db.rows("SELECT id FROM orders WHERE sale_id IS NOT NULL ORDER BY id")
        return here[pick % len(here)][0] if here and pick < 8 else list(self.orders)[pick % len(self.orders)]

    def parcel(self, pick):
        """Any parcel, rather one on its way."""
        every = "SELECT id, order_id, sale_id FROM parcel ORDER BY state NOT IN ('out', 'failed'), id"
        rows = self.shop.db.rows(every)
        live = self.shop.db.row("SELECT count(*) FROM parcel WHERE state IN ('out', 'failed')")[0]
        return rows[pick % (live if live and pick < 8 else len(rows))]

    @rule(
        who=st.sampled_from([ASHA, ANIL]), goods=st.dictionaries(CODE, SOME, min_size=1), pick=st.integers(0, 2),
        way=st.sampled_from(["delivery", "delivery", "pickup"]), pay_by=st.sampled_from(["cod", "khata", ""]),
    )  # fmt: skip
    def take(self, who, goods, way, pay_by, pick):
        order = self.shop.orders.begin(customer_id=self.people[who], way=way, key=new_id()).id
        self.orders[order] = self.people[who]
        for code, n in goods.items():
            self.shop.orders.enter(order, f"{n}*{code}")
        self.shop.orders.set(order, pay_by=pay_by, backorder=pick == 1, shipping=40_00 if pick else 0)
        if pick != 2:
            self.act(lambda: self.shop.orders.confirm(order, sure=True))

    @rule(pick=PICK)
    def confirm(self, pick):
        self.act(lambda: self.shop.orders.confirm(self.one(pick), sure=True))

    @rule(pick=PICK, code=CODE, n=SOME, how=st.sampled_from(["more", "set", "remove", "off", "undo", "again"]))
    def change(self, pick, code, n, how):
        order, orders = self.one(pick), self.shop.orders
        sale = orders.view(order).sale
        line = sale.lines[n % len(sale.lines)].no if sale and sale.lines else 1
        acts = {
            "more": lambda: orders.enter(order, f"{n}*{code}"),
            "remove": lambda: orders.remove(order, line),
            "set": lambda: orders.set_quantity(order, line, n * 1000),
            "off": lambda: orders.discount_bill(order, amount=n * 111),
            "undo": lambda: orders.undo(order),
            "again": lambda: orders.repeat_last(order),
        }  # fmt: skip
        self.act(acts[how])

    @rule(pick=PICK, days=SOME)
    def delay(self, pick, days):
        later = self.clock.business_day(self.clock.ms() + days * 86_400_000)
        self.act(lambda: self.shop.orders.delay(self.one(pick), later, reason="Rain", sure=True))

    @rule(pick=PICK, amount=st.sampled_from([10_00, 100_00, 500_00]), way=st.sampled_from(["cash", "upi"]))
    def pay(self, pick, amount, way):
        order, reference = self.one(pick), str(next(self.utr)) if way == "upi" else ""
        key, tender = new_id(), Tender(way, amount, reference=reference)
        parts = self.shop.advances.shares(order, amount)
        if self.act(lambda: self.shop.advances.take(order, tender, key=key, sure=True)):
            assert sum(part.amount for part in parts) == amount
            for part in parts:
                if part.kind == KHATA:
                    self.khata[self.orders[order]] -= part.amount
                elif part.kind == BEFORE:
                    self.before[order] += part.amount
            self.came(way, amount)
            assert self.shop.advances.take(order, tender, key=key, sure=True) == key

    @rule(pick=PICK, amount=st.sampled_from([5_00, 100_00]), khata=st.booleans())
    def give_back(self, pick, amount, khata):
        order = self.one(pick)
        if self.act(lambda: self.shop.advances.give_back(order, amount, reason="Too much", to_khata=khata)):
            self.left(order, amount, "khata" if khata else "cash")

    def left(self, order, amount, way):
        """Money from before the bill leaves its order."""
        self.before[order] -= amount
        if way == "khata":
            self.khata[self.orders[order]] -= amount
        else:
            self.came(way, -amount)

    @rule(pick=PICK, code=CODE, n=SOME)
    def scan(self, pick, code, n):
        text = f"{n}.05*{code}" if code == DAL else f"{n}*{code}"
        self.act(lambda: self.shop.dispatching.scan(self.one(pick), text, sure=True))

    @rule(pick=PICK, how=st.sampled_from(["all", "all", "", LATER, DROP, "open", "weigh"]))
    def pack(self, pick, how):
        order, d = self.one(pick), self.shop.dispatching
        acts = {
            "all": lambda: d.pack_all(order), "open": lambda: d.unpack(order),
            "weigh": lambda: d.weigh(order, 1, 1_230, sure=True),
        }  # fmt: skip
        self.act(acts.get(how, lambda: d.pack(order, short=how)))

    @rule(pick=PICK, part=st.sampled_from([None, None, 1000]), carrier=st.sampled_from(["", "Ravi"]))
    def send(self, pick, part, carrier):
        order, d, key = self.one(pick), self.shop.dispatching, new_id()
        view = self.shop.orders.view(order)
        lines = {view.sale.lines[0].no: part} if part and view.sale and view.sale.lines else None
        if view.way == "pickup":
            sent = self.act(lambda: d.hand_over(order, lines=lines, key=key, sure=True))
        else:
            sent = self.act(lambda: d.dispatch(order, lines=lines, carrier=carrier, key=key, sure=True))
        if sent is None:
            return
        used = min(self.before[order], sent.done.payable)
        rest = sent.done.payable - used
        self.before[order] -= used
        if view.pay_by == "khata":
            self.khata[self.orders[order]] += rest
        elif view.way == "pickup":
            self.came("cash", rest)
        again = d.hand_over if view.way == "pickup" else d.dispatch
        assert again(order, key=key).done.numbers == sent.done.numbers

    @rule(pick=PICK, money=st.booleans(), refused=st.sampled_from([0, 0, 1000]), refund=WAY)
    def deliver(self, pick, money, refused, refund):
        parcel, order, sale = self.parcel(pick)
        (line,) = self.shop.db.row("SELECT min(line) FROM sale_line WHERE sale_id = ?", (sale,))
        given = {"refund": refund} if refund else {}
        tenders, back = [Tender("cash")] if money else [], {line: refused} if refused else {}
        done = self.act(lambda: self.shop.dispatching.deliver(parcel, tenders=tenders, refused=back, **given))
        if done is not None:
            self.undone(order, done.credit)
            self.came("cash", done.taken)
            assert not money or done.due == 0

    @rule(pick=PICK, how=st.sampled_from(["fail", "again", "back", "back", "damaged"]), refund=WAY)
    def door(self, pick, how, refund):
        (parcel, order, _sale), d = self.parcel(pick), self.shop.dispatching
        given = {"refund": refund} if refund else {}
        acts = {
            "fail": lambda: d.fail(parcel, "Nobody there"), "again": lambda: d.send_again(parcel),
            "back": lambda: d.bring_back(parcel, "Refused", **given),
            "damaged": lambda: d.bring_back(parcel, "Wet", damaged=True, **given),
        }  # fmt: skip
        done = self.act(acts[how])
        if done is not None:
            self.undone(order, done.credit)

    @rule(short=st.sampled_from([0, 0, 5_00]))
    def settle_run(self, short):
        brought = max(self.shop.dispatching.run("Ravi").to_bring - short, 0)
        if self.act(lambda: self.shop.dispatching.settle_run("Ravi", brought, sure=True)):
            self.came("cash", brought)

    @rule(pick=st.integers(5, 9), way=WAY)
    def cancel(self, pick, way):
        order = self.one(pick)
        was = self.shop.orders.view(order).state
        done = self.act(lambda: self.shop.orders.cancel(order, "Changed their mind", refund_way=way))
        if done is not None and was != "cancelled":
            self.left(order, self.before[order], way or "khata")

    @rule(who=st.sampled_from([ASHA, ANIL]), amount=st.sampled_from([50_00, 400_00]))
    def pay_khata(self, who, amount):
        if self.act(lambda: self.shop.customers.pay(self.people[who], amount, "cash")):
            self.khata[self.people[who]] -= amount
            self.came("cash", amount)

    @rule(code=CODE, n=SOME)
    def sell(self, code, n):
        """The counter sells what stands there, whoever it was promised to."""
        if on_hand(self.shop)[code] >= n * 1000:
            self.came("cash", self.shop.sales.sell([f"{n}*{code}"], [Tender("cash")]).payable)

    @rule(code=CODE)
    def goods_come(self, code):
        self.shop.stock.move(code, 2_000, "Delivery")

    @rule(days=st.sampled_from([0, 1, 30]))
    def time_goes(self, days):
        self.clock.go_on(days=days, minutes=7)

    @rule()
    def reopen(self):
        self.shop.close()
        self.shop = Shop.open(self.place / "shop", clock=self.clock)

    # -- what holds at all times

    @invariant()
    def nothing_is_lost(self):
        if hasattr(self, "shop"):
            assert recounted(self.shop) == []
            assert {row[0] for row in self.shop.db.rows("SELECT id FROM orders")} == set(self.orders)

    @invariant()
    def every_rupee_is_somewhere(self):
        if not hasattr(self, "shop"):
            return
        for order in self.orders:
            assert self.shop.advances.left(order) == self.before[order]
        for who in self.people.values():
            assert self.shop.customers.get(who).owes == self.khata[who]
        for day, ways in self.purse.items():
            assert kept(self.shop, day) == {way: amount for way, amount in ways.items() if amount}
        today = self.clock.business_day(self.clock.ms())
        shown = {one.method: one.kept for one in reading.read(self.shop.db, "A1", today).by_method}
        for way in ("cash", "upi"):
            assert shown.get(way, 0) == self.purse[today][way]


def test_in_whatever_order_orders_live_none_is_lost(new_shop):
    enough = int(os.environ.get("SHOPPOS_STORIES", "20"))
    machine = type("Machine", (Life,), {"folder": new_shop, "acts": Counter[str]()})
    chosen = settings(
        max_examples=enough, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=chosen)
    assert machine.acts["send"] >= enough * 2
    assert machine.acts.total() > enough * 6
