"""Orders packed, split, sent, delivered and brought back in any order: no goods, no promise and no rupee is lost."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shoppos.base.errors import ShopError
from shoppos.reports.audit import audit
from shoppos.reports.orders import board, timeline
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.packing import DROP, LATER
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed

SOAP, RICE, DAL = "1001", "1002", "2001"
STOCK = 100_000
PICK, SOME = st.integers(0, 9), st.integers(1, 3)
WAYS = st.sampled_from(["delivery", "pickup"])


class Sent(RuleBasedStateMachine):
    """One shop with soap and rice (taxed in two ways) and loose dal (exempt); one of its two customers has a GSTIN."""

    folder: Path
    acts = 0

    @initialize()
    def open(self):
        self.place = Path(tempfile.mkdtemp(prefix="shoppos-sent-"))
        shutil.copytree(self.folder, self.place / "shop")
        self.shop = Shop.open(self.place / "shop")
        for form in (
            ProductForm(SOAP, "Soap", 33_35, rate=1800, stock=STOCK, hsn="3401"),
            ProductForm(RICE, "Rice", 71_50, inclusive=False, rate=500, stock=STOCK, hsn="1006"),
            ProductForm(DAL, "Dal", 168_00, unit="KG", treatment="exempt", stock=STOCK, hsn="0713"),
        ):
            self.shop.catalogue.add(form)
        self.shop.customers.add(
            "Kaveri Traders", "9845099999", gstin="27AAPFU0939F1ZV", address="44 Tilak Road", pin_code="411030",
            state="27",
        )  # fmt: skip
        self.orders = [confirmed(self.shop, f"3*{SOAP}", f"2*{RICE}", f"1*{DAL}")]

    def teardown(self):
        if hasattr(self, "orders"):
            found = audit(self.shop.db)
            self.shop.close()
            shutil.rmtree(self.place)
            assert found.agrees, found.faults

    # -- what is done: a refusal is an answer too, and changes nothing

    def _try(self, act):
        before = self._picture()
        try:
            act()
            type(self).acts += 1
        except ShopError:
            assert self._picture() == before

    def _picture(self):
        tables = ("orders", "order_step", "parcel", "sale", "payment", "reservation", "stock", "message", "print_job",
                  "cod_receipt", "advance", "packed_line", "sale_line")  # fmt: skip
        return [sorted(map(repr, self.shop.db.rows(f"SELECT * FROM {table}"))) for table in tables]

    def _order(self, pick):
        return self.orders[pick % len(self.orders)] if self.orders else None

    def _parcel(self, pick):
        rows = self.shop.db.rows("SELECT id, sale_id FROM parcel ORDER BY id")
        return rows[pick % len(rows)] if rows else None

    @rule(
        goods=st.dictionaries(st.sampled_from([SOAP, RICE, DAL]), SOME, min_size=1), way=WAYS,
        who=st.sampled_from(["9812345670", "9845099999"]), pay_by=st.sampled_from(["cod", "khata", "upi"]),
        shipping=st.sampled_from([0, 40_00]), off=st.sampled_from([0, 7_77]),
    )  # fmt: skip
    def take(self, goods, way, who, pay_by, shipping, off):
        lines = [f"{n}*{code}" for code, n in goods.items()]
        order = confirmed(self.shop, *lines, way=way, phone=who, pay_by=pay_by, shipping=shipping)
        if off:
            self.shop.orders.discount_bill(order, amount=off)
        self.orders.append(order)

    @rule(pick=PICK, amount=st.sampled_from([10_00, 100_00]), by=st.sampled_from(["cash", "upi"]))
    def pay(self, pick, amount, by):
        if order := self._order(pick):
            self._try(lambda: self.shop.advances.take(order, Tender(by, amount), sure=True))

    @rule(pick=PICK, code=st.sampled_from([SOAP, RICE, DAL]), n=SOME)
    def scan(self, pick, code, n):
        if order := self._order(pick):
            text = f"{n}.05*{code}" if code == DAL else f"{n}*{code}"
            self._try(lambda: self.shop.dispatching.scan(order, text, sure=True))

    @rule(pick=PICK, how=st.sampled_from(["all", "", LATER, DROP, "open"]))
    def pack(self, pick, how):
        d = self.shop.dispatching
        if order := self._order(pick):
            acts = {"all": lambda: d.pack_all(order), "open": lambda: d.unpack(order)}
            self._try(acts.get(how, lambda: d.pack(order, short=how)))

    @rule(pick=PICK, part=st.sampled_from([None, 500, 1000]), carrier=st.sampled_from(["", "Ravi"]))
    def send(self, pick, part, carrier):
        d = self.shop.dispatching
        if order := self._order(pick):
            view = self.shop.orders.view(order)
            lines = {view.sale.lines[0].no: part} if part and view.sale and view.sale.lines else None
            if view.way == "pickup":
                self._try(lambda: d.hand_over(order, lines=lines, sure=True))
            else:
                self._try(lambda: d.dispatch(order, lines=lines, carrier=carrier, sure=True))

    @rule(pick=PICK, money=st.booleans(), refused=st.sampled_from([0, 500, 1000]))
    def deliver(self, pick, money, refused):
        if parcel := self._parcel(pick):
            (line,) = self.shop.db.row("SELECT min(line) FROM sale_line WHERE sale_id = ?", (parcel[1],))
            tenders = [Tender("cash")] if money else []
            back = {line: refused} if refused else {}
            self._try(lambda: self.shop.dispatching.deliver(parcel[0], tenders=tenders, refused=back))

    @rule(pick=PICK, how=st.sampled_from(["fail", "again", "back", "damaged"]))
    def door(self, pick, how):
        d = self.shop.dispatching
        if parcel := self._parcel(pick):
            acts = {
                "fail": lambda: d.fail(parcel[0], "Nobody there", 20991231),
                "again": lambda: d.send_again(parcel[0]),
                "back": lambda: d.bring_back(parcel[0], "Refused"),
                "damaged": lambda: d.bring_back(parcel[0], "Wet", damaged=True, refund="cash"),
            }
            self._try(acts[how])

    @rule(short=st.sampled_from([0, 5_00]))
    def hand_over_cash(self, short):
        brought = self.shop.dispatching.run("Ravi").to_bring
        self._try(lambda: self.shop.dispatching.settle_run("Ravi", max(brought - short, 0), sure=True))

    @rule(pick=PICK)
    def cancel(self, pick):
        if order := self._order(pick):
            self._try(lambda: self.shop.orders.cancel(order, "changed their mind"))

    # -- what holds at all times

    @invariant()
    def goods_are_where_they_are_said_to_be(self):
        if not hasattr(self, "orders"):
            return
        db = self.shop.db
        promised = dict(db.rows("SELECT product_id, sum(quantity) FROM reservation GROUP BY product_id"))
        wanted = dict(db.rows(
            "SELECT l.product_id, sum(l.quantity) FROM orders o JOIN sale_line l ON l.sale_id = o.sale_id "
            "WHERE o.state IN ('confirmed', 'packed') GROUP BY l.product_id"
        ))  # fmt: skip
        assert promised == wanted
        gone = dict(db.rows("SELECT product_id, sum(quantity) FROM stock_move WHERE kind <> 'opening' "
                            "GROUP BY product_id"))  # fmt: skip
        for product, on_hand in db.rows("SELECT product_id, on_hand FROM stock"):
            assert on_hand == STOCK + gone.get(product, 0)

    @invariant()
    def money_adds_up(self):
        if not hasattr(self, "orders"):
            return
        shown = {row.order_id: row for row in board(self.shop.db, most=10_000).rows}
        for order in self.orders:
            view = self.shop.orders.view(order)
            rows = self.shop.db.rows(
                "SELECT s.id, s.payable FROM parcel p JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id "
                "WHERE p.order_id = ?", (order,)
            )  # fmt: skip
            billed = sum(row[1] for row in rows)
            paid = sum(
                self.shop.db.row("SELECT coalesce(sum(amount), 0) FROM payment WHERE sale_id = ?", (row[0],))[0]
                for row in rows
            )
            back = sum(
                self.shop.db.row(
                    "SELECT coalesce(sum(s.payable), 0) FROM credit_note n JOIN sale s ON s.id = n.sale_id "
                    "WHERE n.against_id = ?", (row[0],)
                )[0]
                for row in rows
            )  # fmt: skip
            opened = view.sale.payable if view.sale and view.state in {"confirmed", "packed"} else 0
            assert billed == paid, "every bill is settled by its payments"
            assert view.payable == billed - back + opened
            assert view.paid + view.claimed + view.due == view.payable
            assert view.due >= 0
            assert view.credit >= 0
            if order in shown:
                row = shown[order]
                assert (row.payable, row.due, row.payment) == (view.payable, view.due, view.payment)
            assert timeline(self.shop.db, order)

    @invariant()
    def an_order_is_what_its_goods_and_parcels_are(self):
        if not hasattr(self, "orders"):
            return
        for state, sale_id, parcels in self.shop.db.rows(
            "SELECT o.state, o.sale_id, (SELECT group_concat(p.state) FROM parcel p WHERE p.order_id = o.id) "
            "FROM orders o"
        ):
            there = (parcels or "").split(",") if parcels else []
            if sale_id is not None:
                assert state in {"taken", "confirmed", "packed"}
            elif {"out", "failed"} & set(there):
                assert state == "dispatched"
            elif there:
                assert state == ("returned" if set(there) == {"returned"} else "delivered")
            else:
                assert state == "cancelled"


def test_whatever_happens_to_orders_nothing_of_them_is_lost(new_shop):
    """Each run begins with an order: Hypothesis leaves rules out at will, and without `take` nothing would happen."""
    enough = int(os.environ.get("SHOPPOS_STORIES", "12"))
    machine = type("Machine", (Sent,), {"folder": new_shop})
    chosen = settings(
        max_examples=enough, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=chosen)
    assert machine.acts > enough
