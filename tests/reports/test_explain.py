"""Every rupee of a bill in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.reports.bill import load
from shoppos.reports.explain import agrees, explain
from shoppos.shop.payments import Tender

if TYPE_CHECKING:
    from shoppos.shop import Shop


def said(shop: Shop, *lines: str, **more: object) -> list[str]:
    number = shop.sales.sell(list(lines), [Tender("cash")], **more).numbers[0]
    bill = load(shop.db, number)
    assert agrees(bill)
    return explain(bill)


def test_a_price_without_gst_says_what_comes_to_it(shop: Shop) -> None:
    told = said(shop, "3001")
    assert told[0] == "1. Steel Tiffin: 1 × ₹400.00 = ₹400.00. To it come ₹72.00 of GST (18 %): ₹472.00."
    assert "Together ₹472.00." in told


def test_discounts_and_rounding_are_told(shop: Shop) -> None:
    told = said(shop, "3*1002 /10", "2001", discount="10")
    assert told[0].startswith("1. Parle-G 100 g: 3 × ₹10.00 = ₹30.00, less ₹3.00 discount, less ₹1.38 of the bill's")
    assert "No GST in it" in told[1]
    assert any(line.startswith("No GST: on ") for line in told)
    assert told[-1] == "Computed again just now: the same to the paisa."


def test_another_state_pays_igst(shop: Shop) -> None:
    told = said(shop, "1001", state="29")
    assert "GST 18 %: on ₹127.12 it is IGST 18 % ₹22.88." in told
