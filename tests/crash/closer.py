"""The till that gets killed while it closes its days: sells a little, hands the drawer over, closes, and says so.

`python -m tests.crash.closer` serves kills as `tests.crash.seller` does.
"""

import datetime as dt
import time

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.shop import Shop, small_sales
from tests.crash import seller

COUNTED = 5_000_00


class Closer(seller.Seller):
    """Each day: a float, some bills, tea, and the close; the clock is a day further each time."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        """Begin on the day behind the last Z, years after the shop was made."""
        super().__init__(shop, seed, out)
        shop.settings.set("small_sales", "consolidate")
        last = shop.days.zs(1)
        day = dt.date(2036, 1, 1) if not last else last[0].reading.day + dt.timedelta(days=1)
        self.now = dt.datetime(day.year, day.month, day.day, 12, tzinfo=shop.db.clock.zone)
        shop.db.clock.ms = self.ms

    def ms(self) -> int:
        """A moment further each time it is asked."""
        self.now += dt.timedelta(milliseconds=1)
        return int(self.now.timestamp() * 1000)

    def a_day(self) -> None:
        """From the float to the Z."""
        shifts = self.shop.shifts
        if shifts.current() is None:
            shifts.open(COUNTED)
        for _bill in range(self.dice.randint(1, 3)):
            self.sell()
        shifts.cash("out", 20_00, "tea", key=new_id())
        self.close()
        self.now += dt.timedelta(days=1)

    def close(self) -> None:
        """Close the day, and say which Z came of it."""
        self.say("TRY z")
        try:
            done = self.shop.days.close(COUNTED, reason="kills take cash")
        except ShopError as refusal:
            self.say("NO", str(refusal).replace(" ", "_"))
            return
        self.say("ACK z", done.number, done.business_date)

    def work(self) -> None:
        """Go on until killed."""
        while True:
            self.a_day()


# -- what must not pass: the same till with one fault each


class ZBeforeCommit(Closer):
    """Tells of the Z before it is on disk."""

    def close(self) -> None:
        self.say("TRY z")
        with self.shop.db.transaction("day.closed"):
            done = self.shop.days.close(COUNTED, reason="kills take cash")
            self.say("ACK z", done.number, done.business_date)
            time.sleep(seller.GAP)


class SlipLater(Closer):
    """Owes the Z's slip in a transaction of its own, after the close."""

    def __init__(self, shop: Shop, seed: int, out: int) -> None:
        super().__init__(shop, seed, out)
        self.owe, shop.days._owe_slip = shop.days._owe_slip, lambda _tx, _made, **_how: b""

    def close(self) -> None:
        super().close()
        time.sleep(seller.GAP)
        with self.shop.db.transaction("reading.owed") as tx:
            self.owe(tx, self.shop.days.zs(1)[0])


class TokensLater(Closer):
    """Writes the invoice for the day's tokens in a transaction of its own, after the close."""

    def close(self) -> None:
        write, later = small_sales.consolidate, []
        small_sales.consolidate = lambda _db, _tills, _tx, day: later.append(day) or []
        try:
            super().close()
        finally:
            small_sales.consolidate = write
        time.sleep(seller.GAP)
        with self.shop.db.transaction("tokens.billed") as tx:
            for day in later:
                write(self.shop.db, self.shop.tills, tx, day)


seller.SELLERS.update({cls.__name__: cls for cls in (Closer, ZBeforeCommit, SlipLater, TokensLater)})

if __name__ == "__main__":
    seller.main()
