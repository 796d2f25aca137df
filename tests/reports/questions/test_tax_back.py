"""A day on which more tax came back than was taken says so, and says no sum below nothing."""

import pytest

from shoppos.reports import periods, questions
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.stories.clocks import SetClock


@pytest.mark.parametrize(
    ("treatment", "said"),
    [
        ("taxable", "₹6.86 of tax came back on ₹38.14; 100 % of it at 18 %."),
        ("exempt", "goods of ₹45.00 came back, without tax."),
    ],
)
def test_tax_that_came_back_is_said_to_have_come_back(folder, treatment, said):
    clock = SetClock("2026-11-23 10:00")
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(
        ProductForm(
            "T",
            "Soap",
            45_00,
            rate=1800 if treatment == "taxable" else 0,
            treatment=treatment,
            hsn="3401",
            stock=10_000,
        )
    )
    number = shop.sales.sell(["T"], [Tender("cash")]).numbers[0]
    clock.set("2026-11-24 10:00")
    shop.returns.take(number, {1: Give(1000)}, Refund("cash"), "torn", was_taken=False)
    finding = questions.ask(shop.db, "tax", periods.around(clock.now().date(), "day")).finding
    shop.close()
    assert finding.endswith(said)
