"""Payment links: the published strings, and what banks would decline."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.base.money import parse_paise
from shoppos.rules.upi import LONGEST_REFERENCE, field_ok, link, parse, reference

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [case for case in VECTORS["upi"] if case["kind"] == kind]


@pytest.mark.parametrize("case", of_kind("build"), ids=lambda case: case["id"])
def test_the_published_links_are_built_to_the_letter(case: dict[str, Any]) -> None:
    given_ = dict(case["input"])
    pa, pn, am = given_.pop("pa"), given_.pop("pn"), given_.pop("am", None)
    assert link(pa, pn, amount=parse_paise(am) if am else None, **given_) == case["expect"]


@pytest.mark.parametrize("case", of_kind("parse"), ids=lambda case: case["id"])
def test_the_published_links_are_read(case: dict[str, Any]) -> None:
    assert parse(case["input"]) == case["expect"]


@pytest.mark.parametrize("case", VECTORS["upi_tr_from_invoice"], ids=lambda case: case["input"])
def test_a_bill_number_becomes_a_reference_of_capitals_and_digits(case: dict[str, str]) -> None:
    assert reference(case["input"]) == case["expect"]


@pytest.mark.parametrize("case", VECTORS["upi_field_checks"], ids=lambda case: case["why"])
def test_the_published_field_values_are_judged(case: dict[str, Any]) -> None:
    assert field_ok(case["field"], case["value"]) is case["ok"]


def test_a_personal_address_gets_its_reference_in_the_note_and_no_merchant_fields() -> None:
    built = parse(
        link("9876543210@ybl", "Ramesh", amount=50_000, tr="A17", tn="Bill A1/2627/000007", mc="5411", merchant=False)
    )
    assert built == {
        "pa": "9876543210@ybl",
        "pn": "Ramesh",
        "tn": "Bill A1/2627/000007 A17",
        "am": "500.00",
        "cu": "INR",
    }
    long = parse(link("9876543210@ybl", "Ramesh", tr="A" * 34, tn="n" * 80, merchant=False))
    assert long["tn"] == "n" * 15 + " " + "A" * 34
    assert parse(link("9876543210@ybl", "Ramesh", tr="A17", merchant=False))["tn"] == "A17"
    assert "tn" not in parse(link("9876543210@ybl", "Ramesh", merchant=False))


@given(
    st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and text.strip()),
    st.integers(1, 10**9),
    st.from_regex(r"[A-Z0-9]{1,34}", fullmatch=True),
)
def test_what_is_linked_is_read_back_and_every_sign_is_escaped(name: str, paise: int, tr: str) -> None:
    built = link("shop@upi", name, amount=paise, tr=tr, tn=f"Bill {tr}")
    found = parse(built)
    assert (parse_paise(found["am"]), found["tr"], found["pa"], found["cu"]) == (paise, tr, "shop@upi", "INR")
    assert built.isascii()
    assert not set(built) & set(" +#\"<>'")
    assert built.count("&") == 5
    assert len(tr) <= LONGEST_REFERENCE


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"pa": "shop"}, "not a UPI address"),
        ({"pa": " shop@upi"}, "not a UPI address"),
        ({"pn": " \u202e"}, "needs the shop's name"),
        ({"amount": 0}, "cannot be of 0.00 rupees"),
        ({"amount": -100}, "cannot be of -1.00 rupees"),
        ({"tr": "A/1"}, "letters and digits only"),
        ({"tr": "A" * 35}, "at most 34"),
        ({"tr": ""}, "at most 34"),
        ({"mc": "54"}, "four digits"),
    ],
)
def test_what_a_bank_would_decline_is_refused_before_it_is_shown(changed: dict[str, Any], sentence: str) -> None:
    asked = {"pa": "shop@upi", "pn": "Shop", **changed}
    with pytest.raises(InvalidInput, match=sentence):
        link(asked.pop("pa"), asked.pop("pn"), **asked)


@pytest.mark.parametrize("text", ["", "hello", "https://pay?pa=a@b", "upi://mandate?pa=shop@upi", "upi://pay"])
def test_another_text_is_no_payment_link(text: str) -> None:
    with pytest.raises(InvalidInput, match="no UPI code"):
        parse(text)


def test_a_plus_stays_a_plus_and_the_first_of_a_name_counts() -> None:
    assert parse("UPI://PAY?pa=a1@upi&tn=1+1&pa=thief@upi&x&pn=%1BShop") == {"pa": "a1@upi", "tn": "1+1", "pn": "Shop"}
