"""Messages that are owed: one for each step, in the customer's words, overtaken by what comes after it."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.journal import body_of
from shoppos.reports import messages as read
from shoppos.reports.audit import audit
from shoppos.reports.personal_data import personal_data
from tests.shop.message_rows import advance, customer, order, owe, step, told

SMS = {"url": "https://sms.example.in", "form": "json"}


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
    assert told(shop, first)[1::2] == ("cancelled", "“Delayed” has overtaken it.")
    assert told(shop, late)[1::2] == ("cancelled", "“Dispatched” has overtaken it.")
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
