"""Reports that travel: each closed day owes one, weeks and months once, and what becomes of each is kept."""

import contextlib
import json

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.packing import unpack
from shoppos.reports import deliveries
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.shop.report_rows import made, owed, states
from tests.stories.clocks import SetClock


@pytest.fixture
def clock():
    return SetClock("2026-11-20 09:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1", "Rice", 100_00, rate=500, hsn="1006", stock=1_000_000))
    yield shop
    shop.close()


def closed(shop, clock, day):
    clock.set(f"{day} 12:00")
    shop.sales.sell(["1"], [Tender("cash")])
    clock.set(f"{day} 21:00")
    return [deliveries.report(shop.db, one) for one in shop.days.close().report_ids]


def kinds(reports):
    return [(one.kind, one.number, one.sequence) for one in reports]


# -- owing


def test_each_closed_day_owes_its_report_and_the_first_of_a_new_week_and_month_the_one_before(shop, clock):
    assert kinds(closed(shop, clock, "2026-11-27")) == [("day", 1, 1)]
    assert kinds(closed(shop, clock, "2026-11-28")) == [("day", 2, 2)]
    monday = closed(shop, clock, "2026-11-30")
    assert kinds(monday) == [("day", 3, 3), ("week", 2, 1)]
    assert monday[1].period.first.isoformat() == "2026-11-23"
    assert kinds(closed(shop, clock, "2026-12-01")) == [("day", 4, 4), ("month", 3, 1)]
    assert kinds(closed(shop, clock, "2026-12-02")) == [("day", 5, 5)]
    assert audit(shop.db).faults == ()


def test_a_report_is_owed_to_every_place_in_use_in_the_transaction_of_the_closing(shop, clock):
    shop.reports.set_place("mail", "owner@example.in", name="Owner")
    shop.reports.set_place("folder", "/tmp/reports", name="Office")
    shop.reports.set_place("folder", "/tmp/other", name="Not now", active=False)
    before = shop.db.row("SELECT count(*) FROM journal")[0]
    (one,) = closed(shop, clock, "2026-11-20")
    assert {way.place.key for way in shop.reports.owed()} == {"owner", "office"}
    entry = shop.db.rows("SELECT kind, body FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert entry[0] == "day.closed"
    assert shop.db.row("SELECT count(*) FROM journal")[0] == before + 2, "the bill and the closing, nothing else"
    assert b"owed_report" in unpack(entry[1])
    assert one.till == "A1"


def test_a_closing_that_is_undone_owes_nothing(shop, clock, monkeypatch):
    shop.reports.set_place("mail", "owner@example.in")
    shop.sales.sell(["1"], [Tender("cash")])

    def breaks(*_told):
        shop.reports.owe_closed(*_told)
        raise RuntimeError

    monkeypatch.setattr(shop.days, "owe_reports", breaks)
    clock.set("2026-11-20 21:00")
    with pytest.raises(RuntimeError):
        shop.days.close()
    assert shop.db.row("SELECT (SELECT count(*) FROM owed_report) + (SELECT count(*) FROM delivery)")[0] == 0


def test_the_same_report_is_owed_once(shop):
    first, again = owed(shop, 1), owed(shop, 1)
    assert first == again
    assert shop.db.row("SELECT count(*) FROM owed_report")[0] == 1


def test_forgotten_days_owe_a_report_each(shop, clock):
    closed(shop, clock, "2026-11-24")
    for day in ("2026-11-25", "2026-11-26"):
        clock.set(f"{day} 12:00")
        shop.sales.sell(["1"], [Tender("cash")])
    assert kinds(closed(shop, clock, "2026-11-27")) == [("day", 2, 2), ("day", 3, 3), ("day", 4, 4)]


def test_a_week_and_a_month_are_reported_at_the_next_closing_however_long_the_shop_was_shut(shop, clock):
    for day in ("2026-11-02", "2026-11-03"):
        closed(shop, clock, day)
    later = closed(shop, clock, "2026-11-17")
    assert [(one.kind, one.period.first.isoformat()) for one in later[1:]] == [("week", "2026-11-02")]
    later = closed(shop, clock, "2027-01-05")
    assert [(one.kind, one.period.first.isoformat()) for one in later[1:]] == [
        ("week", "2026-11-16"), ("month", "2026-11-01")
    ]  # fmt: skip
    assert [one.kind for one in closed(shop, clock, "2027-01-06")] == ["day"]
    assert audit(shop.db).faults == ()


def test_days_forgotten_over_a_weeks_end_leave_no_week_out(shop, clock):
    closed(shop, clock, "2026-11-02")
    for day in ("2026-11-06", "2026-11-10"):
        clock.set(f"{day} 12:00")
        shop.sales.sell(["1"], [Tender("cash")])
    found = closed(shop, clock, "2026-11-17")
    weeks = [one.period.first.isoformat() for one in found if one.kind == "week"]
    assert weeks == ["2026-11-02", "2026-11-09"]


def test_a_week_that_one_till_closes_late_is_reported_though_another_is_further(shop, clock, folder):
    shop.tills.add("A2", "Second")
    closed(shop, clock, "2026-11-02")
    clock.set("2026-11-10 12:00")
    shop.sales.sell(["1"], [Tender("cash")])
    with contextlib.closing(Shop.open(folder, "A2", clock=clock)) as other:
        assert [one.kind for one in closed(other, clock, "2026-11-17")] == ["day", "week"]
    found = closed(shop, clock, "2026-11-18")
    assert [one.period.first.isoformat() for one in found if one.kind == "week"] == ["2026-11-09"]


def test_weeks_and_months_are_counted_over_the_whole_shop_and_days_by_till(shop, clock, folder):
    closed(shop, clock, "2026-11-20")
    assert kinds(closed(shop, clock, "2026-11-23")) == [("day", 2, 2), ("week", 1, 1)]
    shop.tills.add("A2", "Second")
    with contextlib.closing(Shop.open(folder, "A2", clock=clock)) as other:
        assert kinds(closed(other, clock, "2026-11-24")) == [("day", 1, 1)]
        week = closed(other, clock, "2026-11-30")[1]
    assert (week.kind, week.till, week.sequence) == ("week", "A2", 2)
    assert deliveries.name_of(week) == "Week report 2"


# -- claiming and noting


def test_a_report_is_claimed_once_and_noted_as_sent_tried_again_or_failed(shop, clock):
    shop.reports.set_place("mail", "owner@example.in", key="m")
    first, second = owed(shop, 2)
    one = shop.reports.claim()
    assert (one.report.id, one.place.key, one.tries) == (first, "m", 1)
    assert shop.reports.later(first, "m", clock.ms() + 60_000, "busy")
    assert shop.reports.claim().report.id == second
    assert shop.reports.claim() is None, "the first waits, the second is being sent"
    assert shop.reports.failed(second, "m", "refused")
    assert not shop.reports.sent(second, "m"), "it is not being sent any more"
    assert shop.reports.next_at() == clock.ms() + 60_000
    clock.go_on(minutes=2)
    assert shop.reports.claim().tries == 2
    assert shop.reports.sent(first, "m", "<ref>")
    assert states(shop) == {"sent": 1, "failed": 1}
    assert shop.reports.age() == 120_000


def test_a_place_that_is_left_alone_holds_up_no_other(shop):
    shop.reports.set_place("mail", "owner@example.in", key="m")
    shop.reports.set_place("folder", "/tmp/x", key="f")
    owed(shop, 2)
    claimed = [shop.reports.claim({"m"}) for _two in range(3)]
    assert [one and one.place.key for one in claimed] == ["f", "f", None]
    assert shop.reports.next_at({"f"}) is not None


def test_what_a_dead_sender_left_is_owed_again(shop):
    shop.reports.set_place("folder", "/tmp/x", key="f")
    owed(shop, 1)
    assert shop.reports.claim() is not None
    assert shop.reports.recover() == 1
    assert shop.reports.claim().tries == 2


def test_a_report_is_made_once_whoever_makes_it(shop):
    shop.reports.set_place("folder", "/tmp/x", key="f")
    (one,) = owed(shop, 1)
    assert shop.reports.unmade() == [one]
    first = shop.reports.keep(one, {"html": b"first", "pdf": b"p", "text": b"t", "subject": b"s"})
    assert shop.reports.keep(one, {"html": b"second"}) == first == shop.reports.files(one)
    assert shop.reports.unmade() == []


def test_files_of_old_reports_that_arrived_are_let_go(shop, clock):
    shop.reports.set_place("folder", "/tmp/x", key="f")
    old, waits, new = owed(shop, 3)
    for one in (old, waits):
        shop.reports.keep(one, {"html": b"x"})
    assert shop.reports.claim().report.id == old
    shop.reports.sent(old, "f")
    clock.go_on(days=91)
    shop.reports.keep(new, {"html": b"x"})
    assert [bool(shop.reports.files(one)) for one in (old, waits, new)] == [False, True, True]


# -- a person


def test_a_report_that_failed_is_sent_again_and_one_that_arrived_only_where_it_is_asked_for(shop):
    shop.reports.set_place("folder", "/tmp/x", key="f")
    (one,) = owed(shop, 1)
    shop.reports.claim()
    shop.reports.failed(one, "f", "no")
    assert shop.reports.retry(one) == ["f"]
    shop.reports.claim()
    shop.reports.sent(one, "f")
    with pytest.raises(Refused, match="Nothing of this report failed"):
        shop.reports.retry(one)
    assert shop.reports.retry(one, "f") == ["f"]
    assert states(shop) == {"owed": 1}
    shop.reports.set_place("mail", "owner@example.in", key="m")
    assert shop.reports.retry(one, "m") == ["m"], "a place that was set up later"
    with pytest.raises(NotFound):
        shop.reports.retry(one, "nowhere")


def test_words_for_whatsapp_are_opened_and_sent_by_a_person(shop):
    shop.reports.set_place("whatsapp", "+91 98123 45678", key="w")
    (one,) = owed(shop, 1)
    assert shop.reports.claim() is None, "no program sends it"
    with pytest.raises(Refused, match="not made yet"):
        shop.reports.opened(one, "w")
    shop.reports.keep(one, made(shop.db, deliveries.report(shop.db, one)))
    assert shop.reports.opened(one, "w") == "https://wa.me/919812345678?text=report%201%20of%20A1"
    assert states(shop) == {"opened": 1}
    shop.reports.sent_by_hand(one, "w")
    assert states(shop) == {"sent": 1}
    with pytest.raises(Refused, match="does not wait"):
        shop.reports.sent_by_hand(one, "w")


def test_what_is_cancelled_is_owed_no_longer(shop):
    shop.reports.set_place("folder", "/tmp/x", key="f")
    (one,) = owed(shop, 1)
    shop.reports.cancel(one, "f")
    assert shop.reports.claim() is None
    assert shop.reports.owed() == []
    assert shop.reports.age() == 0


# -- places


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
    shop.reports.set_place("folder", "/tmp/x", key="f")
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
        shop.reports.set_place("folder", "/tmp/x", key="s")


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
        shop.reports.set_place("folder", "/tmp/x", key="f")
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
    shop.reports.set_place("folder", "/tmp/x", key="f")
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
    shop.reports.set_place("folder", "/tmp/x", key="f")
    owed(shop, 2)
    assert deliveries.counts(shop.db)["owed"] == 2
    shop.reports.set_place("folder", "/tmp/x", key="f", active=False)
    assert set(deliveries.counts(shop.db).values()) == {0}
    assert shop.reports.age() == 0
    shop.reports.set_place("folder", "/tmp/x", key="f")
    assert deliveries.counts(shop.db)["owed"] == 2


def test_two_places_of_one_name_have_keys_of_their_own(shop):
    keys = [shop.reports.set_place("folder", f"/tmp/{n}", name="दफ़्तर").key for n in range(3)]
    assert keys == ["folder", "folder-2", "folder-3"]
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


def test_who_may_not_see_reports_reads_cancels_and_fakes_none_until_a_manager_says_yes(shop):
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    (one,) = owed(shop, 1)
    shop.reports.keep(one, made(shop.db, deliveries.report(shop.db, one)))
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    for act in (shop.reports.opened, shop.reports.cancel, shop.reports.sent_by_hand, shop.reports.retry):
        with pytest.raises(NeedsApproval, match="Not everybody may see"):
            act(one, "w")
    with pytest.raises(NeedsApproval):
        shop.reports.allow_trial("w")
    assert states(shop) == {"owed": 1}
    with pytest.raises(NeedsApproval) as needed:
        shop.reports.opened(one, "w")
    shop.staff.approve(needed.value.act, needed.value.doc_id, "483920")
    assert shop.reports.opened(one, "w").startswith("https://wa.me/")
    with pytest.raises(NeedsApproval):
        shop.reports.cancel(one, "w")


def test_who_may_not_choose_settings_changes_no_mail_account_through_which_reports_go(shop):
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    with pytest.raises(Refused):
        shop.settings.set("mail", {"host": "thief.example.com"})
