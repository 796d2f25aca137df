"""`settings` at the command line: shown with their meaning, chosen one by one, and refused in words."""

import json

import pytest

from tests.printing.pictures import sign

BANK = {"holder": "Sharma Kirana", "account": "001234567890", "ifsc": "hdfc0001234", "bank": "HDFC Bank"}


def test_all_choices_are_shown_with_what_they_change(run):
    told = run("settings", "show", "--json").json
    assert told["letterhead"]["name"] == "Sharma Kirana"
    assert told["choices"]["round_to"] == 100
    people = run("settings", "show").out
    assert "Sharma Kirana" in people
    assert "In so many" not in people
    assert "For so many days the prices of an estimate hold." in people


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("round_to", "0", 0), ("sound", "no", False), ("credit_limit", "2500", 2500_00), ("estimate_days", "30", 30),
        ("expense_categories", "Rent, Flowers", ["Rent", "Flowers"]), ("footer", "Come again", "Come again"),
        ("upi_merchant", "no", False), ("report_language", "ta", "ta"),
    ],
)  # fmt: skip
def test_a_choice_is_made_and_shown_again(run, key, text, value):
    told = run("settings", "set", key, text, "--json").json
    assert told["value"] == value
    assert told["before"] != value
    assert run("settings", "show", key, "--json").json == {"key": key, "value": value}


def test_a_bank_account_is_given_by_its_parts_and_forgotten_by_nothing(run):
    assert run("settings", "set", "bank_details", json.dumps(BANK), "--json").json["value"]["ifsc"] == "HDFC0001234"
    refused = run("settings", "set", "bank_details", json.dumps({**BANK, "ifsc": "HDFC"}))
    assert refused.code == 1
    assert "not an IFSC" in refused.err
    assert run("settings", "show", "bank_details", "--json").json["value"]["account"] == BANK["account"]
    assert run("settings", "set", "bank_details", "", "--json").json["value"] == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "round_to", "7"), "It can be: 100, 0."),
        (("set", "day_start", "13"), "from 0 to 12"),
        (("set", "printers", "[]"), "shoppos printers"),
        (("set", "nothing", "1"), "no setting nothing"),
        (("show", "nothing"), "no setting nothing"),
        (("set", "bank_details", "[1]"), "by its parts"),
        (("set", "gstin", "27AAPFU0939F1ZX"), "not a valid GSTIN"),
        (("set", "upi_merchant", "perhaps"), "yes or no"),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(run, words, said):
    before = run("settings", "show", "--json").json
    told = run("settings", *words)
    assert told.code == 1
    assert said in told.err
    assert run("settings", "show", "--json").json == before


def test_a_new_start_of_the_day_says_from_when_on(run):
    assert "next start" in run("settings", "set", "day_start", "4").err
    assert run("settings", "set", "day_start", "4").err == ""


def test_where_pins_guard_the_shop_a_cashier_chooses_no_account(run, tmp_path):
    pin = tmp_path / "pin"
    pin.write_text("4711")
    from shoppos.shop import Shop

    shop = Shop.open(tmp_path / "shop")
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.close()
    told = run("--as", "Ravi", "settings", "set", "bank_details", json.dumps(BANK))
    assert told.code == 1
    assert "Only a manager" in told.err
    assert run("--as", "Meena", "--pin-file", pin, "settings", "set", "bank_details", json.dumps(BANK)).code == 0


def test_the_shop_s_picture_is_taken_from_a_file_told_and_taken_off(run, tmp_path):
    (tmp_path / "sign.png").write_bytes(sign())
    told = run("settings", "set", "logo", tmp_path / "sign.png", "--json").json
    assert (told["before"], told["value"]["width"], told["value"]["height"]) == ({}, 576, 320)
    assert run("settings", "show", "logo", "--json").json["value"] == told["value"]
    (tmp_path / "letter.txt").write_text("Dear shop")
    refused = run("settings", "set", "logo", tmp_path / "letter.txt")
    assert refused.code == 1
    assert "no PNG and no JPEG picture" in refused.err
    assert run("settings", "show", "logo", "--json").json["value"] == told["value"]
    assert run("settings", "set", "logo", "", "--json").json["value"] == {}
