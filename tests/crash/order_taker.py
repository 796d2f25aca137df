"""The telephone that gets killed: takes orders through the real shop until it dies, and says so, act by act.

`python -m tests.crash.order_taker` serves kills as `tests.crash.seller` does.
"""

import time

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.crash import seller

CODES = ("1001", "1002", "1003", "2001", "3001")
LIVE = "SELECT id FROM orders WHERE state IN ('taken', 'confirmed', 'packed')"


class Taker(seller.Seller):
    """Takes, confirms, is paid, packs, sends, delivers and cancels at random."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        """Call for one of three customers."""
        super().__init__(shop, seed, out)
        self.people = [row[0] for row in shop.db.rows("SELECT id FROM customer")]

    def tried(self, act: str, key: bytes, do) -> None:
        """Say it, do it, say that it is done; what is refused is not done."""
        self.say("TRY", act, key.hex())
        try:
            do()
        except ShopError:
            return
        self.say("ACK", act, key.hex())

    def one(self, sql: str) -> bytes | None:
        """Any of them."""
        rows = self.shop.db.rows(sql)
        return self.dice.choice(rows)[0] if rows else None

    def take(self) -> None:
        order = new_id()
        who = self.dice.choice(self.people)
        self.tried("taken", order, lambda: self.shop.orders.begin(customer_id=who, key=order))
        self.shop.orders.set(order, pay_by="cod", backorder=True)
        for code in self.dice.sample(CODES, self.dice.randint(1, 3)):
            self.shop.orders.enter(order, f"{self.dice.randint(1, 3)}*{code}")
        self.tried("confirmed", order, lambda: self.shop.orders.confirm(order, sure=True))

    def pay(self) -> None:
        if order := self.one(LIVE):
            key, money = new_id(), Tender("cash", 100)
            self.tried("paid", key, lambda: self.shop.advances.take(order, money, key=key, sure=True))

    def pack(self) -> None:
        if order := self.one("SELECT id FROM orders WHERE state = 'confirmed'"):
            self.tried("packed", order, lambda: self.shop.dispatching.pack_all(order))

    def send(self) -> None:
        if order := self.one("SELECT id FROM orders WHERE state IN ('confirmed', 'packed')"):
            key = new_id()
            self.tried("sent", key, lambda: self.shop.dispatching.dispatch(order, key=key, sure=True))

    def deliver(self) -> None:
        if parcel := self.one("SELECT id FROM parcel WHERE state = 'out'"):
            key = new_id()
            money = [Tender("cash")] if self.dice.random() < 0.5 else []
            self.tried("step", key, lambda: self.shop.dispatching.deliver(parcel, tenders=money, key=key))

    def bring_back(self) -> None:
        if parcel := self.one("SELECT id FROM parcel WHERE state = 'out'"):
            key = new_id()
            self.tried("step", key, lambda: self.shop.dispatching.bring_back(parcel, "Refused", key=key))

    def cancel(self) -> None:
        if order := self.one(LIVE):
            self.tried("cancelled", order, lambda: self.shop.orders.cancel(order, "changed their mind"))

    def work(self) -> None:
        """Go on until killed."""
        acts = (self.take, self.pay, self.pack, self.send, self.deliver, self.bring_back, self.cancel, self.sell)
        while True:
            self.dice.choices(acts, (30, 10, 10, 20, 12, 4, 8, 10))[0]()


# -- what must not pass: the same telephone with one fault each


class Faulty(Taker):
    """Takes and gives up, and does nothing else, so that the fault shows soon."""

    def work(self) -> None:
        while True:
            self.take()
            self.cancel()


class MessageLater(Faulty):
    """Owes what a customer is told in a transaction of its own, after the act."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        super().__init__(shop, seed, out)
        self.later = []
        self.owe, shop.messages.owe = shop.messages.owe, lambda _tx, *what: self.later.append(what)

    def tried(self, act: str, key: bytes, do) -> None:
        super().tried(act, key, do)
        time.sleep(seller.GAP)
        with self.shop.db.transaction("message.owed") as tx:
            for what in self.later:
                self.owe(tx, *what)
        self.later.clear()


class ReleaseLater(Faulty):
    """Lets go of what was promised to an order after the order was cancelled."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        super().__init__(shop, seed, out)
        self.later = []
        self.free, shop.stock.release = shop.stock.release, lambda _tx, order: self.later.append(order)

    def tried(self, act: str, key: bytes, do) -> None:
        super().tried(act, key, do)
        if self.later:
            time.sleep(seller.GAP)
        with self.shop.db.transaction("stock.released") as tx:
            for order in self.later:
                self.free(tx, order)
        self.later.clear()


class ConfirmedBeforeCommit(Faulty):
    """Says that an order is taken before it is on disk."""

    def tried(self, act: str, key: bytes, do) -> None:
        if act != "taken":
            super().tried(act, key, do)
            return
        self.say("TRY", act, key.hex())
        with self.shop.db.transaction("order.taken"):
            do()
            self.say("ACK", act, key.hex())
            time.sleep(seller.GAP)


seller.SELLERS.update({cls.__name__: cls for cls in (Taker, MessageLater, ReleaseLater, ConfirmedBeforeCommit)})

if __name__ == "__main__":
    seller.main()
