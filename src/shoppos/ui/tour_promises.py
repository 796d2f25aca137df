"""What a shop spends and what it promises, shown by keys: tea from the drawer, and prices until a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import rupees

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop
    from shoppos.ui.hand import Hand
    from shoppos.ui.main_window import MainWindow

PHONE_END = "5678"
"""The last digits of Sunita Rao's number."""


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
        """Tea is paid for, and a customer asks what a party would cost."""
        for act in (self.tea, self.a_promise):
            act()

    def tea(self) -> None:
        """Paid from the drawer: category by its first letters, amount, Enter."""

        def spend(dialog: QDialog) -> None:
            self.hand.type("tea")
            self.hand.press("Return")
            self.hand.type("120")
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
