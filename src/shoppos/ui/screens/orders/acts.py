"""What is done with an order from the board: each step opens just the dialog that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.ui.dialogs.ask import ask
from shoppos.ui.screens.orders.parcel_acts import ON_ITS_WAY, ParcelActs, open_link
from shoppos.ui.widgets.order_words import short

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.messages import ListedMessage
    from shoppos.shop.order_view import OrderView
    from shoppos.ui.screens.orders import OrdersScreen

BY_HAND = frozenset({"whatsapp", "email"})
OPEN_STATES = frozenset({"owed", "opened", "failed"})


class OrderActs(ParcelActs):
    """The acts that each order allows as it stands, and the doing of them."""

    def __init__(self, screen: OrdersScreen) -> None:
        """Its dialogs open over the screen."""
        super().__init__(screen)
        self._acts: dict[str, Callable[[OrderView], bool]] = {
            "next": self.onward, "pack": self.pack, "unpack": self.unpack, "edit": self.edit, "delay": self.delay,
            "money": self.money, "back": self.give_back, "say": self.say, "send": self.send, "follow": self.follow,
            "fail": self.fail, "again": self.again, "return": self.bring_back, "label": self.label, "slip": self.slip,
            "cancel": self.cancel,
        }  # fmt: skip

    # -- what can be done

    def possible(self, view: OrderView) -> list[str]:
        """The acts that the order allows as it stands."""
        living = view.sale is not None and bool(view.acts)
        moving = [one for one in view.parcels if one.state in ON_ITS_WAY]
        first = self.next_of(view)
        offers = {
            "next": bool(first),
            "pack": "pack" in view.acts,
            "unpack": "unpack" in view.acts,
            "edit": "change" in view.acts,
            "delay": "delay" in view.acts and living,
            "money": (living and bool(view.due)) or bool(self._unpaid(view)),
            "back": bool(self.screen.shop.advances.paid(view.id).proved) and (bool(view.credit) or living),
            "say": True,
            "send": bool(self._waiting(view)),
            "follow": any(one.awb for one in view.parcels),
            "fail": any(one.state == "out" for one in moving),
            "again": any(one.state == "failed" for one in moving),
            "return": bool(moving),
            "label": bool(moving),
            "slip": "pack" in view.acts or "unpack" in view.acts,
            "cancel": "cancel" in view.acts,
        }  # fmt: skip
        return [act for act, can in offers.items() if can and act != first]

    def next_of(self, view: OrderView) -> str:
        """What moves an order on: what nobody took goes out again, what is delivered and not paid is paid."""
        moving = [one.state for one in view.parcels if one.state in ON_ITS_WAY]
        if (view.sale is None or self.screen.gone) and moving and "out" not in moving:
            return "again"
        if self.screen.gone:
            return "deliver" if moving else ("money" if self._unpaid(view) else "")
        return view.next_act or ("money" if self._unpaid(view) else "")

    def message_state(self, order_id: bytes) -> str:
        """How far the customer was told of an order."""
        from shoppos.reports.messages import states_of

        return states_of(self.screen.shop.db, [order_id]).get(order_id, "none")

    def do(self, act: str) -> None:
        """Do it with the order that is chosen, if that order allows it."""
        if act == "run":
            self._finish(self.run())
            return
        if act in {"gather", "web"}:
            self._finish(self.gather() if act == "gather" else self.web())
            return
        view = self.view()
        if view is None:
            return
        if act not in {*self.possible(view), self.next_of(view)}:
            self.context.sound("refused")
            said = _("That cannot be done with order {number} now.").format(number=short(view.number))
            self.screen.told.emit(said, "warn")
            return
        self._finish(self._acts[act](view))

    def _finish(self, did: bool) -> None:
        if did:
            self.done.emit()

    # -- onward

    def onward(self, view: OrderView) -> bool:
        """The next step of an order, whatever it is."""
        steps: dict[str, Callable[[OrderView], bool]] = {
            "confirm": self.confirm, "pack": self.pack, "dispatch": self.dispatch, "hand_over": self.hand_over,
            "deliver": self.deliver, "again": self.again, "money": self.money,
        }  # fmt: skip
        return steps[self.next_of(view)](view)

    def confirm(self, view: OrderView) -> bool:
        """Read it to the customer and confirm it; one with nothing on it is taken up again."""
        from shoppos.ui.dialogs.confirm_order import ConfirmOrderDialog

        if view.sale is None or not view.sale.lines:
            return self.edit(view)
        if not ConfirmOrderDialog(self.context, self.screen, view.id).exec():
            return False
        self._tell(_("Order {number} is confirmed. Its goods are kept for it."), view)
        return True

    def pack(self, view: OrderView) -> bool:
        """The packing table; what was scanned is kept, whether the box is closed or not."""
        from shoppos.ui.dialogs.packing import PackingDialog

        dialog = PackingDialog(self.context, self.screen, view.id)
        dialog.exec()
        if dialog.packed:
            self._tell(_("Order {number} is packed."), view)
        return True

    def unpack(self, view: OrderView) -> bool:
        """The box is opened again."""
        self.screen.shop.dispatching.unpack(view.id)
        self._tell(_("The box of order {number} is open again."), view)
        return True

    # -- paper

    def slip(self, view: OrderView) -> bool:
        """The order's slip, for who packs it."""
        self.screen.shop.dispatching.print_slip(view.id)
        self.context.wake_printer()
        self._tell(_("The slip of order {number} goes to the printer."), view)
        return False

    def gather(self) -> bool:
        """One list of what all confirmed orders on the board need, shelf by shelf."""
        rows = self.screen.board.column("new").model.rows
        wanted = [row.order_id for row in rows if row.state == "confirmed"]
        if not wanted:
            raise Refused(_("No confirmed order is to be packed."), _("Confirm one first with >."))
        self.screen.shop.dispatching.print_picking(wanted)
        self.context.wake_printer()
        said = _("The picking list of {n} orders goes to the printer.").format(n=len(wanted))
        self.screen.told.emit(said, "good")
        return False

    def web(self) -> bool:
        """Orders from the web about which somebody has to decide."""
        from shoppos.ui.dialogs.web_waiting import WebWaiting

        WebWaiting(self.context, self.screen).exec()
        return True

    # -- promise and money

    def edit(self, view: OrderView) -> bool:
        """Change it on the page where orders are taken."""
        self.screen.hand("order", view.number)
        return False

    def delay(self, view: OrderView) -> bool:
        """It comes later."""
        from shoppos.ui.dialogs.delay_order import DelayOrderDialog

        if not DelayOrderDialog(self.context, self.screen, view.id).exec():
            return False
        self._tell(_("Order {number} is put off."), view)
        return True

    def cancel(self, view: OrderView) -> bool:
        """It is given up."""
        from shoppos.ui.dialogs.cancel_order import CancelOrderDialog

        if not CancelOrderDialog(self.context, self.screen, view.id).exec():
            return False
        self._tell(_("Order {number} is cancelled."), view)
        return True

    def money(self, view: OrderView) -> bool:
        """Money comes in for it before its bill, or for what is due at the door."""
        from shoppos.ui.dialogs.choose_parcel import choose_parcel
        from shoppos.ui.dialogs.door_money import DoorMoneyDialog
        from shoppos.ui.dialogs.order_money import TakeMoneyDialog

        if view.sale is None or not view.acts or self.screen.gone:
            parcel = choose_parcel(self.screen, self._unpaid(view), self.screen.shop.cod)
            if parcel is None or not DoorMoneyDialog(self.context, self.screen, view, parcel).exec():
                return False
        elif not TakeMoneyDialog(self.context, self.screen, view.id).exec():
            return False
        self._tell(_("The money of order {number} is written down."), view)
        return True

    def give_back(self, view: OrderView) -> bool:
        """Money goes back."""
        from shoppos.ui.dialogs.order_money import GiveBackDialog

        if not GiveBackDialog(self.context, self.screen, view.id).exec():
            return False
        self._tell(_("Money of order {number} is given back."), view)
        return True

    # -- messages

    def say(self, view: OrderView) -> bool:
        """Write to the customer."""
        from shoppos.ui.dialogs.say_to import SayToDialog

        dialog = SayToDialog(self.context, self.screen, view)
        if not dialog.exec():
            return False
        if dialog.link:
            open_link(dialog.link)
        self._tell(_("The message about order {number} is on its way."), view)
        return True

    def _waiting(self, view: OrderView) -> list[ListedMessage]:
        """Messages of an order that a person has to send."""
        from shoppos.reports.messages import of_document

        every = of_document(self.screen.shop.db, view.id)
        return [one for one in every if one.way == "out" and one.channel in BY_HAND and one.state in OPEN_STATES]

    def send(self, view: OrderView) -> bool:
        """Open the first message that a person has to send, written and addressed; then ask whether it was sent."""
        one = self._waiting(view)[0]
        messages = self.screen.shop.messages
        open_link(messages.opened(one.id))
        whom = "  ·  ".join(part for part in (view.card.name, view.card.phone) if part)
        asked = _("Was this sent to {whom}?\n\n{text}").format(whom=whom, text=one.body)
        if ask(self.screen, asked, _("It is sent"), _("Not yet"), careful=True):
            messages.sent_by_hand(one.id)
        else:
            messages.not_sent(one.id)
        return True
