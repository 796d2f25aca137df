"""The bill that nobody made: right for each scheme, on each paper, and with the account where a sheet has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shoppos.base.clock import Clock
from shoppos.base.errors import InvalidInput
from shoppos.printing.languages import encode
from shoppos.printing.sample import sample_bill, sample_page
from shoppos.rules.bank_details import BankDetails
from shoppos.rules.letterhead import Letterhead
from tests.printing.bills import SHOP

BANK = BankDetails("Sharma General Store", "001234567890", "HDFC0001234", "HDFC Bank")


def said(paper: str, bank: BankDetails | None = None, head: Letterhead = SHOP, language: str = "en") -> str:
    return encode(sample_page(head, Clock(), bank, paper, language=language), "text").decode()


@pytest.mark.parametrize(
    ("scheme", "gstin", "kind"),
    [
        ("regular", SHOP.gstin, "TAX INVOICE"), ("composition", SHOP.gstin, "BILL OF SUPPLY"),
        ("unregistered", "", "CASH MEMO"),
    ],
)  # fmt: skip
def test_it_is_the_paper_that_the_scheme_makes(scheme, gstin, kind):
    bill = sample_bill(replace(SHOP, scheme=scheme, gstin=gstin), Clock())
    assert bill.kind == kind
    assert bool(bill.cgst) == (scheme == "regular")
    assert bill.due == bill.payable == sum(line.total for line in bill.lines) + bill.round_off


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_sheet_names_the_account(paper):
    assert "HDFC0001234" in said(paper, BANK)
    assert "bank transfer" not in said(paper)


@pytest.mark.parametrize("paper", ["58", "80"])
def test_a_roll_names_no_account(paper):
    text = said(paper, BANK)
    assert "HDFC0001234" not in text
    assert "Thank you, come again!" in text


def test_a_shop_without_a_state_has_its_sample_too():
    assert "New shop" in said("80", head=Letterhead(name="New shop", scheme="unregistered"))


def test_it_speaks_the_language_of_the_papers():
    assert "कर बीजक" in said("A5", BANK, language="hi")


def test_a_paper_that_nobody_knows_is_refused():
    with pytest.raises(InvalidInput):
        said("A2")
