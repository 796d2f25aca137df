"""Orders, shown on their pages: a call is taken, the goods are packed and sent with their label, paid at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import rupees

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop
    from shoppos.ui.hand import Hand
    from shoppos.ui.main_window import MainWindow

TEA, ZOYA, AWB = "8909999005619", "9890012345", "1490811234567"
OTHERS = (
    ("9890022211", "Kavita Rao", "8 Law College Road, Pune", "411004", ("2*TEA250", "3*MILK1"), "upi", "confirm"),
    ("9890033322", "Farhan Sheikh", "21 Camp, Pune", "411001", ("6*EGG", "BREAD"), "cod", "pack"),
    ("9890044433", "Lakshmi Iyer", "5 Karve Road, Pune", "411004", ("GHEE", "2*BUTTER"), "cod", "send"),
    ("9890055544", "Joseph Dias", "14 Aundh, Pune", "411007", ("4*SOAP",), "", ""),
)
"""Other orders on the board: phone, name, address, PIN code, goods, how it is paid, and how far it has come."""


class OrdersTour:
    """Works on the window of the tour; `told` gets a sentence of each act."""

    def __init__(self, window: MainWindow, hand: Hand, told: list[str]) -> None:
        """Go on with the hand of the tour."""
        self.window = window
        self.hand = hand
        self.told = told
        self.order_id = b""

    @property
    def shop(self) -> Shop:
        """The shop of the window."""
        return self.window.context.shop

    def run(self) -> None:
        """One order from the call to the doorstep; others wait on the board meanwhile."""
        for act in (self.others, self.a_call, self.on_the_board, self.packing, self.leaving, self.at_the_door):
            act()

    def others(self) -> None:
        """What was taken before: one is confirmed, one packed, one on its way with Ravi, one not confirmed."""
        for phone, name, address, pin_code, lines, pay_by, far in OTHERS:
            order_id = self.shop.orders.begin(phone=phone, name=name).id
            self.shop.orders.address(order_id, address, pin_code=pin_code, state="27")
            self.shop.orders.set(order_id, pay_by=pay_by)
            for line in lines:
                self.shop.orders.enter(order_id, line)
            if far:
                self.shop.orders.confirm(order_id, sure=True)
            if far in {"pack", "send"}:
                self.shop.dispatching.pack_all(order_id)
            if far == "send":
                self.shop.dispatching.dispatch(order_id, carrier="Ravi")

    def a_call(self) -> None:
        """Somebody new calls: number, name, PIN code, street; goods by name and code; read back, confirmed by Enter."""
        self.hand.press("F7")
        for text in (ZOYA, "Zoya Khan", "411004", "7 Hill Road"):
            self.hand.type(text)
            self.hand.press("Return")
        for text in ("2*tea250", ".5*tur", "6*egg"):
            self.hand.type(text)
            self.hand.press("Return")
        self.hand.picture("order")
        self.hand.press("Return")
        self.hand.until(lambda: self.window.pages.at_counter, "the order is confirmed")
        self.order_id = self.shop.orders.caller(ZOYA).orders[0].id
        view = self.shop.orders.view(self.order_id)
        self.told.append(f"{view.number}  {rupees(view.payable):>9}  By phone for somebody new: read back, confirmed")

    def on_the_board(self) -> None:
        """The order that was just taken is found among all by the digits of its phone."""
        self.hand.press("Ctrl+8")
        self.hand.type(ZOYA[-4:])
        self.hand.press("Return")
        self.hand.picture("order-whole")

    def packing(self) -> None:
        """Each item is scanned into the box; what is weighed out is typed; Enter closes it."""

        def pack(dialog: QDialog) -> None:
            self.hand.scan(TEA, TEA)
            self.hand.type("6*egg")
            self.hand.press("Return")
            self.hand.picture("packing", dialog)
            self.hand.type(".52*tur")
            self.hand.press("Return", "Return")

        self.hand.in_dialog(pack, ">")
        view = self.shop.orders.view(self.order_id)
        said = "Packed by scan; the dal weighed 20 g more, and is billed so"
        self.told.append(f"{view.number}  {rupees(view.payable):>9}  {said}")

    def leaving(self) -> None:
        """Courier, number and weight: bill and label come out, what is to collect stands on both."""

        def send(dialog: QDialog) -> None:
            self.hand.scan(AWB)
            self.hand.type("1.6")
            self.hand.picture("dispatch", dialog)
            self.hand.press("Ctrl+Return")

        self.hand.in_dialog(send, ">")
        (parcel,) = self.shop.orders.view(self.order_id).parcels
        self.told.append(
            f"{parcel.bill}  {rupees(parcel.payable):>10}  Sent by {parcel.courier}, to collect {rupees(parcel.cod)}: "
            "bill and label printed"
        )

    def at_the_door(self) -> None:
        """Delivered by one Enter; the money comes with the courier's list, and the order's timeline tells all of it."""
        self.hand.in_dialog(self._delivered, ">")
        self.hand.picture("delivered")
        self.hand.press("Escape", "Escape")
        self.hand.picture("board")
        self.window.pages.show_counter()
        view = self.shop.orders.view(self.order_id)
        self.told.append(f"{view.number}  {rupees(view.due):>9}  Delivered; due still, until the courier hands it over")

    def _delivered(self, dialog: QDialog) -> None:
        self.hand.picture("deliver", dialog)
        self.hand.press("Ctrl+Return")
