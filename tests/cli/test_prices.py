"""Prices and checks: every published case through the command, in its very shape."""

import json
from pathlib import Path

import pytest

from shoppos.rules import identifiers

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))
NOWHERE = "/nonexistent/shop"


def test_every_published_case_is_priced_as_published(run, tmp_path):
    file = tmp_path / "sales.json"
    file.write_text(json.dumps([case["input"] for case in VECTORS["tax"]]), encoding="utf-8")
    said = run("price", file, "--json", data=NOWHERE)
    assert said.code == 0, said.err
    assert said.json == [case["expect"] for case in VECTORS["tax"]]
    assert len(said.json) > 20


def test_what_is_left_out_has_its_default_and_unknown_keys_are_passed_by(run, tmp_path):
    file = tmp_path / "sales.json"
    file.write_text('[{"lines": [{"price": 100, "rate": 18, "colour": "red"}], "policy": "x"}]', encoding="utf-8")
    one = run("price", file, "--json").json[0]
    assert (one["payable"], one["totals"]["cgst"], one["totals"]["igst"]) == ("118.00", "9.00", "0.00")


def test_a_number_written_bare_is_not_made_a_float(run, tmp_path):
    file = tmp_path / "sales.json"
    file.write_text('[{"lines": [{"price": 0.1, "qty": 3}], "round_to": 0}]', encoding="utf-8")
    assert run("price", file, "--json").json[0]["payable"] == "0.30"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "not JSON"), ("7", "not a list"), ('[{"lines": [{"price": "x"}]}]', "Sale 1"),
        ('[{"lines": []}, {"lines": [{"price": "1", "qty": "-2"}]}]', "Sale 2"),
        ('[{"lines": [{"price": "1"}], "bill_discount": "2"}]', "more than the bill"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_priced_is_named(run, tmp_path, text, said):
    file = tmp_path / "sales.json"
    file.write_text(text, encoding="utf-8")
    answer = run("price", file, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert run("price", tmp_path / "none.json").code == 1


JUDGED = (
    ("gstin", "gstin", "gstin", "valid"), ("s10", "s10", "number", "valid_check_digit"),
    ("phone", "phone", "input", "expect"),
    ("ifsc", "ifsc", "input", "format_ok"), ("pin", "pincode", "input", "expect"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "table", "given", "right"), JUDGED)
def test_every_published_number_is_judged_as_published(run, kind, table, given, right):
    for case in VECTORS[table]:
        said = run("check", kind, "--json", "--", case[given])
        assert (said.json["valid"], said.code) == (bool(case[right]), 0 if case[right] else 1), case
        if isinstance(case[right], str):
            assert said.json["normalised"] == case[right]


def test_a_number_is_spelled_in_one_way_or_refused_with_its_reason(run):
    assert run("check", "phone", "+91 98765-43210", "--json").json == {
        "valid": True, "reason": None, "normalised": "9876543210",
    }  # fmt: skip
    said = run("check", "gstin", "27AAPFU0939F1ZX", "--json")
    assert said.json == {"valid": False, "reason": "check_digit", "normalised": None}
    assert run("check", "pin", "011001").out == "not valid: format\n"
    assert run("check", "colour", "red").code == 2
    assert all(run("check", kind, "?").code == 1 for kind in identifiers.KINDS)


def test_two_groups_of_one_rate_are_told_as_one_and_a_line_without_a_price_is_refused(run, tmp_path):
    sale = {"lines": [{"price": "100", "rate": "28", "cess_rate": "12"}, {"price": "100", "rate": "28"}]}
    file = tmp_path / "sales.json"
    file.write_text(json.dumps([sale]), encoding="utf-8")
    assert run("price", file, "--json", data=NOWHERE).json[0]["by_rate"] == {
        "28": {"taxable": "200.00", "cgst": "28.00", "sgst": "28.00", "igst": "0.00", "cess": "12.00"}
    }
    file.write_text(json.dumps([{"lines": [{"qty": "1"}]}]), encoding="utf-8")
    said = run("price", file, "--json", data=NOWHERE)
    assert (said.code, said.out) == (1, "")
    assert "no price" in said.err
