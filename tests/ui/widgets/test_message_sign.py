"""The sign of messages: only what somebody must look at, in words, with a count, beside the window's work."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from shoppos.ui.widgets.message_sign import counted, offline_said, trouble
from tests.shop.message_rows import customer, order, owe
from tests.ui.pages import wait
from tests.ui.window import window_on

if TYPE_CHECKING:
    from shoppos.shop import Shop

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
LOOKED = 600


@pytest.mark.parametrize(
    ("counts", "offline", "said", "level"),
    [
        ({"owed": 5}, "", "", ""),
        ({"reply": 1}, "", "✉  1 waits for a reply", "warn"),
        ({"failed": 2, "reply": 3}, "", "✉  3 wait for a reply  ·  2 messages failed", "error"),
        ({"opened": 1, "by_hand": 2}, "", "✉  1 message: was it sent?  ·  2 to send by hand", "note"),
        ({}, "No internet since 10:40; 12 messages wait", "✉  No internet since 10:40; 12 messages wait", "warn"),
    ],
)
def test_the_sign_says_what_somebody_must_look_at(counts, offline, said, level) -> None:
    found = trouble(counts, offline)
    assert (found.text, found.level) == (said, level)


def test_offline_is_told_since_when_and_how_much_waits() -> None:
    since = NOW.replace(hour=10, minute=40)
    assert offline_said(since, NOW, 12) == "No internet since 10:40; 12 messages wait"
    assert offline_said(since, NOW, 1) == "No internet since 10:40; 1 message waits"
    assert offline_said(since, NOW, 0) == "No internet since 10:40"
    assert offline_said(since - dt.timedelta(days=1), NOW, 0) == "No internet since 22-11 10:40"


def test_what_a_person_has_to_send_is_counted_apart(shop: Shop) -> None:
    asha = customer(shop)
    owe(shop, "confirmed", order(shop, asha, "A1/2627/O00042"))
    assert counted(shop.db)["by_hand"] == 1
    shop.settings.set("mail", {"host": "mail.example.in", "sender": "shop@example.in"})
    shop.messages.say(asha, "Good morning", "email")
    found = counted(shop.db)
    assert (found["owed"], found["by_hand"]) == (2, 1)


def test_the_sign_stands_on_every_page_and_leads_to_the_conversations(qtbot, shop: Shop) -> None:
    window = window_on(shop, qtbot)
    wait(LOOKED)
    assert not window.counter.post.isVisible()
    shop.messages.heard(customer(shop), "whatsapp", "Where is it?")
    window.hear(frozenset({"message"}))
    wait(LOOKED)
    assert window.counter.post.said == "✉  1 waits for a reply"
    assert "Ctrl+9" in window.counter.post.text()
    window.do("bills")
    assert window.post.elsewhere.isVisible()
    window.post.elsewhere.click()
    assert window.pages.front.key == "talk"
    shop.messages.needs_no_reply(window.pages.front.shown.customer_id)
    window.hear(frozenset({"message"}))
    wait(LOOKED)
    assert not window.post.elsewhere.isVisible()
