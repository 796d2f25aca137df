"""Conversations: who waits for the shop's reply, one answer line for all channels, and the messages that wait."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from shoppos.base.errors import NotFound, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.rules.message_words import channel_said, step_said
from shoppos.ui.screen import Screen
from shoppos.ui.screens.conversations.answering import Answering
from shoppos.ui.widgets import message_acts
from shoppos.ui.widgets.form import ENTER
from shoppos.ui.widgets.message_acts import MessageActs
from shoppos.ui.widgets.message_sign import offline_said
from shoppos.ui.widgets.talk_list import Person, people, person_of
from shoppos.ui.widgets.talk_page import KEYS, TALKS, WAITING, TalkPage
from shoppos.ui.widgets.talk_words import moment, state_said, waits_said

if TYPE_CHECKING:
    from shoppos.reports.messages import ListedMessage, Spoken
    from shoppos.ui.context import Context

CALM, MINUTE = 120, 60_000
"""Milliseconds between two looks, and after which the times in words are others."""
WALKS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})


class ConversationsScreen(Screen):
    """The search finds people too with whom nothing was spoken yet: a new message begins there."""

    key = "talk"
    watches: ClassVar[frozenset[str]] = frozenset({"message", "order_step", "customer", "consent"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.page = TalkPage()
        self.search, self.answer = self.page.search, self.page.answer
        self.acts = MessageActs(context, self)
        self.acts.told.connect(self.told)
        self.answering = Answering(self)
        self.shown: Person | None = None
        self._later = _timer(self, CALM, self.look, once=True)
        self._ages = _timer(self, MINUTE, self.look, once=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        page = self.page
        page.wanted.connect(self.do)
        page.resized.connect(self.answering.say_channel)
        page.chips.idToggled.connect(self._turned)
        self.search.textChanged.connect(self._searched)
        page.list.selectionModel().currentChanged.connect(self._picked)
        page.view.selectionModel().currentChanged.connect(self._offer)
        page.table.selectionModel().currentRowChanged.connect(self._offer)
        page.table.doubleClicked.connect(self._open_talk)
        for widget in (self.search, self.answer, page.list, page.view, page.table):
            widget.installEventFilter(self)
        for act, keys in (*KEYS.items(), *message_acts.KEYS.items(), ("search", "Ctrl+F"), ("leave", "Esc")):
            shortcut = QShortcut(QKeySequence(keys), self, partial(self.do, act))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def title(self) -> str:
        """The page's name."""
        return _("Conversations")

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.page.say()
        if self.context.opened is not None:
            self.look()

    # -- looking

    def enter(self) -> None:
        """Begin with who waits longest; with nobody there, with the search."""
        self._ages.start()
        if self.page.at_waiting:
            self.page.table.setFocus()
        elif self.page.model.rowCount():
            self.page.list.setFocus()
        else:
            self.search.setFocus()

    def again(self) -> None:
        """Its own key leads nowhere else: the next keys would go into the bill on the counter."""
        self.enter()

    def begin(self, number: str) -> None:
        """Another page asks for the customer of an order or a bill, or of a phone number."""
        try:
            known = self.shop.customers.by_phone(number)
            self.write_to(known.id if known is not None else self.shop.messages.customer_of(number))
        except NotFound as error:
            self.told.emit(str(error), "warn")

    def write_to(self, customer_id: bytes) -> None:
        """Show the conversation with a customer, begun or not, with the keyboard in the answer."""
        self.page.chips.button(TALKS).setChecked(True)
        self.search.clear()
        self.look(customer_id)
        self.answer.setFocus()

    def refresh(self, tables: frozenset[str]) -> None:
        """Something was said: look again, soon but not at each of many changes."""
        if not self.isVisible() or tables == self.watches:
            self.look()
        elif not self._later.isActive():
            self._later.start()

    def _searched(self) -> None:
        if self.context.opened is not None:
            self.look()

    def look(self, key: object = None) -> None:
        """Read the list anew and stay with who was chosen; then their conversation, and what waits."""
        page, now = self.page, self.shop.db.clock.now()
        wanted = key or (self.shown.key if self.shown else None)
        rows = people(self.shop, self.search.text())
        if isinstance(wanted, bytes) and not self.search.text() and all(row.key != wanted for row in rows):
            with suppress(NotFound):  # forgotten meanwhile
                one = person_of(self.shop.customers.get(wanted))  # of a card that was merged, the one it joined
                wanted = one.key
                rows += [one] if all(row.key != wanted for row in rows) else []
        page.list.selectionModel().blockSignals(True)
        page.model.show(rows, now)
        at = page.model.row_of(wanted)
        page.list.setCurrentIndex(page.model.index(max(at, 0)))
        page.list.selectionModel().blockSignals(False)
        self._show(rows[max(at, 0)] if rows else None)
        self._look_waiting()

    def _picked(self) -> None:
        row = self.page.list.currentIndex().row()
        rows = self.page.model.rows
        self._show(rows[row] if 0 <= row < len(rows) else None)

    def _show(self, person: Person | None) -> None:
        """One conversation, and by which channel an answer goes."""
        from shoppos.shop.message_routes import routes

        page, shop = self.page, self.shop
        same = person is not None and self.shown is not None and person.key == self.shown.key
        self.shown = person
        if not same:
            self.answering.turn_to(person)
        kept = page.view.chosen.id if same and page.view.chosen is not None else None
        said = self.said(person)
        page.view.show_lines(said, shop.db.clock.now(), kept)
        page.middle.setCurrentIndex(0 if said else 1)
        known = person is not None and person.customer_id is not None
        self.answering.routes = routes(shop.db, person.customer_id, "said") if person and person.customer_id else []
        self._say_head(person)
        self.answering.say_channel()
        self.answer.setEnabled(known)
        self._offer()

    def said(self, person: Person | None) -> list[Spoken]:
        """All that was said with somebody."""
        from shoppos.reports.messages import chat

        if person is None:
            return []
        if person.customer_id is None:
            return chat(self.shop.db, person.channel, person.address)
        return self.shop.messages.conversation(person.customer_id)

    def _say_head(self, person: Person | None) -> None:
        page = self.page
        if person is None:
            page.name.setText("")
            page.note.setText("")
            found = self.search.text().strip()
            page.empty.setText(
                _("Nobody of that number or name. Esc shows all.") if found
                else _("Nobody has written yet. Type a phone number or a name to write to somebody.")
            )  # fmt: skip
            return
        page.name.setText(f"{person.shown}  ··{person.ending}" if person.ending else person.shown)
        page.note.setText(waits_said(person.minutes, person.unread) if person.unread else "")
        page.empty.setText(_("Nothing was said yet. Write the first message below."))

    def _look_waiting(self) -> None:
        """What is owed, failed or opened, and since when there is no internet."""
        from shoppos.reports.messages import listed

        page, now = self.page, self.shop.db.clock.now()
        rows = listed(self.shop.db)
        row = page.table.currentIndex().row()
        kept = page.waits.thing(row).id if page.waits.thing(row) is not None else None
        shown = [
            (moment(one.made_at, now), one.name or _("Somebody unknown"), step_said(one.step),
             one.number.rpartition("/")[2], channel_said(one.channel), state_said(one, now)[0])
            for one in rows
        ]  # fmt: skip
        heads = (_("Since"), _("Customer"), _("About"), _("Number"), _("By"), _("Status"))
        failed = [at for at, one in enumerate(rows) if one.state == "failed"]
        page.waits.show(heads, shown, rows, failed)
        page.chips.button(WAITING).setText(
            ngettext("{n} message waits", "{n} messages wait", len(rows)).format(n=len(rows))
        )
        page.chips.button(WAITING).setToolTip(KEYS["waiting"])
        if rows:
            page.table.selectRow(next((at for at, one in enumerate(rows) if one.id == kept), 0))
        since = self.context.offline_since()
        told = offline_said(self.shop.db.clock.at(since), now, len(rows)) if since else ""
        page.offline.setText(told or ("" if rows else _("No message waits. All were sent.")))
        page.offline.setVisible(bool(page.offline.text()))
        self._offer()

    # -- what can be done

    @property
    def message(self) -> ListedMessage | None:
        """The message that is marked, in the list of those that wait or in the conversation."""
        from shoppos.reports.messages import message

        if self.page.at_waiting:
            return self.page.waits.thing(self.page.table.currentIndex().row())
        one = self.page.view.chosen
        return message(self.shop.db, one.id) if one is not None and one.way != "step" else None

    def _offer(self) -> None:
        one, person = self.message, self.shown
        acts = list(self.acts.possible(one))
        if not self.page.at_waiting and person is not None:
            acts += self.answering.possible(person)
        self.page.offer(acts, acts[0] if one is not None and acts and acts[0] != "copy" else "")
        opened = one is not None and one.state == "opened"
        self.page.question.setText(_("Did you press send?") if opened else "")
        self.page.question.setVisible(opened)
        self.page.note.setHidden(opened)
        self.page.buttons["send"].setEnabled(self.answering.route is not None)

    def do(self, act: str) -> None:
        """Do what a key or a button asked for."""
        answers = self.answering
        own = {
            "leave": self._back, "search": self._find, "new": self._find, "send": answers.send,
            "call": answers.note_call, "heard": answers.note_heard, "prepared": answers.offer,
            "enough": answers.needs_no_reply, "channel": answers.next_channel, "whose": answers.say_whose,
            "code": answers.show_code, "waiting": self._toggle, "texts": self.edit_texts, "accounts": self.set_up,
        }  # fmt: skip
        if act in own:
            own[act]()
            return
        one = self.message
        if one is None or act not in self.acts.possible(one):
            self.context.sound("refused")
        elif act == "other":
            self.answering.another_way(one)
        else:
            self.acts.do(act, one)
            self.look()

    # -- the other dialogs

    def edit_texts(self) -> None:
        """How each step is said."""
        from shoppos.ui.dialogs.message_templates import TemplatesDialog

        TemplatesDialog(self.context, self).exec()

    def set_up(self) -> None:
        """By which accounts messages go."""
        from shoppos.ui.dialogs.message_channels import ChannelsDialog

        ChannelsDialog(self.context, self).exec()
        self.look()

    # -- keys

    def _toggle(self) -> None:
        self.page.chips.button(TALKS if self.page.at_waiting else WAITING).setChecked(True)

    def _turned(self, part: int, chosen: bool) -> None:
        if chosen:
            self.page.parts.setCurrentIndex(part)
            self._offer()
            self.enter()

    def _find(self) -> None:
        self.page.chips.button(TALKS).setChecked(True)
        self.search.setFocus()
        self.search.selectAll()

    def _open_talk(self) -> None:
        one = self.page.waits.thing(self.page.table.currentIndex().row())
        if one is not None and one.customer_id is not None:
            self.write_to(one.customer_id)

    def _back(self) -> None:
        """Esc: from the answer to the list, from a search to all, from what waits to the talks, then the counter."""
        if self.page.at_waiting:
            self.page.chips.button(TALKS).setChecked(True)
        elif self.search.text():
            self.search.clear()
            self.enter()
        elif self.answer.hasFocus() or self.page.view.hasFocus():
            self.page.list.setFocus()
        else:
            self.leave.emit()

    def refused(self, error: ShopError) -> None:
        """Say why it was not done."""
        self.context.sound("refused")
        self.told.emit(str(error), "error")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes from the list to the answer and sends there; arrows of the search walk in the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        enter = event.key() in ENTER
        if watched is self.search and event.key() in WALKS:
            self.page.list.setFocus()
            self.page.list.event(event)
        elif enter and watched is self.answer:
            self.answering.send()
        elif enter and watched is self.page.table:
            self._open_talk()
        elif enter:
            self.answer.setFocus()
        elif watched is self.page.list and event.text().strip() and event.text().isprintable() and not _held(event):
            self.answer.setFocus()
            self.answer.insert(event.text())
        else:
            return super().eventFilter(watched, event)
        return True

    def hideEvent(self, event: object) -> None:
        """Nobody looks at the times."""
        self._ages.stop()
        self.answering.half.keep()
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt hands over its own event


def _held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))


def _timer(screen: ConversationsScreen, interval: int, act: object, *, once: bool) -> QTimer:
    made = QTimer(screen)
    made.setSingleShot(once)
    made.setInterval(interval)
    made.timeout.connect(act)
    return made
