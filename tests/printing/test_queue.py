"""The states of a paper: doubted when in doubt, changed by one program at a time, decided by people."""

import subprocess
import sys

import pytest

from shoppos.base.errors import NotFound, Refused
from shoppos.printing.devices import Outcome
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.printing.queue import Queue
from shoppos.printing.spooler import LONGEST_PAUSE
from tests.printing.decoder import decoded
from tests.printing.desk import OFFICE, PARCELS, TILL, Bench


@pytest.fixture
def bench(shop):
    return Bench(shop)


SENDS = """
import sys, time
from pathlib import Path
from shoppos.printing.devices import Delivery
from shoppos.printing.spooler import Spooler
from shoppos.shop import Shop

shop = Shop.open(Path(sys.argv[1]))

class Slow:
    def send(self, content, name="", **_how):
        print("sending", flush=True)
        time.sleep(60)

Spooler(shop.db, shop.db.clock, print, connect=lambda _address: Slow()).pay_one()
"""


def test_the_bytes_of_a_doubtful_paper_are_kept_until_a_person_has_decided(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    for act in ("printed", "cancel"):
        bench.sell()
        bench.pay_all()
        job = bench.jobs()[-1]
        assert bench.bytes(job)
        assert getattr(bench.spooler, act)(job)
        assert bench.bytes(job) is None


def test_a_paper_that_another_program_is_sending_is_left_to_it(bench):
    other = Bench(bench.shop)
    looked = []

    def looks():
        looked.extend([other.spooler.recover(), other.spooler.retry(bench.first()), other.states()])

    bench.during = looks
    bench.sell()
    assert bench.spooler.pay_one()
    assert looked == [0, False, ["sending"]]
    assert bench.states() == ["sent"]
    assert other.news == []
    assert list(bench.shop.db.path.parent.glob("sending-*")) == []


def test_only_the_paper_of_a_dead_program_is_doubted_and_a_person_may_send_it_again(bench):
    bench.sell()
    command = [sys.executable, "-c", SENDS, bench.shop.db.path.parent]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
        assert sender.stdout.readline() == "sending\n"
        assert bench.states() == ["sending"]
        assert bench.spooler.recover() == 0
        assert not bench.spooler.retry(bench.first())
        assert not bench.spooler.cancel(bench.first())
        sender.kill()
    assert bench.spooler.retry(bench.first())
    assert bench.states() == ["owed"]
    assert bench.spooler.pay_one()
    assert bench.states() == ["sent"]
    assert list(bench.shop.db.path.parent.glob("sending-*")) == []


def test_a_program_that_died_while_printing_doubts_the_paper_and_does_not_print_it_twice(bench):
    class Killed(BaseException):
        pass

    def dies():
        raise Killed

    bench.during = dies
    bench.sell()
    with pytest.raises(Killed):
        bench.spooler.pay_one()
    assert bench.states() == ["sending"]
    again = Bench(bench.shop)
    assert again.spooler.recover() == 1
    assert again.states() == ["uncertain"]
    assert not again.spooler.pay_one()
    assert again.sent == []
    assert "Look whether it came out" in again.news[0].reason


def test_a_person_says_what_became_of_an_uncertain_paper(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    for act, state in (("printed", "printed"), ("cancel", "cancelled"), ("retry", "owed")):
        bench.sell()
        bench.pay_all()
        job = bench.shop.db.rows("SELECT id FROM print_job WHERE state = 'uncertain'")[0][0]
        assert getattr(bench.spooler, act)(job)
        assert bench.shop.db.row("SELECT state FROM print_job WHERE id = ?", (job,)) == (state,)
    assert not bench.spooler.printed(job)


def test_a_waiting_paper_can_be_hurried_or_dropped(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.sell()
    bench.spooler.pay_one()
    assert not bench.spooler.pay_one()
    assert bench.spooler.retry(bench.first())
    assert bench.spooler.pay_one()
    assert bench.spooler.cancel(bench.first())
    assert bench.states() == ["cancelled"]
    assert not bench.spooler.cancel(bench.first())


def test_a_paper_that_is_moved_is_laid_out_for_the_other_printer(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.sell()
    bench.spooler.pay_one()
    assert bench.bytes(bench.first()).startswith(b"\x1b@")
    assert bench.spooler.move(bench.first(), "office")
    assert bench.bytes(bench.first()) is None
    assert bench.spooler.pay_one()
    ((address, name, content),) = bench.sent
    assert (address, name[-4:]) == ("tcp://office", ".txt")
    assert b"\x1b" not in content
    assert bench.states() == ["sent"]


def test_a_paper_that_is_moved_while_it_is_being_composed_comes_out_where_it_was_moved_to(bench):
    bench.sell()
    bench.on_connect = lambda: bench.spooler.move(bench.first(), "office")
    bench.pay_all()
    assert [address for address, _name, _content in bench.sent] == ["tcp://office"]
    assert bench.states() == ["sent"]


def test_a_label_that_is_asked_for_anew_while_it_is_being_composed_says_what_was_asked_last(bench):
    bench.shop.settings.set("printers", [{**OFFICE, "form": "png", "paper": "4x6"}])
    number = bench.ship()
    bench.pay_all()
    bench.sent.clear()
    job = bench.shop.papers.label(number, pieces=1)
    bench.on_connect = lambda: bench.shop.papers.label(number, pieces=2)
    bench.pay_all()
    ((_address, _name, content),) = bench.sent
    assert content == encode(page_for(bench.shop.db, "label", _document(bench, job), {"pieces": 2}, "4x6"), "png")


def _document(bench, job):
    return bench.shop.db.row("SELECT doc_id FROM print_job WHERE id = ?", (job,))[0]


def test_a_person_who_was_overtaken_is_told_what_became_of_the_paper(bench):
    bench.sell()
    bench.on_connect = lambda: bench.spooler.cancel(bench.first())
    assert bench.spooler.print_now(bench.first()).state == "cancelled"
    assert bench.sent == []


def test_a_doubtful_paper_can_be_moved_and_one_that_is_done_cannot(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    bench.sell()
    bench.spooler.pay_one()
    assert bench.spooler.move(bench.first(), "office")
    bench.pay_all()
    assert bench.states() == ["sent"]
    assert not bench.spooler.move(bench.first(), "till")
    assert bench.states() == ["sent"]


def test_a_paper_is_not_moved_where_it_cannot_be_printed(bench):
    bench.shop.settings.set("printers", [TILL, PARCELS])
    bench.sell()
    with pytest.raises(Refused, match="parcels holds 4x6"):
        bench.spooler.move(bench.first(), "parcels")
    with pytest.raises(NotFound):
        bench.spooler.move(bench.first(), "cellar")
    assert bench.states() == ["owed"]


def test_a_paper_that_a_person_found_missing_goes_out_with_the_same_bytes_in_the_same_row(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    bench.sell()
    bench.spooler.pay_one()
    bench.shop.settings.set_profile(footer="Another day")
    assert bench.spooler.retry(bench.first())
    bench.answers.clear()
    bench.spooler.pay_one()
    assert bench.sent[0] == bench.sent[1]
    assert len(bench.jobs()) == 1


def test_what_may_be_on_paper_is_not_taken_for_never_printed_because_nobody_wants_it_any_more(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    done = bench.sell()
    bench.spooler.pay_one()
    assert bench.spooler.cancel(bench.first())
    assert bench.spooler.never_printed(done.sale_ids[0]) is None
    waiting = bench.sell()
    assert bench.spooler.cancel(bench.jobs()[1])
    assert bench.spooler.never_printed(waiting.sale_ids[0]) == bench.jobs()[1]


def test_a_doubtful_paper_that_was_cancelled_and_taken_back_is_composed_anew_when_it_is_missing(bench):
    """Its bytes were dropped meanwhile: an empty paper must not go out in their place."""
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    done = bench.sell()
    bench.spooler.pay_one()
    assert bench.spooler.cancel(bench.first())
    assert bench.shop.by_hand.wait_again(bench.first())
    assert bench.states() == ["uncertain"]
    assert bench.spooler.retry(bench.first())
    bench.pay_all()
    assert done.numbers[0] in decoded(bench.sent[1][2]).text


def test_bytes_that_nobody_needs_are_swept_when_the_day_begins(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.sell()
    bench.sell()
    bench.pay_all()
    bench.now += LONGEST_PAUSE
    bench.pay_all()
    bench.shop.db.raw.execute("UPDATE print_job SET state = 'sent' WHERE id = ?", (bench.first(),))
    bench.shop.settings.set("printers", [])
    bench.spooler.start()
    bench.spooler.stop()
    assert bench.bytes(bench.first()) is None


def test_however_many_papers_are_out_the_queue_looks_at_those_that_wait_alone(bench):
    """SQLite takes an index of some rows only for a question that says in the same words which rows those are."""
    asked = []

    class Overheard:
        def rows(self, sql, values=()):
            asked.append((sql, values))
            return []

        def row(self, sql, values=()):
            asked.append((sql, values))

    queue = Queue(Overheard(), None)
    queue.heads()
    queue.being_sent()
    queue.recover()
    queue.sweep()
    for sql, values in asked:
        plan = "; ".join(row[3] for row in bench.shop.db.rows(f"EXPLAIN QUERY PLAN {sql}", values))
        assert "print_job_owed" in plan, plan
    assert len(asked) == 4
