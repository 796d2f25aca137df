"""Selling by command: the line as typed, the money, the bill that comes back, and what is refused."""

import json
import re
import subprocess
import sys
import uuid

import pytest

from shoppos.shop import Shop


def sold(run, *words):
    said = run("sell", *words, "--json")
    assert said.code == 0, said.err
    return said.json


def test_a_sale_answers_with_the_whole_bill(stocked):
    bill = sold(stocked, "3*1001", "8901719101038", ".75*2001", "--pay", "cash=1000")
    assert (bill["payable"], bill["change"], bill["due"]) == ("586.00", "414.00", "0.00")
    assert [(line["code"], line["quantity"]) for line in bill["lines"]] == [
        ("1001", "3"),
        ("1002", "1"),
        ("2001", "0.75"),
    ]
    assert bill["payments"] == [{"method": "cash", "amount": "586.00", "reference": "", "state": "taken"}]
    assert re.fullmatch(r"A1/\d{4}/000001", bill["number"])
    assert re.fullmatch(r"[0-9A-F]{8}", bill["fragment"])
    assert (bill["kind"], bill["state"], bill["warnings"]) == ("INVOICE-CUM-BILL OF SUPPLY", "done", [])
    shown = stocked("bill", "show", bill["number"].lower(), "--json").json
    assert {**shown, "warnings": []} == bill


def test_the_contract_of_a_shown_bill_holds(stocked):
    number = sold(stocked, "1001", "--pay", "cash")["number"]
    bill = stocked("bill", "show", number, "--json").json
    assert {
        "number", "kind", "state", "business_date", "made_at", "place_of_supply", "inter_state", "customer", "lines",
        "by_rate", "totals", "shipping", "round_off", "payable", "payments", "change", "due", "upi", "words",
        "fragment",
    } <= bill.keys()  # fmt: skip
    assert {
        "code", "name", "hsn", "quantity", "unit", "price", "inclusive", "gross", "disc", "bdisc", "ship", "taxable",
        "rate", "cgst", "sgst", "igst", "cess", "total",
    } <= bill["lines"][0].keys()  # fmt: skip
    assert bill["by_rate"] == {
        "18": {"taxable": "127.12", "cgst": "11.44", "sgst": "11.44", "igst": "0.00", "cess": "0.00"}
    }
    assert bill["totals"]["total"] == "150.00"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", bill["business_date"])
    assert bill["made_at"].endswith("+05:30")


@pytest.mark.parametrize(
    "words", [("1001@140/10-5",), ("1001 @140 /10 -5",), ("1001", "@140", "/10", "-5"), ("1001", "=140", "/10", "-5")]
)
def test_price_and_discounts_are_typed_behind_the_code(stocked, words):
    line = sold(stocked, *words, "--pay", "cash")["lines"][0]
    assert (line["price"], line["disc"], line["total"]) == ("140.00", "19.00", "121.00")


def test_payments_are_split_and_named(stocked):
    bill = sold(stocked, "4*1001", "--pay", "cash=200", "--pay", "upi=300:412345678901", "--pay", "card:9912")
    assert [(p["method"], p["amount"], p["reference"], p["state"]) for p in bill["payments"]] == [
        ("cash", "200.00", "", "taken"), ("upi", "300.00", "412345678901", "verified"),
        ("card", "100.00", "9912", "taken"),
    ]  # fmt: skip


def test_khata_is_due_and_carries_a_payment_link(stocked):
    stocked("customers", "add", "9812345678", "--name", "Anil Verma")
    bill = sold(stocked, "1001", "--customer", "98123 45678", "--pay", "khata")
    assert (bill["due"], bill["customer"]["name"]) == ("150.00", "Anil Verma")
    assert "am=150.00" in bill["upi"]


def test_discount_shipping_and_a_buyer_of_another_state(stocked):
    bill = sold(
        stocked, "2*3001", "--discount", "10%", "--shipping", "50", "--gstin", "29AABCR1718E1ZL", "--pay", "netbanking"
    )
    assert (bill["inter_state"], bill["place_of_supply"], bill["shipping"]) == (True, "29", "50.00")
    assert bill["lines"][0]["bdisc"] == "80.00"
    assert bill["totals"] == {
        "taxable": "770.00", "cgst": "0.00", "sgst": "0.00", "igst": "138.60", "cess": "0.00", "total": "908.60",
    }  # fmt: skip
    assert (bill["round_off"], bill["payable"]) == ("0.40", "909.00")


def test_two_papers_of_one_sale_are_both_told(stocked):
    bill = sold(stocked, "1001", "2001", "--gstin", "29AABCR1718E1ZL", "--pay", "cash")
    assert [one["kind"] for one in bill["bills"]] == ["TAX INVOICE", "BILL OF SUPPLY"]
    assert bill["number"] == bill["bills"][0]["number"]


def test_the_same_key_gives_the_same_bill_once(stocked):
    key = str(uuid.uuid4())
    first = sold(stocked, "1001", "--pay", "cash", "--key", key)
    again = sold(stocked, "1001", "--pay", "cash", "--key", key)
    assert first["number"] == again["number"]
    assert stocked("stock", "show", "1001", "--json").json["on_hand"] == "49"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1001", "--pay", "cash=100"), "still to pay"),
        (("1001", "--pay", "card=500"), "Only cash gives change"),
        (("9999", "--pay", "cash"), "No item has the code 9999"),
        (("1001", "--pay", "khata"), "needs a customer"),
        (("1001", "--pay", "bitcoin"), "not a way to pay"),
        (("1001", "--pay", "cash=ten"), "not an amount"),
        (("1001-200", "--pay", "cash"), "discount"),
        (("8901030865275*1001", "--pay", "cash"), "barcode"),
        (("1001", "--pay", "upi=150:123"), "not a UTR"),
        (("1001", "--pay", "cash", "--gstin", "27AAPFU0939F1ZX"), "GSTIN"),
        (("1001", "--pay", "cash", "--discount", "200"), "discount"),
        (("1001", "--pay", "cash", "--key", "abc"), "not a UUID"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(stocked, words, said):
    before = stocked("stock", "show", "1001", "--json").json
    answer = stocked("sell", *words, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert stocked("stock", "show", "1001", "--json").json == before
    assert sold(stocked, "1001", "--pay", "cash")["number"].endswith("/000001")


def test_warnings_are_told_and_the_sale_is_done(stocked):
    said = stocked("sell", "60*1001", "--pay", "cash", "--json")
    assert said.code == 0
    assert "check the shelf" in said.json["warnings"][0]
    assert "check the shelf" in said.err


def test_wrong_usage_is_code_two(stocked):
    assert stocked("sell", "1001").code == 2
    assert stocked("sell", "1001", "--pay", "cash", "--bogus").code == 2
    assert stocked("bogus").code == 2
    assert stocked("items").code == 2


def test_bills_are_listed_found_and_cancelled(stocked):
    first, second = (sold(stocked, code, "--pay", "cash")["number"] for code in ("1001", "1002"))
    rows = stocked("bill", "list", "--json").json
    assert [row["number"] for row in rows] == [second, first]
    assert [row["number"] for row in stocked("bill", "list", "--find", "150", "--json").json] == [first]
    assert stocked("bill", "list", "--from", "2020-01-01", "--to", "2020-12-31", "--json").json == []
    assert stocked("bill", "void", first).code == 2
    void = stocked("bill", "void", first, "--reason", "wrong item", "--json")
    assert (void.code, void.json["state"]) == (0, "void")
    assert "cancelled already" in stocked("bill", "void", first, "--reason", "again").err
    assert stocked("bill", "show", "A1/2627/999999").code == 1
    assert "not a day" in stocked("bill", "list", "--from", "yesterday").err


def test_people_read_an_aligned_table(stocked):
    number = sold(stocked, "1001", "--pay", "cash=200")["number"]
    out = stocked("bill", "show", number).out
    assert out.splitlines()[0].startswith(f"TAX INVOICE {number}")
    assert re.search(r"^To pay +₹150\.00$", out, re.MULTILINE)
    assert re.search(r"^Change +50\.00$", out, re.MULTILINE)
    assert not re.search(r" +$", out, re.MULTILINE)
    assert (" GST " in out, "18 %" in out) == (True, True)


def test_no_tax_stands_in_the_table_of_a_bill_that_bears_none(stocked, folder):
    shop = Shop.open(folder)
    shop.settings.set_profile(scheme="composition")
    shop.close()
    out = stocked("bill", "show", sold(stocked, "1001", "--pay", "cash")["number"]).out
    assert out.startswith("BILL OF SUPPLY")
    assert ("GST" in out, "%" in out) == (False, False)


def test_the_options_of_the_program_stand_before_or_behind_the_command(stocked, folder):
    assert stocked("bill", "list", "--till", "A1", "--as", "meena").code == 0
    assert "Nobody called Ravi" in stocked("--as", "Ravi", "items", "list").err
    assert "no till Z9" in stocked("items", "list", "--till", "Z9").err
    assert "PIN" in stocked("--pin-file", "x", "items", "list").err


def test_the_real_program_speaks_json_in_utf8_without_a_screen(folder, stocked):
    environment = {"SHOPPOS_DATA": str(folder), "PATH": "", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "shoppos", "items", "find", "सर्फ", "--json"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode())[0]["local_name"] == "सर्फ एक्सेल"
    none = subprocess.run(
        [sys.executable, "-m", "shoppos"], env=environment, capture_output=True, text=True, check=False
    )
    assert none.returncode == 2
    assert "No screen found" in none.stderr


def test_showing_a_bill_loads_none_of_the_heavy_libraries(stocked, folder):
    number = sold(stocked, "1001", "--pay", "cash")["number"]
    code = (
        "import sys; from shoppos.__main__ import main; "
        f"assert main(['--data', {str(folder)!r}, 'bill', 'show', {number!r}, '--json']) == 0; "
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'PySide6', 'reportlab', 'escpos', 'alembic'}; "
        "heavy &= set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_an_address_is_put_on_the_bill_when_it_is_asked_for(stocked):
    stocked("customers", "add", "9876543210", "--name", "Anil", "--address", "4 Tilak Road, Chennai",
            "--pin-code", "600017", "--state", "33")  # fmt: skip
    plain = stocked("sell", "1001", "--customer", "9876543210", "--pay", "cash", "--json").json
    assert (plain["customer"]["address"], plain["inter_state"]) == ("", False)
    sent = stocked("sell", "1001", "--customer", "9876543210", "--address", "--pay", "cash", "--json").json
    assert (sent["customer"]["address"], sent["place_of_supply"]) == ("4 Tilak Road, Chennai", "33")
    assert sent["inter_state"] is True


def test_an_address_that_nobody_wrote_down_is_refused(stocked):
    for words in ((), ("--customer", "9876543210")):
        said = stocked("sell", "1001", *words, "--address", "--pay", "cash")
        assert (said.code, "no address" in said.err) == (1, True)
    assert stocked("bill", "list", "--json").json == []


def test_the_table_shows_what_a_line_comes_to_as_the_paper_does_and_names_its_offer(stocked):
    stocked("offers", "add", "--of", "1002", "--buy", "2", "--get", "1")
    odd = ["3*1002", "1001@46", "1001@40/7", "--discount", "0.51", "--pay", "cash"]
    bill = sold(stocked, *odd)
    assert bill["lines"][0]["offer"] == "Buy 2 get 1 free"
    said = stocked("bill", "show", bill["number"]).out.splitlines()
    rows = [row.split() for row in said if row.startswith("100")]
    assert rows[0][-6:] == ["20.00", "Buy", "2", "get", "1", "free"]
    assert [row[-1] for row in rows[1:]] == ["46.00", "37.20"]
    plain = sold(stocked, "1001", "--pay", "cash")["number"]
    assert "Offer" not in stocked("bill", "show", plain).out


def test_a_bill_is_explained_to_the_paisa(stocked):
    number = sold(stocked, "3*1001/10", ".75*2001", "--pay", "cash")["number"]
    told = stocked("bill", "explain", number.lower(), "--json").json
    assert (told["number"], told["payable"], told["agrees"]) == (number, "531.00", True)
    assert told["said"] == [
        "1. Surf Excel 1 kg: 3 × ₹150.00 = ₹450.00, less ₹45.00 discount. In it are ₹61.78 of GST (18 %) on ₹343.22.",
        "2. Toor Dal: 0.75 × ₹168.00 = ₹126.00. No GST in it.",
        "No GST: on ₹126.00.",
        "GST 18 %: on ₹343.22 it is CGST 9 % ₹30.89 + SGST 9 % ₹30.89.",
        "Together ₹531.00.",
        "Computed again just now: the same to the paisa.",
    ]
    people = stocked("bill", "explain", number).out.splitlines()
    assert people == [f"INVOICE-CUM-BILL OF SUPPLY {number}  ₹531.00", *told["said"]]
    assert stocked("bill", "explain", "A1/2627/999999").code == 1
