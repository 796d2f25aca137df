"""The outbox: each message once, pauses that grow, a channel that stops told once, and offline quiet."""

import time
from collections import Counter
from pathlib import Path

import pytest

from shoppos.base.lock import WindowLock
from shoppos.online.channels import Failed, Later, Sent, Stopped, Unsure
from shoppos.online.outbox import GIVEN_UP, LOCK, Outbox
from shoppos.shop.payments import Tender
from tests.online.certificates import Authority
from tests.shop.message_rows import customer, told

ROOT = Path(__file__).parents[2]
MANY = 200


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def asha(shop) -> bytes:
    shop.settings.set("messages", {"quiet": [0, 0]})
    return customer(shop)


class Line:
    """A channel that answers as the test says, one answer after the other, the last one for ever."""

    def __init__(self, name="sms", *answers, account="a1"):
        self.name, self.account, self.answers, self.tried, self.rested = name, account, list(answers), [], 0

    def send(self, message):
        self.tried.append(message)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def rest(self):
        self.rested += 1


@pytest.fixture
def post(shop, asha):
    """An outbox on given lines, and what it told; the clock stands where the test puts it."""
    shop.settings.set("sms", {"url": "https://sms.example.in"})
    heard = []

    def make(*lines):
        made = Outbox(
            shop.messages,
            shop.db.clock,
            shop.db.path.parent,
            lambda: list(lines),
            heard.append,
            lambda _low, high: high,
        )
        made.heard_of = heard
        return made

    return make


@pytest.fixture
def moved(shop, monkeypatch):
    """Puts the clock forward by seconds."""
    forward = [0]
    real = shop.db.clock.ms
    monkeypatch.setattr(shop.db.clock, "ms", lambda: real() + forward[0])

    def move(seconds):
        forward[0] += int(seconds * 1000)

    return move


def states(shop) -> Counter[str]:
    return Counter(row[0] for row in shop.db.rows("SELECT state FROM message WHERE way = 'out'"))


# -- one message


def test_what_is_owed_is_sent_and_noted(shop, asha, post):
    made = shop.messages.say(asha, "hello", "sms")
    line = Line("sms", Sent("r7"))
    assert post(line).work() is None
    assert told(shop, made)[1] == "sent"
    assert shop.db.row("SELECT reference FROM message WHERE id = ?", (made,)) == ("r7",)
    assert line.rested == 1


def test_a_permanent_failure_is_told_in_words(shop, asha, post):
    made = shop.messages.say(asha, "hello", "sms")
    box = post(Line("sms", Failed("No such number.")))
    assert box.work() is None
    assert told(shop, made)[1::2] == ("failed", "No such number.")
    assert [(one.message_id, one.why) for one in box.heard_of] == [(made, "No such number.")]


def test_what_may_have_gone_waits_for_a_person(shop, asha, post):
    made = shop.messages.say(asha, "hello", "sms")
    line = Line("sms", Unsure("It may have gone."))
    box = post(line)
    assert [box.work(), box.work()] == [None, None]
    assert len(line.tried) == 1
    assert told(shop, made)[1] == "failed"


def test_pauses_double_up_to_an_hour_and_the_message_keeps_its_place(shop, asha, post, moved):
    shop.messages.say(asha, "hello", "sms")
    line = Line("sms", Later("busy"))
    box, pauses = post(line), []
    for _n in range(14):
        rest = box.work()
        pauses.append(round(rest))
        moved(rest + 0.01)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]
    assert [one.tries for one in line.tried] == list(range(1, 15))


def test_the_other_sides_own_pause_is_kept(shop, asha, post):
    shop.messages.say(asha, "hello", "sms")
    assert 119 < post(Line("sms", Later("slow down", after=120.0))).work() <= 120


def test_after_three_days_it_is_given_up(shop, asha, post, moved):
    made = shop.messages.say(asha, "hello", "sms")
    moved(GIVEN_UP / 1000 + 1)
    post(Line("sms", Later("mailbox full"))).work()
    assert told(shop, made)[1] == "failed"
    assert "mailbox full" in told(shop, made)[3]


def test_offline_is_quiet_and_tries_one_not_all(shop, asha, post, moved):
    for n in range(5):
        shop.messages.say(asha, f"line {n}", "sms")
    line = Line("sms", Later(offline=True), Later(offline=True), Sent())
    box = post(line)
    moved(GIVEN_UP / 1000 + 1)
    assert 0 < box.work() <= 1
    assert len(line.tried) == 1
    moved(1.01)
    assert 1 < box.work() <= 2
    moved(2.01)
    assert box.work() is None
    assert states(shop) == {"sent": 5}
    assert box.heard_of == []
    assert {one.tries for one in line.tried} == {1}


def test_an_account_that_is_not_accepted_stops_and_is_told_once(shop, asha, post):
    for n in range(3):
        shop.messages.say(asha, f"line {n}", "sms")
    line = Line("sms", Stopped("Wrong key."))
    box = post(line)
    assert [box.work(), box.work()] == [None, None]
    assert len(line.tried) == 1
    assert [(one.channel, one.why, one.message_id) for one in box.heard_of] == [("sms", "Wrong key.", None)]
    assert states(shop) == {"owed": 3}


def test_an_account_that_was_mended_goes_again(shop, asha, post):
    shop.messages.say(asha, "hello", "sms")
    lines = [Line("sms", Stopped("Wrong key."))]
    box = post()
    box._find = lambda: lines
    box.work()
    lines[0] = Line("sms", Sent(), account="a2")
    box.work()
    assert states(shop) == {"sent": 1}


def test_a_stopped_channel_does_not_hold_up_another(shop, asha, post):
    shop.settings.set("mail", {"host": "mail.example.in"})
    shop.messages.say(asha, "by sms", "sms")
    mail = shop.messages.say(asha, "by mail", "email")
    post(Line("sms", Stopped("Wrong key.")), Line("email", Sent())).work()
    assert told(shop, mail)[1] == "sent"


def test_a_bug_in_a_channel_loses_nothing_and_sends_nothing_twice(shop, asha, post):
    made = shop.messages.say(asha, "hello", "sms")
    box = post(Line("sms", ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        box.work()
    assert told(shop, made)[1] == "failed"
    assert box.work() is None


def test_without_an_account_nothing_is_claimed(shop, asha, post):
    made = shop.messages.say(asha, "hello", "sms")
    assert post().work() is None
    assert told(shop, made)[1] == "owed"


def test_while_another_program_sends_this_one_waits(shop, asha, post):
    shop.messages.say(asha, "hello", "sms")
    lock = WindowLock(shop.db.path.parent / LOCK)
    lock.take()
    try:
        line = Line("sms", Sent())
        assert post(line).work() == 5.0
        assert line.tried == []
    finally:
        lock.release()


def test_quiet_hours_are_slept_through(shop, asha, post, moved):
    shop.settings.set("messages", {"quiet": [0, 24 * 60]})
    shop.privacy.consent(asha, "sms", "reminders", given=True)
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345670")
    shop.messages.remind(asha)
    line = Line("sms", Sent())
    assert post(line).work() > 0
    assert line.tried == []


def test_a_commit_that_owes_a_message_wakes_the_worker(shop, asha, post):
    line = Line("sms", Sent())
    box = post(line)
    shop.db.committed.connect(box.heard)
    box.start()
    try:
        shop.messages.say(asha, "hello", "sms")
        until = time.monotonic() + 10
        while not line.tried and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        assert box.stop()
        shop.db.committed.disconnect(box.heard)
    assert states(shop) == {"sent": 1}
