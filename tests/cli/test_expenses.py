"""`expense` at the command line: what it answers, and what it refuses changes nothing."""

import uuid

import pytest


def test_an_expense_is_written_down_listed_and_taken_back(stocked):
    key = str(uuid.uuid4())
    words = ("expense", "add", "transport", "300", "--to", "Auto", "--note", "two trips", "--key", key)
    told = stocked(*words, "--json").json
    assert (told["category"], told["amount"], told["method"], told["paid_to"]) == (
        "Transport",
        "300.00",
        "cash",
        "Auto",
    )
    assert stocked(*words, "--json").json == told
    assert stocked("expense", "add", "Rent", "25000", "--method", "upi", "--reference", "N1").code == 0
    listed = stocked("expense", "list", "--json").json
    assert [one["amount"] for one in listed["expenses"]] == ["25000.00", "300.00"]
    assert listed["total"] == "25300.00"
    assert listed["by_category"][0] == {"category": "Rent", "count": 1, "amount": "25000.00"}
    back = stocked("expense", "back", told["id"][-8:], "--reason", "Typed twice", "--json").json
    assert (back["amount"], back["reverses"], back["note"]) == ("-300.00", told["id"], "Typed twice")
    assert stocked("expense", "list", "--category", "transport", "--json").json["total"] == "0.00"
    people = stocked("expense", "list").out
    for part in ("Transport", "taken back", "takes one back: Typed twice", "UPI", "25,000.00"):
        assert part in people, part


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Yachts", "10"), "Yachts is no category"),
        (("add", "Rent", "0"), "How much was paid?"),
        (("add", "Rent", "ten"), "ten"),
        (("add", "Rent", "10", "--day", "2020-01-01"), "Cash leaves the drawer today"),
        (("add", "Rent", "10", "--day", "tomorrow"), "not a day"),
        (("back", "12345678", "--reason", "x"), "no expense 12345678"),
        (("list", "--period", "someday"), "no period"),
    ],
)
def test_what_is_refused_changes_nothing(stocked, words, said):
    told = stocked("expense", *words)
    assert told.code == 1
    assert said in told.err
    assert stocked("expense", "list", "--json").json["expenses"] == []


def test_much_cash_is_told_beside_the_answer(stocked):
    told = stocked("expense", "add", "Wages", "12000", "--json")
    assert told.code == 0
    assert "income tax" in told.err
    assert told.json["amount"] == "12000.00"


def test_the_shop_has_its_own_categories(stocked):
    assert "Tea and snacks" in stocked("expense", "categories").out
    assert stocked("expense", "categories", "--set", "Flowers", "Temple", "--json").json == ["Flowers", "Temple"]
    assert stocked("expense", "add", "Rent", "10").code == 1
    assert stocked("expense", "add", "temple", "10").code == 0
