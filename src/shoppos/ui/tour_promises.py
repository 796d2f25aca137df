"""What a shop spends and promises, shown by keys: a shift, tea from its drawer, prices until a day, and the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from shoppos.base.money import rupees

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop
    from shoppos.ui.hand import Hand
    from shoppos.ui.main_window import MainWindow

PHONE_END = "5678"
"""The last digits of Sunita Rao's number."""
FLOAT, TEA, MISSING = 2000, 120, 20
"""Rupees in the drawer when the shift begins, spent from it, and overlooked when it is counted first."""

JUST_BEGUN = "has just begun"
"""What a dialog asks first about the count of a day that is some hours old: the tour is given at night, too."""


class PromisesTour:
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
        """A shift begins, tea is paid for, a customer asks what a party would cost, and the drawer is counted."""
        for act in (self.a_shift, self.tea, self.a_promise, self.the_count):
            act()

    def a_shift(self) -> None:
        """The float that lies in the drawer, and Enter."""

        def begin(_dialog: QDialog) -> None:
            self.hand.type(str(FLOAT))
            self.hand.press("Return")

        self.hand.in_dialog(begin, "Ctrl+Shift+N")

    def the_count(self) -> None:
        """A twenty is overlooked and the day is not closed; counted once more, the drawer agrees and the shift ends."""

        def miscount(dialog: QDialog) -> None:
            self.hand.type(str(FLOAT - TEA - MISSING))
            self.hand.press("Return")
            self.hand.until(lambda: any(w in _said(dialog) for w in ("short", JUST_BEGUN)), "the count is answered")
            if JUST_BEGUN in _said(dialog):
                self.hand.press("Return")
            self.hand.until(lambda: "short" in _said(dialog), "the difference is said")
            self.hand.picture("close-day", dialog)
            self.hand.press("Escape")

        def count(_dialog: QDialog) -> None:
            self.hand.type(str(FLOAT - TEA))
            self.hand.press("Return")
            self.hand.until(lambda: self.shop.shifts.current() is None, "the shift ends")

        self.hand.in_dialog(miscount, "Ctrl+Shift+D")
        self.hand.in_dialog(count, "Ctrl+Shift+N")
        self.told.append("The drawer is counted blind: a note overlooked is told, found, and the shift agrees")

    def tea(self) -> None:
        """Paid from the drawer: category by its first letters, amount, Enter."""

        def spend(dialog: QDialog) -> None:
            self.hand.type("tea")
            self.hand.press("Return")
            self.hand.type(str(TEA))
            self.hand.picture("expense", dialog)
            self.hand.press("Ctrl+Return")

        self.hand.in_dialog(spend, "Ctrl+Shift+X")
        amount = self.shop.db.rows("SELECT amount FROM expense")[0][0]
        self.told.append(f"Spent: {rupees(amount)} for tea, out of the drawer by one key")

    def a_promise(self) -> None:
        """An estimate is written like a bill, promised until a day, printed, and waits on no screen."""
        self.hand.press("Ctrl+Shift+Q", "Ctrl+N", "F5")
        self.hand.type(PHONE_END)
        self.hand.press("Return")
        for text in ("10*tea250", "5*ghee", "//5"):
            self.hand.type(text)
            self.hand.press("Return")
        self.hand.press("Return", "Return")
        self.hand.picture("estimate")
        self.hand.press("Escape")
        self.hand.picture("estimates")
        self.window.pages.show_counter()
        row = self.shop.estimates.list()[0]
        said = f"Promised to {row.name} until {row.valid_until % 100:02}-{row.valid_until // 100 % 100:02}"
        self.told.append(f"{row.number}  {rupees(row.payable):>9}  {said}: printed, and on no till's screen")


def _said(dialog: QDialog) -> str:
    """All that stands on a dialog."""
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
