"""One report that cannot be made holds up no other, what was mended goes at once, and tonight's goes before the end."""

import time

import pytest

from shoppos.online.delivery import Deliverer, try_place
from shoppos.online.report_ways import Ways
from tests.online import sftp_server, webdav_server
from tests.online.test_delivery import names, quick, slow
from tests.shop.report_rows import lost, made, owed, states


def test_a_report_that_cannot_be_made_fails_with_a_sentence_and_holds_up_no_other(shop, tmp_path, caplog):
    shop.reports.set_place("folder", str(tmp_path / "good"), key="f")
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    poison, *good = owed(shop, 4)
    heard = []

    def drawn(db, one):
        return made(db, one) if one.id != poison else 1 / 0

    parts = (shop.reports, shop.db, shop.reports.secrets, shop.db.path.parent)
    assert Deliverer(*parts, drawn, heard.append).work() is None
    assert states(shop, "f") == {"sent": 3, "failed": 1}
    assert states(shop, "w") == {"owed": 3, "failed": 1}
    assert {path.name for path in (tmp_path / "good").iterdir()} == names(shop, good)
    assert {way.error for way in shop.reports.owed() if way.report.id == poison} == {
        "This report could not be made. Details are in the log."
    }
    assert heard == ["Day report 1 of till A1: This report could not be made. Details are in the log."]
    assert "ZeroDivisionError" in caplog.text
    assert Deliverer(*parts, made).work() is None, "the next start of the program, which may be a newer one"
    assert states(shop, "f") == {"sent": 4}
    assert states(shop, "w") == {"owed": 4}


def test_a_report_that_a_place_takes_badly_fails_there_and_the_others_go_on(shop, tmp_path, monkeypatch):
    shop.reports.set_place("folder", str(tmp_path / "good"), key="f")
    first, second = owed(shop, 2)
    send = Ways.send

    def breaks(self, one, place, files, mark=""):
        return send(self, one, place, files, mark) if one.id != first else 1 / 0

    monkeypatch.setattr(Ways, "send", breaks)
    assert quick(shop).work() is None
    assert states(shop) == {"sent": 1, "failed": 1}
    assert {path.name for path in (tmp_path / "good").iterdir()} == names(shop, [second])


def test_a_place_that_was_mended_is_tried_at_once_and_one_that_was_not_is_left_alone(shop, tmp_path):
    lost(shop, tmp_path / "x", "f")
    (one,) = owed(shop, 1)
    sender = slow(shop)
    assert sender.work() > 1
    shop.settings.set("web_cursor.x", "any other choice")
    assert sender.work() > 1
    assert [way.tries for way in shop.reports.owed()] == [1], "nobody has mended it"
    shop.reports.set_place("folder", str(tmp_path / "good"), key="f")
    assert sender.work() is None
    assert states(shop) == {"sent": 1}
    assert {path.name for path in (tmp_path / "good").iterdir()} == names(shop, [one])


def test_a_program_that_ends_lets_tonights_report_go_first(shop, tmp_path):
    shop.reports.set_place("folder", str(tmp_path / "good"), key="good")

    def slowly(db, one):
        time.sleep(0.3)
        return made(db, one)

    one = Deliverer(shop.reports, shop.db, shop.reports.secrets, shop.db.path.parent, slowly)
    shop.db.committed.connect(one.heard)
    one.start()
    owed(shop, 1)
    assert one.finish()
    assert one.stop()
    assert states(shop) == {"sent": 1}


def test_a_program_that_ends_waits_for_no_place_that_does_not_answer_and_never_long(shop, tmp_path):
    lost(shop, tmp_path / "x", "bad")
    owed(shop, 1)
    began = time.monotonic()
    one = slow(shop)
    one.start()
    until = began + 20
    while not [way for way in shop.reports.owed() if way.error] and time.monotonic() < until:
        time.sleep(0.02)
    began = time.monotonic()
    assert one.finish(30), "it is left alone for a while, so nothing may go now"
    assert time.monotonic() - began < 5
    assert one.stop()
    owed(shop, 2)
    assert one.finish(30) is not None
    assert time.monotonic() - began < 10, "who does not work is not waited for"


def test_a_file_that_cannot_be_read_keeps_no_program_from_ending(shop, caplog):
    one = quick(shop)
    shop.db.raw.execute("DROP TABLE delivery")
    assert not one.finish()
    assert "no such table: delivery" in caplog.text


# -- a folder that is not there


def test_a_folder_that_went_away_is_never_made_anew_its_reports_wait_and_somebody_is_told(shop, tmp_path):
    lost(shop, tmp_path / "stick", "f")
    owed(shop, 2)
    heard = []
    sender = quick(shop, heard.append)
    sender.work()
    assert states(shop) == {"owed": 2}
    assert not (tmp_path / "stick").exists()
    assert [(way.tries, way.error.partition(".")[0]) for way in shop.reports.owed() if way.error] == [
        (1, f"{tmp_path / 'stick'}: the folder is not there")
    ]
    assert len(heard) == 1
    assert "the folder is not there" in heard[0]
    (tmp_path / "stick").mkdir()
    sender.again()
    sender.work()
    assert states(shop) == {"sent": 2}


def test_a_stick_that_was_taken_out_leaves_an_empty_folder_into_which_nothing_goes(shop, tmp_path):
    (tmp_path / "stick").mkdir()
    shop.settings.set("delivery_places", [
        {"key": "f", "kind": "folder", "name": "Stick", "url": str(tmp_path / "stick"), "active": True,
         "disk": str(tmp_path / "stick")}
    ])  # fmt: skip
    owed(shop, 1)
    quick(shop).work()
    assert states(shop) == {"owed": 1}
    assert not list((tmp_path / "stick").iterdir())


@pytest.mark.parametrize("kind", ["sftp", "webdav"])
def test_a_folder_on_another_computer_is_made_by_a_trial_and_never_by_a_report(shop, tmp_path, kind):
    there = tmp_path / "there"
    with (sftp_server.sftp if kind == "sftp" else webdav_server.webdav)(there) as served:
        where = served[0] if kind == "sftp" else f"{served.address}/reports"
        who = sftp_server if kind == "sftp" else webdav_server
        place = shop.reports.set_place(kind, where, key="k", user=who.USER, password=who.PASSWORD)
        owed(shop, 1)
        sender = quick(shop)
        sender.work()
        assert not (there / "reports").exists()
        assert states(shop) == {"owed": 1}
        assert "the folder is not there" in shop.reports.owed()[0].error
        try_place(shop.db, shop.reports.secrets, made, place)
        assert (there / "reports").is_dir()
        sender.again()
        sender.work()
    assert states(shop) == {"sent": 1}


def test_an_address_that_does_not_answer_is_not_said_to_have_no_folder(shop, tmp_path):
    with sftp_server.sftp(tmp_path / "there") as (address, _key):
        pass
    shop.reports.set_place("sftp", address, key="k", user=sftp_server.USER, password=sftp_server.PASSWORD)
    owed(shop, 1)
    quick(shop).work()
    assert "folder" not in shop.reports.owed()[0].error
