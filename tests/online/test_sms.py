"""SMS: any gateway is asked as the settings say, and what it answers is understood before a message counts as sent."""

import base64

import pytest

from shoppos.base.ids import new_id
from shoppos.online import sms
from shoppos.online.channels import Failed, Later, Sent, Stopped, Unsure
from shoppos.online.sms import PRESETS, Sms
from shoppos.reports.messages import Outgoing
from tests.online.gateways import SmsGateway, serving

TEXT = "Dear {#alphanumeric#}, order {#alphanumeric#} is packed. -SHARMA"
DLT = {
    "entity": "1101234567890123456", "header": "SHARMA", "templates": {"1107001": TEXT},
    "gateway": {"1107001": "flow77"},
}  # fmt: skip
PLAIN = {
    "method": "POST", "form": "json", "body": {"id": "{id}", "to": "{to91}", "text": "{text}"},
    "good": {"field": "type", "is": "success"}, "reference": "message", "error": "message",
}  # fmt: skip


@pytest.fixture
def gateway():
    with serving(SmsGateway()) as running:
        yield running


def message(body="Dear Asha, order 42 is packed. -SHARMA", **more) -> Outgoing:
    told = {
        "id": new_id(), "channel": "sms", "address": "9812345670", "subject": "", "body": body, "attach": "",
        "doc_id": None, "name": "Asha", "language": "en", "tries": 1, "made_at": 1, "registered": "1107001",
    }  # fmt: skip
    return Outgoing(**{**told, **more})


def account(gateway, dlt=DLT, **more) -> Sms:
    return Sms({**PLAIN, "url": gateway.url, **more}, dlt, "s3cret")


def test_a_good_answer_counts_as_sent(gateway):
    one = message()
    assert account(gateway).send(one) == Sent(f"ref-{one.id.hex()[-6:]}")
    assert gateway.asked[0][3] == {"id": one.id.hex(), "to": "919812345670", "text": one.body}


@pytest.mark.parametrize(("answer", "outcome"), [
    ((200, {"type": "error", "message": "template not found"}), Failed),
    ((200, "<html>maintenance</html>"), Failed), ((200, {}), Failed), ((200, {"type": True}), Failed),
    ((400, {"message": "bad number"}), Failed), ((401, {"message": "wrong key"}), Stopped),
    ((429, {}), Later), ((503, {}), Later), ((500, {}), Unsure), ((502, "bad gateway"), Unsure),
    ((504, ""), Unsure), ((302, ""), Failed),
])  # fmt: skip
def test_other_answers_mean_what_they_say(gateway, answer, outcome):
    gateway.answer = answer
    said = account(gateway).send(message())
    assert isinstance(said, outcome)
    if isinstance(answer[1], dict) and "message" in answer[1]:
        assert answer[1]["message"] in said.why


def test_a_cut_line_may_have_carried_it_and_a_dead_one_did_not(gateway):
    gateway.rate, gateway.KINDS = 1.0, ("drop after",)
    assert isinstance(account(gateway).send(message()), Unsure)
    assert account(gateway, url="http://127.0.0.1:1").send(message()) == Later(offline=True)


def test_a_text_that_is_not_registered_does_not_leave_the_shop(gateway):
    line = account(gateway)
    assert "is packed" in line.send(message("Dear Asha, order 42 was packed. -SHARMA")).why
    for body, registered in (
        ("Dear Asha, order 42 was packed. -SHARMA", "1107001"), ("Dear A/B, order 42 is packed. -SHARMA", "1107001"),
        ("Dear Asha, order 42 is packed. -SHARMA", ""), ("Dear Asha, order 42 is packed. -SHARMA", "1107999"),
    ):  # fmt: skip
        assert isinstance(line.send(message(body, registered=registered)), Failed)
    assert gateway.asked == []


def test_a_shop_without_a_list_sends_what_it_likes(gateway):
    assert isinstance(account(gateway, dlt={}).send(message("anything", registered="")), Sent)


@pytest.mark.parametrize("number", ["", "12345", "0221234567", "98123456701", "9812345670&to=9"])
def test_what_is_no_mobile_is_not_asked_for(gateway, number):
    assert isinstance(account(gateway).send(message(address=number)), Failed)
    assert gateway.asked == []


def test_a_key_never_leaves_unencrypted():
    said = Sms({**PLAIN, "url": "http://sms.example.in/send?key={key}"}, {}, "s3cret").send(message())
    assert isinstance(said, Stopped)
    assert "s3cret" not in said.why


def test_braces_in_a_name_are_only_words(gateway):
    gateway.answer = (200, {"type": "success", "message": "r"})
    account(gateway, dlt={}).send(message("Dear {key} {basic}"))
    assert gateway.asked[0][3]["text"] == "Dear {key} {basic}"


def test_an_address_takes_its_blanks_escaped(gateway):
    gateway.answer = (200, {"type": "success", "message": "r"})
    line = account(gateway, dlt={}, url=gateway.url + "/send/{to}?text={text}", body={}, method="GET")
    assert isinstance(line.send(message("a&b=c #d")), Sent)
    method, path, _headers, body = gateway.asked[0]
    assert (method, path, body) == ("GET", "/send/9812345670", {"text": "a&b=c #d"})


# -- the presets, as their documentation has them


def by(gateway, name, path) -> Sms:
    return Sms({**PRESETS[name], "url": gateway.url + path}, DLT, "k:t")


def test_fast2sms_takes_the_whole_text(gateway):
    gateway.answer = (200, {"return": True, "request_id": "abc1", "message": ["SMS sent successfully."]})
    assert by(gateway, "fast2sms", "/dev/bulkV2").send(message()) == Sent("abc1")
    method, path, headers, body = gateway.asked[0]
    assert (method, path, headers["authorization"]) == ("POST", "/dev/bulkV2", "k:t")
    assert body == {
        "route": "dlt_manual", "sender_id": "SHARMA", "message": "Dear Asha, order 42 is packed. -SHARMA",
        "template_id": "1107001", "entity_id": "1101234567890123456", "numbers": "9812345670",
    }  # fmt: skip
    gateway.answer = (200, {"return": False, "status_code": 990, "message": "Old Auth Key"})
    assert by(gateway, "fast2sms", "/dev/bulkV2").send(message()) == Failed("It was refused: Old Auth Key")


def test_msg91_takes_the_variables_of_its_flow(gateway):
    gateway.answer = (200, {"message": "5762846b4f8d285d378b4567", "type": "success"})
    assert by(gateway, "msg91", "/api/v5/flow/").send(message()) == Sent("5762846b4f8d285d378b4567")
    assert gateway.asked[0][2]["authkey"] == "k:t"
    assert gateway.asked[0][3] == {
        "flow_id": "flow77", "sender": "SHARMA", "unicode": "0",
        "recipients": [{"mobiles": "919812345670", "VAR1": "Asha", "VAR2": "42"}],
    }  # fmt: skip


def test_exotel_takes_a_form_and_a_name_with_a_password(gateway):
    gateway.answer = (200, {"SMSMessage": {"Sid": "sid9", "Status": "queued"}})
    assert by(gateway, "exotel", "/v1/Accounts/acc/Sms/send.json").send(message()) == Sent("sid9")
    _method, _path, headers, body = gateway.asked[0]
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"k:t").decode()
    assert (body["From"], body["To"], body["EncodingType"]) == ("SHARMA", "+919812345670", "plain")
    assert (body["DltEntityId"], body["DltTemplateId"]) == ("1101234567890123456", "1107001")


def test_the_settings_name_a_preset_and_change_what_they_like(shop):
    assert sms.account(shop.db, shop.messages.secrets) is None
    shop.settings.set("sms", {"preset": "msg91", "url": "https://eu.example.in/flow"})
    made = sms.account(shop.db, shop.messages.secrets)
    assert "eu.example.in" in made.account
    assert "recipients" in made.account


def test_the_diary_is_told_nothing_of_an_address(gateway, caplog):
    caplog.set_level("INFO")
    account(gateway, url=gateway.url + "/?key={key}&to={to}").send(message())
    assert gateway.asked
    assert "s3cret" not in caplog.text
    assert "9812345670" not in caplog.text
