"""Papers printed past the queue: the first is the original wherever it comes out, and none is printed twice."""

import pytest

from shoppos.printing.senders import Senders
from shoppos.printing.spooler import Spooler
from shoppos.shop.payments import Tender


@pytest.fixture
def sale(shop):
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    return shop.db.row("SELECT id FROM sale WHERE state = 'done'")[0]


def papers(shop):
    return [tuple(row) for row in shop.db.rows("SELECT kind, copy_no, state, printer FROM print_job ORDER BY id")]


def test_the_first_paper_of_a_bill_is_its_original_and_leaves_the_queue(shop, sale):
    with Senders(shop.db.path.parent).sending() as sender:
        taken = shop.by_hand.take("bill", sale, {}, "Laser", sender)
        assert taken.copy == 0
        assert papers(shop) == [("bill", 0, "sending", "Laser")]
        shop.by_hand.ended(taken.job_id)
    assert papers(shop) == [("bill", 0, "sent", "Laser")]


def test_the_next_one_is_a_duplicate_that_the_chain_knows(shop, sale):
    for _again in range(2):
        with Senders(shop.db.path.parent).sending() as sender:
            taken = shop.by_hand.take("bill", sale, {}, "Laser", sender)
            shop.by_hand.ended(taken.job_id)
    assert papers(shop) == [("bill", 0, "sent", "Laser"), ("bill", 1, "sent", "Laser")]
    assert [row[0] for row in shop.db.rows("SELECT copy_no FROM reprint")] == [1]


def test_what_the_printer_did_not_take_is_still_the_original_next_time(shop, sale):
    with Senders(shop.db.path.parent).sending() as sender:
        taken = shop.by_hand.take("bill", sale, {}, "Laser", sender)
        shop.by_hand.ended(taken.job_id, "The office printer did not take it.")
    assert papers(shop) == [("bill", 0, "cancelled", "")]
    with Senders(shop.db.path.parent).sending() as sender:
        assert shop.by_hand.take("bill", sale, {}, "Laser", sender).copy == 0


def test_a_paper_that_stopped_on_its_way_is_doubted_and_the_next_one_a_duplicate(shop, sale):
    with Senders(shop.db.path.parent).sending() as sender:
        taken = shop.by_hand.take("bill", sale, {}, "Laser", sender)
        shop.by_hand.doubted(taken.job_id, "The office printer stopped.")
    assert papers(shop) == [("bill", 0, "uncertain", "Laser")]
    assert Spooler(shop.db, shop.db.clock, lambda _news: None).recover() == 0
    with Senders(shop.db.path.parent).sending() as sender:
        assert shop.by_hand.take("bill", sale, {}, "Laser", sender).copy == 1


def test_if_the_program_dies_meanwhile_the_paper_is_doubted(shop, sale):
    with Senders(shop.db.path.parent).sending() as sender:
        shop.by_hand.take("bill", sale, {}, "Laser", sender)
        spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)
        assert spooler.recover() == 0, "who prints still lives"
    assert spooler.recover() == 1
    assert papers(shop)[0][2] == "uncertain"


def test_labels_without_a_document_of_their_own_are_listed_too(shop):
    with Senders(shop.db.path.parent).sending() as sender:
        taken = shop.by_hand.take("shelf", None, {"items": [], "skip": 3}, "Laser", sender)
        shop.by_hand.ended(taken.job_id)
    assert papers(shop) == [("shelf", 0, "sent", "Laser")]
    assert shop.db.row("SELECT told FROM print_job")[0] == '{"items": [], "skip": 3}'


@pytest.mark.parametrize("state", ["uncertain", "owed"])
def test_a_cancelled_paper_waits_again_as_it_did(shop, sale, state):
    spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)
    if state == "uncertain":
        with Senders(shop.db.path.parent).sending() as sender:
            shop.by_hand.take("bill", sale, {}, "Laser", sender)
    job = shop.db.row("SELECT id FROM print_job")[0]
    assert not shop.by_hand.wait_again(job), "it was not cancelled"
    assert spooler.cancel(job)
    assert shop.by_hand.wait_again(job)
    assert papers(shop)[0][2] == state
