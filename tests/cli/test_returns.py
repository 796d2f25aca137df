"""Returns at the command line: the document they answer with, and who may do what."""

import pytest


@pytest.fixture
def bill(stocked):
    """The number of a bill of three items and two packets."""
    return stocked("sell", "3*1001", "2*1002", "--pay", "cash", "--json").json["number"]


def test_a_return_answers_with_the_credit_note(stocked, bill):
    note = stocked("return", bill, "2*1001", "1002", "--refund", "cash", "--reason", "too many", "--json").json
    assert (note["kind"], note["state"], note["payable"]) == ("CREDIT NOTE", "done", "310.00")
    assert note["against"]["number"] == bill
    assert note["against"]["reason"] == "too many"
    assert [(line["code"], line["quantity"], line["total"]) for line in note["lines"]] == [
        ("1001", "2", "300.00"), ("1002", "1", "10.00"),
    ]  # fmt: skip
    assert note["payments"] == [{"method": "cash", "amount": "310.00", "reference": "", "state": "refunded"}]
    shown = stocked("bill", "show", bill, "--json").json
    assert (shown["state"], shown["credit_notes"]) == ("part returned", [note["number"]])
    rest = stocked("return", bill, "--all", "--refund", "cash", "--damaged", "--json").json
    assert rest["payable"] == "160.00"
    assert stocked("bill", "show", bill, "--json").json["state"] == "returned"
    assert stocked("verify").code == 0
    assert stocked("stock", "show", "1001", "--json").json["on_hand"] == "49"


def test_an_exchange_shows_the_new_bill_too(stocked, bill):
    done = stocked("return", bill, "1001", "--refund", "cash", "--exchange", "3001", "--json").json
    assert done["payments"][0]["method"] == "exchange"
    new = done["exchange"][0]
    assert (new["payable"], [(p["method"], p["amount"]) for p in new["payments"]]) == (
        "472.00", [("exchange", "150.00"), ("cash", "322.00")],
    )  # fmt: skip


def test_a_return_is_read_by_people_too(stocked, bill):
    said = stocked("return", bill, "1002", "--refund", "upi").out
    assert f"Against bill {bill}" in said
    assert "Given back: UPI ₹10.00" in said
    assert "Came back with: A1/" in stocked("bill", "show", bill).out
    listed = stocked("bill", "list", "--json").json
    assert [(row["kind"], row["payable"]) for row in listed] == [("CREDIT NOTE", "-10.00"), ("TAX INVOICE", "470.00")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--refund", "cash"), "or --all"),
        (("1001", "--all", "--refund", "cash"), "or --all"),
        (("4*1001", "--refund", "cash"), "can come back."),
        (("3001", "--refund", "cash"), "not on bill"),
        (("1001", "@140", "--refund", "cash"), "the bill's price"),
        (("1001", "--refund", "points"), "cannot go back by Points"),
        (("1001", "--refund", "khata"), "needs a customer"),
        (("1001", "--refund", "cash", "--key", "x"), "not a UUID"),
    ],
)
def test_what_cannot_come_back_is_said_in_one_sentence(stocked, bill, words, said):
    refused = stocked("return", bill, *words)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err
    assert len(stocked("bill", "list", "--json").json) == 1


def test_a_yes_is_found_again_by_the_key_that_the_refusal_tells(stocked, tmp_path):
    pin = tmp_path / "pin"
    pin.write_text("4711\n", encoding="utf-8")
    assert stocked("employees", "add", "Ravi").code == 0
    assert stocked("employees", "pin", "Meena", "--new-pin-file", pin).code == 0
    asked = ("--as", "Ravi", "stock", "move", "1001", "5", "--reason", "found")
    refused = stocked(*asked).err
    act, what = refused.partition("shoppos approve ")[2].split()[:2]
    key = refused.partition("--key ")[2].split()[0]
    assert stocked("--as", "Ravi", "approve", act, what, "--manager-pin-file", pin).code == 0
    assert stocked("--as", "Ravi", "stock", "move", "1001", "6", "--reason", "found", "--key", key).code == 1
    assert stocked(*asked, "--key", key).code == 0


def test_who_has_a_pin_shows_it_and_may_then_allow_what_others_may_not(stocked, tmp_path):
    right, wrong = tmp_path / "pin", tmp_path / "wrong"
    right.write_text("4711\n", encoding="utf-8")
    wrong.write_text("1234", encoding="utf-8")
    assert stocked("employees", "add", "Ravi").code == 0
    assert stocked("employees", "pin", "Meena", "--new-pin-file", right).code == 0
    assert [one["pin"] for one in stocked("employees", "list", "--json").json] == [True, False]
    assert "has a PIN" in stocked("--as", "Meena", "employees", "list").err
    assert "not the PIN" in stocked("--as", "Meena", "--pin-file", wrong, "employees", "list").err
    assert stocked("--as", "Meena", "--pin-file", right, "employees", "list").code == 0
    assert "has no PIN" in stocked("--as", "Ravi", "--pin-file", right, "employees", "list").err
    key = "019b0000-0000-7000-8000-000000000001"
    asked = ("--as", "Ravi", "return", "--no-bill", "1001@140", "--refund", "cash", "--reason", "lost", "--key", key)
    refused = stocked(*asked).err
    assert "a manager's yes" in refused
    what = refused.partition("shoppos approve return_no_bill ")[2].split()[0]
    approve = ("--as", "Ravi", "approve", "return_no_bill", what, "--manager-pin-file")
    assert "does not allow it" in stocked(*approve, wrong).err
    yes = stocked(*approve, right, "--json").json
    assert (yes["by"], yes["document"]) == ("Meena", what)
    note = stocked(*asked, "--approved", yes["approval"], "--json").json
    assert (note["payable"], note["against"]) == ("140.00", None)
    assert stocked("verify").code == 0
    assert stocked("--as", "Meena", "--pin-file", right, "employees", "pin", "Meena", "--none").code == 0
    assert stocked("--as", "Meena", "employees", "list").code == 0
