"""Reports by command: where they go, what waits and why, sent now, again and by hand."""

from urllib.parse import urlsplit

import pytest

from shoppos.base.clock import Clock
from shoppos.base.lock import WindowLock
from shoppos.online.delivery import LOCK
from tests.online import sftp_server
from tests.stories.clocks import SetClock


@pytest.fixture
def clock(monkeypatch):
    """The clock of every command from now on."""
    stands = SetClock("2036-11-23 21:00")
    monkeypatch.setattr(Clock, "ms", lambda _self: stands.stands)
    return stands


@pytest.fixture
def evening(clock, stocked, tmp_path):
    """A shop whose reports go into a folder, and a day that can be closed."""
    told = stocked("deliver", "set-place", "folder", str(tmp_path / "out"), "--name", "Office")
    assert told.code == 0, told.err
    assert stocked("sell", "1001", "1002", "--pay", "cash").code == 0
    return stocked


def test_a_closed_day_is_delivered_listed_and_named(evening, tmp_path):
    closing = evening("day", "close", "--json").json
    waits = evening("deliver", "list", "--json").json
    assert [(one["id"], one["state"], one["place"]) for one in waits] == [(closing["reports"][0], "owed", "office")]
    assert waits[0]["report"] == {
        "till": "A1", "kind": "day", "from": "2036-11-23", "to": "2036-11-23", "z": 1, "sequence": 1,
    }  # fmt: skip
    told = evening("deliver")
    assert (told.code, told.out.strip()) == (0, "1 sent, 0 wait, 0 to be sent by hand.")
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name[:24] for name in files] == ["2036-11-23-A1-day-0001-" + closing["reports"][0][-6]] * 2
    assert evening("deliver", "list").out.strip() == "Every report has arrived."
    arrived = evening("deliver", "list", "--all", "--json").json
    assert (arrived[0]["state"], arrived[0]["reference"]) == ("sent", files[0])
    assert evening("deliver", "now", "--json").json == {"sent": 0, "owed": 0, "by_hand": 0, "failed": []}


def test_what_does_not_arrive_makes_the_code_3_says_why_and_troubles_the_doctor(evening, tmp_path, clock):
    assert evening("deliver", "set-place", "folder", str(tmp_path / "x"), "--key", "bad").code == 0
    (tmp_path / "x").rmdir()
    closing = evening("day", "close", "--json").json
    told = evening("deliver", "now")
    assert told.code == 3
    assert "Day report 1 of till A1 → Folder:" in told.out
    assert f"{tmp_path / 'x'}: the folder is not there." in told.out
    (row,) = [line for line in evening("deliver", "places").out.splitlines() if line.startswith("bad ")]
    assert "1 report waits" in row
    clock.go_on(hours=30)
    listed = evening("deliver", "list").out
    assert "30 h" in listed
    health = evening("doctor")
    assert "Some reports have not reached the owner" in health.out + health.err
    assert evening("deliver", "cancel", closing["reports"][0][-8:], "bad").code == 0
    assert evening("deliver").code == 0


def test_a_report_is_sent_again(evening, tmp_path):
    report = evening("day", "close", "--json").json["reports"][0]
    assert evening("deliver").code == 0
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    refused = evening("deliver", "retry", report[-8:])
    assert (refused.code, "--place KEY" in refused.err) == (1, True)
    assert evening("deliver", "retry", report[-8:], "--place", "office").code == 0
    assert evening("deliver").code == 0
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert evening("deliver", "retry", "zz").code == 1
    assert evening("deliver", "retry", "abcd0123").code == 1


def test_words_for_whatsapp_are_opened_and_said_to_be_sent(evening):
    assert evening("deliver", "set-place", "whatsapp", "98123 45678", "--key", "me").code == 0
    report = evening("day", "close", "--json").json["reports"][0]
    told = evening("deliver", "--json")
    assert (told.code, told.json["by_hand"]) == (0, 1)
    link = evening("deliver", "link", report, "me", "--json").json["link"]
    assert link.startswith("https://wa.me/919812345678?text=*Sharma%20Kirana*")
    assert "%E2%82%B9160.00" in link, "the sales of the day"
    assert evening("deliver", "sent", report, "me").code == 0
    assert evening("deliver", "list", "--json").json == []


def test_places_are_set_tried_and_removed_and_a_password_is_never_shown(evening, tmp_path):
    secret = tmp_path / "password"
    secret.write_text("s3cr3t-of-mine\n")
    made = evening(
        "deliver", "set-place", "webdav", "webdav://127.0.0.1:9/x", "--key", "cloud", "--user", "meena",
        "--password-file", secret, "--json",
    )  # fmt: skip
    assert (made.code, made.json["password"]) == (0, "file")
    shown = evening("deliver", "places")
    assert [word in shown.out for word in ("cloud", "office", "kept", "s3cr3t")] == [True, True, True, False]
    assert "s3cr3t" not in evening("deliver", "places", "--json").out + made.out + made.err
    tried = evening("deliver", "test", "cloud")
    assert tried.code == 3
    assert "it does not answer" in tried.err
    good = evening("deliver", "test", "office", "--json").json
    assert (good["arrived"], (tmp_path / "out" / good["reference"]).exists()) == (True, True)
    assert evening("deliver", "remove-place", "cloud").code == 0
    assert [one["key"] for one in evening("deliver", "places", "--json").json] == ["office"]
    assert evening("deliver", "test", "cloud").code == 1
    wrong = evening("deliver", "set-place", "mail", "nobody")
    assert (wrong.code, "For example owner@example.com" in wrong.err) == (1, True)


def test_the_key_of_a_computer_that_was_set_up_anew_is_forgotten(evening, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPPOS_PLACE_PASSWORD", sftp_server.PASSWORD)
    with sftp_server.sftp(tmp_path / "old") as (address, _key):
        made = evening("deliver", "set-place", "sftp", address, "--key", "s", "--user", sftp_server.USER)
        assert made.code == 0, made.err
        assert evening("deliver", "test", "s").code == 0
    with sftp_server.sftp(tmp_path / "new", port=urlsplit(address).port):
        told = evening("deliver", "test", "s")
        assert told.code == 3
        assert "shoppos deliver forget-key" in told.err
        assert evening("deliver", "forget-key", "s", "--json").json == {"place": address, "forgotten": True}
        assert evening("deliver", "test", "s").code == 0
        assert evening("deliver", "forget-key", address).code == 0
    assert evening("deliver", "forget-key", "s").out.strip() == f"No key of {address} is kept."


def test_the_key_of_a_computer_is_forgotten_with_the_last_place_on_it(evening, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPPOS_PLACE_PASSWORD", sftp_server.PASSWORD)
    with sftp_server.sftp(tmp_path / "there") as (address, _key):
        for name in ("One", "Two"):
            assert (
                evening("deliver", "set-place", "sftp", address, "--name", name, "--user", sftp_server.USER).code == 0
            )
        assert evening("deliver", "test", "One").code == 0, "a place is found by what it is called"
        assert evening("deliver", "remove-place", "one").code == 0
        assert evening("deliver", "test", "two").code == 0
        assert evening("deliver", "remove-place", "two").code == 0
    assert evening("deliver", "forget-key", address).out.strip() == f"No key of {address} is kept."


def test_before_any_place_is_set_up_nothing_is_said_to_have_arrived(stocked):
    assert stocked("deliver", "list").out.strip() == "Reports go nowhere yet: shoppos deliver set-place"


def test_what_another_program_sends_just_now_is_said_to_be_sent_by_it(evening, folder):
    assert evening("day", "close", "--json").code == 0
    lock = WindowLock(folder / LOCK)
    lock.take(signed=False)
    try:
        told = evening("deliver")
    finally:
        lock.release()
    assert told.code == 3
    assert told.out.splitlines() == [
        "0 sent, 1 wait, 0 to be sent by hand.",
        "Another program of this shop is sending just now, and sends these too.",
    ]
    assert "Another program" not in evening("deliver").out


def test_a_cashier_reads_no_report_by_its_link_and_cancels_none(evening, tmp_path):
    report = evening("day", "close", "--json").json["reports"][0]
    pin = tmp_path / "pin"
    pin.write_text("483920")
    assert evening("employees", "add", "Ravi", "--role", "cashier").code == 0
    assert evening("employees", "pin", "Meena", "--new-pin-file", pin).code == 0
    for act in (("link", report), ("cancel", report), ("sent", report)):
        told = evening("deliver", *act, "office", "--as", "Ravi")
        assert (told.code, "Not everybody may see" in told.err) == (1, True), told.err
    assert evening("deliver", "test", "office", "--as", "Ravi").code == 1
    assert not list((tmp_path / "out").iterdir())
