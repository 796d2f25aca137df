"""Orders and debit notes on paper: all that a supplier needs to read, on a sheet and on a roll."""

import pytest

from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import purchase_paper
from shoppos.shop.purchase_orders import Wanted
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard


@pytest.fixture
def agro(shop):
    card = SupplierCard("Agro Traders", "9812345678", email="agro@example.in", gstin="27AAPFU0939F1ZV")
    return shop.suppliers.add(card).id


@pytest.fixture
def order(shop, agro):
    lines = [Wanted(shop.catalogue.show(code).product_id, many, cost) for code, many, cost in (
        ("1001", 12_000, 100_00), ("2001", 2_500, 90_00),
    )]  # fmt: skip
    return shop.purchase_orders.draft(agro, lines, "Before Diwali, please")


@pytest.mark.parametrize("paper", ["A4", "A5", "80", "58"])
def test_an_order_says_what_is_wanted_by_whom_and_of_whom(shop, order, paper):
    said = encode(page_for(shop.db, "purchase_order", order.id, {}, paper), "text").decode()
    for words in ("Sharma Kirana", "PURCHASE ORDER", order.number, "Agro Traders", "Surf Excel 1 kg", "12\u00a0PCS",
                  "2.5\u00a0KG", "1,425.00", "Before Diwali"):  # fmt: skip
        assert words.replace("\u00a0", " ") in said.replace("\u00a0", " "), words


def test_a_debit_note_names_the_bill_that_it_debits_and_a_second_one_says_so(shop, agro):
    line = ReceiptLine(shop.catalogue.show("1001").product_id, 10_000, 100_00)
    done = shop.buying.receive(Receipt(agro, (line,), bill_number="X-9", bill_date=2026_04_03))
    note = shop.sending_back.take(done.number, {1: 3_000}, "torn")
    said = encode(page_for(shop.db, "sent_back", note.id, {}, "A4", copy="DUPLICATE"), "text").decode()
    for words in (
        "DEBIT NOTE",
        "DUPLICATE",
        note.number,
        "X-9 of 03-04-2026",
        done.number,
        "300.00",
        "54.00",
        "354.00",
    ):
        assert words in said, words


def test_a_cancelled_order_says_so_before_anything_is_sent(shop, order):
    shop.purchase_orders.cancel(order.number)
    assert "CANCELLED" in encode(page_for(shop.db, "purchase_order", order.id, {}, "A4"), "text").decode()


def test_the_message_and_its_links_carry_the_order_whole(shop, order):
    paper = purchase_paper.order(shop.db, order.number)
    text = purchase_paper.message(paper)
    assert "1. Surf Excel 1 kg - 12 PCS\n2. Toor Dal (loose) - 2.5 KG\nBefore Diwali, please" in text
    assert purchase_paper.whatsapp(paper, "a b&c(d)\n") == "https://wa.me/919812345678?text=a%20b%26c(d)%0A"
    assert purchase_paper.mail(paper, "One\ntwo") == "mailto:agro@example.in?subject=One&body=One%0D%0Atwo"
