"""Two hundred messages by the real protocols, three faults in ten, senders that are killed: none lost, none doubled."""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from shoppos.online.outbox import Outbox, accounts
from shoppos.online.smtp import PASSWORD
from shoppos.reports import messages as read
from tests.online.certificates import Authority
from tests.online.forge import Forge, forging
from tests.online.gateways import BotServer, SmsGateway, serving
from tests.online.mail_server import Postbox
from tests.online.mail_server import serving as mail_serving
from tests.shop.message_rows import customer, told

MANY = 200


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def asha(shop) -> bytes:
    shop.settings.set("messages", {"quiet": [0, 0]})
    return customer(shop)


def states(shop) -> Counter[str]:
    return Counter(row[0] for row in shop.db.rows("SELECT state FROM message WHERE way = 'out'"))


def quick(shop, find=None) -> Outbox:
    return Outbox(
        shop.messages, shop.db.clock, shop.db.path.parent,
        find or (lambda: accounts(shop.db, shop.messages.secrets)), chance=lambda _low, high: min(high, 0.005),
    )  # fmt: skip


def drained(shop, box: Outbox, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while (rest := box.work()) is not None and time.monotonic() < until:
        time.sleep(min(rest, 0.006))
    assert rest is None, states(shop)


def mail_account(shop, server) -> None:
    shop.messages.secrets.set(PASSWORD, "right")
    shop.settings.set("mail", {
        "host": "127.0.0.1", "port": server.port, "security": "starttls", "user": "shop@example.in",
    })  # fmt: skip


def sms_account(shop, gateway) -> None:
    shop.settings.set("sms", {
        "url": gateway.url, "form": "json", "body": {"id": "{id}", "to": "{to}", "text": "{text}"},
        "good": {"field": "type", "is": "success"}, "reference": "message", "error": "message",
    })  # fmt: skip


def test_two_hundred_mails_arrive_each_under_one_message_id(shop, asha, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    box = Postbox(rate=0.3)
    with mail_serving(box, authority.server()) as server:
        mail_account(shop, server)
        made = [shop.messages.say(asha, f"line {n}", "email") for n in range(MANY)]
        drained(shop, quick(shop))
    assert states(shop) == {"sent": MANY}
    assert set(box.copies) == {f"<{one.hex()}@example.in>" for one in made}
    assert sum(box.faults[kind] for kind in box.KINDS) > MANY / 5
    assert box.faults["drop after"] >= sum(count - 1 for count in box.copies.values()) > 0, (
        "a second copy has its cause"
    )


def test_two_hundred_sms_go_once_or_wait_for_a_person(shop, asha):
    gateway = SmsGateway(rate=0.3)
    with serving(gateway):
        sms_account(shop, gateway)
        made = [shop.messages.say(asha, f"line {n}", "sms") for n in range(MANY)]
        drained(shop, quick(shop))
    check_none_lost(shop, made, lambda one: gateway.taken[one.hex()])
    assert sum(gateway.faults[kind] for kind in gateway.KINDS) > MANY / 5


def test_two_hundred_chat_messages_go_once_or_wait_for_a_person(shop, asha):
    server = BotServer(rate=0.3)
    with serving(server):
        shop.settings.set("telegram", {"bot": "sharma_bot", "api": server.url})
        shop.messages.secrets.set("telegram.token", server.token)
        shop.messages.receive([], ("77", 1))
        shop.messages.heard(asha, "telegram", "hello")
        shop.db.raw.execute("UPDATE message SET address = '7001' WHERE way = 'in'")
        made = {shop.messages.say(asha, f"line {n}", "telegram"): f"line {n}" for n in range(MANY)}
        drained(shop, quick(shop))
    check_none_lost(shop, made, lambda one: server.taken[made[one]])


def check_none_lost(shop, made, taken) -> None:
    """Each was taken once, or stands with a sentence for a person; no copy was made by ourselves."""
    for one in made:
        state, why = told(shop, one)[1::2]
        assert taken(one) <= 1
        assert state in {"sent", "failed"}
        assert (taken(one) == 1) if state == "sent" else ("may have gone" in why)
    assert states(shop)["sent"] > MANY * 0.7


def test_two_outboxes_at_once_send_each_message_once(shop, asha):
    gateway = SmsGateway()
    with serving(gateway):
        sms_account(shop, gateway)
        made = [shop.messages.say(asha, f"line {n}", "sms") for n in range(40)]
        boxes = [quick(shop) for _two in range(3)]

        def work(box):
            for _n in range(200):
                box.work()
                if settled(shop):
                    break
            shop.db.release()

        threads = [threading.Thread(target=work, args=(box,)) for box in boxes]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
    assert [gateway.taken[one.hex()] for one in made] == [1] * 40
    assert read.counts(shop.db)["failed"] == 0


# -- a program that is killed


@pytest.fixture
def forge(authority) -> Iterator[Forge]:
    """What begins and kills senders that trust our authority."""
    if not hasattr(os, "fork"):
        pytest.skip("senders are forked to be killed")
    with forging("tests.online.sender", SSL_CERT_FILE=str(authority.file)) as made:
        yield made


def await_gone(shop, many: int, seconds: float = 60) -> None:
    """Wait until so many are no longer owed."""
    until = time.monotonic() + seconds
    while MANY - states(shop)["owed"] < many:
        assert time.monotonic() < until, states(shop)
        time.sleep(0.005)


def killed_often(shop, forge: Forge, kills: int = 6) -> None:
    """Two senders work on one shop, and are killed again and again in the middle, until all is done."""
    for n in range(kills):
        senders = [forge.start(shop.db.path.parent) for _two in range(2)]
        await_gone(shop, MANY * (n + 1) // (kills + 2))
        for one in senders:
            forge.kill(one)
    assert not settled(shop), "all had gone: the kills prove nothing"
    forge.start(shop.db.path.parent)
    until = time.monotonic() + 60
    while not settled(shop) and time.monotonic() < until:
        time.sleep(0.05)
    assert settled(shop), states(shop)


def settled(shop) -> bool:
    found = states(shop)
    return not found["owed"] and not found["sending"]


@pytest.mark.slow
def test_a_killed_sender_loses_no_mail(shop, asha, authority, forge):
    box = Postbox()
    with mail_serving(box, authority.server()) as server:
        mail_account(shop, server)
        made = [shop.messages.say(asha, f"line {n}", "email") for n in range(MANY)]
        killed_often(shop, forge)
    assert states(shop) == {"sent": MANY}
    assert set(box.copies) == {f"<{one.hex()}@example.in>" for one in made}
    assert sum(count - 1 for count in box.copies.values()) <= 6, "at most one copy for each kill"


@pytest.mark.slow
def test_a_killed_sender_sends_no_sms_twice_and_hides_none(shop, asha, forge):
    gateway = SmsGateway()
    gateway.delay = 0.01
    with serving(gateway):
        sms_account(shop, gateway)
        made = [shop.messages.say(asha, f"line {n}", "sms") for n in range(MANY)]
        killed_often(shop, forge)
    check_none_lost(shop, made, lambda one: gateway.taken[one.hex()])
    assert states(shop)["failed"] <= 6, "at most one doubt for each kill"
