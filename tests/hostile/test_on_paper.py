"""Bills full of hostile names, made by the shop itself, in every form: no byte that a printer or a reader obeys."""

import re

import pypdfium2
import pytest

from shoppos.printing import compose
from shoppos.reports import bill
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.hostile.unsafe import unsafe
from tests.printing import decoder
from tests.printing.hostile import HOSTILE


@pytest.fixture
def hostile(shop: Shop):
    """A bill on which everything that a person can type is hostile."""
    for n, text in enumerate(HOSTILE):
        shop.sales.add_new(shop.sales.on_screen().id, code=f"{n}{text}", name=f"x{text}", price=10_00, rate=500)
    worst = "\x1bp\x00\x19\xfa<b>&=cmd()\u202e%s"
    shop.settings.set_profile(name=f"Shop {worst}", address=worst, footer=worst, terms=worst)
    customer = shop.customers.add(worst, "9812345678", address=worst)
    sale = shop.sales.on_screen()
    shop.sales.set_customer(sale.id, customer.id, with_address=True)
    shop.sales.set_note(sale.id, worst)
    done = shop.sales.checkout(sale.id, [Tender("card", 100_00, worst), Tender("khata")])
    shop.sales.void(done.numbers[0], worst)
    return bill.load(shop.db, done.numbers[0])


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_thermal_printer_obeys_the_program_alone(paper, language, hostile):
    made = decoder.Printer(compose(hostile, "escpos", paper, copy="DUPLICATE", language=language)).run()
    assert made.problems == []
    assert made.pulses == 0
    assert made.cuts <= 1
    assert all(link.startswith("upi://pay?") for link in made.qr_texts)


@pytest.mark.parametrize("paper", ["58", "80", "A4", "A5"])
def test_a_page_of_text_has_nothing_but_text(paper, hostile):
    said = compose(hostile, "text", paper, copy="DUPLICATE").decode()
    assert unsafe(said, "\n\f") == []
    assert hostile.number in said


@pytest.mark.parametrize("paper", ["A4", "A5", "80"])
def test_a_pdf_runs_opens_and_embeds_nothing(paper, hostile):
    data = compose(hostile, "pdf", paper, language="hi")
    told = re.sub(rb"\bstream\r?\n.*?endstream", b"", data, flags=re.DOTALL)  # packed bytes may spell anything
    assert b"/Page" in told
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|SubmitForm|EmbeddedFile|RichMedia|OpenAction|AA)\b", told)
    document = pypdfium2.PdfDocument(data)
    said = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "root:" not in said
    assert hostile.number in said
    document.close()


def test_a_picture_of_the_bill_is_a_picture(hostile, qapp):
    assert compose(hostile, "png", "80").startswith(b"\x89PNG\r\n\x1a\n")
