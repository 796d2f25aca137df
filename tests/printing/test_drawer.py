"""The cash drawer: it opens while the cashier waits for it, before the paper, or not at all."""

import pytest

from shoppos.printing.devices import Outcome
from shoppos.printing.printers import printers
from shoppos.printing.spooler import Spooler
from shoppos.printing.trial import asked_status
from tests.printing.decoder import decoded
from tests.printing.desk import TILL, Bench
from tests.printing.virtual import VirtualPrinter


@pytest.fixture
def bench(shop):
    return Bench(shop)


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


def test_a_drawer_that_could_not_open_while_somebody_stood_there_stays_shut(bench):
    bench.spooler.open_drawer()
    bench.now += 11_000
    bench.sell()
    bench.pay_all()
    assert [name[-4:] for _address, name, _content in bench.sent] == [".bin"]
    assert decoded(bench.sent[0][2]).pulses == 0
    assert "the drawer stayed shut" in bench.news[0].reason


def test_the_drawer_hangs_where_the_settings_say(bench):
    bench.shop.settings.set("printers", [{**TILL, "drawer_pin": 5}])
    bench.spooler.open_drawer()
    bench.spooler.work()
    ((_address, _name, pulse),) = bench.sent
    assert pulse == b"\x1bp\x0122"


def test_no_drawer_opens_when_the_roll_is_put_in(shop):
    with VirtualPrinter() as printer:
        shop.settings.set("printers", [{**TILL, "address": printer.address}])
        news = []
        spooler = Spooler(shop.db, shop.db.clock, news.append)
        assert asked_status(shop.db, printers(shop.db)[0]).answered
        printer.set(paper_out=True)
        spooler.open_drawer()
        spooler.work()
        assert bytes(printer.waiting).endswith(b"\x10\x14\x01\x00\x02"), "it is obeyed at once, or never"
        printer.set(paper_out=False)
        printer.settle()
        assert b"\x1bp" not in printer.printed
        spooler.open_drawer()
        spooler.work()
        printer.settle()
        assert decoded(printer.printed.rpartition(b"\x02")[2]).pulses == 1
        assert news == []
        printer.set(mute=True)
        spooler.open_drawer()
        spooler.work()
        printer.settle()
        assert printer.printed.count(b"\x1bp") == 1, "a printer that hangs would open it later"
        assert "does not answer" in news[0].reason
