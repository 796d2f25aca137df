"""Who is calling: name, number, what they owe and like, and what they ordered last, with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui import style
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.labels import Card, Cut, Words
from shoppos.ui.widgets.order_words import parcel_said, short

if TYPE_CHECKING:
    from shoppos.shop.order_caller import CallerView

LAST = 3
"""How many of the last orders and bills are shown."""


def state_names() -> dict[str, str]:
    """What has become of an order, in a word."""
    return {
        "taken": _("being taken"), "confirmed": _("confirmed"), "packed": _("packed"), "dispatched": _("on its way"),
        "delivered": _("delivered"), "cancelled": _("cancelled"), "returned": _("returned"),
    }  # fmt: skip


class CallerCard(Card):
    """The card of who is calling; short while their order is taken, unless the window is `roomy`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__("card", parent)
        self.roomy = False
        self.brief = Cut(role="quiet")
        self.who = Cut(role="heading")
        self.owes = Words(role="doubt")
        self.likes = Words(role="quiet")
        self.last = Words()
        self.keys = Words(role="hint")
        for words in (self.owes, self.likes, self.last, self.keys):
            words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(style.scaled(14), style.scaled(8)) * 2)
        column.setSpacing(style.scaled(4))
        for part in (self.who, self.owes, self.brief, self.likes, self.last, self.keys):
            column.addWidget(part)

    def show_nobody(self, said: str) -> None:
        """Nobody is known yet; say what to do."""
        self.who.setText(_("Who is calling?"))
        self._say(self.likes, said)
        for words in (self.owes, self.brief, self.last, self.keys):
            self._say(words, "")

    def show_caller(self, caller: CallerView, *, taking: bool, repeat: str) -> None:
        """Show a known caller; `taking` while their order stands beside it, `repeat` the key that repeats the last."""
        customer = caller.customer
        if customer is None:
            return
        self.who.setText(" · ".join(part for part in (customer.name, spaced(customer.phone)) if part))
        terms, brief = caller.terms, taking and not self.roomy
        self._say(self.owes, owed_said(caller, brief=brief))
        tags = " ".join(f"#{tag}" for tag in terms.tags)
        known = " · ".join(part for part in (terms.likes, tags, terms.note) if part)
        lines = last_lines(caller)
        self._say(self.brief, known if brief else "")
        self._say(self.likes, "" if brief else known)
        said = "\n".join(lines) or _("Nothing ordered or bought yet.")
        self._say(self.last, "" if brief else said)
        self._say(self.keys, _("{key}  the same as last time").format(key=repeat) if lines and not brief else "")

    def show_new(self, phone: str, *, asked: bool) -> None:
        """Somebody who is not on the list yet; `asked` once their card is being filled in."""
        self.who.setText(_("New: {phone}").format(phone=spaced(phone)))
        said = _("The PIN code fills city and State. What nobody says may stay empty.")
        self._say(self.likes, said if asked else _("Press Enter to take them down."))
        for words in (self.owes, self.brief, self.last, self.keys):
            self._say(words, "")

    def _say(self, words: Words, text: str) -> None:
        words.setText(text)
        words.setVisible(bool(text))


def owed_said(caller: CallerView, *, brief: bool = False) -> str:
    """What a caller owes: on the khata, and for goods that left with cash on delivery, whose money did not come in.

    Where there is no room, `brief` leaves out of which orders.
    """
    khata = _("Owes {amount}").format(amount=rupees(caller.owes)) if caller.owes > 0 else ""
    if not caller.doors:
        return khata
    due = rupees(sum(one.due for one in caller.doors))
    if brief:
        return " · ".join(part for part in (khata, _("COD not come in yet: {amount}").format(amount=due)) if part)
    named = [f"{short(one.order)} {parcel_said(one.state)}" for one in caller.doors[:LAST]]
    if len(caller.doors) > LAST:
        named.append(_("and {n} more").format(n=len(caller.doors) - LAST))
    door = _("COD not come in yet: {amount} ({orders})").format(amount=due, orders=", ".join(named))
    return "\n".join(part for part in (khata, door) if part)


def last_lines(caller: CallerView) -> list[str]:
    """The last orders, then the last bills, each with its day, number, amount and state."""
    states = state_names()
    found = [
        _("{day}  order {number}  {amount}  {state}").format(
            day=f"{day_of(one.business_date):%d-%m-%Y}", number=one.number.rpartition("/")[2],
            amount=rupees(one.payable) if one.payable else "", state=states[one.state],
        )
        for one in caller.orders if one.state != "taken"
    ]  # fmt: skip
    bills = [
        _("{day}  bill {number}  {amount}").format(
            day=f"{day_of(one.business_date):%d-%m-%Y}", number=one.number, amount=rupees(one.payable)
        )
        for one in caller.bills
    ]
    return [*found[:LAST], *bills[: LAST - min(len(found), LAST - 1)]]
