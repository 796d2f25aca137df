"""`shoppos messages`: what is owed, sent and said, without a window."""

import json

import pytest

from shoppos.base.clock import Clock
from shoppos.rules.message_words import STEPS
from shoppos.shop import Shop
from tests.online.gateways import SmsGateway, serving
from tests.shop.message_rows import customer, order, owe


@pytest.fixture
def owed(folder) -> str:
    """A shop that owes one message; gives its id."""
    shop = Shop.open(folder, clock=Clock())
    shop.settings.set("messages", {"quiet": [0, 0]})
    made = owe(shop, "confirmed", order(shop, customer(shop), ""))
    shop.close()
    return made.hex()


@pytest.fixture
def gateway():
    with serving(SmsGateway()) as running:
        yield running


def sms(run, gateway, tmp_path) -> None:
    told = {
        "url": gateway.url, "form": "json", "body": {"id": "{id}", "text": "{text}"},
        "headers": {"authkey": "{key}"}, "good": {"field": "type", "is": "success"}, "error": "message",
    }  # fmt: skip
    (tmp_path / "sms.json").write_text(json.dumps(told))
    (tmp_path / "key").write_text("s3cret\n")
    said = run(
        "messages", "account", "sms", "--file", tmp_path / "sms.json", "--secret-file", tmp_path / "key", "--json"
    )
    assert (said.code, said.json["setting"]["url"]) == (0, gateway.url)
    assert "s3cret" not in said.out + said.err


def test_what_is_owed_is_listed_and_shown(run, owed):
    said = run("messages", "list", "--json")
    assert [(one["id"], one["step"], one["channel"], one["state"], one["ending"]) for one in said.json] == [
        (owed, "confirmed", "whatsapp", "owed", "5670")
    ]
    assert "9812345670" not in said.out
    assert "waits" in run("messages", "list").out
    whole = run("messages", "show", owed[-8:], "--json").json
    assert whole["address"] == "9812345670"
    assert whole["body"].startswith("Dear Asha Rao, your order A1/2627/O00001 is confirmed.")


def test_in_the_quiet_hours_it_is_said_why_they_wait_and_until_when(run, folder, owed):
    assert "1 waits for you to send it by hand." in run("messages", "send").out
    shop = Shop.open(folder, clock=Clock())
    now = shop.db.clock.at(shop.db.clock.ms())
    minute = now.hour * 60 + now.minute
    ends = (minute + 90) % 1440
    shop.settings.set("messages", {"quiet": [(minute - 60) % 1440, ends]})
    shop.close()
    until = f"{ends // 60:02}:{ends % 60:02}"
    assert f"The quiet hours of the shop last until {until}" in run("messages", "send").out
    assert f"T{until}" in run("messages", "send", "--json").json["quiet_until"]


def test_by_hand_it_is_opened_and_said_to_be_sent(run, owed):
    assert run("messages", "send", "--json").json == {
        "sent": 0,
        "owed": 1,
        "failed": [],
        "stopped": [],
        "by_hand": 1,
        "quiet_until": None,
    }
    assert (
        run("messages", "link", owed, "--json").json["link"].startswith("https://wa.me/919812345670?text=Dear%20Asha")
    )
    assert run("messages", "list", "--json").json[0]["state"] == "opened"
    assert run("messages", "sent", owed).code == 0
    assert run("messages", "list").out.strip() == "Nothing is owed."
    assert [one["state"] for one in run("messages", "list", "--all", "--json").json] == ["sent"]
    assert run("messages", "cancel", owed).code == 1


def test_an_account_sends_what_is_owed(run, owed, gateway, tmp_path):
    sms(run, gateway, tmp_path)
    assert run("messages", "retry", owed, "--by", "sms").code == 0
    said = run("messages", "send", "--json")
    assert (said.code, said.json["sent"], said.json["owed"]) == (0, 1, 0)
    assert gateway.asked[0][2]["authkey"] == "s3cret"


def test_what_failed_is_told_and_makes_the_exit_code_three(run, owed, gateway, tmp_path):
    sms(run, gateway, tmp_path)
    gateway.answer = (200, {"type": "error", "message": "template not found"})
    run("messages", "retry", owed, "--by", "sms")
    said = run("messages", "send", "--json")
    assert (said.code, said.json["failed"][0]["why"]) == (3, "It was refused: template not found")
    assert "1 failed" not in run("messages", "send").out


def test_an_account_is_tried_before_it_is_trusted(run, owed, gateway, tmp_path):
    assert run("messages", "test", "sms", "9812300000").code == 1
    sms(run, gateway, tmp_path)
    assert run("messages", "test", "sms", "9812300000").code == 0
    gateway.answer = (401, {"message": "wrong key"})
    said = run("messages", "test", "sms", "9812300000")
    assert (said.code, "wrong key" in said.err) == (1, True)


def test_customers_are_written_to_and_heard(run, owed):
    assert run("messages", "heard", "9812345670", "When does it come?").code == 0
    assert [(one["customer"], one["unread"]) for one in run("messages", "waiting", "--json").json] == [("Asha Rao", 1)]
    assert run("messages", "say", "9812345670", "Tomorrow.", "--json").json["channel"] == "whatsapp"
    assert run("messages", "note", "9812345670", "told her again").code == 0
    assert run("messages", "waiting").out.strip() == "Nobody waits for a reply."
    said = run("messages", "talk", "9812345670", "--json").json
    assert [one["way"] for one in said] == ["out", "in", "out", "call"]
    assert run("messages", "say", "9812345670", "hello", "--channel", "telegram").code == 1


def test_texts_are_shown_set_and_forgotten(run, owed):
    before = run("messages", "template", "--json").json
    assert (len(before), before[0]["own"]) == (len(STEPS), False)
    said = run("messages", "template", "packed", "--text", "Packed, {name}!", "--json")
    assert (said.code, said.json[-1]["shown"], said.json[-1]["own"]) == (0, "Packed, Asha!", True)
    assert run("messages", "template", "packed", "--text", "Packed, {nmae}!").code == 1
    assert run("messages", "template", "packed", "--language", "hi").code == 0
    run("messages", "template", "packed", "--forget")
    assert not run("messages", "template", "packed", "--json").json[0]["own"]


@pytest.mark.parametrize("named", ["", "zz", "00000000", "%", "'; DROP TABLE message"])
def test_a_message_that_is_none_is_not_found(run, owed, named):
    assert run("messages", "show", named).code == 1


def test_a_setting_that_is_no_object_is_refused(run, owed, tmp_path):
    (tmp_path / "sms.json").write_text("[]")
    assert run("messages", "account", "sms", "--file", tmp_path / "sms.json").code == 1
    assert run("messages", "account", "sms", "--file", tmp_path / "missing.json").code == 1


def test_a_conversation_says_what_became_of_each_message(run, owed):
    run("messages", "say", "9812345670", "First words")
    one = run("messages", "say", "9812345670", "Other words", "--json").json["id"]
    run("messages", "cancel", one)
    third = run("messages", "say", "9812345670", "Third words", "--json").json["id"]
    run("messages", "link", third)
    lines = {
        word: line
        for line in run("messages", "talk", "9812345670").out.splitlines()
        for word in ("First", "Other", "Third")
        if f"{word} words" in line
    }
    assert "Waits to be sent" in lines["First"]
    assert "Not sent" in lines["Other"]
    assert "Was it sent?" in lines["Third"]
