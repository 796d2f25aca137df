"""Owed papers: each printed once, in the order of their sales, never in a sale's way."""

import time

import pytest

from shoppos.base.errors import NotFound
from shoppos.printing import spooler as spooler_room
from shoppos.printing.devices import Outcome
from shoppos.printing.printers import Printer
from shoppos.printing.senders import Senders
from shoppos.printing.spooler import FIRST_PAUSE, LONGEST_PAUSE, Spooler
from shoppos.shop.sales import Tender
from tests.printing.decoder import decoded
from tests.printing.desk import TILL, Bench
from tests.printing.virtual import VirtualPrinter


@pytest.fixture
def bench(shop):
    return Bench(shop)


def test_a_sale_owes_its_bill_and_the_spooler_prints_it_once(bench):
    done = bench.sell()
    assert bench.states() == ["owed"]
    assert bench.spooler.pay_one()
    assert bench.states() == ["sent"]
    assert not bench.spooler.pay_one()
    ((address, name, content),) = bench.sent
    assert address == "tcp://till"
    assert name == done.numbers[0].replace("/", "-") + ".bin"
    made = decoded(content)
    assert made.problems == []
    assert done.numbers[0] in made.text
    assert "DUPLICATE" not in made.text
    assert [(told.state, told.number) for told in bench.news] == [("sent", done.numbers[0])]


def test_a_dead_printer_never_touches_the_sale_and_is_tried_again_ever_more_patiently(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    done = bench.sell()
    assert bench.shop.db.row("SELECT state FROM sale WHERE number = ?", (done.numbers[0],)) == ("done",)
    pauses = []
    for tries in range(1, 9):
        assert bench.spooler.pay_one()
        assert bench.states() == ["owed"]
        assert bench.job("tries") == tries
        pauses.append(bench.job("next_at") - bench.now)
        assert not bench.spooler.pay_one()
        bench.now = bench.job("next_at")
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert bench.job("error") == "The printer sulks."
    assert f"The bill is saved (No. {done.numbers[0]}). The printer sulks." in bench.news[-1].reason
    bench.answers.clear()
    assert bench.spooler.pay_one()
    assert bench.states() == ["sent"]
    assert bench.job("error") == ""


def test_a_dead_printer_holds_up_its_own_papers_and_no_others(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    for _sale in range(3):
        bench.sell()
    assert bench.spooler.move(bench.jobs()[1], "office")
    bench.pay_all()
    assert bench.states() == ["owed", "sent", "owed"]
    assert [address for address, _name, _content in bench.sent] == ["tcp://office"]
    bench.answers.clear()
    bench.now += LONGEST_PAUSE
    numbers = [
        bench.shop.db.rows("SELECT number FROM sale WHERE state = 'done' ORDER BY number")[at][0] for at in (0, 2)
    ]
    bench.pay_all()
    assert [name for _address, name, _content in bench.sent[1:]] == [n.replace("/", "-") + ".bin" for n in numbers]


def test_a_paper_that_broke_off_is_uncertain_and_never_sent_again_by_itself(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    bench.sell()
    bench.spooler.pay_one()
    assert bench.states() == ["uncertain"]
    bench.now += 10 * LONGEST_PAUSE
    assert not bench.spooler.pay_one()
    assert bench.spooler.recover() == 0
    assert len(bench.sent) == 1


def test_without_a_printer_nothing_piles_up_and_nothing_is_lost(bench):
    bench.shop.settings.set("printers", [])
    done = bench.sell()
    assert bench.spooler.pay_one()
    assert bench.states() == ["cancelled"]
    assert "No printer is set up" in bench.news[0].reason
    bench.shop.settings.set("printers", [TILL])
    assert not bench.spooler.pay_one()
    job = bench.spooler.never_printed(done.sale_ids[0])
    assert bench.spooler.print_now(job).state == "sent"
    assert "DUPLICATE" not in decoded(bench.sent[0][2]).text
    assert bench.spooler.never_printed(done.sale_ids[0]) is None


def test_papers_wait_while_their_only_printer_is_off_the_list_and_come_out_when_it_is_there_again(bench):
    bench.sell()
    bench.pay_all()
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.sell()
    bench.pay_all()
    bench.news.clear()
    bench.shop.settings.set("printers", [])
    done = bench.sell()
    for _look in range(2):
        bench.pay_all()
        bench.spooler._share_out()
    assert bench.states() == ["sent", "owed", "owed"]
    assert [(news.job_id, news.state) for news in bench.news] == [(bench.jobs()[1], "owed")], "told once"
    assert "No printer is set up for this paper" in bench.news[0].reason
    assert bench.spooler.print_now(bench.jobs()[2]).state == "owed"
    bench.shop.papers.again(done.numbers[0])
    assert bench.states() == ["sent", "owed", "owed"], "a key that is pressed again owes no duplicate"
    bench.answers.clear()
    bench.now += LONGEST_PAUSE
    bench.shop.settings.set("printers", [{**TILL, "address": "tcp://elsewhere"}])
    bench.pay_all()
    assert bench.states() == ["sent", "sent", "sent"]
    assert [address for address, _name, _content in bench.sent] == ["tcp://till", *["tcp://elsewhere"] * 2]
    assert bench.shop.db.rows("SELECT DISTINCT error FROM print_job") == [("",)]


def test_what_was_printed_past_the_settings_makes_no_paper_wait_for_a_printer(bench):
    """A shop that has no printer of its own for bills, and prints one now and then by hand."""
    bench.shop.settings.set("printers", [])
    bench.sell()
    news = bench.spooler.print_new(
        lambda: bench.shop.papers.bill("A1/2627/000001", printer="tcp://desk"), Printer("tcp://desk", "tcp://desk")
    )
    assert news[0].state == "sent"
    bench.sell()
    bench.pay_all()
    assert bench.states() == ["sent", "cancelled"]


def test_one_paper_goes_at_once_to_the_printer_that_was_named(bench):
    done = bench.sell()
    news = bench.spooler.print_new(lambda: [bench.first()], Printer("desk", "tcp://desk", "text", "58"))[0]
    assert (news.state, news.number) == ("sent", done.numbers[0])
    ((address, name, content),) = bench.sent
    assert (address, name.rsplit(".")[-1]) == ("tcp://desk", "txt")
    assert done.numbers[0] in content.decode()


def test_a_paper_nobody_knows_is_refused(bench):
    with pytest.raises(NotFound):
        bench.spooler.print_now(b"?" * 16)


def test_the_spoolers_thread_prints_what_a_sale_owes_on_a_real_line(shop):
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [{**TILL, "address": printer.address}])
        told = []
        spooler = Spooler(shop.db, shop.db.clock, told.append)
        spooler.start()
        done = shop.sales.sell(["1001", "1002"], tenders=[Tender("cash", None)])
        for _wait in range(200):
            if told:
                break
            time.sleep(0.05)
        assert spooler.stop()
        assert [news.state for news in told] == ["printed"]
        printer.settle()
        made = decoded(printer.printed)
        assert made.problems == []
        assert done.numbers[0] in made.text


def test_a_language_that_a_queue_does_not_take_holds_up_no_other_one(bench):
    """As a queue of the system without a driver, which takes receipts and refuses every page."""
    drawn = {**TILL, "name": "sheets", "form": "pdf", "paper": "A4"}
    bench.shop.settings.set("printers", [TILL, drawn])
    bench.shop.settings.set("routes", {"bill": "sheets", "slip": "till"})
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    number = bench.sell().numbers[0]
    bench.pay_all()
    bench.answers.clear()
    bench.sell()
    bench.shop.papers.slip(number)
    bench.pay_all()
    assert bench.states() == ["owed", "owed", "sent"], "bills keep their order, and the slip waits for none of them"
    bench.now = bench.job("next_at")
    bench.pay_all()
    assert bench.states() == ["sent"] * 3


def test_two_names_of_one_machine_share_its_lane_however_its_address_is_written(bench):
    bench.shop.settings.set("printers", [TILL, {**TILL, "name": "kitchen", "address": "tcp://TILL:9100"}])
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.sell()
    bench.sell()
    assert bench.spooler.move(bench.jobs()[1], "kitchen")
    bench.pay_all()
    assert bench.states() == ["owed", "owed"], "a later paper overtook the first one at the same machine"
    assert len(bench.spooler._all()) == 1


def test_a_person_waits_for_a_printer_to_which_another_program_speaks(bench, monkeypatch):
    monkeypatch.setattr(spooler_room, "PATIENCE", 0.2)
    other = Senders(bench.shop.db.path.parent)
    bench.sell()
    with other.at("tcp://till") as free:
        assert free
        assert bench.spooler.print_now(bench.first()).state == "owed"
        assert not bench.spooler.pay_one()
    assert bench.states() == ["owed"]
    assert bench.spooler.print_now(bench.first()).state == "sent"
