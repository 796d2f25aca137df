"""The main job, shown on the real counter: scans, names, offers, held bills, UPI, khata, an unknown item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import rupees
from shoppos.ui.hand import Hand
from shoppos.ui.tour_goods import GoodsTour
from shoppos.ui.tour_orders import OrdersTour
from shoppos.ui.tour_promises import PromisesTour

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.ui.main_window import MainWindow

BREAD, MILK, TEA, SOAP = "8909999003912", "8909999003066", "8909999005619", "8909999008160"
ATTA, WASH, BUTTER, GHEE, BISCUIT = (
    "8909999000171", "8909999009181", "8909999003578", "8909999003745", "8909999006463",
)  # fmt: skip
UNKNOWN = "8901234567894"


class Tour:
    """Customers are served, goods and orders looked after; `told` says in sentences what came of it."""

    def __init__(self, window: MainWindow, pictures: Path, pause: int = 0) -> None:
        """Work on an open window."""
        self.window = window
        self.hand = Hand(window, pictures, pause)
        self.told: list[str] = []

    @property
    def shop(self) -> Shop:
        """The shop of the window."""
        return self.window.context.shop

    def run(self) -> None:
        """Serve everybody, then look around."""
        self.hand.until(lambda: self.window.context.opened is not None, "the shop opens")
        self.hand.until(lambda: self.window.counter.view is not None, "the counter shows its sale")
        self.window.activateWindow()
        self.hand.until(self.window.counter.line.hasFocus, "the entry line takes the keyboard")
        for act in (
            self.exact_cash, self.two_are_held, self.a_large_bill, self.upi, self.khata, self.an_unknown_item,
            self.a_wrong_bill, GoodsTour(self.window, self.hand, self.told).run,
            OrdersTour(self.window, self.hand, self.told).run,
            PromisesTour(self.window, self.hand, self.told).run, self.the_owner, self.other_pages, self.other_looks,
        ):  # fmt: skip
            act()

    # -- customers

    def exact_cash(self) -> None:
        """Two scans, six eggs by code, one key."""
        self.hand.scan(BREAD, MILK)
        self.hand.type("6*egg")
        self.hand.press("Return", "F9")
        self._done("Two scans, six eggs, exact cash by one key")

    def two_are_held(self) -> None:
        """Two customers fetch something they forgot; their bills wait."""
        self.hand.scan(TEA, SOAP)
        self.hand.press("F6")
        self.hand.press("F5")
        self.hand.type("3210")
        self.hand.press("Return")
        self.hand.scan(SOAP, SOAP)
        self.hand.press("F6")
        self.told.append(f"Held: {len(self.shop.sales.held())} bills wait for their customers")

    def a_large_bill(self) -> None:
        """Scans, a weight by name, quantities, a customer, a discount, notes and change."""
        self.hand.scan(ATTA, WASH)
        self.hand.type("+")
        self.hand.type(".75*tur")
        self.hand.press("Return")
        self.hand.scan(BUTTER, GHEE, BISCUIT)
        self.hand.type("*5")
        self.hand.press("Return")
        self.hand.press("F5")
        self.hand.type("5678")
        self.hand.press("Return")
        self.hand.type("komal")
        self.hand.until(self.window.counter.results.isVisible, "names are found")
        self.hand.picture("search")
        self.hand.press("Down", "Return")
        self.hand.picture("counter")
        self.hand.type("//5")
        self.hand.press("Return")
        self.hand.press("Ctrl+M")
        self.hand.picture("pay")
        self.hand.press("Escape")
        self.hand.type("2000")
        self.hand.press("F9")
        self.hand.picture("change")
        self._done("Scans, a weight by name, an offer, 5 % off, ₹2,000 taken")

    def upi(self) -> None:
        """The first held bill comes back and is paid by phone."""
        self.hand.press("F6")
        self.hand.type("1")
        self.hand.press("F10")
        self.hand.until(self.window.counter.side.panel.qr.isVisible, "the code is shown")
        self.hand.picture("upi")
        self._customers_see()
        self.hand.type("412345678901")
        self.hand.press("Return")
        self._done("A held bill recalled, paid by UPI with its UTR")

    def _customers_see(self) -> None:
        """The customer's display, where there is a second screen for it or not."""
        second = self.window.customers
        if second is None or second.display is None or not second.display.isVisible():
            self.hand.press("Ctrl+4")
        self.hand.until(lambda: second is not None and second.display is not None, "the customer's display opens")
        self.hand.picture("customer", second.display if second else None)
        self.window.activateWindow()
        self.window.counter.enter()

    def khata(self) -> None:
        """The second held bill goes on its customer's khata."""
        self.hand.press("F6")
        self.hand.press("Ctrl+M")
        self.hand.picture("khata")
        self.hand.press("Return")
        self._done("The other held bill, on Anil Verma's khata")

    def an_unknown_item(self) -> None:
        """A code that nobody knows is sold by name and price without leaving the bill."""
        self.hand.scan(UNKNOWN)
        self.hand.type("Maggi 70 g")
        self.hand.press("Return")
        self.hand.picture("unknown")
        self.hand.type("14")
        self.hand.press("Return")
        self.hand.press("F11")
        self._done("An unknown code, sold by name and price, by card")

    def a_wrong_bill(self) -> None:
        """A wrong scan is taken back; a bill that should not be is cancelled and keeps its number."""
        self.hand.scan(BREAD, GHEE)
        self.hand.press("Ctrl+Z")
        self.hand.press("F9")
        self._done("A wrong scan taken back by one key")
        last = self.shop.sales.last()
        if last is not None:
            self.shop.sales.void(last.number, "wrong customer")
            self.told.append(f"{last.number}  cancelled; its number stays used")

    def _done(self, what: str) -> None:
        last = self.shop.sales.last()
        if last is None or self.window.counter.view is None or self.window.counter.view.lines:
            raise TimeoutError(what)
        change = f", change {rupees(last.change)}" if last.change else ""
        self.told.append(f"{last.number}  {rupees(last.payable):>10}  {what}{change}")

    # -- looking around

    def the_owner(self) -> None:
        """The day in one look, and the answer to a question."""
        for keys, thing, name in ((("Ctrl+Shift+T",), "", "today"), (("Ctrl+Shift+G",), "day today", "reports")):
            self.hand.press(*keys)
            page = self.window.pages.front
            if thing:
                page.begin(thing)
            self.hand.until(lambda page=page: page.is_read(), "the page is read")
            self.hand.picture(name)
        self.window.pages.show_counter()
        self.told.append("The owner sees the day in one look, and asks what was sold")

    def other_pages(self) -> None:
        """The catalogue, the bills, the settings with the printers, and the papers of today."""
        for keys, name in (
            (("Ctrl+1",), "catalogue"), (("Ctrl+2",), "bills"), (("Ctrl+3",), "settings"),
            (("Down", "Down", "Down"), "printers"), (("Ctrl+5", "Ctrl+T"), "papers"),
        ):  # fmt: skip
            self.hand.press(*keys)
            self.hand.picture(name)
        self.window.pages.show_counter()

    def other_looks(self) -> None:
        """A bill stays open on the counter: seen in the dark, in Hindi, and as it was."""
        self.hand.scan(ATTA, BUTTER, WASH)
        for name, choice, value, before in (("dark", "theme", "dark", "light"), ("hindi", "language", "hi", "en")):
            self._choose(choice, value)
            self.hand.picture(name)
            self._choose(choice, before)

    def _choose(self, key: str, value: str) -> None:
        self.shop.settings.set(key, value)
        self.window.hear(frozenset({"setting"}))
