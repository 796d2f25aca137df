"""The shop's own words: by step, channel and language, with blanks that are known, and as the DLT list has them."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.shop.message_templates import found
from tests.shop.message_rows import customer, order, owe, told

TEXT = "Dear {#alphanumeric#}, order {#alphanumeric#} of Rs {#numeric#} is confirmed. -SHARMA"
OWN = "Dear {name}, order {number} of Rs {amount} is confirmed. -SHARMA"
DLT = {"entity": "1101234567890123456", "header": "SHARMA", "templates": {"1107001": TEXT}}


@pytest.fixture
def asked(shop):
    shop.settings.set("messages", {"quiet": [0, 0]})
    return order(shop, customer(shop))


def by_sms(shop):
    shop.settings.set("sms", {"url": "https://sms.example.in"})
    shop.settings.set("dlt", DLT)


@pytest.mark.parametrize("language", ["en", "hi", "ta"])
def test_every_step_has_words_in_each_language(shop, language):
    said = shop.messages.texts.every(language)
    assert len(said) == 13
    assert all(shop.messages.texts.preview(one).body for one in said)


def test_the_shops_own_words_come_before_ours_and_go_again(shop, asked):
    shop.messages.texts.set("confirmed", "", "en", "Namaste {name}!\nWe pack {number}.\nTime: {slot}")
    assert told(shop, owe(shop, "confirmed", asked))[2] == "Namaste Asha Rao!\nWe pack A1/2627/O00042.\nTime: 10-12"
    shop.messages.texts.forget("confirmed", "", "en")
    assert told(shop, owe(shop, "confirmed", asked))[2].startswith("Dear Asha Rao, your order")


def test_the_words_of_a_channel_come_before_those_for_any(shop, asked):
    shop.messages.texts.set("confirmed", "", "en", "any {number}")
    shop.messages.texts.set("confirmed", "whatsapp", "en", "chat {number}")
    assert told(shop, owe(shop, "confirmed", asked))[2] == "chat A1/2627/O00042"
    assert found(shop.db, "confirmed", "sms", "en").body == "any {number}"
    assert found(shop.db, "confirmed", "whatsapp", "hi") is None


def test_each_order_speaks_its_own_language(shop):
    shop.messages.texts.set("confirmed", "", "hi", "नमस्ते {name}, ऑर्डर {number} पक्का है।")
    shop.messages.texts.set("confirmed", "", "ta", "வணக்கம் {name}, ஆர்டர் {number} உறுதி.")
    asha = customer(shop)
    spoken = {
        language: told(shop, owe(shop, "confirmed", order(shop, asha, f"A1/2627/O0000{n}", language=language)))[2]
        for n, language in enumerate(("en", "hi", "ta", "xx"))
    }
    assert spoken["hi"] == "नमस्ते Asha Rao, ऑर्डर A1/2627/O00001 पक्का है।"
    assert spoken["ta"] == "வணக்கம் Asha Rao, ஆர்டர் A1/2627/O00002 உறுதி."
    assert spoken["en"].startswith("Dear Asha Rao")
    assert spoken["xx"].startswith("Dear Asha Rao")


def test_a_step_can_be_left_unsaid_on_one_channel(shop, asked):
    by_sms(shop)
    shop.messages.texts.set("confirmed", "sms", "en", "", active=False)
    assert told(shop, owe(shop, "confirmed", asked))[0] == "whatsapp"


@pytest.mark.parametrize(("step", "channel", "language", "body", "field"), [
    ("confirmed", "", "en", "Dear {nmae}", "body"), ("confirmed", "", "en", "  \n ", "body"),
    ("vanished", "", "en", "x", "step"), ("confirmed", "fax", "en", "x", "channel"),
    ("confirmed", "", "fr", "x", "language"), ("confirmed", "", "en", "open {name", "body"),
])  # fmt: skip
def test_what_cannot_be_said_is_refused(shop, step, channel, language, body, field):
    with pytest.raises(InvalidInput) as refusal:
        shop.messages.texts.set(step, channel, language, body)
    assert refusal.value.field == field
    assert not [one for one in shop.messages.texts.every() if one.own]


def test_a_preview_shows_words_and_length(shop):
    by_sms(shop)
    shown = shop.messages.texts.set("confirmed", "sms", "en", OWN, registered="1107001")
    assert shown.body == "Dear Asha, order A1 2627 O00042 of Rs 1240 is confirmed. -SHARMA"
    assert (shown.length.alphabet, shown.length.parts, shown.wrong) == ("GSM-7", 1, ())


def test_an_sms_that_is_not_registered_so_is_refused_with_what_differs(shop):
    by_sms(shop)
    with pytest.raises(InvalidInput, match="is confirmed"):
        shop.messages.texts.set("confirmed", "sms", "en", OWN.replace("confirmed", "taken"), registered="1107001")
    with pytest.raises(InvalidInput, match="is not written down"):
        shop.messages.texts.set("confirmed", "sms", "en", OWN, registered="999")
    with pytest.raises(InvalidInput, match="names none"):
        shop.messages.texts.set("confirmed", "sms", "en", OWN)


def test_an_sms_that_an_operator_would_drop_is_not_sent_but_says_why(shop):
    by_sms(shop)
    shop.messages.texts.set("confirmed", "sms", "en", OWN, registered="1107001")
    long = order(shop, customer(shop, "A" * 45, "9812300009"))
    channel, state, _body, error = told(shop, owe(shop, "confirmed", long))
    assert (channel, state) == ("sms", "failed")
    assert "45 characters" in error
    assert shop.messages.due(["sms"]) == []


def test_a_registered_sms_is_composed_for_its_list(shop, asked):
    by_sms(shop)
    shop.messages.texts.set("confirmed", "sms", "en", OWN, registered="1107001")
    made = owe(shop, "confirmed", asked)
    assert told(shop, made)[:3] == (
        "sms", "owed", "Dear Asha Rao, order A1 2627 O00042 of Rs 1240 is confirmed. -SHARMA",
    )  # fmt: skip
    assert shop.messages.claim(["sms"]).registered == "1107001"


def test_a_mail_has_a_heading_of_its_own(shop):
    shown = shop.messages.texts.set("confirmed", "email", "en", "Dear {name}", subject="Order {number}\r\nBcc: x@y.in")
    assert shown.subject == "Order A1/2627/O00042 Bcc: x@y.in"
