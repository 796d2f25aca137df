"""Where reports go: passwords stay where they were given for, and what is mended, removed or put back is owed right."""

import json

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.reports import deliveries
from shoppos.shop import Shop
from tests.shop.report_rows import owed, states
from tests.stories.clocks import SetClock


@pytest.fixture
def clock():
    return SetClock("2026-11-20 09:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    yield shop
    shop.close()


def test_a_password_stands_in_no_setting_no_journal_and_no_log(shop, folder):
    shop.reports.secrets.set("probe", "x")
    made_ = shop.reports.set_place(
        "webdav", "webdavs://cloud.example.com/reports", name="Cloud", user="meena", password="s3cr3t-of-mine"
    )
    assert shop.reports.has_password(made_.key)
    shop.db.release()
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "secrets.json":
            assert b"s3cr3t-of-mine" not in path.read_bytes(), path
    told = json.loads(shop.db.row("SELECT value FROM setting WHERE key = 'delivery_places'")[0])
    assert told == [{"key": "cloud", "kind": "webdav", "name": "Cloud", "url": "webdavs://cloud.example.com/reports",
                     "user": "meena", "active": True}]  # fmt: skip
    shop.reports.remove_place("cloud")
    assert not shop.reports.has_password("cloud")


def test_a_place_that_is_removed_is_owed_nothing(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    owed(shop, 2)
    shop.reports.remove_place("f")
    assert states(shop) == {"cancelled": 2}
    with pytest.raises(NotFound, match="no place f"):
        shop.reports.remove_place("f")


def test_a_place_that_is_changed_keeps_its_password_and_is_tried_at_once(shop, clock):
    shop.reports.set_place("sftp", "sftp://host.example.com/a", key="s", user="meena", password="one")
    (one,) = owed(shop, 1)
    shop.reports.claim()
    shop.reports.later(one, "s", clock.ms() + 3_600_000, "away")
    shop.reports.set_place("sftp", "sftp://host.example.com/b", key="s", user="meena")
    assert shop.reports.secrets.get("delivery.s") == "one"
    assert shop.reports.claim().place.where == "sftp://host.example.com/b"
    with pytest.raises(InvalidInput, match="another kind"):
        shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="s")


def test_what_failed_at_a_place_goes_again_when_its_address_is_changed(shop):
    shop.reports.set_place("mail", "wrong@example.in", key="m")
    (one,) = owed(shop, 1)
    shop.reports.claim()
    shop.reports.failed(one, "m", "550 no such user")
    shop.reports.set_place("mail", "wrong@example.in", key="m", name="Another name")
    assert states(shop) == {"failed": 1}
    shop.reports.set_place("mail", "right@example.in", key="m")
    assert shop.reports.claim().place.where == "right@example.in"
    assert shop.reports.sent(one, "m")


def test_a_password_goes_to_no_other_host_than_the_one_it_was_given_for(shop):
    told = {"key": "s", "user": "meena"}
    shop.reports.set_place("sftp", "sftp://host.example.com/a", password="one", **told)
    for elsewhere in ("sftp://thief.example.com/a", "sftp://host.example.com:2222/a"):
        with pytest.raises(InvalidInput, match="does not go to") as refused:
            shop.reports.set_place("sftp", elsewhere, **told)
        assert refused.value.field == "password"
    assert shop.reports.places()[0].where == "sftp://host.example.com/a"
    shop.reports.set_place("sftp", "sftp://other.example.com/a", password="two", **told)
    assert shop.reports.secrets.get("delivery.s") == "two"
    bucket = {"key": "b", "user": "AK", "endpoint": "https://s3.example.com"}
    shop.reports.set_place("s3", "s3://one/r", password="three", **bucket)
    shop.reports.set_place("s3", "s3://two/r", **bucket)
    with pytest.raises(InvalidInput):
        shop.reports.set_place("s3", "s3://two/r", key="b", user="AK")


def test_a_place_that_is_removed_while_a_report_is_sent_there_is_owed_nothing_afterwards(shop, clock):
    for end in (
        lambda one: shop.reports.later(one, "f", clock.ms(), "no"), lambda one: shop.reports.failed(one, "f", "no"),
        lambda _one: shop.reports.recover(),
    ):  # fmt: skip
        shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
        (one,) = owed(shop, 1)
        shop.reports.retry(one, "f") if states(shop) else None
        assert shop.reports.claim() is not None
        shop.reports.remove_place("f")
        end(one)
        assert states(shop) == {"cancelled": 1}
        assert deliveries.way(shop.db, one, "f").error == "The place was removed."
        assert shop.reports.age() == 0
        with pytest.raises(Refused):
            shop.reports.retry(one)


def test_a_place_that_was_removed_comes_back_with_what_waited_for_it(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    shop.reports.set_place("folder", "/tmp/y", key="g")
    sent, *waits = owed(shop, 3)
    shop.reports.claim({"g"})
    shop.reports.sent(sent, "f")
    before, waited = [one.told() for one in shop.reports.places()], shop.reports.waiting("f")
    shop.reports.remove_place("f")
    shop.reports.put_back(before, "f", waited)
    assert states(shop, "f") == {"sent": 1, "owed": 2}
    assert sorted(waited) == sorted(waits)
    assert [one.key for one in shop.reports.places()] == ["f", "g"]


def test_who_waits_for_a_place_that_is_switched_off_is_not_counted(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    owed(shop, 2)
    assert deliveries.counts(shop.db)["owed"] == 2
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f", active=False)
    assert set(deliveries.counts(shop.db).values()) == {0}
    assert shop.reports.age() == 0
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    assert deliveries.counts(shop.db)["owed"] == 2


def test_two_places_of_one_name_have_keys_of_their_own(shop):
    made = [shop.reports.set_place("folder", f"/tmp/{n}", name="दफ़्तर") for n in range(3)]
    assert [one.key for one in made] == ["folder", "folder-2", "folder-3"]
    assert [one.name for one in made] == ["दफ़्तर", "दफ़्तर 2", "दफ़्तर 3"], "a list tells them apart"
    assert shop.reports.set_place("folder", "/tmp/7", key="folder-2", name="दफ़्तर 2").name == "दफ़्तर 2"
    assert deliveries.place(shop.db, "दफ़्तर 3").key == "folder-3", "found by its name too"
    assert shop.reports.set_place("mail", "a@example.in", name="My Owner's Mail").key == "my-owner-s-mail"


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("mail", "owner"), ("mail", "a@b@example.in"), ("whatsapp", "12345"), ("folder", "reports"),
        ("webdav", "http://cloud.example.com/x"), ("webdav", "webdavs://u:p@cloud.example.com/x"),
        ("sftp", "sftp://u:p@host/x"), ("sftp", "ftp://host/x"), ("s3", "s3://"), ("s3", "https://bucket"),
        ("webdav", "webdavs://cloud.example.com/x?token=1"), ("sftp", "sftp://host:no/x"), ("carrier pigeon", "x"),
        ("s3", "s3://bucket/a/../b"), ("s3", "s3://bucket/./b"), ("s3", "s3://../b"),
    ],
)  # fmt: skip
def test_what_is_no_place_is_refused_at_its_field(shop, kind, where):
    with pytest.raises(InvalidInput) as refused:
        shop.reports.set_place(kind, where)
    assert refused.value.field == ("kind" if kind == "carrier pigeon" else "where")
    assert shop.reports.places() == []


def test_who_may_not_choose_settings_sends_the_figures_nowhere(shop):
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    with pytest.raises(Refused):
        shop.reports.set_place("mail", "thief@example.in")
    assert shop.reports.places() == []


def test_who_may_not_choose_settings_changes_no_mail_account_through_which_reports_go(shop):
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    with pytest.raises(Refused):
        shop.settings.set("mail", {"host": "thief.example.com"})


def test_of_two_places_that_are_set_at_once_none_is_lost(shop, folder, clock, tmp_path, monkeypatch):
    other = Shop.open(folder, clock=clock)
    keep = shop.reports.secrets.set

    def meanwhile(name, secret):
        keep(name, secret)
        other.reports.set_place("folder", str(tmp_path), name="Second")

    monkeypatch.setattr(shop.reports.secrets, "set", meanwhile)
    shop.reports.set_place("webdav", "webdavs://cloud.example.com/r", name="First", user="meena", password="s3cret")
    assert sorted(one.name for one in shop.reports.places()) == ["First", "Second"]
    with pytest.raises(Refused, match="another program"):
        shop.reports.set_place("webdav", "webdavs://cloud.example.com/r", name="Second", user="m", password="s3cret")
    other.close()


def test_a_folder_is_made_once_where_the_one_around_it_is_there_and_else_refused(shop, tmp_path):
    shop.reports.set_place("folder", str(tmp_path / "reports"), key="f")
    assert (tmp_path / "reports").is_dir()
    with pytest.raises(InvalidInput, match="is not there, nor is the folder in which it would lie") as refused:
        shop.reports.set_place("folder", str(tmp_path / "none" / "reports"), key="g")
    assert refused.value.field == "where"
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InvalidInput, match="cannot be made"):
        shop.reports.set_place("folder", str(tmp_path / "file"), key="g")
    assert [one.key for one in shop.reports.places()] == ["f"]
    (tmp_path / "reports").rmdir()
    shop.reports.set_place("folder", str(tmp_path / "reports"), key="f", name="Stick", active=False)
    assert not (tmp_path / "reports").exists(), "a stick that is taken out may be renamed, and is not made anew"
