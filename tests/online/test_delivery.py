"""Reports by the real protocols with three faults in ten and senders that are killed: none lost, none doubled."""

import os
import threading
import time

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.online.delivery import Deliverer, try_place
from shoppos.online.smtp import PASSWORD
from shoppos.printing.travelling import render
from shoppos.reports import deliveries
from tests.online import bucket_server, sftp_server, webdav_server
from tests.online.bucket_server import Store, bucket_service
from tests.online.certificates import Authority
from tests.online.forge import forging
from tests.online.mail_server import Postbox
from tests.online.mail_server import serving as mail_serving
from tests.shop.report_rows import lost, made, owed, states

MANY = 100
OWNER = "owner@example.in"


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


def mail_account(shop, server, password="right") -> None:
    shop.messages.secrets.set(PASSWORD, password)
    shop.settings.set("mail", {
        "host": "127.0.0.1", "port": server.port, "security": "starttls", "user": "shop@example.in",
    })  # fmt: skip


def quick(shop, on_news=lambda _why: None) -> Deliverer:
    return Deliverer(
        shop.reports, shop.db, shop.reports.secrets, shop.db.path.parent, made, on_news,
        chance=lambda _low, high: min(high, 0.005),
    )  # fmt: skip


def slow(shop) -> Deliverer:
    """Its pauses are the longest there are."""
    return Deliverer(
        shop.reports, shop.db, shop.reports.secrets, shop.db.path.parent, made, chance=lambda _low, high: high
    )


def drained(shop, one: Deliverer, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while (rest := one.work()) is not None and time.monotonic() < until:
        time.sleep(min(rest, 0.006))
    assert rest is None, states(shop)


def names(shop, ids):
    found = [deliveries.report(shop.db, one).file for one in ids]
    return {f"{name}.{form}" for name in found for form in ("html", "pdf")}


# -- three faults in ten


def test_a_hundred_mails_arrive_under_a_hundred_message_ids(shop, trusted):
    box = Postbox(rate=0.3)
    with mail_serving(box, trusted.server()) as server:
        mail_account(shop, server)
        shop.reports.set_place("mail", OWNER, key="owner")
        ids = owed(shop, MANY)
        drained(shop, quick(shop))
    assert states(shop) == {"sent": MANY}
    assert set(box.copies) == {f"<{one.hex()}.owner@example.in>" for one in ids}
    assert len(box.copies) == MANY
    assert sum(box.faults[kind] for kind in box.KINDS) > MANY / 5
    assert box.faults["drop after"] >= sum(count - 1 for count in box.copies.values()) > 0, "a copy has its cause"
    for mail in box.mails:
        parts = {part.get_content_type(): part for part in mail.walk()}
        assert {"text/plain", "text/html", "application/pdf"} <= parts.keys()
        assert parts["text/plain"].get_content().strip() in parts["text/html"].get_content()


@pytest.mark.slow
def test_a_hundred_reports_lie_in_a_bucket_each_exactly_once(shop):
    with bucket_service(Store(faults=30)) as store:
        shop.reports.set_place(
            "s3", "s3://bucket/reports", key="b", user=bucket_server.KEY, password=bucket_server.SECRET,
            endpoint=store.address,
        )  # fmt: skip
        ids = owed(shop, MANY)
        drained(shop, quick(shop))
    assert states(shop) == {"sent": MANY}
    assert set(store.objects) == {f"/bucket/reports/{name}" for name in names(shop, ids)}
    for one in ids:
        found = deliveries.report(shop.db, one)
        assert store.objects[f"/bucket/reports/{found.file}.html"] == made(shop.db, found)["html"]


@pytest.mark.slow
def test_reports_come_through_a_bad_line_to_webdav(shop, tmp_path):
    with webdav_server.webdav(tmp_path / "dav") as dav:
        dav.faults = 30
        shop.reports.set_place("webdav", dav.address, key="d", user=webdav_server.USER, password=webdav_server.PASSWORD)
        ids = owed(shop, 30)
        drained(shop, quick(shop))
    assert states(shop) == {"sent": 30}
    assert {path.name for path in (tmp_path / "dav").iterdir()} == names(shop, ids)


def test_reports_come_to_a_folder_and_by_sftp_and_one_bad_place_holds_up_no_other(shop, tmp_path):
    lost(shop, tmp_path / "x", "bad")
    with sftp_server.sftp(tmp_path / "sftp") as (address, _key):
        (tmp_path / "sftp" / "reports").mkdir()
        shop.reports.set_place("folder", str(tmp_path / "good"), key="good")
        shop.reports.set_place("sftp", address, key="s", user=sftp_server.USER, password=sftp_server.PASSWORD)
        ids = owed(shop, 10)
        quick(shop).work()
    assert states(shop, "good") == states(shop, "s") == {"sent": 10}
    assert states(shop, "bad") == {"owed": 10}
    for folder in (tmp_path / "good", tmp_path / "sftp" / "reports"):
        assert {path.name for path in folder.iterdir()} == names(shop, ids)
    why = [way.error for way in shop.reports.owed() if way.tries]
    assert len(why) == 1, "after the first one the place is left alone"
    assert str(tmp_path) in why[0]


def test_a_bucket_whose_key_may_not_list_it_gets_its_reports(shop):
    with bucket_service(Store(listed=False)) as store:
        shop.reports.set_place(
            "s3", "s3://bucket/reports", key="b", user=bucket_server.KEY, password=bucket_server.SECRET,
            endpoint=store.address,
        )  # fmt: skip
        ids = owed(shop, 2)
        quick(shop).work()
    assert states(shop) == {"sent": 2}
    assert set(store.objects) == {f"/bucket/reports/{name}" for name in names(shop, ids)}


# -- what will not arrive by itself


def test_a_refused_mail_fails_with_the_servers_words_and_goes_when_it_is_retried(shop, trusted):
    box, heard = Postbox(), []
    box.answers[OWNER] = "550 no such user here"
    with mail_serving(box, trusted.server()) as server:
        mail_account(shop, server)
        shop.reports.set_place("mail", OWNER, key="owner")
        ids = owed(shop, 2)
        one = quick(shop, heard.append)
        drained(shop, one)
        assert states(shop) == {"failed": 2}
        assert "no such user here" in shop.reports.owed()[0].error
        assert len(heard) == 1, "one reason is said once"
        box.answers.clear()
        shop.reports.retry(ids[0])
        drained(shop, one)
    assert states(shop) == {"sent": 1, "failed": 1}


def test_a_wrong_password_of_the_mail_account_fails_nothing_and_is_tried_once_a_round(shop, trusted):
    box, heard = Postbox(), []
    with mail_serving(box, trusted.server()) as server:
        mail_account(shop, server, "wrong")
        shop.reports.set_place("mail", OWNER, key="owner")
        owed(shop, 3)
        one = quick(shop, heard.append)
        assert one.work() > 600
        assert states(shop) == {"owed": 3}
        assert len(heard) == 1
        assert "not accepted" in heard[0]
        mail_account(shop, server)
        one.again()
        drained(shop, one)
    assert states(shop) == {"sent": 3}


def test_a_mail_server_that_is_not_reached_is_named_and_the_try_counted(shop, trusted):
    with mail_serving(Postbox(), trusted.server()) as server:
        mail_account(shop, server)
    shop.reports.set_place("mail", OWNER, key="owner")
    owed(shop, 3)
    rest = quick(shop).work()
    assert rest is not None
    found = [(way.tries, way.error) for way in shop.reports.owed()]
    assert found == [(1, f"The mail server 127.0.0.1, port {server.port}, was not reached."), (0, ""), (0, "")]


def test_a_new_password_is_tried_at_once_at_a_place_and_at_the_mail_account(shop, trusted, tmp_path):
    with mail_serving(Postbox(), trusted.server()) as server, webdav_server.webdav(tmp_path / "dav") as dav:
        mail_account(shop, server, "wrong")
        shop.reports.set_place("mail", OWNER, key="owner")
        shop.reports.set_place("webdav", dav.address, key="d", user=webdav_server.USER, password="wrong")
        owed(shop, 1)
        sender = slow(shop)
        assert sender.work() > 1
        assert states(shop) == {"owed": 2}
        shop.reports.set_place("webdav", dav.address, key="d", user=webdav_server.USER, password=webdav_server.PASSWORD)
        mail_account(shop, server)
        assert sender.work() is None
    assert states(shop) == {"sent": 2}


# -- the end of the day


def test_words_that_wait_for_a_person_are_made_and_keep_no_sender_busy(shop):
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    (one,) = owed(shop, 1)
    sender = quick(shop)
    assert [sender.work(), sender.work()] == [None, None]
    assert shop.reports.files(one)
    assert states(shop) == {"owed": 1}


def test_the_worker_starts_by_itself_when_a_report_is_owed(shop, tmp_path):
    one = quick(shop)
    shop.db.committed.connect(one.heard)
    one.start()
    try:
        shop.reports.set_place("folder", str(tmp_path / "good"), key="good")
        owed(shop, 5)
        until = time.monotonic() + 20
        while states(shop) != {"sent": 5} and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        assert one.stop()
    assert states(shop) == {"sent": 5}


# -- several programs, and programs that are killed


def test_two_senders_at_once_send_each_report_once(shop, trusted):
    box = Postbox()
    with mail_serving(box, trusted.server()) as server:
        mail_account(shop, server)
        shop.reports.set_place("mail", OWNER, key="owner")
        ids = owed(shop, 30)

        def work(one):
            until = time.monotonic() + 60
            while states(shop) != {"sent": 30} and time.monotonic() < until:
                one.work()
            shop.db.release()

        threads = [threading.Thread(target=work, args=(quick(shop),)) for _two in range(3)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
    assert box.copies == {f"<{one.hex()}.owner@example.in>": 1 for one in ids}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a sender is forked to be killed")
def test_a_killed_sender_loses_no_report_and_lays_none_down_twice(shop, trusted):
    box, kills = Postbox(), 5
    with (
        mail_serving(box, trusted.server()) as server,
        bucket_service(Store()) as store,
        forging("tests.online.report_sender") as forge,
    ):
        mail_account(shop, server)
        shop.reports.set_place("mail", OWNER, key="owner")
        shop.reports.set_place(
            "s3", "s3://bucket/reports", key="b", user=bucket_server.KEY, password=bucket_server.SECRET,
            endpoint=store.address,
        )  # fmt: skip
        ids = owed(shop, MANY)
        for n in range(kills):
            sender = forge.start(shop.db.path.parent)
            until = time.monotonic() + 60
            while states(shop)["sent"] < 2 * MANY * (n + 1) // (kills + 2) and time.monotonic() < until:
                time.sleep(0.005)
            forge.kill(sender)
        assert states(shop)["sent"] < 2 * MANY, "all had gone: the kills prove nothing"
        forge.start(shop.db.path.parent)
        until = time.monotonic() + 90
        while states(shop) != {"sent": 2 * MANY} and time.monotonic() < until:
            time.sleep(0.05)
    assert states(shop) == {"sent": 2 * MANY}
    assert set(box.copies) == {f"<{one.hex()}.owner@example.in>" for one in ids}
    assert sum(count - 1 for count in box.copies.values()) <= kills, "at most one copy for each kill"
    assert set(store.objects) == {f"/bucket/reports/{name}" for name in names(shop, ids)}


# -- "Send me one now"


def test_a_place_is_tried_with_the_newest_report_and_nothing_is_kept_of_it(shop, trusted, tmp_path):
    box = Postbox()
    place = shop.reports.set_place("folder", str(tmp_path / "good"), key="good")
    said = try_place(shop.db, shop.reports.secrets, render, place)
    assert (tmp_path / "good" / said).read_bytes().startswith(b"<!doctype html>"), "today so far, before any closing"
    with mail_serving(box, trusted.server()) as server:
        mail_account(shop, server)
        mail = shop.reports.set_place("mail", OWNER, key="owner")
        first, second = (try_place(shop.db, shop.reports.secrets, render, mail) for _two in range(2))
    assert first != second, "a mail program hides a second copy"
    assert [one["To"] for one in box.mails] == [OWNER, OWNER]
    assert states(shop) == {}
    phone = shop.reports.set_place("whatsapp", "9812345678", key="w")
    assert try_place(shop.db, shop.reports.secrets, render, phone).startswith("https://wa.me/919812345678?text=")


def test_a_place_that_does_not_work_says_why(shop, tmp_path):
    mail = shop.reports.set_place("mail", OWNER, key="owner")
    with pytest.raises(InvalidInput, match="No mail account is set up"):
        try_place(shop.db, shop.reports.secrets, render, mail)
    lost(shop, tmp_path / "x", "bad")
    with pytest.raises(InvalidInput, match="the folder is not there"):
        try_place(shop.db, shop.reports.secrets, render, deliveries.place(shop.db, "bad"))
