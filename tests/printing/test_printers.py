"""The shop's printers as the settings name them, and which of them a paper goes to."""

import pytest

from shoppos.models.print_job import KINDS
from shoppos.printing.head import Head
from shoppos.printing.paper import PAPERS
from shoppos.printing.printers import Printer, fleet, is_watchable, place, printer_for, printers, routes

TILL = {"name": "till", "address": "tcp://10.0.0.5:9100", "form": "escpos", "paper": "58"}
OFFICE = {"name": "office", "address": "file:/tmp/bills", "form": "pdf", "paper": "A4"}
PARCELS = {"name": "parcels", "address": "file:/dev/usb/lp1", "form": "tspl", "paper": "4x6"}
GOODS = {"name": "goods", "address": "cups:goods", "form": "zpl", "paper": "50x25"}


def test_the_shops_printers_are_read_in_their_order(shop):
    shop.settings.set("printers", [TILL, OFFICE, {"name": "half"}, {"address": "file:/x"}])
    assert printers(shop.db) == (Printer(**TILL), Printer(**OFFICE))


def test_what_is_known_of_its_head_stands_beside_a_printers_name(shop):
    shop.settings.set("printers", [{**TILL, "band": 24, "cut": "none", "dots": "wide"}])
    assert printers(shop.db) == (Printer(**TILL, head=Head(band=24, cut="none")),)


def test_the_first_printer_takes_what_names_none(shop):
    assert printer_for(shop.db, "") is None
    shop.settings.set("printers", [TILL, OFFICE])
    assert printer_for(shop.db, "") == Printer(**TILL)
    assert printer_for(shop.db, "office") == Printer(**OFFICE)
    assert printer_for(shop.db, "cellar") is None


@pytest.mark.parametrize("address", ["tcp://10.0.0.9", "cups:Q", "windows:Q", "serial:COM5", "file:/tmp"])
def test_an_address_is_a_printer_of_its_own(address, shop):
    assert printer_for(shop.db, address) == Printer(address, address)


def test_a_kind_goes_where_the_shop_chose_else_to_the_first_that_is_meant_for_it(shop):
    shop.settings.set("printers", [PARCELS, GOODS, OFFICE, TILL])
    wanted = {
            "bill": "office", "slip": "office", "reading": "office", "label": "parcels", "shelf": "goods",
            "purchase_order": "office", "sent_back": "office",
            "receipt": "office", "statement": "office", "count": "office", "picking": "office", "run_sheet": "office",
            "estimate": "office", "report": "office",
        }  # fmt: skip
    assert {kind: printer_for(shop.db, "", kind).name for kind in KINDS} == wanted
    shop.settings.set("routes", {"bill": "till", "label": "office", "shelf": "cellar", "slip": ""})
    assert routes(shop.db) == {"bill": "till", "label": "office", "shelf": "cellar"}
    chosen = {**wanted, "bill": "till", "label": "office", "receipt": "till", "statement": "till", "estimate": "till"}
    assert {kind: printer_for(shop.db, "", kind).name for kind in KINDS} == chosen


def test_a_kind_for_which_no_paper_is_meant_goes_where_it_can_be_laid_at_all(shop):
    shop.settings.set("printers", [TILL, OFFICE])
    assert printer_for(shop.db, "", "label").name == "till"
    assert printer_for(shop.db, "", "shelf").name == "office"
    assert printer_for(shop.db, "", "purchase_order").name == "office"
    shop.settings.set("printers", [TILL])
    assert printer_for(shop.db, "", "purchase_order") is None  # a supplier gets a sheet, or a file of one
    shop.settings.set("routes", {"purchase_order": "till"})
    assert printer_for(shop.db, "", "purchase_order").name == "till"
    shop.settings.set("printers", [PARCELS])
    assert [kind for kind in KINDS if printer_for(shop.db, "", kind)] == ["label"]


def test_every_paper_has_a_kind_that_is_meant_for_it_and_every_kind_stands_on_papers_that_are(shop):
    names = {paper.name for paper in PAPERS}
    made = {paper: Printer("x", "file:x", "tspl", paper) for paper in names}
    for paper, printer in made.items():
        assert any(printer.suits(kind) for kind in KINDS), paper
    for kind in KINDS:
        assert {printer.paper_for(kind) for printer in made.values()} <= names | {""}
        assert all(printer.paper_for(kind) == paper for paper, printer in made.items() if printer.suits(kind))


def test_a_page_that_is_looked_at_may_stand_on_the_paper_that_was_asked_for():
    assert Printer(**OFFICE).paper_for("label", "3x2") == "3x2"
    assert Printer(**OFFICE).paper_for("label", "50x25") == "A4x4"
    assert Printer(**PARCELS).paper_for("label", "3x2") == "4x6"


def test_a_paper_whose_printer_is_gone_follows_its_route(shop):
    shop.settings.set("printers", [TILL, PARCELS])
    known = fleet(shop.db)
    assert known.of("parcels", "label").name == "parcels"
    assert known.of("cellar", "label").name == "parcels"
    assert known.of("", "bill").name == "till"


def test_the_drawer_hangs_at_the_bills_printer_or_at_the_first_that_has_one(shop):
    box = {**TILL, "name": "box", "drawer": True}
    shop.settings.set("printers", [TILL, box])
    known = fleet(shop.db)
    assert known.drawer("").name == "box"
    assert known.drawer("box").name == "box"
    assert known.drawer("till") is None
    shop.settings.set("printers", [box, {**box, "name": "second"}])
    shop.settings.set("routes", {"bill": "second"})
    assert fleet(shop.db).drawer("").name == "second"
    shop.settings.set("printers", [{**OFFICE, "drawer": True}])
    assert fleet(shop.db).drawer("") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tcp://till", "tcp://TILL:9100/"),
        ("tcp://[fe80::1]", "tcp://[FE80::1]:9100"),
        ("file:/dev/usb/lp0", "file:///dev/usb/lp0"),
        ("file:/dev/usb/lp0", "file:/dev/usb//lp0"),
        ("serial:COM5", "serial:COM5@115200"),
        ("windows:Till", "windows:TILL"),
    ],
)
def test_one_machine_is_one_place_however_its_address_is_written(one, other):
    assert place(one) == place(other)
    assert is_watchable(one) == is_watchable(other)


def test_another_machine_is_another_place():
    others = (
        "tcp://till", "tcp://till:9101", "tcp://till2", "tcp://till:99999", "tcp:one", "tcp:two", "file:/dev/usb/lp0",
        "file:/dev/usb/lp1", "file:~nobody-is-called-so/x", "serial:COM5", "serial:COM6", "cups:Till", "cups:TILL",
        "windows:Till",
    )  # fmt: skip
    assert len({place(one) for one in others}) == len(others)


def test_only_what_is_there_at_any_time_is_watched():
    watched = [at for at in ("tcp://10.0.0.5", "file:/dev/usb/lp0", "file:/tmp", "cups:Q", "serial:COM5")
               if is_watchable(at)]  # fmt: skip
    assert watched == ["tcp://10.0.0.5", "file:/dev/usb/lp0"]


def test_a_file_is_named_after_its_bill():
    assert Printer(**OFFICE).file_name("A1/2627/000123") == "A1-2627-000123.pdf"
    assert Printer(**TILL).file_name("A1/2627/000123") == "A1-2627-000123.bin"
    assert Printer(**PARCELS).file_name("A1/2627/000123") == "A1-2627-000123.tspl"
