"""A paper under way: what the counter hears of it before its end."""

from shoppos.printing.devices import Delivery, Outcome
from shoppos.printing.news import PrinterState
from shoppos.printing.spooler import Spooler
from shoppos.shop.payments import Tender

STOPPED = "The printer has stopped in the middle of a paper."
TILL = {"name": "till", "address": "tcp://till", "form": "escpos", "paper": "80"}


def paid(shop, send):
    """Sell and pay the bill's paper at a printer that does what `send` does; gives what was told of the printer."""
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

    told = paid(shop, stops)
    assert heard == [PrinterState("till", ready=False, reason=STOPPED), PrinterState("till", ready=True)]
    assert told == heard


def test_a_printer_that_never_goes_on_is_not_ready_when_its_paper_is_given_up(shop):
    def stops(_told, on_stop, **_how):
        on_stop(STOPPED)
        return Delivery(Outcome.UNCERTAIN, "The printer broke off in the middle of the paper.", answered=True)

    assert paid(shop, stops)[-1] == PrinterState("till", ready=False, reason=STOPPED)
