"""The desk: nobody is woken, of two senders one gets a message, and a person sends what does not go by itself."""

import pytest

from shoppos.base.errors import NotFound, Refused
from shoppos.reports import messages as read
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.message_rows import owe, told

SMS = {"url": "https://sms.example.in", "form": "json"}


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
    assert [fault for fault in audit(shop.db).faults if "message" in fault.where] == []


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


def test_what_goes_by_itself_is_not_opened_by_hand_before_it_failed(shop, asha, at):
    shop.settings.set("mail", {"host": "mail.example.in"})
    made = shop.messages.say(asha, "hello", "email")
    with pytest.raises(Refused, match="by itself"):
        shop.messages.opened(made)
    shop.messages.claim(["email"])
    shop.messages.failed(made, "mailbox full")
    assert shop.messages.opened(made).startswith("mailto:")


def test_a_message_that_waits_goes_to_where_its_customer_is_reached_now(shop, asha, asked):
    shop.settings.set("sms", SMS)
    made = owe(shop, "confirmed", asked)
    shop.customers.change(asha, phone="9898989898")
    assert shop.messages.claim(["sms"]).address.endswith("9898989898")
    assert read.message(shop.db, made).address.endswith("9898989898")


def test_a_message_that_leads_nowhere_any_more_has_failed(shop, asha, asked):
    shop.settings.set("mail", {"host": "mail.example.in"})
    shop.settings.set("messages", {"channels": ["email"]})
    shop.customers.change(asha, email="asha@example.in")
    made = owe(shop, "confirmed", asked)
    assert read.message(shop.db, made).channel == "email"
    shop.customers.change(asha, email="")
    assert shop.messages.claim(["email"]) is None
    assert read.message(shop.db, made).state == "failed"
