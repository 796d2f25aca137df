"""What was promised to somebody is told to them, and forgotten with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shoppos.base.errors import Refused
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode
from shoppos.reports import estimates as told
from shoppos.reports.audit import audit
from shoppos.reports.personal_data import personal_data
from shoppos.shop import Shop
from tests.stories.clocks import SetClock
from tests.stories.order_shop import ASHA, SURF, opened


@pytest.fixture
def shop(folder: Path) -> Iterator[Shop]:
    shop = opened(folder, SetClock("2026-11-23 11:00"))
    yield shop
    shop.close()


@pytest.fixture
def estimate(shop: Shop) -> bytes:
    made = shop.estimates.begin(ASHA).id
    shop.estimates.enter(made, f"2*{SURF}")
    shop.estimates.set_note(made, "For Lakshmi's wedding")
    shop.estimates.keep(made)
    return made


def asha(shop: Shop) -> bytes:
    return shop.customers.by_phone(ASHA).id


def test_a_customer_is_told_what_was_promised_to_them(shop: Shop, estimate: bytes):
    (one,) = personal_data(shop.db, asha(shop))["estimates"]
    assert (one["number"], one["payable"], one["valid_until"]) == ("A1/2627/E00001", "300.00", "2026-12-08")
    assert one["note"] == "For Lakshmi's wedding"
    assert one["lines"] == [{"name": "Surf Excel 1 kg", "quantity": "2", "unit": "PCS", "price": "150.00"}]


def test_nobody_is_forgotten_while_something_is_promised_to_them(shop: Shop, estimate: bytes):
    with pytest.raises(Refused, match="is on estimate A1/2627/E00001"):
        shop.privacy.erase(asha(shop))
    who = asha(shop)
    shop.estimates.give_up(estimate, "Lakshmi does not marry")
    shop.privacy.erase(who)
    view = shop.estimates.view(estimate)
    assert (view.note, view.reason) == ("", "")
    quote = told.load_by_id(shop.db, estimate)
    assert quote.bill.buyer is not None
    assert (quote.bill.buyer.name, quote.bill.buyer.phone) == ("", "")
    said = encode(page_for(shop.db, "estimate", estimate, {}, "80"), "text").decode()
    assert "Asha" not in said
    assert ASHA not in said
    assert shop.db.rows("SELECT DISTINCT state FROM print_job") == [("cancelled",)]
    assert audit(shop.db, most=9).faults == ()


def test_two_cards_that_are_one_person_keep_what_was_promised(shop: Shop, estimate: bytes):
    other = shop.customers.add("Asha K", "9812345699")
    shop.merging.merge(other.id, asha(shop))
    view = shop.estimates.view(estimate)
    assert view.sale.customer is not None
    assert view.sale.customer.name == "Asha K"
    assert audit(shop.db, most=9).faults == ()
