"""The log is folded back when the shop pauses, or while it is busy once it has grown large; never by a sale."""

import pytest

from shoppos.base import checkpoints
from shoppos.base.checkpoints import Checkpoints


class Watch:
    """The seconds that pass, by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def watch(monkeypatch):
    made = Watch()
    monkeypatch.setattr(checkpoints, "monotonic", made)
    return made


@pytest.fixture
def care(shop, watch):
    """The care for a shop's file, its rounds done by the test instead of its thread."""
    made = Checkpoints(shop.db)
    shop.db.committed.connect(made._heard)
    return made


def backlog(shop):
    """Pages of the log that are not in the file yet."""
    busy, pages, folded = shop.db.raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    assert not busy
    return pages - folded


def commit(shop):
    shop.settings.set("theme", "light" if shop.settings.get("theme", "") == "dark" else "dark")


def test_nothing_is_owed_before_a_commit(care):
    assert care.work() is None


def test_a_commit_is_folded_back_after_two_quiet_seconds_and_not_before(care, shop, watch):
    commit(shop)
    left = backlog(shop)
    assert left > 0
    watch.now += 1.9
    assert care.work() == pytest.approx(0.1)
    assert backlog(shop) == left
    watch.now += 0.1
    assert care.work() is None
    assert backlog(shop) == 0
    assert care.work() is None


def test_another_commit_begins_the_quiet_time_anew(care, shop, watch):
    commit(shop)
    watch.now += 1.5
    commit(shop)
    watch.now += 1.0
    assert care.work() == pytest.approx(1.0)
    assert backlog(shop) > 0


def test_a_large_log_is_folded_back_in_the_middle_of_work_but_not_all_the_time(care, shop, watch, monkeypatch):
    monkeypatch.setattr(checkpoints, "LARGE", 1)
    commit(shop)
    assert care.work() == 1.0
    assert backlog(shop) == 0
    watch.now += 0.5
    commit(shop)
    assert care.work() == 1.0
    assert backlog(shop) > 0
    watch.now += 0.5
    care.work()
    assert backlog(shop) == 0


def test_a_commit_during_the_work_owes_the_next_round(care, shop, watch, monkeypatch):
    commit(shop)
    watch.now += 3
    fold = shop.db.checkpoint

    def fold_while_selling():
        fold()
        monkeypatch.setattr(shop.db, "checkpoint", fold)
        commit(shop)

    monkeypatch.setattr(shop.db, "checkpoint", fold_while_selling)
    assert care.work() is not None
    assert backlog(shop) > 0
    watch.now += 3
    assert care.work() is None
    assert backlog(shop) == 0


def test_with_its_thread_it_works_by_itself_and_stops(shop, monkeypatch):
    from time import monotonic, sleep

    monkeypatch.setattr(checkpoints, "IDLE", 0.05)
    made = Checkpoints(shop.db)
    made.start()
    commit(shop)
    end = monotonic() + 5
    while backlog(shop) and monotonic() < end:
        sleep(0.01)
    assert backlog(shop) == 0
    assert made.stop()
    commit(shop)
    sleep(0.2)
    assert backlog(shop) > 0
