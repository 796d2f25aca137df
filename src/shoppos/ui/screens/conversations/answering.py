"""Answering: by which channel, in the shop's own words, and what is noted of a call or of a chat elsewhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from shoppos.base.errors import NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.rules.message_words import BILL, DUES, SMS, STEPS, WHATSAPP, channel_said, step_said
from shoppos.ui.dialogs.ask import Line
from shoppos.ui.widgets.half_typed import HalfTyped
from shoppos.ui.widgets.talk_page import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.messages import ListedMessage
    from shoppos.shop.message_routes import Route
    from shoppos.ui.screens.conversations import ConversationsScreen
    from shoppos.ui.widgets.talk_list import Person

FIGURES = 10
"""Texts that are taken by one figure."""


class Answering(QObject):
    """Everything that is said or noted goes to the customer whom the screen shows."""

    def __init__(self, screen: ConversationsScreen) -> None:
        """Its dialogs open over the screen."""
        super().__init__(screen)
        self.screen = screen
        self.routes: list[Route] = []
        self.channel = ""
        self.menu: QMenu | None = None
        self.half = HalfTyped(self, "answer", lambda: screen.shop.begun)
        screen.answer.textChanged.connect(self._typed)

    # -- what was begun

    def turn_to(self, person: Person | None) -> None:
        """Another conversation: the answer that was begun in it stands in the line again."""
        self.channel, line = "", self.screen.answer
        self.half.leave()
        who = person.customer_id.hex() if person and person.customer_id else ""
        line.setText(self.half.of(who).get("text", "") if who else "")
        if who:
            self.half.begin(who, lambda: {"text": line.text()})

    def _typed(self, text: str) -> None:
        """It is kept once the keys rest, and forgotten at once when it was sent or taken away."""
        self.half.touched()
        if not text:
            self.half.keep()

    # -- by which channel

    def possible(self, person: Person) -> list[str]:
        """What can be done with a conversation as it stands."""
        if person.customer_id is None:
            return ["whose"]
        enough, code = ["enough"] if person.unread else [], ["code"] if self.screen.shop.messages.has_bot() else []
        return ["prepared", "call", "heard", *enough, *code]

    def say_channel(self) -> None:
        """The channel of the answer: the one they wrote on last, until another is chosen."""
        button = self.screen.page.buttons["channel"]
        route = self.route
        button.setEnabled(route is not None)
        if route is None:
            button.setText(_("No way to write"))
            return
        said = _("by {channel}").format(channel=channel_said(route.channel))
        button.setText(said if self.screen.page.narrow else f"{said} ({KEYS['channel']})")
        button.setAccessibleName(said)
        button.setToolTip(_("You press send there") if route.by_hand else _("Goes by itself"))

    @property
    def route(self) -> Route | None:
        """How the answer goes."""
        return next((one for one in self.routes if one.channel == self.channel), None) or next(iter(self.routes), None)

    def another_way(self, one: ListedMessage) -> None:
        """By which other channel a message goes."""
        menu = QMenu(self.screen)
        for at, channel in enumerate(self.screen.acts.others(one), 1):
            menu.addAction(f"&{at}  {channel_said(channel)}", partial(self._by, one, channel))
        menu.popup(self.screen.page.buttons["other"].mapToGlobal(self.screen.page.buttons["other"].rect().topLeft()))
        self.menu = menu

    def _by(self, one: ListedMessage, channel: str) -> None:
        self.screen.acts.do("other", one, channel)
        self.screen.look()

    def send(self) -> None:
        """Owe the answer by that channel; what a person has to send is opened there, written and addressed."""
        person, route = self.screen.shown, self.route
        if person is None or person.customer_id is None or route is None:
            self.screen.context.sound("refused")
            return
        try:
            made = self.screen.shop.messages.say(person.customer_id, self.screen.answer.text(), route.channel)
        except ShopError as error:
            self.screen.refused(error)
            return
        self.screen.answer.clear()
        self.screen.acts.begun(made)
        self.screen.look()

    def next_channel(self) -> None:
        """The next of the channels by which this customer is reached."""
        route = self.route
        if route is not None:
            at = self.routes.index(route)
            self.channel = self.routes[(at + 1) % len(self.routes)].channel
            self.say_channel()

    def note_call(self) -> None:
        """Keep what was said on the telephone: what stands in the answer line, else what is asked for."""
        self._note(_("What was said on the telephone?"), _("Note the call"), self.screen.shop.messages.note_call)

    def note_heard(self) -> None:
        """Keep what they wrote where the program cannot look: on WhatsApp or by SMS."""
        route = self.route
        channel = route.channel if route is not None and route.channel in {WHATSAPP, SMS} else WHATSAPP
        asked = _("What did they write on {channel}?").format(channel=channel_said(channel))
        self._note(asked, _("Keep it"), lambda who, text: self.screen.shop.messages.heard(who, channel, text))

    def _note(self, asked: str, yes: str, keep: Callable[[bytes, str], object]) -> None:
        person = self.screen.shown
        if person is None or person.customer_id is None:
            return
        who = person.customer_id
        dialog = Line(self.screen, asked, _("Words"), yes, _("Back (Esc)"))
        dialog.editor.setMaxLength(1000)
        dialog.editor.setText(self.screen.answer.text())
        dialog.tried = lambda text: keep(who, text)
        if dialog.exec():
            self.screen.answer.clear()
            self.screen.look()

    def needs_no_reply(self) -> None:
        """What they wrote last needs no answer."""
        person = self.screen.shown
        if person is not None and person.customer_id is not None and person.unread:
            self.screen.shop.messages.needs_no_reply(person.customer_id)
            self.screen.look()

    def offer(self) -> None:
        """The shop's texts, filled with the customer's last order, and the way to its chat, to send or to change."""
        person, channel = self.screen.shown, self.route
        if person is None or person.customer_id is None:
            return
        order = self.screen.shop.messages.last_order(person.customer_id)
        invited = self._invitation(person.customer_id)
        if order is None and not invited:
            self.screen.told.emit(_("This customer has no order yet: there is nothing to tell of it."), "warn")
            return
        menu = QMenu(self.screen)
        if order is not None:
            self._offer_steps(menu, order, channel.channel if channel else "")
        if invited:
            menu.addAction(_("&Invite to Telegram"), partial(self._take, invited))
        menu.popup(self.screen.answer.mapToGlobal(self.screen.answer.rect().topLeft()))
        self.menu = menu

    def _offer_steps(self, menu: QMenu, order: bytes, channel: str) -> None:
        for at, step in enumerate((one for one in STEPS if one not in {BILL, DUES}), 1):
            text = self.screen.shop.messages.drafted(step, order, channel)
            mark = f"&{at % 10}  " if at <= FIGURES else ""
            menu.addAction(f"{mark}{step_said(step)}", partial(self._take, text))

    def _invitation(self, customer_id: bytes) -> str:
        """The way into the shop's chat on Telegram, "" for who is there already and where the shop has no bot."""
        link = self.screen.shop.messages.chat_link(customer_id, WHATSAPP)
        return _("Write to us on Telegram: {chat}").format(chat=link) if link else ""

    def _take(self, text: str) -> None:
        self.screen.answer.setText(" ".join(text.split("\n")))
        self.screen.answer.setFocus()

    def show_code(self) -> None:
        """The way to the chat on Telegram as a QR, for a customer who stands here with their telephone."""
        from shoppos.ui.dialogs.chat_code import show_chat_code

        person = self.screen.shown
        if person is None or person.customer_id is None:
            return
        try:
            show_chat_code(self.screen.context, self.screen, person.customer_id, person.shown)
        except ShopError as error:
            self.screen.refused(error)

    def say_whose(self) -> None:
        """Whose chat it is that nobody knew: by their phone number."""
        person = self.screen.shown
        if person is None or person.customer_id is not None or person.last_id is None:
            return
        last = next((one.id for one in reversed(self.screen.said(person)) if one.way == "in"), person.last_id)
        dialog = Line(self.screen, _("Whose chat is this?"), _("Phone number"), _("It is theirs"), _("Back (Esc)"))
        found: list[bytes] = []

        def join(text: str) -> None:
            customer = self.screen.shop.customers.by_phone(text)
            if customer is None:
                raise NotFound(
                    _("Nobody has that phone number."), _("Enter the customer first, on the page of people.")
                )
            self.screen.shop.messages.whose(last, customer.id)
            found[:] = [customer.id]

        dialog.tried = join
        if dialog.exec():
            self.screen.write_to(found[0])
