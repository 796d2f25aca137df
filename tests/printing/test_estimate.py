"""The estimate on every paper: what a bill would say, that it is none, and until when it holds."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from shoppos.base.errors import NotFound
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import estimates as told
from shoppos.shop import Shop
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ASHA, DAL, PARLE, SURF, opened

GOLDEN = Path(__file__).parents[1] / "golden" / "estimates"
PAGES = [(paper, language) for paper in ("58", "80", "A5", "A4") for language in ("en", "hi", "ta")]


@pytest.fixture
def shop(folder: Path) -> Iterator[Shop]:
    shop = opened(folder, SetClock("2026-11-23 11:00"))
    yield shop
    shop.close()


@pytest.fixture
def estimate(shop: Shop) -> bytes:
    made = shop.estimates.begin(ASHA).id
    for line in (f"3*{SURF}/10", f"20*{PARLE}", f"2.5*{DAL}"):
        shop.estimates.enter(made, line)
    shop.estimates.discount_bill(made, amount=25_00)
    shop.estimates.set_shipping(made, 40_00)
    shop.estimates.set_note(made, "Brought within two days. Without the fitting.")
    shop.estimates.keep(made, 20261201)
    return made


def page(shop: Shop, estimate: bytes, paper: str, language: str = "en", copy: str = "") -> str:
    return encode(page_for(shop.db, "estimate", estimate, {}, paper, language=language, copy=copy), "text").decode()


@pytest.mark.parametrize(("paper", "language"), PAGES)
def test_the_page_is_the_golden_one(shop: Shop, estimate: bytes, paper: str, language: str):
    golden = GOLDEN / f"estimate-{paper}-{language}.txt"
    said = page(shop, estimate, paper, language)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", ["58", "80", "A5", "A4"])
def test_it_says_that_it_is_no_bill_and_until_when_it_holds(shop: Shop, estimate: bytes, paper: str):
    said = " ".join(page(shop, estimate, paper).split())
    for words in (
        "ESTIMATE / QUOTATION", "Not a bill", "A1/2627/E00001", "Valid until 1 December 2026", "Asha Kulkarni",
        "Without the fitting", "1,040.00",
    ):  # fmt: skip
        assert words in said, words
    for words in ("TAX INVOICE", "ORIGINAL", "reverse charge", "Payment", "upi", "TO PAY", "DUPLICATE"):
        assert words not in said, words


def test_a_second_paper_is_the_same_and_one_given_up_says_so(shop: Shop, estimate: bytes):
    assert page(shop, estimate, "80", copy="DUPLICATE 2") == page(shop, estimate, "80")
    shop.estimates.give_up(estimate, "Too dear")
    assert "CANCELLED" in page(shop, estimate, "A4")


def test_what_is_not_promised_has_no_paper(shop: Shop):
    draft = shop.estimates.begin().id
    shop.estimates.enter(draft, SURF)
    with pytest.raises(NotFound, match="not promised yet"):
        page(shop, draft, "80")


def test_the_message_says_all_of_it_and_goes_to_who_asked(shop: Shop, estimate: bytes):
    quote = told.load_by_id(shop.db, estimate)
    text = told.message(quote)
    assert text.split("\n") == [
        "Estimate A1/2627/E00001 from Sharma Kirana",
        "1. Surf Excel 1 kg - 3 PCS - ₹405.00",
        "2. Parle-G 100 g - 20 PCS - ₹200.00",
        "3. Toor Dal (loose) - 2.5 KG - ₹420.00",
        "Discount: ₹25.00",
        "Delivery: ₹40.00",
        "Together: ₹1,040.00, tax and all.",
        "Brought within two days. Without the fitting.",
        "The prices hold until 01-12-2026.",
        "This is an estimate, not a bill. 9876543210",
    ]
    assert told.link(quote, "a b").startswith("https://wa.me/919812345670?text=a%20b")
    anybody = shop.estimates.begin().id
    shop.estimates.enter(anybody, SURF)
    shop.estimates.keep(anybody)
    assert told.link(told.load_by_id(shop.db, anybody), "a b") == "https://wa.me/?text=a%20b"
