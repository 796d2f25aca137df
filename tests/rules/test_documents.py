"""Which paper a sale makes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.rules.documents import Kind, Scheme, Treatment, collects_tax, declaration, documents

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["document_type"], ids=lambda case: case["expect"])
def test_the_published_cases_make_their_paper(case: dict[str, Any]) -> None:
    shop = case["input"]
    papers = documents(shop["shop"], shop["lines"], shop["buyer"] == "registered")
    assert papers == [(case["expect"], list(range(len(shop["lines"]))))]


@pytest.mark.parametrize(
    ("scheme", "treatments", "registered", "papers"),
    [
        (
            "regular",
            ["taxable", "exempt", "taxable", "nil"],
            True,
            [("TAX INVOICE", [0, 2]), ("BILL OF SUPPLY", [1, 3])],
        ),
        ("regular", ["taxable", "non-gst"], False, [("INVOICE-CUM-BILL OF SUPPLY", [0, 1])]),
        ("regular", ["taxable"], True, [("TAX INVOICE", [0])]),
        ("regular", ["nil", "exempt"], True, [("BILL OF SUPPLY", [0, 1])]),
        ("composition", ["taxable", "exempt"], True, [("BILL OF SUPPLY", [0, 1])]),
        ("unregistered", ["taxable", "exempt"], True, [("CASH MEMO", [0, 1])]),
        ("regular", [], True, []),
    ],
)
def test_only_a_mixed_sale_to_a_registered_buyer_makes_two_papers(
    scheme: str, treatments: list[str], registered: bool, papers: list[tuple[str, list[int]]]
) -> None:
    assert documents(scheme, treatments, registered) == papers


@given(st.sampled_from(Scheme), st.lists(st.sampled_from(Treatment), max_size=8), st.booleans())
def test_every_line_stands_on_exactly_one_paper(scheme: Scheme, treatments: list[Treatment], registered: bool) -> None:
    places = [i for _kind, indexes in documents(scheme, treatments, registered) for i in indexes]
    assert sorted(places) == list(range(len(treatments)))


def test_only_a_regular_shop_collects_tax_and_only_composition_declares_that_it_does_not() -> None:
    assert [collects_tax(scheme) for scheme in ("regular", "composition", "unregistered")] == [True, False, False]
    assert declaration(Kind.BILL_OF_SUPPLY, "composition") == (
        "composition taxable person, not eligible to collect tax on supplies"
    )
    assert declaration(Kind.BILL_OF_SUPPLY, Scheme.REGULAR) is None
    assert declaration(Kind.CREDIT_NOTE, Scheme.COMPOSITION) is None
