"""Messages that are owed: one for each step, by a way that reaches the customer, at a time that lets them sleep."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.journal import body_of
from shoppos.reports import messages as read
from shoppos.reports.audit import audit
from shoppos.reports.personal_data import personal_data
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.message_rows import advance, customer, order, owe, step, told

SMS = {"url": "https://sms.example.in", "form": "json"}
DAY = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))


@pytest.fixture
def at(shop: Shop, monkeypatch):
    """The shop's clock stands still where a test sets it: noon to begin with."""
    stands = [DAY]
    monkeypatch.setattr(shop.db.clock, "ms", lambda: int(stands[0].timestamp() * 1000))

    def put(hour: int, minute: int = 0, day: int = 23) -> None:
        stands[0] = DAY.replace(hour=hour, minute=minute, day=day)

    return put


@pytest.fixture
def asha(shop: Shop, at) -> bytes:
    return customer(shop)


@pytest.fixture
def asked(shop: Shop, asha: bytes) -> bytes:
    return order(shop, asha)


def test_a_step_is_told_whole_in_the_customers_words(shop, asked):
    channel, state, body, _error = told(shop, owe(shop, "confirmed", asked, due=74_000))
    assert (channel, state) == ("whatsapp", "owed")
    assert body.splitlines() == [
        "Dear Asha Rao, your order A1/2627/O00042 is confirmed.", "It comes to ₹1,240.00.",
        "It comes on 25 November 2026.", "Time: 10-12.", "Still to pay: ₹740.00.", "Sharma Kirana, 9876543210",
    ]  # fmt: skip


def test_what_there_is_nothing_to_say_of_is_left_out(shop, asha):
    one = order(shop, asha, promised=None, slot="")
    body = told(shop, owe(shop, "dispatched", one, courier="Delhivery", awb="", due=0))[2]
    assert body.splitlines() == [
        "Dear Asha Rao, your order A1/2627/O00042 is on its way.", "Sharma Kirana, 9876543210",
    ]  # fmt: skip


def test_what_is_picked_up_is_not_said_to_come(shop, asha):
    one = order(shop, asha, way="pickup")
    assert "ready to be picked up" in told(shop, owe(shop, "packed", one))[2]


def test_what_was_paid_before_is_told_with_a_cancelling(shop, asked):
    advance(shop, asked, 50_000)
    assert "You get back ₹500.00" in told(shop, owe(shop, "cancelled", asked))[2]


def test_the_link_of_an_order_is_asked_of_who_makes_it(shop, asked):
    shop.messages.link_of = lambda order_id: f"https://sharma.example/{order_id.hex()}"
    assert f"https://sharma.example/{asked.hex()}" in told(shop, owe(shop, "confirmed", asked))[2]


def test_a_parcel_is_followed_on_the_shops_page_else_on_the_couriers(shop, asked, asha):
    parcel = {"parcel": "p1", "courier": "delhivery", "awb": "123 4"}
    courier = "Follow it here: https://www.delhivery.com/track/package/123%204"
    assert courier in told(shop, owe(shop, "dispatched", asked, **parcel))[2].splitlines()
    shop.messages.link_of = lambda _order_id: "https://sharma.example/t#1." + "x" * 1500
    whole = told(shop, owe(shop, "dispatched", asked, **parcel))[2]
    assert "#1." + "x" * 1500 in whole
    shop.settings.set("sms", SMS)
    short = told(shop, owe(shop, "dispatched", order(shop, asha, "A1/2627/O00043"), **parcel))
    assert (short[0], courier in short[2], "sharma.example" in short[2]) == ("sms", True, False)
    assert "Follow" not in told(shop, owe(shop, "out", order(shop, asha, "A1/2627/O00044")))[2]


def test_what_is_still_to_be_paid_is_told_once_something_was(shop, asked, asha):
    assert "Still to pay" not in told(shop, owe(shop, "confirmed", asked))[2]
    advance(shop, asked, 50_000)
    assert "Still to pay: ₹740.00." in told(shop, owe(shop, "payment", asked, amount=50_000))[2]
    left = order(shop, asha, "A1/2627/O00043", state="dispatched")
    advance(shop, left, 50_000)
    assert "Still to pay" not in told(shop, owe(shop, "payment", left, amount=50_000))[2]


def test_what_goes_by_itself_is_not_opened_by_hand_before_it_failed(shop, asha, at):
    shop.settings.set("mail", {"host": "mail.example.in"})
    made = shop.messages.say(asha, "hello", "email")
    with pytest.raises(Refused, match="by itself"):
        shop.messages.opened(made)
    shop.messages.claim(["email"])
    shop.messages.failed(made, "mailbox full")
    assert shop.messages.opened(made).startswith("mailto:")


def test_the_message_is_undone_with_its_act(shop, asked):
    def cut_off() -> None:
        with shop.db.transaction("test.act"):
            assert owe(shop, "confirmed", asked)
            owe(shop, "confirmed", b"no order")

    with pytest.raises(NotFound):
        cut_off()
    assert read.listed(shop.db, ()) == []


def test_what_happens_once_is_told_once_and_said_anew_while_it_waits(shop, asked):
    first = owe(shop, "confirmed", asked, amount=100_00)
    assert owe(shop, "confirmed", asked, amount=200_00) == first
    assert "₹200.00" in told(shop, first)[2]
    shop.messages.sent_by_hand(first)
    assert owe(shop, "confirmed", asked, amount=300_00) == first
    assert "₹200.00" in told(shop, first)[2]


def test_what_happens_again_is_told_again(shop, asked):
    made = [owe(shop, "payment", asked, amount=amount) for amount in (100_00, 100_00)]
    assert len(set(made)) == 2
    assert owe(shop, "payment", asked, once="utr 1") == owe(shop, "payment", asked, once="utr 1")


def test_a_later_step_overtakes_an_older_one_that_waits(shop, asked):
    first = owe(shop, "confirmed", asked)
    late = owe(shop, "delayed", asked, day=20261127)
    paid = owe(shop, "payment", asked, amount=100_00)
    gone = owe(shop, "dispatched", asked, parcel="p1")
    assert told(shop, first)[1::2] == ("cancelled", "Overtaken by: Delayed.")
    assert told(shop, late)[1::2] == ("cancelled", "Overtaken by: Dispatched.")
    assert [told(shop, one)[1] for one in (paid, gone)] == ["owed", "owed"]


def test_what_was_sent_already_is_not_overtaken(shop, asked):
    first = owe(shop, "confirmed", asked)
    shop.messages.sent_by_hand(first)
    owe(shop, "packed", asked)
    assert told(shop, first)[1] == "sent"


def test_two_parcels_of_an_order_do_not_overtake_each_other(shop, asked):
    one, two = owe(shop, "dispatched", asked, parcel="p1"), owe(shop, "dispatched", asked, parcel="p2")
    late = owe(shop, "delayed", asked, day=20261128)
    there = owe(shop, "delivered", asked, parcel="p1")
    assert [told(shop, message)[1] for message in (one, two, late, there)] == ["cancelled", "owed", "cancelled", "owed"]


def test_a_cancelled_order_overtakes_everything(shop, asked):
    waits = [owe(shop, "confirmed", asked), owe(shop, "dispatched", asked, parcel="p1")]
    owe(shop, "cancelled", asked)
    assert {told(shop, message)[1] for message in waits} == {"cancelled"}


def test_a_step_that_the_shop_does_not_tell_still_overtakes(shop, asked):
    first = owe(shop, "confirmed", asked)
    shop.settings.set("messages", {"off": ["packed"]})
    assert owe(shop, "packed", asked) is None
    assert told(shop, first)[1] == "cancelled"


def test_an_unknown_step_is_refused(shop, asked):
    with pytest.raises(InvalidInput):
        owe(shop, "vanished", asked)
    with pytest.raises(NotFound):
        owe(shop, "confirmed", b"\0" * 16)


# -- by which channel


def test_an_account_that_sends_by_itself_comes_before_a_person(shop, asked):
    shop.settings.set("sms", SMS)
    channel, _state, body, _error = told(shop, owe(shop, "confirmed", asked))
    assert (channel, "Rs 1,240.00" in body, "\n" in body) == ("sms", True, False)


def test_the_shop_says_which_channel_comes_first(shop, asked):
    shop.settings.set("sms", SMS)
    shop.settings.set("mail", {"host": "mail.example.in", "sender": "shop@example.in"})
    shop.settings.set("messages", {"channels": ["email", "sms", "whatsapp"]})
    assert told(shop, owe(shop, "confirmed", asked))[0] == "email"


def test_what_the_customer_answered_on_last_comes_before_all(shop, asha, asked):
    shop.settings.set("sms", SMS)
    shop.messages.heard(asha, "whatsapp", "when does it come?")
    assert told(shop, owe(shop, "confirmed", asked))[0] == "whatsapp"
    assert told(shop, shop.messages.say(asha, "Tomorrow, madam."))[0] == "whatsapp"


def test_a_mail_without_an_account_is_sent_by_hand(shop, at):
    one = order(shop, customer(shop, "Kiran", "", "kiran@example.in"))
    made = owe(shop, "confirmed", one)
    assert told(shop, made)[0] == "email"
    assert shop.messages.link(made).startswith("mailto:kiran@example.in?subject=Sharma%20Kirana%3A%20A1%2F2627")


def test_who_has_no_address_is_not_told_and_nothing_fails(shop, at):
    nobody = customer(shop, "Nobody", "", "")
    assert owe(shop, "confirmed", order(shop, nobody)) is None
    with pytest.raises(Refused, match="how to write"):
        shop.messages.say(nobody, "hello")


def test_a_channel_by_which_nobody_is_reached_names_those_that_do(shop, asha):
    with pytest.raises(Refused, match="Telegram") as refusal:
        shop.messages.say(asha, "hello", "telegram")
    assert "WhatsApp" in refusal.value.hint


# -- consent


def test_withdrawn_consent_cancels_what_waits_and_bars_what_comes(shop, asha, asked):
    shop.settings.set("sms", SMS)
    first = owe(shop, "confirmed", asked)
    shop.privacy.consent(asha, "sms", "orders", "phone", given=False)
    assert told(shop, first)[1] == "cancelled"
    assert told(shop, owe(shop, "packed", asked))[0] == "whatsapp"
    shop.privacy.consent(asha, "whatsapp", "orders", "phone", given=False)
    shop.privacy.consent(asha, "email", "orders", "phone", given=False)
    assert owe(shop, "dispatched", asked) is None
    shop.privacy.consent(asha, "sms", "orders", "phone", given=True)
    assert told(shop, owe(shop, "delivered", asked))[0] == "sms"


def test_what_was_withdrawn_elsewhere_is_not_claimed(shop, asha, asked):
    shop.settings.set("sms", SMS)
    first = owe(shop, "confirmed", asked)
    shop.db.raw.execute(
        "INSERT INTO consent (id, customer_id, channel, purpose, given, how, made_at, employee_id) "
        "VALUES (zeroblob(16), ?, 'sms', 'orders', 0, 'form', 1, ?)",
        (asha, shop.db.employee),
    )
    assert shop.messages.claim(["sms"]) is None
    assert told(shop, first)[1] == "cancelled"


def test_a_reminder_needs_consent_and_comes_once_a_day(shop, asha):
    with pytest.raises(Refused, match="owes nothing"):
        shop.messages.remind(asha)
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345670")
    with pytest.raises(Refused, match="no consent"):
        shop.messages.remind(asha)
    shop.privacy.consent(asha, "whatsapp", "reminders", given=True)
    made = shop.messages.remind(asha)
    said = told(shop, made)[2]
    assert "Asha Rao, ₹150.00 is open on your khata at Sharma Kirana" in said
    assert "upi://pay?pa=sharmakirana@okhdfcbank" in said
    assert shop.messages.remind(asha) == made
    assert shop.db.rows("SELECT amount, channel FROM reminder") == [(150_00, "whatsapp")]
    shop.privacy.consent(asha, "whatsapp", "reminders", given=False)
    assert told(shop, made)[1] == "cancelled"


# -- quiet hours


@pytest.mark.parametrize(("hour", "minute", "waits_until"), [
    (20, 59, None), (21, 0, (24, 8)), (23, 59, (24, 8)), (0, 0, (23, 8)), (7, 59, (23, 8)), (8, 0, None),
])  # fmt: skip
def test_nobody_is_woken(shop, asked, at, hour, minute, waits_until):
    shop.settings.set("sms", SMS)
    at(hour, minute)
    made = owe(shop, "confirmed", asked)
    due = read.message(shop.db, made).next_at
    assert shop.messages.due(["sms"]) == ([] if waits_until else [made])
    assert (due.day, due.hour, due.minute) == ((*waits_until, 0) if waits_until else (23, hour, minute))
    if waits_until:
        assert shop.messages.next_at(["sms"]) == int(due.timestamp() * 1000)
        at(8, day=waits_until[0])
        assert shop.messages.due(["sms"]) == [made]


def test_what_failed_in_the_evening_waits_for_the_morning(shop, asked, at):
    shop.settings.set("sms", SMS)
    at(20, 59)
    made = owe(shop, "confirmed", asked)
    shop.messages.claim(["sms"])
    at(21, 1)
    shop.messages.later(made, shop.db.clock.ms() - 1, "busy")
    assert shop.messages.claim(["sms"]) is None
    at(8, day=24)
    assert shop.messages.claim(["sms"]).tries == 2


def test_an_answer_to_who_writes_at_night_goes_at_night(shop, asha, at):
    shop.settings.set("sms", SMS)
    at(23)
    made = shop.messages.say(asha, "Yes, it is on its way.", "sms")
    assert shop.messages.due(["sms"]) == [made]


def test_the_shop_chooses_its_own_quiet_hours(shop, asked, at):
    shop.settings.set("messages", {"quiet": [13 * 60, 16 * 60]})
    at(14)
    assert read.message(shop.db, owe(shop, "confirmed", asked)).next_at.hour == 16


# -- the desk


def test_of_two_senders_one_gets_a_message(shop, asked, folder):
    shop.settings.set("sms", SMS)
    made = owe(shop, "confirmed", asked)
    other = Shop.open(folder, clock=shop.db.clock)
    try:
        assert shop.messages.claim(["sms"]).id == made
        assert other.messages.claim(["sms"]) is None
    finally:
        other.close()
    assert shop.messages.sent(made, "r1") is True
    assert shop.messages.failed(made, "too late") is False
    assert told(shop, made)[1] == "sent"


def test_a_claimed_message_knows_all_that_its_channel_needs(shop, asked):
    shop.settings.set("sms", SMS)
    owe(shop, "confirmed", asked)
    out = shop.messages.claim(["sms"])
    assert (out.channel, out.address, out.name, out.tries, out.language) == ("sms", "9812345670", "Asha Rao", 1, "en")


def test_a_dead_sender_leaves_a_mail_to_be_sent_again_and_the_rest_to_a_person(shop, asha, asked):
    shop.settings.set("sms", SMS)
    shop.settings.set("mail", {"host": "mail.example.in"})
    text, mail = shop.messages.say(asha, "one", "sms"), shop.messages.say(asha, "two", "email")
    assert {shop.messages.claim(["sms", "email"]).id for _n in range(2)} == {text, mail}
    assert shop.messages.recover() == [text]
    assert told(shop, mail)[1] == "owed"
    assert told(shop, text)[1] == "failed"
    assert "may have gone" in told(shop, text)[3]


def test_a_way_that_was_closed_is_not_counted_as_a_try(shop, asked):
    shop.settings.set("sms", SMS)
    made = owe(shop, "confirmed", asked)
    shop.messages.claim(["sms"])
    shop.messages.later(made, 0, counted=False)
    assert shop.messages.claim(["sms"]).tries == 1


# -- by hand


def test_what_is_sent_by_hand_is_opened_then_said_to_be_sent(shop, asked):
    made = owe(shop, "confirmed", asked)
    link = shop.messages.opened(made)
    assert link.startswith("https://wa.me/919812345670?text=Dear%20Asha%20Rao%2C%20your%20order%20A1%2F2627%2FO00042")
    assert told(shop, made)[1] == "opened"
    shop.messages.not_sent(made)
    assert told(shop, made)[1] == "owed"
    shop.messages.opened(made)
    shop.messages.sent_by_hand(made)
    one = read.message(shop.db, made)
    assert (one.state, one.by_hand, one.done_at is not None) == ("sent", True, True)
    with pytest.raises(Refused):
        shop.messages.opened(made)
    assert shop.messages.due(["whatsapp"]) == []


def test_a_failed_message_goes_by_another_channel(shop, asked):
    shop.settings.set("sms", SMS)
    made = owe(shop, "confirmed", asked)
    shop.messages.claim(["sms"])
    shop.messages.failed(made, "no such number")
    assert shop.messages.retry(made) == made
    assert told(shop, made)[1] == "owed"
    other = shop.messages.retry(made, "whatsapp")
    assert told(shop, made)[1::2] == ("cancelled", "Sent by WhatsApp instead.")
    assert told(shop, other)[:2] == ("whatsapp", "owed")


def test_what_is_gone_is_not_cancelled(shop, asked):
    made = owe(shop, "confirmed", asked)
    shop.messages.sent_by_hand(made)
    for act in (shop.messages.cancel, shop.messages.retry, shop.messages.sent_by_hand, shop.messages.not_sent):
        with pytest.raises(Refused):
            act(made)
    waits = owe(shop, "packed", asked)
    shop.messages.cancel(waits, "by telephone already")
    assert told(shop, waits)[1::2] == ("cancelled", "by telephone already")


def test_the_copy_of_a_bill_goes_with_its_paper(shop, asha):
    shop.settings.set("mail", {"host": "mail.example.in"})
    number = shop.sales.sell(["1001"], [Tender("cash")], customer_phone="9812345670").numbers[0]
    made = shop.messages.send_bill(number.lower())
    one = read.message(shop.db, made)
    assert (one.channel, one.attach, one.number, one.subject) == ("email", "bill", number, f"Sharma Kirana: {number}")
    assert f"here is your bill {number} from Sharma Kirana over ₹150.00" in one.body
    assert shop.messages.send_bill(number, "whatsapp") != made
    with pytest.raises(NotFound):
        shop.messages.send_bill("A1/2627/999999")


def test_the_bill_of_nobody_is_sent_to_nobody(shop):
    number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    with pytest.raises(Refused, match="names no customer"):
        shop.messages.send_bill(number)


# -- what is kept


def test_hostile_words_are_kept_as_words(shop, at):
    evil = customer(shop, "Eve\r\nBcc: all@example.in\x1b[2J{phone}<b>", "9812300001")
    made = told(shop, owe(shop, "confirmed", order(shop, evil)))
    assert made[2].splitlines()[0].startswith("Dear Eve Bcc: all@example.in[2J{phone}<b>, your order")


def test_the_books_agree_and_no_word_of_a_customer_stands_in_the_journal(shop, asha):
    asked = order(shop, asha, "", state="cancelled")
    owe(shop, "confirmed", asked)
    owe(shop, "delayed", asked, reason="rain")
    shop.messages.note_call(asha, "wants it on Sunday")
    assert audit(shop.db).faults == ()
    bodies = " ".join(str(body_of(row[0])) for row in shop.db.rows("SELECT body FROM journal"))
    assert "message" in bodies
    assert not [word for word in ("Asha", "9812345670", "Sunday", "rain") if word in bodies]


def test_who_is_forgotten_is_forgotten_in_messages_too(shop, asha, asked):
    made = owe(shop, "confirmed", asked)
    shop.messages.note_call(asha, "likes Tuesdays")
    with shop.db.transaction("test") as tx:
        tx.run("UPDATE orders SET state = 'cancelled'")
    shop.privacy.erase(asha, sweep=False)
    assert told(shop, made)[1] == "cancelled"
    assert shop.db.rows("SELECT DISTINCT address || subject || body || error FROM message") == [("",)]


def test_all_that_was_said_stands_in_what_is_known_of_somebody(shop, asha, asked):
    owe(shop, "confirmed", asked)
    step(shop, asked, "confirmed")
    said = personal_data(shop.db, asha)["messages"]
    assert [(one["channel"], one["address"]) for one in said] == [("whatsapp", "9812345670")]


def test_the_state_of_an_orders_news_is_one_of_four(shop, asha, asked):
    other = order(shop, asha, "A1/2627/O00043")
    assert read.states_of(shop.db, [asked, other]) == {}
    made = owe(shop, "confirmed", asked)
    assert read.states_of(shop.db, [asked, other]) == {asked: "owed"}
    shop.messages.sent_by_hand(made)
    assert read.states_of(shop.db, [asked]) == {asked: "sent"}
    shop.settings.set("sms", SMS)
    late = owe(shop, "delayed", asked)
    shop.messages.claim(["sms"])
    shop.messages.failed(late, "no")
    assert read.states_of(shop.db, [asked]) == {asked: "failed"}
