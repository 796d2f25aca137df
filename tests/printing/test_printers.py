"""The shop's printers as the settings name them."""

from shoppos.printing.printers import Printer, printer_for, printers

TILL = {"name": "till", "address": "tcp://10.0.0.5:9100", "form": "escpos", "paper": "58"}
OFFICE = {"name": "office", "address": "file:/tmp/bills", "form": "pdf", "paper": "A4"}


def test_the_shops_printers_are_read_in_their_order(shop):
    shop.settings.set("printers", [TILL, OFFICE, {"name": "half"}, {"address": "file:/x"}])
    assert printers(shop.db) == (Printer(**TILL), Printer(**OFFICE))


def test_the_first_printer_takes_what_names_none(shop):
    assert printer_for(shop.db, "") is None
    shop.settings.set("printers", [TILL, OFFICE])
    assert printer_for(shop.db, "") == Printer(**TILL)
    assert printer_for(shop.db, "office") == Printer(**OFFICE)
    assert printer_for(shop.db, "cellar") is None


def test_an_address_is_a_printer_of_its_own(shop):
    assert printer_for(shop.db, "tcp://10.0.0.9") == Printer("tcp://10.0.0.9", "tcp://10.0.0.9")


def test_a_file_is_named_after_its_bill():
    assert Printer(**OFFICE).file_name("A1/2627/000123") == "A1-2627-000123.pdf"
    assert Printer(**TILL).file_name("A1/2627/000123") == "A1-2627-000123.bin"
