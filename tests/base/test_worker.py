"""The worker behind the counter: woken, timed, stopped, and not put off by a bug."""

import threading
import time

import pytest

from shoppos.base import worker as worker_module
from shoppos.base.worker import Worker


class Rounds:
    """Counts rounds and lets a test wait for the next one."""

    def __init__(self, pause=None):
        self.pause, self.done = pause, 0
        self.news = threading.Condition()

    def __call__(self):
        with self.news:
            self.done += 1
            self.news.notify_all()
        return self.pause

    def reach(self, number):
        with self.news:
            return self.news.wait_for(lambda: self.done >= number, 5)


@pytest.fixture
def hired():
    workers = []

    def hire(work):
        worker = Worker("tester", work)
        workers.append(worker)
        worker.start()
        return worker

    yield hire
    assert all(worker.stop() for worker in workers)


def test_the_first_round_comes_at_the_start_and_the_next_only_when_woken(hired):
    rounds = Rounds()
    worker = hired(rounds)
    assert rounds.reach(1)
    time.sleep(0.05)
    assert rounds.done == 1
    worker.wake()
    assert rounds.reach(2)


def test_a_round_that_names_seconds_comes_again_by_itself(hired):
    rounds = Rounds(pause=0.01)
    hired(rounds)
    assert rounds.reach(4)


def test_waking_during_a_round_is_not_lost(hired):
    inside, leave, rounds = threading.Event(), threading.Event(), Rounds()

    def work():
        inside.set()
        leave.wait(5)
        return rounds()

    worker = hired(work)
    assert inside.wait(5)
    worker.wake()
    leave.set()
    assert rounds.reach(2)


def test_a_bug_in_one_round_does_not_end_the_worker(hired, monkeypatch, caplog):
    monkeypatch.setattr(worker_module, "PAUSE_AFTER_A_BUG", 0.01)
    rounds = Rounds()

    def work():
        rounds()
        if rounds.done == 1:
            msg = "paper jam"
            raise RuntimeError(msg)

    hired(work)
    assert rounds.reach(2)
    assert "A round of tester failed" in caplog.text
    assert "paper jam" in caplog.text


def test_stop_waits_for_the_round_under_way_and_ends_a_long_pause_at_once(hired):
    rounds = Rounds(pause=3600)
    worker = hired(rounds)
    assert rounds.reach(1)
    begun = time.monotonic()
    assert worker.stop()
    assert time.monotonic() - begun < 2
    assert worker.stopping


def test_stop_says_so_when_a_round_hangs():
    leave = threading.Event()
    worker = Worker("hanging", lambda: leave.wait(5) and None)
    worker.start()
    assert worker.stop(timeout=0.05) is False
    leave.set()
    assert worker.stop()


def test_a_worker_may_stop_itself_and_one_that_never_began_is_stopped_already():
    rounds = Rounds()

    def work():
        rounds()
        worker.stop()

    worker = Worker("leaving", work)
    worker.start()
    assert rounds.reach(1)
    assert worker.stop()
    assert Worker("never begun", rounds).stop()
