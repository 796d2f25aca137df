"""What customers say: each word once, in one conversation, and who waits for an answer comes first."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.settings import setting
from shoppos.reports import messages as read
from shoppos.shop.conversation import Incoming
from tests.shop.message_rows import customer, order, owe, step, told


@pytest.fixture
def asha(shop) -> bytes:
    shop.settings.set("messages", {"quiet": [0, 0]})
    shop.settings.set("telegram", {"bot": "sharma_bot"})
    return customer(shop)


def wrote(shop, body, chat="7001", number=1, name="Asha R") -> int:
    return shop.messages.receive([Incoming("telegram", chat, f"77:{number}", body, name)], ("77", number))


def opened(shop, customer_id, chat="7001", number=1) -> int:
    return wrote(shop, f"/start {shop.messages.start_code(customer_id)}", chat, number)


def test_a_chat_that_brings_the_code_is_its_customers(shop, asha):
    assert shop.messages.start_link(asha) == f"https://t.me/sharma_bot?start={shop.messages.start_code(asha)}"
    opened(shop, asha)
    wrote(shop, "When does it come?", number=2)
    assert [(one.way, one.body) for one in shop.messages.conversation(asha)] == [
        ("in", "Opened the chat."), ("in", "When does it come?"),
    ]  # fmt: skip
    assert told(shop, shop.messages.say(asha, "Tomorrow."))[0] == "telegram"


def test_what_was_said_before_the_code_belongs_to_the_customer_too(shop, asha):
    wrote(shop, "hello?")
    assert shop.messages.waiting()[0].customer_id is None
    opened(shop, asha, number=2)
    assert len(shop.messages.conversation(asha)) == 2
    assert [talk.customer_id for talk in shop.messages.waiting()] == [asha]


@pytest.mark.parametrize("code", ["", "x", "AAAA", "é", "A" * 32, "../../etc", "=", "A" * 400])
def test_a_code_that_the_shop_did_not_give_opens_nothing(shop, asha, code):
    assert shop.messages.of_code(code) is None
    wrote(shop, f"/start {code}")
    assert shop.messages.conversation(asha) == []


def test_a_code_cannot_be_bent_to_another_customer(shop, asha):
    other = customer(shop, "Bela", "9812300002")
    mine, theirs = shop.messages.start_code(asha), shop.messages.start_code(other)
    assert shop.messages.of_code(mine) == asha
    assert shop.messages.of_code(theirs[:20] + mine[20:]) is None
    assert len(mine) <= 64, "Telegram takes no longer ones"


def test_an_unknown_chat_waits_for_a_person(shop, asha):
    wrote(shop, "Where is my order?", chat="8001", number=1, name="Unknown\r\nPerson")
    wrote(shop, "Hello??", chat="8001", number=2)
    talk = shop.messages.waiting()[0]
    assert (talk.customer_id, talk.address, talk.unread, talk.last) == (None, "8001", 2, "Hello??")
    assert shop.messages.whose(talk.last_id, asha) == 2
    assert shop.messages.waiting()[0].customer_id == asha
    with pytest.raises(Refused):
        shop.messages.whose(talk.last_id, asha)
    wrote(shop, "thank you", chat="8001", number=3)
    assert len(shop.messages.conversation(asha)) == 3


def test_each_chat_of_somebody_unknown_waits_for_itself(shop, asha):
    wrote(shop, "Do you deliver?", chat="8001", number=1)
    wrote(shop, "Are you open?", chat="8002", number=2)
    assert [(talk.address, talk.last) for talk in shop.messages.waiting()] == [
        ("8001", "Do you deliver?"), ("8002", "Are you open?"),
    ]  # fmt: skip
    assert read.counts(shop.db)["reply"] == 2


def test_cards_that_were_joined_are_one_conversation_and_one_answer_answers_both(shop, asha):
    first, second = customer(shop, "A. Rao", "9812300002"), customer(shop, "Mrs Rao", "9812300003")
    for who in (first, second):
        shop.messages.heard(who, "whatsapp", "Is it ready?")
    shop.merging.merge(second, first)
    shop.merging.merge(asha, second)
    (talk,) = shop.messages.waiting()
    assert (talk.customer_id, talk.name, talk.unread) == (asha, "Asha Rao", 2)
    shop.messages.say(asha, "Yes.")
    assert read.counts(shop.db)["reply"] == 0


def test_who_was_forgotten_is_in_no_list_of_conversations(shop, asha):
    shop.messages.heard(asha, "whatsapp", "Forget me")
    shop.privacy.erase(asha)
    assert shop.messages.waiting() == []
    assert read.counts(shop.db)["reply"] == 0


def test_nothing_is_taken_twice_and_nothing_lost(shop, asha):
    arrived = [Incoming("telegram", "7001", f"77:{n}", f"line {n}") for n in range(1, 6)]
    assert shop.messages.receive(arrived[:3], ("77", 3)) == 3
    assert shop.messages.receive(arrived[1:], ("77", 5)) == 2
    assert shop.messages.receive(arrived, ("77", 5)) == 0
    assert shop.messages.seen("77") == 5
    assert shop.db.row("SELECT count(*) FROM message") == (5,)


def test_how_far_was_read_never_goes_back_and_each_bot_has_its_own(shop, asha):
    shop.messages.receive([], ("77", 9))
    shop.messages.receive([], ("77", 4))
    shop.messages.receive([], ("88", 2))
    assert setting(shop.db, "telegram_seen", {}) == {"77": 9, "88": 2}
    assert (shop.messages.seen("77"), shop.messages.seen("99")) == (9, 0)


def test_who_waits_for_an_answer_comes_first_and_longest_first(shop, asha):
    bela, chandra = customer(shop, "Bela", "9812300002"), customer(shop, "Chandra", "9812300003")
    shop.messages.heard(bela, "whatsapp", "any news?")
    shop.messages.heard(asha, "sms", "hello")
    shop.messages.note_call(chandra, "asked for the price")
    assert [(one.customer_id, one.waiting) for one in shop.messages.waiting()] == [
        (bela, True), (asha, True), (chandra, False),
    ]  # fmt: skip
    shop.messages.say(bela, "Tomorrow")
    assert [(one.name, one.waiting) for one in shop.messages.waiting()] == [
        ("Asha Rao", True), ("Bela", False), ("Chandra", False),
    ]  # fmt: skip
    shop.messages.note_call(asha, "told her on the phone")
    assert not [one for one in shop.messages.waiting() if one.waiting]
    shop.messages.heard(asha, "sms", "ok")
    assert read.counts(shop.db)["reply"] == 1
    shop.messages.needs_no_reply(asha)
    assert read.counts(shop.db)["reply"] == 0


def test_news_that_go_out_by_themselves_answer_nobody(shop, asha):
    asked = order(shop, asha)
    shop.messages.heard(asha, "whatsapp", "I want to change it")
    owe(shop, "packed", asked)
    assert [one.waiting for one in shop.messages.waiting()] == [True]


def test_an_answer_that_failed_is_no_answer(shop, asha):
    shop.messages.heard(asha, "whatsapp", "hello")
    said = shop.messages.say(asha, "yes")
    shop.messages.cancel(said)
    assert [one.waiting for one in shop.messages.waiting()] == [True]


def test_steps_of_orders_stand_between_what_was_said(shop, asha):
    asked = order(shop, asha)
    shop.messages.heard(asha, "whatsapp", "two more soaps please")
    step(shop, asked, "confirmed", "read back")
    owe(shop, "confirmed", asked)
    shop.messages.note_call(asha, "all well", doc_id=asked)
    said = [(one.way, one.step, one.number) for one in shop.messages.conversation(asha)]
    assert said == [
        ("in", "said", ""), ("step", "confirmed", "A1/2627/O00042"), ("out", "confirmed", "A1/2627/O00042"),
        ("call", "said", "A1/2627/O00042"),
    ]  # fmt: skip


def test_a_merged_customer_has_one_conversation(shop, asha):
    twin = customer(shop, "Asha R", "9812300008")
    shop.messages.heard(twin, "sms", "from my other phone")
    shop.merging.merge(twin, asha)
    assert [one.body for one in shop.messages.conversation(asha)] == ["from my other phone"]
    assert shop.messages.say(twin, "yes")


def test_what_says_nothing_is_not_kept(shop, asha):
    for act in (shop.messages.note_call, shop.messages.say):
        with pytest.raises(InvalidInput):
            act(asha, " \n\x07 ")
    with pytest.raises(InvalidInput):
        shop.messages.heard(asha, "pigeon", "coo")
    with pytest.raises(NotFound):
        shop.messages.note_call(b"\0" * 16, "hello")


def test_a_hostile_line_is_kept_as_words(shop, asha):
    wrote(shop, "<b>\x1b[31m/start\x00\u202e{name}\r\n; DROP TABLE message", name="\x1b[2J")
    assert shop.messages.waiting()[0].last == "<b>[31m/start{name}\n; DROP TABLE message"
