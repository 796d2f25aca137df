"""How a customer is reached: what the shop has, what they answered on, and what they agreed to."""

import pytest

from shoppos.base.errors import Refused
from shoppos.shop.message_routes import Choices, choices
from shoppos.shop.payments import Tender
from tests.shop.message_rows import customer, order, owe, told

SMS = {"url": "https://sms.example.in", "form": "json"}


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


@pytest.mark.parametrize("kept", [
    {}, {"channels": "sms"}, {"channels": ["pigeon"]}, {"quiet": [1]}, {"quiet": "night"}, {"quiet": [-1, 99_999]},
    {"quiet": [None, 480]}, {"off": "all"}, {"off": 7},
])  # fmt: skip
def test_a_choice_that_nobody_can_have_meant_is_none(shop, kept):
    shop.settings.set("messages", kept)
    assert choices(shop.db) == Choices()


def test_a_gateway_by_its_name_alone_is_set_up(shop, asked):
    shop.settings.set("sms", {"preset": "fast2sms"})
    assert told(shop, owe(shop, "confirmed", asked))[0] == "sms"
