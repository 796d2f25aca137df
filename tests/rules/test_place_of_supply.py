"""Where a sale is taxed and what its taxes are called."""

import json
from pathlib import Path
from typing import Any

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.rules.place_of_supply import STATES, is_intra, place_of_supply, tax_labels

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


def test_the_states_are_those_of_the_portal() -> None:
    assert VECTORS["state_codes"] == STATES


@pytest.mark.parametrize("case", VECTORS["place_of_supply"], ids=lambda case: case["case"])
def test_the_published_cases_are_taxed_in_their_state(case: dict[str, Any]) -> None:
    assert (
        place_of_supply(
            case["supplier"],
            delivery=case["delivery_state"],
            gstin=case.get("buyer_gstin"),
            billing=case.get("customer_state"),
        )
        == case["expect"]
    )


def test_the_nearer_to_this_very_sale_decides() -> None:
    everything = {"chosen": "01", "delivery": "02", "gstin": "29AABCR1718E1ZL", "billing": "30"}
    found = []
    for name in ("chosen", "delivery", "gstin", "billing"):
        found.append(place_of_supply("27", **everything))
        del everything[name]
    assert [*found, place_of_supply("27")] == ["01", "02", "29", "30", "27"]


@pytest.mark.parametrize("code", ["25", "28", "00", "99", "7", "MH"])
def test_a_code_that_is_no_state_any_more_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput, match="not the code of a State"):
        place_of_supply("27", chosen=code)


@pytest.mark.parametrize("case", VECTORS["tax_head"], ids=lambda case: case["supplier"] + case["pos"])
def test_the_taxes_have_the_names_of_the_place(case: dict[str, str]) -> None:
    assert "+".join(tax_labels(case["supplier"], case["pos"])) == case["expect"]
    assert is_intra(case["supplier"], case["pos"]) is (case["expect"] != "IGST")


def test_only_territories_without_a_legislature_have_utgst() -> None:
    assert {code for code in STATES if "UTGST" in tax_labels(code, code)} == {"04", "26", "31", "35", "38", "97"}
