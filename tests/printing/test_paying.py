"""One paper: composed for its printer, in its language, marked on disk before it goes out, told of while it does."""

import pytest

from shoppos.printing.devices import Delivery, Outcome
from shoppos.printing.news import PrinterState
from shoppos.printing.spooler import Spooler
from shoppos.shop.sales import Tender
from tests.printing.decoder import decoded
from tests.printing.desk import PARCELS, TILL, Bench

STOPPED = "The printer has stopped in the middle of a paper."


@pytest.fixture
def bench(shop):
    return Bench(shop)


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


def test_a_printer_of_letters_alone_is_sent_english_for_it_has_no_other_script(bench):
    bench.shop.settings.set("bill_language", "hi")
    bench.shop.settings.set("printers", [{**TILL, "mode": "text"}])
    bench.sell()
    bench.spooler.pay_one()
    assert "TOTAL" in decoded(bench.sent[0][2]).text
    assert "?" not in decoded(bench.sent[0][2]).text


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


def paid_at(shop, send):
    """Sell, and pay the bill's paper at a printer that does what `send` does; gives what was told of the printer."""
    told = []
    shop.settings.set("printers", [TILL])
    spooler = Spooler(
        shop.db,
        shop.db.clock,
        lambda _news: None,
        told.append,
        lambda _address: type("Till", (), {"send": lambda _self, _content, _name, **how: send(told, **how)})(),
    )
    shop.sales.sell(["1001"], tenders=[Tender("cash", None)])
    assert spooler.pay_one()
    return told


def test_a_printer_that_stops_in_the_middle_is_told_of_at_once_and_so_is_that_it_goes_on(shop):
    heard = []

    def stops(told, on_stop, **_how):
        on_stop(STOPPED)
        heard.extend(told)
        on_stop("")
        heard.extend(told[1:])
        return Delivery(Outcome.PRINTED, answered=True)

    told = paid_at(shop, stops)
    assert heard == [PrinterState("till", ready=False, reason=STOPPED), PrinterState("till", ready=True)]
    assert told == heard


def test_a_printer_that_never_goes_on_is_not_ready_when_its_paper_is_given_up(shop):
    def stops(_told, on_stop, **_how):
        on_stop(STOPPED)
        return Delivery(Outcome.UNCERTAIN, "The printer broke off in the middle of the paper.", answered=True)

    assert paid_at(shop, stops)[-1] == PrinterState("till", ready=False, reason=STOPPED)
