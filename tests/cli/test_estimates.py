"""`estimate` at the command line: promised, printed, sold, ordered, given up; refused whole."""

import uuid
from pathlib import Path

import pytest

ASHA = ("--phone", "9812345678", "--name", "Asha Kulkarni")


@pytest.fixture
def promised(stocked):
    """An estimate of two packets of Surf for Asha; gives the hand that goes on with it."""
    assert stocked("estimate", "new", *ASHA, "2*1001", "10*1002", "--note", "With delivery").code == 0
    return stocked


def test_an_estimate_says_all_of_it_and_one_key_is_one(stocked):
    words = ("estimate", "new", *ASHA, "2*1001", "/10", "3001", "--discount", "20", "--key", str(uuid.uuid4()))
    told = stocked(*words, "--json").json
    assert told["number"].endswith("/E00001")
    assert (told["state"], told["customer"]["name"], told["payable"]) == ("open", "Asha Kulkarni", "720.00")
    assert [(line["code"], line["quantity"]) for line in told["lines"]] == [("1001", "2"), ("3001", "1")]
    assert stocked(*words, "--json").json == told
    assert stocked("estimate", "show", "1", "--json").json == told
    assert [one["number"] for one in stocked("estimate", "list", "--json").json] == [told["number"]]


def test_a_draft_has_no_number_until_a_day_is_said(stocked):
    told = stocked("estimate", "new", "2*1001", "--draft", "--json").json
    assert (told["number"], told["state"], told["payable"]) == ("", "draft", "300.00")
    assert "Draft" in stocked("estimate", "list").out


def test_it_is_changed_and_promised_anew(promised):
    told = promised("estimate", "change", "1", "3001", "--without", "1002", "--shipping", "40", "--json").json
    assert [line["code"] for line in told["lines"]] == ["1001", "3001"]
    assert told["shipping"] == "40.00"
    refused = promised("estimate", "change", "1", "--without", "9999")
    assert refused.code == 1
    assert "9999 is not in estimate" in refused.err


def test_it_is_sold_at_once_and_only_once(promised):
    bill = promised("estimate", "sell", "1", "--pay", "cash", "--json").json
    assert (bill["payable"], bill["kind"], bill["state"]) == ("400.00", "TAX INVOICE", "done")
    again = promised("estimate", "sell", "1", "--pay", "cash")
    assert again.code == 1
    assert f"became bill {bill['number']}" in again.err
    assert promised("estimate", "show", "1", "--json").json["became"] == bill["number"]
    assert promised("verify").code == 0


def test_without_pay_it_stands_on_the_tills_screen(promised):
    told = promised("estimate", "sell", "1", "--json").json
    assert told["state"] == "at the till"
    assert "At the till" in promised("estimate", "list").out


def test_too_little_money_leaves_it_as_it_was(promised):
    assert promised("estimate", "sell", "1", "--pay", "cash=10").code == 1
    assert promised("estimate", "show", "1", "--json").json["state"] == "open"


def test_it_becomes_an_order(promised):
    told = promised("estimate", "order", "1", "--json").json
    assert (told["state"], told["way"], told["payable"]) == ("taken", "pickup", "400.00")
    assert promised("estimate", "show", "1", "--json").json["state"] == "ordered"
    assert promised("estimate", "order", "1", "--json").json["number"] == told["number"]


def test_its_paper_goes_into_a_file(promised, tmp_path: Path):
    for name, begins in (("quote.pdf", b"%PDF-"), ("quote.png", b"\x89PNG")):
        out = tmp_path / name
        told = promised("estimate", "print", "1", "--out", out, "--width", "A4", "--json").json
        assert (told["kind"], told["number"][-6:]) == ("estimate", "E00001")
        assert out.read_bytes().startswith(begins)
    text = tmp_path / "quote.txt"
    assert promised("estimate", "print", "1", "--out", text).code == 0
    assert "Not a bill" in text.read_text(encoding="utf-8")


def test_its_message_has_a_link_for_whatsapp(promised):
    told = promised("estimate", "message", "1", "--json").json
    assert told["whatsapp"].startswith("https://wa.me/919812345678?text=Estimate%20")
    assert "With delivery" in told["text"]


def test_it_is_given_up_with_a_reason(promised):
    assert "Say why" in promised("estimate", "give-up", "1").err
    told = promised("estimate", "give-up", "1", "--reason", "Too dear", "--json").json
    assert told["state"] == "given up"
    assert promised("estimate", "sell", "1").code == 1
    assert promised("verify").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "9999"), "9999"),
        (("new", "p"), ""),
        (("new", "1001", "--valid-until", "2020-01-01"), "01-01-2020 has passed"),
        (("new", "5000*1001"), "5000 pieces"),
        (("show", "7"), "no estimate 7"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(stocked, words, said):
    told = stocked("estimate", *words)
    assert told.code == 1
    assert said in told.err
    assert stocked("estimate", "list", "--json").json == []
