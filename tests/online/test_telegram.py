"""Telegram: messages out, and what customers write, taken once and never lost, whatever the line does."""

import random

import pytest

from shoppos.base.ids import new_id
from shoppos.online.channels import Failed, Later, Sent, Stopped, Unsure
from shoppos.online.outbox import Letterbox
from shoppos.online.telegram import Telegram
from shoppos.reports.messages import Outgoing
from shoppos.shop.conversation import Incoming
from tests.online.gateways import BotServer, serving
from tests.shop.message_rows import customer


@pytest.fixture
def server():
    with serving(BotServer()) as running:
        yield running


def bot(server, token="77:secret") -> Telegram:
    return Telegram({"bot": "sharma_bot", "api": server.url}, token)


def message(body="Dear Asha, <b>order</b> _42_", chat="7001") -> Outgoing:
    return Outgoing(new_id(), "telegram", chat, "", body, "", None, "Asha", "en", 1, 1)


def letterbox(shop, server) -> Letterbox:
    def receive(written, seen):
        shop.messages.receive([Incoming("telegram", *one) for one in written], seen)

    made = Letterbox(lambda: bot(server), shop.messages.seen, receive)
    made.wait = 0
    return made


def lines(shop) -> list[str]:
    return [row[0] for row in shop.db.rows("SELECT body FROM message WHERE way = 'in' ORDER BY id")]


def test_a_message_goes_to_its_chat_as_plain_words(server):
    assert bot(server).send(message()) == Sent("7001:1")
    told = server.asked[0][3]
    assert (told["chat_id"], told["text"]) == ("7001", "Dear Asha, <b>order</b> _42_")
    assert "parse_mode" not in told


@pytest.mark.parametrize(("answer", "outcome"), [
    ((403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}), Failed),
    ((400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}), Failed),
    ((401, {"ok": False, "error_code": 401, "description": "Unauthorized"}), Stopped),
    ((404, {"ok": False, "error_code": 404, "description": "Not Found"}), Stopped),
    ((429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 31}}), Later),
    ((502, "bad gateway"), Unsure), ((200, "<html>"), Unsure), ((200, {"ok": False}), Unsure),
])  # fmt: skip
def test_answers_mean_what_they_say(server, answer, outcome):
    server.answer = answer
    said = bot(server).send(message())
    assert isinstance(said, outcome)
    if answer[0] == 429:
        assert said.after == 31


def test_a_bot_without_a_token_says_so(server):
    assert isinstance(bot(server, "").send(message()), Stopped)
    assert server.asked == []


def test_what_is_written_arrives_once(shop, server):
    for n in range(5):
        server.write(f"line {n}")
    box = letterbox(shop, server)
    assert box.work() == 0.0
    server.write("one more")
    assert [box.work(), box.work()] == [0.0, 0.0]
    assert lines(shop) == [*(f"line {n}" for n in range(5)), "one more"]
    assert server.confirmed == 506


def test_what_was_not_kept_comes_again(shop, server):
    server.write("hello")
    box = letterbox(shop, server)

    def fails(*_told):
        raise OSError("disk full")

    box._receive = fails
    with pytest.raises(OSError, match="disk full"):
        box.work()
    assert letterbox(shop, server).work() == 0.0
    assert lines(shop) == ["hello"]


def test_a_letterbox_that_stops_takes_nothing_any_more(shop, server):
    server.write("hello")
    box = letterbox(shop, server)
    box.stop()
    box.work()
    assert (lines(shop), shop.messages.seen("77")) == ([], 0)


@pytest.mark.parametrize("seed", range(4))
def test_with_three_faults_in_ten_nothing_is_lost_and_nothing_doubled(shop, server, seed):
    server.rate, server.chance = 0.3, random.Random(seed)
    box = letterbox(shop, server)
    for n in range(60):
        server.write(f"line {n}")
        if n % 3 == 0:
            box.work()
    for _n in range(30):
        box.work()
    assert lines(shop) == [f"line {n}" for n in range(60)]
    assert sum(server.faults[kind] for kind in server.KINDS) > 5


def test_pictures_are_noted_and_strangers_to_the_talk_left_out(shop, server):
    server.write("", photo=[{"file_id": "x"}])
    server.updates.append({"update_id": 900, "edited_message": {}})
    server.updates.append({"update_id": 901, "message": {"chat": {"id": -5, "type": "group"}, "text": "in a group"}})
    letterbox(shop, server).work()
    assert lines(shop) == ["(a picture, a voice or a file)"]
    assert shop.messages.seen("77") == 901


def test_a_chat_opens_with_its_code_and_is_answered(shop, server):
    asha = customer(shop)
    shop.settings.set("telegram", {"bot": "sharma_bot", "api": server.url})
    server.write(f"/start {shop.messages.start_code(asha)}")
    letterbox(shop, server).work()
    shop.messages.say(asha, "Welcome, Asha.")
    out = shop.messages.claim(["telegram"])
    assert (out.address, bot(server).send(out)) == ("7001", Sent("7001:1"))


def test_another_reader_of_the_bot_is_left_alone_for_a_while(shop, server):
    server.answer = (409, {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates"})
    assert letterbox(shop, server).work() >= 1.0


def test_a_wrong_token_is_told_once_and_not_asked_again(shop, server):
    heard = []
    server.answer = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    box = letterbox(shop, server)
    box._on_news = heard.append
    assert [box.work(), box.work(), box.work()] == [None, None, None]
    assert len(heard) == 1
    assert len(server.asked) == 1


def test_no_way_out_is_quiet(shop, server):
    heard = []
    box = letterbox(shop, server)
    box._find = lambda: Telegram({"bot": "b", "api": "http://127.0.0.1:1"}, "77:secret")
    box._on_news = heard.append
    assert box.work() >= 1.0
    assert heard == []
