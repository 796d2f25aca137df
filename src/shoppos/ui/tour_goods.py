"""Goods and people, shown on their pages: a return, goods that come, a count, and a customer found by an old number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import quantity, rupees

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.hand import Hand
    from shoppos.ui.main_window import MainWindow

MILK, SOAP = "8909999003066", "8909999008160"
KHATA, OLD_NUMBER = "9876543210", "9011122233"


class GoodsTour:
    """Works on the window of the tour; `told` gets a sentence of each act."""

    def __init__(self, window: MainWindow, hand: Hand, told: list[str]) -> None:
        """Go on with the hand of the tour."""
        self.window = window
        self.hand = hand
        self.told = told

    @property
    def shop(self) -> Shop:
        """The shop of the window."""
        return self.window.context.shop

    def run(self) -> None:
        """What happens in a shop beside selling."""
        for act in (self.goods_go_back, self.goods_come, self.goods_are_counted, self.people):
            act()

    def goods_go_back(self) -> None:
        """The milk of the first bill was sour: bill and pack are scanned, the pack counts as damaged."""
        number = self.shop.db.rows("SELECT number FROM sale WHERE state = 'done' ORDER BY id LIMIT 1")[0][0]
        self.hand.press("F8")
        self.hand.scan(number, MILK)
        self.hand.press("F4")
        self.hand.picture("return")
        self.hand.press("Return")
        self.hand.until(lambda: self.window.pages.at_counter, "the credit note is made")
        note, total = self.shop.db.rows(
            "SELECT s.number, s.payable FROM sale s JOIN credit_note n ON n.sale_id = s.id ORDER BY s.id DESC LIMIT 1"
        )[0]
        self.told.append(f"{note}  {rupees(total):>10}  Sour milk of {number} taken back as damaged, cash returned")

    def goods_come(self) -> None:
        """A supplier's goods: the supplier by the arrow, then scan, quantity, cost, Enter; saved by one chord."""
        self.hand.press("Ctrl+7", *("Backtab",) * 4, "Down", "Tab")
        self.hand.type("AT-1187")
        self.hand.press("Return")
        self.hand.scan(SOAP)
        self.hand.type("48")
        self.hand.press("Return")
        self.hand.type("30.50")
        self.hand.press("Return", "Return", "Return")
        self.hand.type("60*glucose@8.60")
        self.hand.press("Return")
        self.hand.picture("buying")
        self.hand.press("Ctrl+Return")
        number, total = self.shop.db.rows("SELECT number, total FROM purchase ORDER BY id DESC LIMIT 1")[0]
        self.told.append(f"{number}  {rupees(total):>10}  Soap and biscuits received of Agro Traders")

    def goods_are_counted(self) -> None:
        """Today's ten, counted blind by keys: of the first that is there a piece is missing, and it is said why."""
        self.hand.press("Ctrl+Shift+C", "Return")
        count = self.shop.counting.open_counts()[0]
        missing = 1000
        for line in self.shop.counting.lines(count.id):
            there = max(self.shop.stock.on_hand(line.product_id) or 0, 0)
            gone = min(missing, there)
            missing -= gone
            self.hand.type(f"{quantity(there - gone)}*{line.code}")
            self.hand.press("Return")
        self.hand.press("F9")
        self.hand.type("looked through the shelf twice")
        self.hand.picture("count")
        self.hand.press("Return")
        done = self.shop.counting.get(count.id)
        self.told.append(f"Counted: {done.counted} items, {done.differing} differed, worth {rupees(done.worth)}")

    def people(self) -> None:
        """A customer's two cards become one; the old number finds it, and what it owes."""
        keep, gone = (self.shop.customers.by_phone(number) for number in (KHATA, OLD_NUMBER))
        if keep is None or gone is None:
            raise TimeoutError("the customer stands there under both numbers")
        self.shop.merging.merge(keep.id, gone.id)
        self.hand.press("Ctrl+6")
        self.hand.type(OLD_NUMBER[-4:])
        self.hand.picture("people")
        found = self.shop.customers.search(OLD_NUMBER[-4:])
        self.told.append(f"{OLD_NUMBER} finds {found[0].name}, who owes {rupees(found[0].owes)}")
