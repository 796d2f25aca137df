"""Messages that are owed: one for each step of an order, in the customer's language, by a way that reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.ids import new_id
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.models.loyalty import Reminder
from shoppos.models.message import CANCELLED, FAILED, OPENED, OWED, SENT, TO, Message
from shoppos.reports import khata_told
from shoppos.reports import messages as told_messages
from shoppos.reports.one_person import survivor
from shoppos.rules import message_words as words
from shoppos.rules.whatsapp import mailto, whatsapp
from shoppos.shop import message_values as values_of
from shoppos.shop.conversation import Conversations
from shoppos.shop.message_desk import MessageDesk
from shoppos.shop.message_routes import Route, address_now, choices, routes, set_up
from shoppos.shop.message_templates import Templates, compose
from shoppos.shop.message_values import Subject
from shoppos.shop.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.base.db import Database
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction

COUNTED = frozenset(
    {words.DELAYED, words.NOT_DELIVERED, words.OUT, words.PAYMENT, words.REFUND, words.CREDIT, words.DUES}
)
"""What may happen to one order several times, and is told each time."""
SAID_BEFORE = "SELECT id, state, channel FROM message WHERE key >= ? AND key < ? AND key <> ''"
"""A step's message whatever its channel: what begins with `known:` comes before `known;`."""


class Messages(Conversations, MessageDesk):
    """Owes messages in the transaction of the act they tell of; what sends them is found behind the counter.

    `link_of` gives the link under which a customer follows an order, "" for none; whoever makes such links sets it.
    """

    def __init__(self, db: Database) -> None:
        """Owe in `db`."""
        super().__init__(db)
        self.texts = Templates(db)
        self.link_of: Callable[[bytes], str] | None = None

    def set_mail(self, told: dict[str, Any], password: str = "") -> None:
        """Keep the mail account, the setting "mail"; a password goes to the system's own store.

        One that is not given stays, but goes to no other server: InvalidInput ("secret") asks for it anew. With no
        server any more it is forgotten.
        """
        settings, host = Settings(self.db), clean(str(told.get("host", ""))).lower()
        settings.guard("mail")
        before = clean(str(settings.get("mail", dict[str, Any]()).get("host", ""))).lower()
        if password:  # before what wakes the senders, which would try the old one
            self.secrets.set(words.SECRETS[words.EMAIL], password)
        elif not host:
            self.secrets.forget(words.SECRETS[words.EMAIL])
        elif before and host != before and self.secrets.get(words.SECRETS[words.EMAIL]):
            raise InvalidInput(
                _("The password was given for {host}, and does not go to {other}.").format(host=before, other=host),
                _("Type the password for the new address."), "secret",
            )  # fmt: skip
        settings.set("mail", told)

    # -- inside the transaction of another act

    def owe(self, tx: Transaction, step: str, order_id: bytes, told: Mapping[str, Any] | None = None) -> bytes | None:
        """Tell an order's customer of a step; gives the message's id, None where the shop or the customer wants none.

        `told` fills the blanks (amounts in paise, `day` as yyyymmdd) where the order itself does not; its `parcel` (an
        id) names the parcel that the step concerns. Older news of the order that still wait are overtaken by it. What
        happens once is told once; a text that still waits is said anew.
        """
        return self._owe(tx, step, values_of.of_order(self.db, order_id), dict(told or {}))

    def owe_bill(self, tx: Transaction, sale_id: bytes, told: Mapping[str, Any] | None = None) -> bytes | None:
        """Send a customer the copy of a bill, as a PDF where the channel takes one."""
        return self._owe(tx, words.BILL, values_of.of_bill(self.db, sale_id), {"attach": "bill", **(told or {})})

    def owe_reminder(self, tx: Transaction, customer_id: bytes) -> bytes | None:
        """Remind a customer of what they owe, once a day, with a link to pay it; Refused when they owe nothing."""
        who, day = survivor(self.db, customer_id), self.db.clock.business_day(tx.at)
        khata = khata_told.statement(self.db, who, day_of(day), day_of(day))
        if khata.after <= 0:
            raise Refused(
                _("{name} owes nothing.").format(name=khata.name or khata.phone),
                _("There is nothing to remind them of."),
            )
        about = Subject(who, who, "", {"name": khata.name, "amount": khata.after, "link": khata.link or ""})
        before = self._occasion(words.DUES, who, {})
        made = self._owe(tx, words.DUES, about, {"once": str(day)})
        row = self.db.row("SELECT channel FROM message WHERE id = ?", (made,)) if made else None
        if row is not None and self._occasion(words.DUES, who, {}) != before:
            noted: dict[str, Value] = {
                "id": new_id(), "customer_id": who, "amount": khata.after, "channel": row[0], "business_date": day,
                "made_at": tx.at, "employee_id": self.db.employee,
            }  # fmt: skip
            tx.insert(Reminder, noted)
        return made

    # -- what a person asks for

    def send_bill(self, number: str, channel: str = "") -> bytes:
        """Owe a customer the copy of a bill by its number; Refused when they cannot be reached."""
        with self.db.transaction("message.owed") as tx:
            row = self.db.row("SELECT id FROM sale WHERE number = ? AND state = 'done'", (clean(number).upper(),))
            if row is None:
                raise NotFound(
                    _("There is no bill {number}.").format(number=clean(number)),
                    _("Look it up with: shoppos bill list"),
                )
            made = self.owe_bill(tx, row[0], {"channel": channel, "once": new_id().hex()})
        return self._reached(made)

    def say(
        self, customer_id: bytes, body: str, channel: str = "", *, doc_id: bytes | None = None, subject: str = ""
    ) -> bytes:
        """Owe a customer what a person wrote, by the channel they wrote on last where none is named; gives its id."""
        text = words.tidy(body)
        if not text:
            raise InvalidInput(_("Type what is to be said."), field="body")
        with self.db.transaction("message.said") as tx:
            who = survivor(self.db, customer_id)
            route = self._route(who, words.SAID, channel)
            above = clean(subject, 120) or str(values_of.of_the_shop(self.db)["shop"])
            row = self._row(tx, who, words.SAID, route, body=text, doc_id=doc_id, subject=above)
            tx.insert(Message, row)
        return row["id"]

    def drafted(self, step: str, order_id: bytes, channel: str = "") -> str:
        """How a step would be said of an order as it stands, for a person to send or to change; "" where it is not."""
        about = values_of.of_order(self.db, order_id)
        known: dict[str, Any] = {**values_of.of_the_shop(self.db), **about.values}
        language = self._language(about.language)
        follow = values_of.link(self.db, known, about, channel, self.link_of)
        chat = self.chat_link(about.customer_id, channel)
        values = values_of.said({**known, "link": follow, "chat": chat}, language, channel)
        made = compose(self.db, step, channel, language, values, pickup=about.pickup)
        return made.body if made else ""

    def remind(self, customer_id: bytes) -> bytes:
        """Owe a reminder of dues; Refused when nothing is due, or the customer cannot be reached or wants none."""
        with self.db.transaction("message.owed") as tx:
            made = self.owe_reminder(tx, customer_id)
        return self._reached(made)

    def cancel(self, message_id: bytes, why: str = "") -> None:
        """Owe a message no longer; Refused for one that is on its way or done."""
        said = clean(why) or _("Cancelled by hand.")
        self._settle(message_id, (OWED, OPENED, FAILED), {"state": CANCELLED, "error": said})

    def retry(self, message_id: bytes, channel: str = "") -> bytes:
        """Send a failed message again, or one that waits at once; by another `channel` it is a new one. Gives its id.

        A person who asks for it knows that the first may have arrived.
        """
        with self.db.transaction("message.retried") as tx:
            old = told_messages.message(self.db, message_id)
            if old.state not in {OWED, OPENED, FAILED}:
                raise Refused(_("That message is on its way or done."), _("Look at: shoppos messages list"))
            if not channel or channel == old.channel:
                again: dict[str, Value] = {"state": OWED, "next_at": tx.at, "error": "", "tries": 0, "done_at": None}
                tx.change(Message, {"id": message_id}, again)
                return message_id
            if old.customer_id is None:
                raise Refused(_("Nobody knows whose chat this is."), _("Say which customer it is first."))
            route = self._route(old.customer_id, old.step, channel)
            row = self._row(
                tx, old.customer_id, old.step, route, body=old.body, doc_id=old.doc_id, subject=old.subject,
                language=old.language, attach=old.attach,
            )  # fmt: skip
            why = _("Sent by {channel} instead.").format(channel=words.channel_said(channel))
            tx.change(Message, {"id": message_id}, {"state": CANCELLED, "error": why, "done_at": tx.at})
            tx.insert(Message, {**row, "next_at": tx.at})
        return row["id"]

    # -- what a person sends by hand

    def link(self, message_id: bytes) -> str:
        """What opens the message in WhatsApp or the mail program, addressed and written; a person presses send."""
        one = told_messages.message(self.db, message_id)
        address = address_now(self.db, one.customer_id, one.channel, one.address) or one.address
        if one.channel == words.WHATSAPP:
            return whatsapp(address, one.body)
        if one.channel == words.EMAIL:
            return mailto(address, one.subject, one.body)
        raise Refused(_("A message on this channel goes by itself."), _("Look whether its account is set up."))

    def opened(self, message_id: bytes) -> str:
        """Note that it was opened in the other program, and give its link; whether it was sent is asked next.

        Refused for what goes by itself, unless it failed to.
        """
        link, one = self.link(message_id), told_messages.message(self.db, message_id)
        if one.state != FAILED and one.channel in set_up(self.db):
            raise Refused(_("This message goes by itself."), _("Look at: shoppos messages list"))
        self._settle(message_id, (OWED, OPENED, FAILED), {"state": OPENED, "by_hand": 1}, done=False)
        return link

    def sent_by_hand(self, message_id: bytes) -> None:
        """A person has sent it."""
        self._settle(message_id, (OWED, OPENED, FAILED), {"state": SENT, "by_hand": 1, "error": ""})

    def not_sent(self, message_id: bytes) -> None:
        """A person opened it, and did not send it: it is owed as before."""
        self._settle(message_id, (OPENED,), {"state": OWED, "by_hand": 0}, done=False)

    # -- inside

    def _owe(self, tx: Transaction, step: str, about: Subject, told: dict[str, Any]) -> bytes | None:
        if step not in words.STEPS:
            raise InvalidInput(_("{value} is none of these.").format(value=clean(step, 40)), ", ".join(words.STEPS))
        parcel = told.get("parcel", "")
        parcel = parcel.hex() if isinstance(parcel, bytes) else clean(str(parcel), 40)
        known = f"{about.doc_id.hex()}:{step}:{parcel}:{self._occasion(step, about.doc_id, told)}"
        part = values_of.part_of(self.db, about.doc_id, parcel) if step in words.OF_A_PARCEL else None
        if part is not None:
            told |= {"part": str(part.no or ""), "more": part.more, "moving": part.moving}
        of = "" if part is not None and not part.no else parcel
        self._overtake(tx, step, about.doc_id, of, f"{known}:")
        if step in choices(self.db).off:
            return None
        before = self.db.row(SAID_BEFORE, (f"{known}:", f"{known};"))
        if before is not None and before[1] != OWED:
            return before[0]
        asked = before[2] if before else str(told.get("channel", ""))
        for route in routes(self.db, about.customer_id, step):
            if asked in {"", route.channel} and (row := self._composed(tx, step, about, told, route)):
                if before is not None:
                    anew = {name: row[name] for name in ("subject", "body", "language", "attach")}
                    tx.change(Message, {"id": before[0]}, anew)
                    return before[0]
                tx.insert(Message, {**row, "key": f"{known}:{route.channel}"})
                return row["id"]
        return None

    def _composed(
        self, tx: Transaction, step: str, about: Subject, told: Mapping[str, Any], route: Route
    ) -> dict[str, Any] | None:
        """The row of a message as it goes by one route; None where the shop does not tell the step there."""
        language = self._language(str(told.get("language", "")) or about.language)
        known = {**values_of.of_the_shop(self.db), **about.values, **told}
        spoken, known = values_of.still_true(self.db, step, known, self._may_go(tx, step))
        follow = values_of.link(self.db, known, about, route.channel, self.link_of)
        chat = self.chat_link(about.customer_id, route.channel)
        values = values_of.said({**known, "link": follow, "chat": chat}, language, route.channel)
        more, moving = bool(told.get("more")), bool(told.get("moving"))
        made = compose(self.db, spoken, route.channel, language, values, pickup=about.pickup, more=more, moving=moving)
        if made is None or not made.body:
            return None
        row = self._row(
            tx, about.customer_id, step, route, body=made.body, doc_id=about.doc_id, subject=made.subject,
            language=language, attach=clean(str(told.get("attach", "")), 20),
        )  # fmt: skip
        return {**row, "reference": ""} if not made.wrong else {**row, "state": FAILED, "error": made.wrong[0]}

    def _occasion(self, step: str, doc_id: bytes, told: Mapping[str, Any]) -> str:
        """Which time of a step that may happen again: as the act names it, else counted."""
        if told.get("once"):
            return clean(str(told["once"]), 60).replace(":", "-")
        if step not in COUNTED:
            return ""
        sql = "SELECT count(*) FROM message WHERE doc_id = ? AND step = ?"
        return str((self.db.row(sql, (doc_id, step)) or (0,))[0])

    def _overtake(self, tx: Transaction, step: str, doc_id: bytes, parcel: str, known: str) -> None:
        """Cancel what still waits to be said of where the goods are, and is so no longer; `known` is said anew."""
        if step not in words.JOURNEY:
            return
        for message_id, old, key in self.db.rows(
            "SELECT id, step, key FROM message WHERE doc_id = ? AND state = ? AND way = 'out'", (doc_id, OWED)
        ):
            other = key.split(":")[2] if key.count(":") > 1 else ""
            own = old not in words.OF_A_PARCEL or step == words.CANCELLED or (
                step in words.OF_A_PARCEL and (not parcel or not other or parcel == other)
            )  # fmt: skip
            if old in words.JOURNEY and own and not key.startswith(known):
                why = _("“{step}” has overtaken it.").format(step=words.step_said(step))
                tx.change(Message, {"id": message_id}, {"state": CANCELLED, "error": why, "done_at": tx.at})

    def _route(self, customer_id: bytes, step: str, channel: str) -> Route:
        """The way by which somebody is reached; Refused in words when there is none."""
        ways = routes(self.db, customer_id, step)
        found = next((one for one in ways if channel in {"", one.channel}), None)
        if found is not None:
            return found
        if channel and ways:
            raise Refused(
                _("This customer cannot be reached by {channel}.").format(channel=words.channel_said(channel)),
                _("There is: {channels}").format(channels=", ".join(words.channel_said(one.channel) for one in ways)),
            )
        raise Refused(
            _("Nobody knows how to write to this customer."),
            _("Put a phone number or a mail address on their card, or look what they agreed to."),
        )

    def _reached(self, made: bytes | None) -> bytes:
        if made is None:
            raise Refused(
                _("This customer cannot be told: no address, no consent, or the shop does not tell this."),
                _("Look at their card and at the settings of messages."),
            )
        return made

    def _row(
        self, tx: Transaction, customer_id: bytes, step: str, route: Route, *, body: str, doc_id: bytes | None,
        subject: str = "", language: str = "", attach: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """A new message, owed from the moment on when it may go."""
        return {
            "id": new_id(), "customer_id": customer_id, "doc_id": doc_id, "way": TO, "step": step,
            "channel": route.channel, "language": language or self._language(""), "key": "", "address": route.address,
            "subject": subject, "body": body, "attach": attach, "reference": "", "state": OWED, "by_hand": 0,
            "tries": 0, "next_at": self._may_go(tx, step), "error": "", "made_at": tx.at,
            "done_at": None, "employee_id": self.db.employee,
        }  # fmt: skip

    def _may_go(self, tx: Transaction, step: str) -> int:
        """From when on a step may be told, in milliseconds: not while customers sleep."""
        return max(int(choices(self.db).earliest(self.db.clock.at(tx.at), step).timestamp() * 1000), 0)

    def _settle(
        self, message_id: bytes, states: tuple[str, ...], changes: dict[str, Value], *, done: bool = True
    ) -> None:
        """Bring a message from one of those states to another; Refused when it stands otherwise."""
        with self.db.transaction("message.settled") as tx:
            one = told_messages.message(self.db, message_id)
            if one.way != TO or one.state not in states:
                raise Refused(_("That message is on its way or done."), _("Look at: shoppos messages list"))
            tx.change(Message, {"id": message_id}, {**changes, "done_at": tx.at if done else None})

    def _language(self, asked: str) -> str:
        """The language a customer is told in: the order's, else that of the shop's papers."""
        kept = asked or setting(self.db, "bill_language", "") or setting(self.db, "language", "en")
        return kept if kept in BILL_LANGUAGES else "en"
