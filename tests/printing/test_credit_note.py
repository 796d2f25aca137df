"""The credit note on every paper: what Rule 53(1A) asks, which bill it takes back, and how the money goes back."""

from dataclasses import replace

import pytest

from shoppos.base.money import grouped
from tests.printing import bills
from tests.printing.test_bill import ROLLS, SHEETS, flat


@pytest.mark.parametrize("paper", [*ROLLS, *SHEETS])
def test_a_credit_note_carries_what_rule_53_asks(paper):
    note = bills.CREDIT_NOTE
    said = flat(note, paper)
    assert "CREDIT NOTE" in said
    assert note.number in said
    assert "23-11-2026" in said
    assert "Against bill A1/2627/000123 of 3 May 2026" in said
    assert "Reason: Packet was torn" in said
    for words in (note.letterhead.name, note.letterhead.gstin, "12 MG Road", note.buyer.name, note.buyer.gstin):
        assert words in said
    assert "44 Brigade Road, Bengaluru 560001" in said
    assert "Karnataka (29)" in said
    for group in note.by_rate:
        for paise_ in (group.taxable, group.cgst, group.sgst):
            assert grouped(paise_) in said
    assert "Tax taken back, at the rates of that bill" in said
    assert f"Given back in cash {grouped(note.payable)}" in said
    for words in ("to pay", "change", "saved", "come again", "reverse charge"):
        assert words not in said.lower()
    assert ("Authorised signatory" if paper in SHEETS else "Customer's signature") in said


def test_store_credit_and_a_state_without_address_stand_on_a_credit_note_too():
    said = flat(bills.STORE_CREDIT, "80")
    assert f"Store credit for a later bill {grouped(bills.STORE_CREDIT.payable)}" in said
    assert "IGST" in said
    assert "Reason" not in said


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("upi", "Given back by UPI"), ("card", "Given back to the card"), ("netbanking", "Given back by net banking"),
        ("khata", "Taken off the khata"), ("voucher", "Gift voucher"),
    ],
)  # fmt: skip
def test_a_credit_note_says_how_the_money_goes_back(method, words):
    note = bills.CREDIT_NOTE
    paid = (replace(note.payments[0], method=method, label="Gift voucher", reference="4417"),)
    assert f"{words} 4417 {grouped(note.payable)}" in flat(replace(note, payments=paid), "80")


def test_a_credit_note_read_from_a_shop_of_this_version_names_no_bill():
    said = flat(replace(bills.CREDIT_NOTE, against=None), "80")
    assert "CREDIT NOTE" in said
    assert "Against" not in said
