"""Sixty hostile texts through every door of messages: kept as words or refused in words, and nothing is obeyed."""

from ast import literal_eval
from dataclasses import replace

import pytest

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.online.smtp import Smtp
from shoppos.reports import audit
from shoppos.reports import messages as read
from shoppos.reports.messages import Outgoing
from shoppos.rules.whatsapp import mailto, whatsapp
from shoppos.shop import Shop
from shoppos.shop.conversation import Incoming
from tests.hostile.unsafe import unsafe, unsafe_in_the_file
from tests.printing.hostile import HOSTILE
from tests.shop.message_rows import customer, order, owe

ONE = Incoming("telegram", "7001", "77:1", "hello", "Asha")


def asha(shop: Shop) -> bytes:
    found = shop.customers.by_phone("9812345670")
    return found.id if found else customer(shop)


def asked(shop: Shop) -> bytes:
    row = shop.db.row("SELECT id FROM orders")
    return row[0] if row else order(shop, asha(shop), "", state="cancelled")


def arrived(shop: Shop, text: str, field: str) -> None:
    told = replace(ONE, reference=f"77:{new_id().hex()}")
    shop.messages.receive([replace(told, **{field: text})])


def of_lines(found: str) -> bool:
    """Whether it is the shop's own text of several lines, as the journal tells it whole."""
    where, text = found.split(": ", 1)
    return where.startswith("journal") and unsafe(literal_eval(text), "\n") == []


DOORS = {
    "a message": lambda shop, text: shop.messages.say(asha(shop), text),
    "a message's heading": lambda shop, text: shop.messages.say(asha(shop), "hello", subject=text),
    "a channel": lambda shop, text: shop.messages.say(asha(shop), "hello", text),
    "a call": lambda shop, text: shop.messages.note_call(asha(shop), text),
    "a word from elsewhere": lambda shop, text: shop.messages.heard(asha(shop), "whatsapp", text),
    "a channel from elsewhere": lambda shop, text: shop.messages.heard(asha(shop), text, "hello"),
    "a step": lambda shop, text: owe(shop, text, asked(shop)),
    **{f"an act's {name}": lambda shop, text, name=name: owe(shop, "delayed", asked(shop), **{name: text})
       for name in ("reason", "courier", "awb", "carrier", "link", "slot", "once", "parcel", "language", "channel")},
    **{f"what came in as {field}": lambda shop, text, field=field: arrived(shop, text, field)
       for field in ("address", "reference", "body", "name")},
    "a code": lambda shop, text: arrived(shop, f"/start {text}", "body"),
    "a text": lambda shop, text: shop.messages.texts.set("packed", "", "en", text),
    "a text's heading": lambda shop, text: shop.messages.texts.set("packed", "email", "en", "hello", subject=text),
    "a registered id": lambda shop, text: shop.messages.texts.set("packed", "sms", "en", "hello", registered=text),
    "a text's step": lambda shop, text: shop.messages.texts.set(text, "", "en", "hello"),
    "a text's language": lambda shop, text: shop.messages.texts.set("packed", "", text, "hello"),
    "a reason to cancel": lambda shop, text: shop.messages.cancel(shop.messages.say(asha(shop), "hello"), text),
    "a bill sent": lambda shop, text: shop.messages.send_bill(text),
    "a message named": lambda shop, text: read.named(shop.db, text),
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_text_is_kept_as_words_or_refused_in_words(door, shop: Shop):
    for text in HOSTILE:
        try:
            DOORS[door](shop, text)
        except ShopError as refusal:
            told = f"{refusal.message}\n{refusal.hint}"
            assert told.strip()
            assert unsafe(told, "\n") == [], told
    assert [one for one in unsafe_in_the_file(shop) if not of_lines(one)] == []
    assert audit.audit(shop.db).agrees
    for one in read.listed(shop.db, ()):
        assert unsafe(whatsapp(one.address, one.body) + mailto(one.address, one.subject, one.body)) == []


@pytest.mark.parametrize("field", ["name", "subject", "body", "language"])
def test_nothing_in_a_mail_is_obeyed(shop: Shop, field):
    line = Smtp({"host": "mail.example.in", "user": "shop@example.in"}, "", "Sharma Kirana", shop.db)
    one = Outgoing(new_id(), "email", "asha@example.in", "Order", "hello", "", None, "Asha", "en", 1, 1)
    plain = sorted(line.compose(one).keys())
    for text in HOSTILE:
        mail = line.compose(replace(one, **{field: text}))
        assert sorted(mail.keys()) == plain
        assert [at.addr_spec for at in mail["To"].addresses] == ["asha@example.in"]
        assert b"\r\n" in mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
        page = mail.get_body(("html",)).get_content().casefold()
        assert "<script" not in page
        assert "<img" not in page
