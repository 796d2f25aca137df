"""Owed papers: each printed once, doubted when in doubt, never in the sale's way."""

import subprocess
import sys
import time

import pytest

from shoppos.base.errors import NotFound, Refused
from shoppos.printing import spooler as spooler_room
from shoppos.printing.devices import Delivery, Outcome
from shoppos.printing.printers import Printer
from shoppos.printing.senders import Senders
from shoppos.printing.spooler import FIRST_PAUSE, LONGEST_PAUSE, Spooler
from shoppos.shop.sales import Tender
from tests.printing.decoder import decoded
from tests.printing.virtual import VirtualPrinter

TILL = {"name": "till", "address": "tcp://till", "form": "escpos", "paper": "80", "drawer": True}
OFFICE = {"name": "office", "address": "tcp://office", "form": "text", "paper": "A4"}


class Bench:
    """A spooler over a real shop, with devices that do as they are told and a clock that is turned by hand."""

    def __init__(self, shop):
        self.shop = shop
        self.news = []
        self.sent = []
        self.answers = {}
        self.on_connect = lambda: None
        self.now = shop.db.clock.ms()
        self.spooler = Spooler(shop.db, self, self.news.append, connect=self.connect)
        shop.settings.set("printers", [TILL, OFFICE])

    def ms(self):
        return self.now

    def connect(self, address):
        bench = self
        begun, self.on_connect = self.on_connect, lambda: None
        begun()

        class Told:
            def send(self, content, name="", **_how):
                bench.during()
                answer = bench.answers.get(address, Outcome.SENT)
                if answer is not Outcome.NOT_SENT:
                    bench.sent.append((address, name, content))
                return Delivery(answer, "" if answer is Outcome.SENT else "The printer sulks.")

        return Told()

    def during(self):
        self.seen = self.states()
        self.kept = self.bytes(self.first()) if self.seen else None

    def sell(self):
        return self.shop.sales.sell(["1001"], tenders=[Tender("cash", None)])

    def ship(self):
        """A bill whose goods are sent to the customer."""
        self.shop.customers.add("Anil Verma", "9876543210", address="4 Tilak Road, Pune", pin_code="411030", state="27")
        cash = [Tender("cash", None)]
        done = self.shop.sales.sell(["1001"], tenders=cash, customer_phone="9876543210", with_address=True)
        return done.numbers[0]

    def pay_all(self):
        while self.spooler.pay_one():
            continue

    def states(self):
        return [row[0] for row in self.shop.db.rows("SELECT state FROM print_job ORDER BY id")]

    def job(self, column):
        return self.shop.db.rows(f"SELECT {column} FROM print_job ORDER BY id")[0][0]

    def bytes(self, job):
        row = self.shop.db.row("SELECT content FROM print_bytes WHERE job_id = ?", (job,))
        return row[0] if row else None

    def jobs(self):
        return [row[0] for row in self.shop.db.rows("SELECT id FROM print_job ORDER BY id")]

    def first(self):
        return self.jobs()[0]


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


def test_a_paper_is_marked_on_disk_with_its_bytes_before_the_first_of_them_goes_out(bench):
    bench.sell()
    bench.spooler.pay_one()
    assert bench.seen == ["sending"]
    assert bench.kept == bench.sent[0][2]


@pytest.mark.parametrize("answer", [Outcome.SENT, Outcome.PRINTED])
def test_the_bytes_of_a_paper_that_is_out_are_kept_no_longer(bench, answer):
    bench.answers["tcp://till"] = answer
    done = bench.sell()
    bench.spooler.pay_one()
    assert len(bench.kept) > 500
    assert (bench.bytes(bench.first()), bench.job("sender")) == (None, None)
    bench.shop.sales.reprint(done.numbers[0])
    bench.spooler.pay_one()
    assert "DUPLICATE" in decoded(bench.sent[1][2]).text


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


def test_a_reprint_is_a_paper_of_its_own_and_says_so_with_who_asked_for_it_and_when(bench):
    bench.shop.settings.set("printers", [{**TILL, "form": "text"}])
    done = bench.sell()
    bench.spooler.pay_one()
    bench.shop.staff.add("Asha", "cashier")
    bench.shop.staff.sign_in("Asha")
    for _time in range(2):
        bench.shop.sales.reprint(done.numbers[0])
    bench.pay_all()
    texts = [content.decode() for _address, _name, content in bench.sent]
    assert "DUPLICATE" not in texts[0]
    when = bench.shop.db.clock.at(bench.shop.db.rows("SELECT made_at FROM reprint ORDER BY copy_no")[0][0])
    for text, mark in zip(texts[1:], ("DUPLICATE", "DUPLICATE 2"), strict=True):
        said = " ".join(text.replace("*", " ").replace(" · ", " ").split())
        assert f"{mark} Asha {when.day} {when:%b} {when.year} {when:%H:%M}" in said


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


def test_one_paper_goes_at_once_to_the_printer_that_was_named(bench):
    done = bench.sell()
    news = bench.spooler.print_now(bench.first(), Printer("desk", "tcp://desk", "text", "58"))
    assert (news.state, news.number) == ("sent", done.numbers[0])
    ((address, name, content),) = bench.sent
    assert (address, name.rsplit(".")[-1]) == ("tcp://desk", "txt")
    assert done.numbers[0] in content.decode()


def test_a_paper_nobody_knows_is_refused(bench):
    with pytest.raises(NotFound):
        bench.spooler.print_now(b"?" * 16)


def test_a_paper_that_cannot_be_drawn_is_told_and_holds_up_no_other(bench, caplog):
    bench.sell()
    bench.sell()
    bench.shop.db.raw.execute("UPDATE print_job SET told = '[' WHERE id = ?", (bench.first(),))
    bench.pay_all()
    assert bench.states() == ["cancelled", "sent"]
    assert "could not be drawn" in bench.news[0].reason
    assert "JSONDecodeError" in caplog.text


def test_a_wrong_address_is_told_in_its_own_sentence(shop):
    news = []
    shop.settings.set("printers", [{**TILL, "address": "usb:7"}])
    shop.sales.sell(["1001"], tenders=[Tender("cash", None)])
    spooler = Spooler(shop.db, shop.db.clock, news.append)
    assert spooler.pay_one()
    assert news[0].state == "cancelled"
    assert "not the address of a printer" in news[0].reason


def test_the_bills_language_is_the_shops_choice(bench):
    bench.shop.settings.set("printers", [{**TILL, "form": "text"}])
    bench.shop.settings.set("bill_language", "hi")
    bench.sell()
    bench.spooler.pay_one()
    assert "सर्फ एक्सेल" in bench.sent[0][2].decode()


def test_the_drawer_opens_now_or_never(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.spooler.open_drawer()
    bench.spooler.work()
    bench.answers.clear()
    bench.spooler.work()
    assert bench.sent == []
    bench.spooler.open_drawer()
    bench.spooler.work()
    assert decoded(bench.sent[0][2]).pulses == 1
    bench.spooler.open_drawer("office")
    bench.spooler.work()
    assert len(bench.sent) == 1


def test_the_drawer_opens_before_the_paper_that_was_begun_already(bench):
    """The bytes of the paper are ready when the cashier presses the key for cash."""
    bench.on_connect = bench.spooler.open_drawer
    bench.sell()
    assert bench.spooler.pay_one()
    assert [name for _address, name, _content in bench.sent] == ["drawer.bin", bench.sent[1][1]]
    assert decoded(bench.sent[0][2]).pulses == 1
    assert decoded(bench.sent[1][2]).pulses == 0


def test_no_pulse_goes_to_a_printer_without_a_drawer(bench):
    bench.shop.settings.set("printers", [{**TILL, "drawer": False}])
    bench.spooler.open_drawer()
    bench.spooler.work()
    bench.shop.settings.set("printers", [{key: TILL[key] for key in TILL if key != "drawer"}])
    bench.spooler.open_drawer()
    bench.spooler.work()
    assert bench.sent == []


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


# -- other printers, other kinds

PARCELS = {"name": "parcels", "address": "tcp://parcels", "form": "tspl", "paper": "4x6"}


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


def test_a_printer_that_was_set_up_anew_is_sent_what_it_reads_now(bench):
    """Its papers waited because it was told to speak another language."""
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.sell()
    bench.spooler.pay_one()
    bench.answers.clear()
    bench.shop.settings.set("printers", [{**TILL, "paper": "58"}])
    bench.spooler.retry(bench.first())
    bench.spooler.pay_one()
    lines = [line for line in decoded(bench.sent[0][2]).text.splitlines() if set(line) == {"-"}]
    assert {len(line) for line in lines} == {32}


def test_a_printer_that_is_gone_leaves_its_papers_to_the_route(bench):
    bench.sell()
    assert bench.spooler.move(bench.first(), "office")
    bench.shop.settings.set("printers", [TILL])
    bench.pay_all()
    assert [address for address, _name, _content in bench.sent] == ["tcp://till"]


def test_what_may_be_on_paper_is_not_taken_for_never_printed_because_nobody_wants_it_any_more(bench):
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    done = bench.sell()
    bench.spooler.pay_one()
    assert bench.spooler.cancel(bench.first())
    assert bench.spooler.never_printed(done.sale_ids[0]) is None
    waiting = bench.sell()
    assert bench.spooler.cancel(bench.jobs()[1])
    assert bench.spooler.never_printed(waiting.sale_ids[0]) == bench.jobs()[1]


def test_each_kind_goes_to_the_printer_that_is_meant_for_it(bench):
    bench.shop.settings.set("printers", [TILL, PARCELS])
    number = bench.ship()
    bench.shop.papers.label(number, courier="Delhivery", awb="4242")
    bench.shop.papers.slip(number)
    bench.shop.papers.reading()
    bench.pay_all()
    assert [address for address, _name, _content in bench.sent] == ["tcp://till", "tcp://parcels", *["tcp://till"] * 2]
    assert {news.kind: news.state for news in bench.news} == dict.fromkeys(("bill", "label", "slip", "reading"), "sent")
    label = bench.sent[1]
    assert label[1] == number.replace("/", "-") + ".tspl"
    assert label[2].startswith(b"SIZE")
    bench.shop.settings.set("routes", {"slip": "parcels"})
    bench.shop.papers.slip(number, again=True)
    bench.pay_all()
    assert bench.states()[-1] == "cancelled"
    assert "parcels holds 4x6" in bench.news[-1].reason


def test_a_printers_own_settings_reach_its_bytes(bench):
    bench.shop.settings.set(
        "printers", [{**PARCELS, "darkness": 9, "speed": 3}, {**TILL, "paper": "58", "cut": "none"}]
    )
    number = bench.ship()
    bench.shop.papers.label(number)
    bench.pay_all()
    bill, label = (next(job for at, _name, job in bench.sent if at == one) for one in ("tcp://till", "tcp://parcels"))
    assert b"DENSITY 9" in label
    assert b"SPEED 3" in label
    assert decoded(bill).cuts == 0


def test_a_label_goes_on_the_roll_where_there_is_no_other_printer(bench):
    number = bench.ship()
    bench.shop.papers.label(number, awb="4242")
    bench.pay_all()
    assert bench.states() == ["sent", "sent"], bench.news[-1]
    assert bench.sent[1][0] == "tcp://till"


def test_a_second_label_is_marked_and_shelf_labels_never_are(bench):
    bench.shop.settings.set("printers", [{**PARCELS, "form": "text", "paper": "80"}])
    number = bench.ship()
    bench.shop.papers.label(number)
    bench.pay_all()
    bench.shop.papers.label(number)
    bench.pay_all()
    said = [content.decode() for _address, name, content in bench.sent if number.replace("/", "-") in name][1:]
    assert ["DUPLICATE" in text for text in said] == [False, True]


def test_a_label_that_cannot_go_out_is_told_in_its_own_words(bench):
    bench.answers["tcp://till"] = Outcome.NOT_SENT
    bench.shop.papers.reading()
    bench.spooler.pay_one()
    assert bench.news[0].reason == "The printer sulks. The paper waits, and is printed when the printer is ready."


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


def test_a_drawer_that_could_not_open_while_somebody_stood_there_stays_shut(bench):
    bench.spooler.open_drawer()
    bench.now += 11_000
    bench.sell()
    bench.pay_all()
    assert [name[-4:] for _address, name, _content in bench.sent] == [".bin"]
    assert decoded(bench.sent[0][2]).pulses == 0


def test_a_doubtful_paper_that_was_cancelled_and_taken_back_is_composed_anew_when_it_is_missing(bench):
    """Its bytes were dropped meanwhile: an empty paper must not go out in their place."""
    bench.answers["tcp://till"] = Outcome.UNCERTAIN
    done = bench.sell()
    bench.spooler.pay_one()
    assert bench.spooler.cancel(bench.first())
    assert bench.shop.by_hand.wait_again(bench.first(), doubted=True)
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


def test_the_drawer_hangs_where_the_settings_say(bench):
    bench.shop.settings.set("printers", [{**TILL, "drawer_pin": 5}])
    bench.spooler.open_drawer()
    bench.spooler.work()
    ((_address, _name, pulse),) = bench.sent
    assert pulse == b"\x1bp\x0122"
