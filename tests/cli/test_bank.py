"""Payments that came in, money at the doors, and couriers by command: each counted once, nothing matched on a guess."""

import json
import uuid

import pytest

from shoppos.reports.audit import audit
from shoppos.shop import Shop

ASHA = ("--phone", "9812345678", "--name", "Asha Kulkarni", "--address", "3 Hill Road, Pune", "--pin-code", "411004")
AWB, UTR, OTHER = "1490811234567", "412345678901", "412345678902"
SMS = f"Rs 300.00 credited to a/c XX1234 on 03-05-26 by UPI from RAMESH K. UPI Ref No {UTR}. -HDFC Bank"


@pytest.fixture
def claimed(stocked, folder):
    """An order of Rs 300 whose customer says that they have paid by UPI."""
    stocked("order", "take", *ASHA, "--confirm", "2*1001")
    assert stocked("order", "pay", 1, "upi").code == 0
    return stocked


@pytest.fixture
def sent(stocked):
    """An order of Rs 300 on its way by a courier, to be paid at the door."""
    stocked("order", "take", *ASHA, "--pay-by", "cod", "--confirm", "2*1001")
    assert stocked("order", "dispatch", 1, "--courier", "Delhivery", "--awb", AWB, "--sure").code == 0
    return stocked


def books(folder):
    shop = Shop.open(folder)
    tables = ("advance", "cod_receipt", "bank_credit", "utr", "journal", "khata_entry")
    found = {name: shop.db.rows(f"SELECT count(*) FROM {name}")[0][0] for name in tables}
    found["agree"] = audit(shop.db).agrees
    shop.close()
    return found


# -- the bank


def test_a_payment_that_was_seen_proves_what_was_claimed_once_a_person_says_so(claimed, folder):
    learned = claimed("bank", "arrived", UTR, "300", "--payer", "Ramesh", "--json").json
    assert (learned["new"], learned["open"], learned["matched"]) == (1, 1, [])
    (waits,) = claimed("bank", "list", "--json").json
    assert (waits["utr"], waits["amount"], waits["payer"]) == (UTR, "300.00", "Ramesh")
    assert waits["suggestions"][0]["number"].endswith("O00001")
    matched = claimed("bank", "match", UTR, "--json").json
    assert (matched["state"], matched["number"][-6:]) == ("matched", "O00001")
    assert claimed("bank", "list").out == "Every payment is matched.\n"
    assert claimed("order", "show", 1, "--json").json["payment"] == "paid"
    again = claimed("bank", "match", UTR)
    assert again.code == 1
    assert books(folder)["agree"]


def test_a_claim_is_answered_as_one_and_an_order_stands_once_in_the_list(stocked):
    stocked("order", "take", *ASHA, "--confirm", "2*1001")
    for _shown in range(2):
        assert stocked("order", "qr", 1).code == 0
    stocked("bank", "arrived", UTR, "300", "--payer", "Asha")
    (waits,) = stocked("bank", "list", "--json").json
    assert len(waits["suggestions"]) == 2
    assert stocked("bank", "list").out.count("O00001") == 1
    said = stocked("order", "pay", 1, "upi").out
    assert "said to be paid ₹300.00" in said
    assert "paid ₹0.00" in said
    (waits,) = stocked("bank", "list", "--json").json
    assert [one["kind"] for one in waits["suggestions"]] == ["advance"]


def test_the_same_payment_told_twice_is_one(claimed, folder):
    claimed("bank", "arrived", UTR, "300")
    before = books(folder)
    again = claimed("bank", "arrived", UTR, "300", "--json")
    assert (again.code, again.json["known"], again.json["new"]) == (0, 1, 0)
    assert {**books(folder), "journal": 0} == {**before, "journal": 0}
    odd = claimed("bank", "arrived", UTR, "299", "--json")
    assert (odd.code, len(odd.json["odd"])) == (3, 1)


def test_a_message_of_the_bank_is_read_as_it_was_pasted(claimed, monkeypatch):
    told = claimed("bank", "paste", SMS, "--json")
    assert (told.code, told.json["new"]) == (0, 1), told.err
    (waits,) = claimed("bank", "list", "--json").json
    assert (waits["utr"], waits["amount"], waits["source"]) == (UTR, "300.00", "sms")
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO(SMS))
    assert claimed("bank", "paste", "-", "--json").json["known"] == 1


def test_a_statement_is_read_from_its_file(claimed, tmp_path):
    file = tmp_path / "statement.csv"
    file.write_text(
        "Date,Narration,Ref No,Withdrawal,Deposit,Balance\n"
        f"03/05/2026,UPI-RAMESH-{UTR},{UTR},,300.00,1300.00\n"
        "03/05/2026,CHARGES,,5.00,,1295.00\n",
        encoding="utf-8",
    )
    first = claimed("bank", "read", file, "--json").json
    assert (first["new"], first["known"]) == (1, 0)
    assert claimed("bank", "read", file, "--json").json["known"] == 1
    assert "cannot be read" in claimed("bank", "read", tmp_path / "none.csv").err


def test_money_for_an_order_that_nobody_claimed_is_matched_by_its_number(stocked):
    stocked("order", "take", *ASHA, "--confirm", "2*1001")
    stocked("bank", "arrived", UTR, "300")
    ending = stocked("bank", "list", "--json").json[0]["id"][-8:]
    assert stocked("bank", "match", ending, "1").code == 0
    assert stocked("order", "show", 1, "--json").json["paid"] == "300.00"


def test_another_amount_is_asked_once(claimed):
    claimed("bank", "arrived", UTR, "250")
    asked = claimed("bank", "match", UTR, "1")
    assert (asked.code, "--sure" in asked.err) == (1, True)
    assert claimed("bank", "match", UTR, "1", "--sure").code == 0
    assert claimed("order", "show", 1, "--json").json["paid"] == "250.00"


def test_what_is_for_nothing_here_waits_no_more(stocked, folder):
    stocked("bank", "arrived", UTR, "55")
    assert stocked("bank", "leave", UTR, "--note", " ").code == 1
    assert stocked("bank", "leave", UTR, "--note", "own transfer", "--json").json["state"] == "left"
    before = books(folder)
    assert stocked("bank", "leave", UTR, "--note", "own transfer").code == 0
    assert books(folder) == before
    assert stocked("bank", "list", "--json").json == []


def test_what_came_twice_is_named(stocked):
    stocked("order", "take", *ASHA, "--confirm", "2*1001")
    shop_words = ("bank", "doubles", "--json")
    assert stocked(*shop_words).json == []
    assert stocked("bank", "doubles").out == "Nothing came twice.\n"
    stocked("bank", "arrived", UTR, "300", "--payer", "Ramesh Kumar")
    assert stocked("bank", "match", UTR, "1").code == 0
    stocked("bank", "arrived", OTHER, "300", "--payer", "RAMESH KUMAR")
    (double,) = stocked(*shop_words).json
    assert (double["first"]["utr"], double["second"]["utr"]) == (UTR, OTHER)


def test_what_was_matched_with_an_order_that_was_paid_in_cash_is_named_until_it_is_given_back(stocked):
    stocked("order", "take", *ASHA, "--confirm", "2*1001")
    stocked("order", "pay", 1, "cash")
    stocked("bank", "arrived", UTR, "300", "--payer", "Ramesh Kumar")
    assert stocked("bank", "match", UTR, "1", "--sure").code == 0
    (again,) = stocked("bank", "doubles", "--json").json
    assert (again["first"], again["second"]["utr"]) == (None, UTR)
    assert "O00001 was paid before" in stocked("bank", "doubles").out
    assert stocked("order", "give-back", 1, "300", "--reason", "twice").code == 0
    assert stocked("bank", "doubles").out == "Nothing came twice.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bank", "arrived", "12", "5"), "UTR"),
        (("bank", "arrived", UTR, "0"), "more than 0"),
        (("bank", "arrived", UTR, "x"), "x"),
        (("bank", "paste", "hello"), ""),
        (("bank", "match", UTR), "no payment"),
        (("bank", "match", "%", "1"), "no payment"),
        (("bank", "leave", "\x1b[2J", "--note", "x"), "no payment"),
        (("cod", "take", "1", "card"), "cash or UPI"),
        (("cod", "take", "1", "cash=301"), "more than"),
        (("cod", "take", "9"), "no order 9"),
        (("couriers", "set", "X", "javascript:alert(1)"), "not a link"),
        (("couriers", "set", "X", "--remove"), "no courier X"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(sent, folder, words, said):
    before = books(folder)
    answer = sent(*words)
    assert (answer.code, answer.out, said in answer.err) == (1, "", True), answer.err
    assert "\x1b" not in answer.err
    assert books(folder) == before


# -- the doors


def test_what_was_paid_at_the_door_is_taken_once(sent, folder):
    (row,) = sent("cod", "list", "--json").json
    assert (row["with"], row["awb"], row["due"]) == ("Delhivery", AWB, "300.00")
    key = str(uuid.uuid4())
    words = ("cod", "take", AWB, "cash=100", "--key", key, "--json")
    assert sent(*words).json["due"] == "200.00"
    before = books(folder)
    assert (sent(*words).json["taken"], books(folder)) == ("0.00", before)
    assert sent("cod", "take", "1", f"upi:{UTR}", "--json").json["due"] == "0.00"
    assert sent("cod", "list").out == "Nothing is due at the doors.\n"
    assert "Nothing is due" in sent("cod", "take", "1").err


def test_a_couriers_list_is_shown_then_counted_once(sent, tmp_path, folder):
    file = tmp_path / "delhivery.csv"
    file.write_text(f"AWB,COD Amount,Remittance Id\n{AWB},300.00,R1\n9999,10.00,R1\n", encoding="utf-8")
    before = books(folder)
    shown = sent("cod", "remittance", file, "--dry-run", "--json")
    assert (shown.code, shown.json["counted"], shown.json["dry_run"]) == (3, "300.00", True)
    assert books(folder) == before
    counted = sent("cod", "remittance", file, "--json")
    assert (counted.code, [row["state"] for row in counted.json["rows"]]) == (3, ["right", "unknown"])
    again = sent("cod", "remittance", file, "--json").json
    assert (again["counted"], again["rows"][0]["state"]) == ("0.00", "known")
    assert "No parcel has AWB 9999." in sent("cod", "remittance", file).out
    assert sent("order", "show", 1, "--json").json["payment"] == "paid"
    assert books(folder)["agree"]


# -- couriers


def test_couriers_are_added_changed_and_removed(stocked):
    names = [one["name"] for one in stocked("couriers", "list", "--json").json]
    assert names[0] == "Delhivery"
    link = "https://example.com/track/{awb}"
    found = stocked("couriers", "set", "City Express", link, "--json").json
    assert found[-1] == {"name": "City Express", "link": link, "check": "", "deep": True}
    changed = stocked("couriers", "set", "city express", "--check", "s10", "--json").json
    assert (changed[-1]["link"], changed[-1]["check"]) == (link, "s10")
    gone = stocked("couriers", "set", "City Express", "--remove", "--json").json
    assert [one["name"] for one in gone] == names
    assert json.dumps(gone) in json.dumps(stocked("couriers", "list", "--json").json)
