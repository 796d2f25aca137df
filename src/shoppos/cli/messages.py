"""Messages to customers: what is owed, sending it, what was said, the texts, and whether an account works."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.base.i18n import _, ngettext
from shoppos.base.text import clean
from shoppos.cli import message_texts
from shoppos.cli.answer import DONE, PARTLY, answer, facts, table
from shoppos.cli.place import asked, opened
from shoppos.reports import messages as read
from shoppos.rules.message_words import CHANNELS, became, channel_said, stands, step_said

if TYPE_CHECKING:
    import datetime as dt
    from argparse import Namespace

    from shoppos.cli.parser import Commands, Parser
    from shoppos.online.channels import Channel
    from shoppos.online.outbox import Outbox
    from shoppos.reports.messages import ListedMessage, Spoken
    from shoppos.shop import Shop

PATIENCE = 30.0


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("messages", "what is owed to customers in words, and what they answered")
    group.add("list", every, "what waits, failed or is to be sent by hand").add_argument(
        "--all", action="store_true", help="also what was sent or cancelled"
    )
    group.add("send", send, "send what may go now").add_argument(
        "--wait", type=float, default=0.0, metavar="SECONDS", help="try again for so long what could not go at once"
    )
    for name, run, about in (
        ("show", show, "one message, whole"), ("sent", by_hand, "it was sent by hand: a person has done it"),
        ("cancel", cancel, "owe it no longer"), ("link", link, "what opens it in WhatsApp or the mail program"),
    ):  # fmt: skip
        _id(group.add(name, run, about))
    again = group.add("retry", retry, "send it again, or by another channel")
    _id(again)
    again.add_argument("--by", default="", choices=("", *CHANNELS), help="another channel")
    for name, run, about in (
        ("say", say, "write to a customer"), ("note", note_call, "note what was said on the telephone"),
        ("heard", heard, "keep what a customer wrote on their own"),
    ):  # fmt: skip
        said = group.add(name, run, about)
        said.add_argument("phone", help="the customer's phone number")
        said.add_argument("text", help="the words")
        if name != "note":
            said.add_argument("--channel", default="" if name == "say" else "whatsapp", choices=("", *CHANNELS))
    group.add("remind", remind, "remind a customer of what they owe").add_argument("phone")
    group.add("talk", talk, "all that was said with a customer").add_argument("phone")
    group.add("waiting", waiting, "who waits for the shop's reply")
    message_texts.add_template(group)
    tried = group.add("test", test, "try an account: send one message of it to yourself")
    tried.add_argument("channel", choices=tuple(message_texts.SECRETS))
    tried.add_argument("address", help="your own phone number, mail address or chat")
    message_texts.add_account(group)


def _id(parser: Parser) -> None:
    parser.add_argument("id", help="the message's id or its end")


# -- looking


def every(options: Namespace) -> int:
    """List messages."""
    with asked(options) as db:
        rows = read.listed(db, () if options.all else read.WAITING)
    shown = [
        (one.id.hex()[-8:], step_said(one.step), channel_said(one.channel), one.name, one.number, stands(one.state),
         f"{one.made_at:%d-%m %H:%M}", one.error)
        for one in rows
    ]  # fmt: skip
    heads = (_("Id"), _("Step"), _("Channel"), _("Customer"), _("Number"), _("Status"), _("Since"), _("Why"))
    answer(options, [_document(one) for one in rows], table(heads, shown) if shown else _("Nothing is owed."))
    return DONE


def show(options: Namespace) -> int:
    """Show one message."""
    with asked(options) as db:
        one = read.named(db, options.id)
    document = {**_document(one), "body": one.body, "subject": one.subject, "address": one.address}
    people = facts((
        (_("Id"), one.id.hex()), (_("Step"), step_said(one.step)), (_("Channel"), channel_said(one.channel)),
        (_("Customer"), one.name), (_("To"), one.address), (_("Number"), one.number), (_("Status"), stands(one.state)),
        (_("Why"), one.error), (_("Subject"), one.subject), (_("Text"), one.body.replace("\n", " / ")),
    ))  # fmt: skip
    answer(options, document, people)
    return DONE


def _document(one: ListedMessage) -> dict[str, Any]:
    """One message as JSON; `ending` is the end of its number or chat, the rest of it stands in `show` alone."""
    return {
        "id": one.id.hex(), "step": one.step, "channel": one.channel, "state": one.state, "customer": one.name,
        "ending": one.ending, "number": one.number, "why": one.error, "tries": one.tries, "by_hand": one.by_hand,
        "language": one.language, "attach": one.attach, "employee": one.employee,
        "made_at": one.made_at.isoformat(timespec="seconds"),
        "next_at": one.next_at.isoformat(timespec="seconds") if one.next_at and one.state == "owed" else None,
        "done_at": one.done_at.isoformat(timespec="seconds") if one.done_at else None,
    }  # fmt: skip


def talk(options: Namespace) -> int:
    """All that was said with one customer."""
    with opened(options) as shop:
        lines, now = shop.messages.conversation(_customer(shop, options.phone)), shop.db.clock.now()
    document = [
        {"id": one.id.hex(), "way": one.way, "channel": one.channel, "step": one.step, "state": one.state,
         "body": one.body, "number": one.number, "at": one.at.isoformat(timespec="seconds"), "employee": one.employee,
         "why": one.error}
        for one in lines
    ]  # fmt: skip
    ways = {"out": "→", "in": "←", "call": "☎", "step": "·"}
    shown = [
        (f"{one.at:%d-%m %H:%M}", ways[one.way], channel_said(one.channel), _said(one), one.number,
         _became(one, now) if one.way == "out" else "")
        for one in lines
    ]  # fmt: skip
    heads = (_("Time"), "", _("Channel"), _("Text"), _("Number"), _("Status"))
    answer(options, document, table(heads, shown) if shown else _("Nothing was said yet."))
    return DONE


def _said(one: Spoken) -> str:
    """What was said or done, on one line."""
    done = " · ".join(part for part in (one.words, one.body) if part) if one.way == "step" else one.body
    return " ".join(done.split()) or step_said(one.step)


def _became(one: Spoken, now: dt.datetime) -> str:
    later = f"{one.next_at:%d-%m %H:%M}" if one.next_at is not None and one.next_at > now else ""
    return became(one.state, error=one.error, by=one.employee, by_hand=one.by_hand, later=later)


def waiting(options: Namespace) -> int:
    """Who waits for the shop's reply."""
    with asked(options) as db:
        rows = read.talks(db, waiting=True)
    document = [
        {"customer": one.name, "ending": one.ending, "known": one.customer_id is not None, "channel": one.channel,
         "last": one.last, "unread": one.unread, "at": one.at.isoformat(timespec="seconds"), "id": one.last_id.hex()}
        for one in rows
    ]  # fmt: skip
    shown = [
        (one.name or _("nobody knows"), one.ending, channel_said(one.channel), one.unread, one.shown) for one in rows
    ]
    heads = (_("Customer"), _("Phone"), _("Channel"), _("New"), _("Text"))
    answer(options, document, table(heads, shown, "lllr") if shown else _("Nobody waits for a reply."))
    return DONE


# -- sending


def send(options: Namespace) -> int:
    """Send what may go now; what a person has to look at makes the exit code 3."""
    from shoppos.shop.message_routes import set_up

    heard = list[Any]()
    with opened(options) as shop:
        outbox = _outbox(shop, heard.append)
        before = _sent(shop)
        until = time.monotonic() + options.wait
        while (rest := outbox.work()) is not None and time.monotonic() + rest <= until:
            time.sleep(rest)
        counts = read.counts(shop.db)
        sent = _sent(shop) - before
        quiet = shop.messages.quiet_until()
        mine = shop.messages.due([one for one in ("whatsapp", "email") if one not in set_up(shop.db)])
    failed = [{"channel": one.channel, "why": one.why, "id": one.message_id.hex()} for one in heard if one.message_id]
    stopped = [{"channel": one.channel, "why": one.why} for one in heard if not one.message_id]
    document = {
        "sent": sent, "owed": counts["owed"], "failed": failed, "stopped": stopped, "by_hand": len(mine),
        "quiet_until": quiet.isoformat(timespec="minutes") if quiet else None,
    }  # fmt: skip
    people = [
        _("{sent} sent, {owed} wait, {failed} failed.").format(sent=sent, owed=counts["owed"], failed=len(failed))
    ]
    if quiet:
        said = _("The quiet hours of the shop last until {time}: messages to customers wait till then.")
        people.append(said.format(time=f"{quiet:%H:%M}"))
    if mine:
        said = ngettext("{n} waits for you to send it by hand.", "{n} wait for you to send them by hand.", len(mine))
        people.append(said.format(n=len(mine)))
    people += [f"{channel_said(one['channel'])}: {one['why']}" for one in (*stopped, *failed)]
    answer(options, document, people)
    return PARTLY if failed or stopped else DONE


def _sent(shop: Shop) -> int:
    row = shop.db.row("SELECT count(*) FROM message WHERE way = 'out' AND state = 'sent'")
    return row[0] if row else 0


def _accounts(shop: Shop) -> list[Channel]:
    from shoppos.online.outbox import accounts
    from shoppos.printing.attached import attached

    return accounts(shop.db, shop.messages.secrets, partial(attached, shop.db))


def _outbox(shop: Shop, heard: Any) -> Outbox:
    from shoppos.online.outbox import Outbox

    return Outbox(shop.messages, shop.db.clock, shop.db.path.parent, partial(_accounts, shop), heard)


def test(options: Namespace) -> int:
    """Send one message of an account to oneself, and say what became of it."""
    from shoppos.base.ids import new_id
    from shoppos.online.channels import Sent

    with opened(options) as shop:
        line = next((one for one in _accounts(shop) if one.name == options.channel), None)
        if line is None:
            raise InvalidInput(
                _("{channel} is not set up.").format(channel=channel_said(options.channel)),
                _("Set it up with: shoppos messages account"),
            )
        words = _("A test by ShopPOS: messages of {shop} arrive here.").format(shop=shop.settings.profile().name)
        message = read.Outgoing(
            new_id(), options.channel, clean(options.address), words, words, "", None, "", "en", 1, shop.db.clock.ms()
        )
        outcome = line.send(message)
        line.rest()
    if not isinstance(outcome, Sent):
        raise Unavailable(outcome.why or _("There was no way out to the net."), _("Nothing was kept of this test."))
    answer(
        options, {"channel": options.channel, "reference": outcome.reference}, _("It was taken. Look whether it came.")
    )
    return DONE


# -- what a person does


def say(options: Namespace) -> int:
    """Write to a customer."""
    with opened(options) as shop:
        made = shop.messages.say(_customer(shop, options.phone), options.text, options.channel)
        one = read.message(shop.db, made)
    said = _("It waits to be sent by {channel}.").format(channel=channel_said(one.channel))
    answer(options, _document(one), said)
    return DONE


def remind(options: Namespace) -> int:
    """Remind a customer of what they owe."""
    with opened(options) as shop:
        one = read.message(shop.db, shop.messages.remind(_customer(shop, options.phone)))
    said = _("It waits to be sent by {channel}.").format(channel=channel_said(one.channel))
    answer(options, _document(one), said)
    return DONE


def note_call(options: Namespace) -> int:
    """Note a call."""
    with opened(options) as shop:
        made = shop.messages.note_call(_customer(shop, options.phone), options.text)
    answer(options, {"id": made.hex()}, _("Noted."))
    return DONE


def heard(options: Namespace) -> int:
    """Keep what a customer wrote."""
    with opened(options) as shop:
        made = shop.messages.heard(_customer(shop, options.phone), options.channel, options.text)
    answer(options, {"id": made.hex()}, _("Noted."))
    return DONE


def by_hand(options: Namespace) -> int:
    """A person has sent it."""
    with opened(options) as shop:
        one = read.named(shop.db, options.id)
        shop.messages.sent_by_hand(one.id)
    return _settled(options, one, "sent")


def cancel(options: Namespace) -> int:
    """Owe it no longer."""
    with opened(options) as shop:
        one = read.named(shop.db, options.id)
        shop.messages.cancel(one.id)
    return _settled(options, one, "cancelled")


def retry(options: Namespace) -> int:
    """Send it again."""
    with opened(options) as shop:
        one = read.message(shop.db, shop.messages.retry(read.named(shop.db, options.id).id, options.by))
    return _settled(options, one, "owed")


def link(options: Namespace) -> int:
    """Give what opens a message, and note that it was opened."""
    with opened(options) as shop:
        one = read.named(shop.db, options.id)
        address = shop.messages.opened(one.id)
    answer(options, {"id": one.id.hex(), "link": address}, address)
    return DONE


def _settled(options: Namespace, one: ListedMessage, state: str) -> int:
    said = {"sent": _("Sent."), "cancelled": _("Cancelled."), "owed": _("It waits to be sent.")}[state]
    answer(options, {"id": one.id.hex(), "channel": one.channel, "state": state}, said)
    return DONE


def _customer(shop: Shop, phone: str) -> bytes:
    from shoppos.cli.person import customer_of

    return customer_of(shop, phone).id
