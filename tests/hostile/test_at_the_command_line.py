"""Sixty hostile texts as arguments of every command: an exit code, a sentence, and nothing a terminal would obey.

Every command gets a part of them and every text goes to several commands; all to all with SHOPPOS_HOSTILE=all.
"""

import json
import subprocess
import sys
from collections import Counter

import pytest

from shoppos.__main__ import main
from shoppos.reports import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.hostile.unsafe import PARTS, given, unsafe, unsafe_in_the_file
from tests.printing.hostile import HOSTILE

PAID = ("--pay", "cash")
COMMANDS = {
    "an item's code": lambda text: ("items", "add", text, "Thing", "--price", "10"),
    "an item's name": lambda text: ("items", "add", f"N{HOSTILE.index(text)}", text, "--price", "10"),
    "an item's words": lambda text: (
        "items", "add", f"W{HOSTILE.index(text)}", "Thing", f"--price={text}", f"--hsn={text}", f"--category={text}"),
    "an item's barcode": lambda text: (
        "items", "add", f"C{HOSTILE.index(text)}", "Thing", "--price", "10", f"--barcode={text}"),
    "a search": lambda text: ("items", "find", text),
    "an item shown": lambda text: ("items", "show", text),
    "a list that is not there": lambda text: ("items", "import", text),
    "an import undone": lambda text: ("items", "undo", text),
    "a line sold": lambda text: ("sell", text, *PAID),
    "a buyer": lambda text: ("sell", "1001", f"--customer={text}", f"--gstin={text}", *PAID),
    "a buyer's State": lambda text: ("sell", "1001", f"--state={text}", *PAID),
    "a discount": lambda text: ("sell", "1001", f"--discount={text}", f"--shipping={text}", *PAID),
    "a payment": lambda text: ("sell", "1001", f"--pay={text}"),
    "a payment's reference": lambda text: ("sell", "1001", f"--pay=card=150:{text}"),
    "a key": lambda text: ("sell", "1001", f"--key={text}", *PAID),
    "a bill shown": lambda text: ("bill", "show", text),
    "bills looked for": lambda text: ("bill", "list", f"--find={text}"),
    "bills of a day": lambda text: ("bill", "list", f"--from={text}", f"--to={text}"),
    "a bill cancelled": lambda text: ("bill", "void", text, "--reason", "wrong"),
    "a reason": lambda text: ("bill", "void", "A1/2627/000001", f"--reason={text}"),
    "stock moved": lambda text: ("stock", "move", "1001", "1", f"--reason={text}"),
    "stock counted": lambda text: ("stock", "move", text, text, "--reason", "found"),
    "stock shown": lambda text: ("stock", "show", text),
    "a customer": lambda text: ("customers", "add", text, f"--name={text}"),
    "a customer's name": lambda text: ("customers", "add", f"98{HOSTILE.index(text):08d}", f"--name={text}"),
    "a customer looked for": lambda text: ("customers", "find", text),
    "a customer paying": lambda text: ("customers", "pay", "9812345678", f"--by={text}", f"--reference={text}"),
    "a khata": lambda text: ("khata", text),
    "an employee": lambda text: ("employees", "add", text),
    "an identifier": lambda text: ("check", "gstin", text),
    "a payment address": lambda text: ("check", "vpa", text),
    "a paper": lambda text: ("print", "bill", text, "--out", "-"),
    "a device": lambda text: ("print", "bill", "A1/2627/000001", f"--to={text}"),
    "a job": lambda text: ("queue", "retry", text),
    "a price list": lambda text: ("price", text),
    "a till": lambda text: (f"--till={text}", "bill", "list"),
    "a cashier": lambda text: (f"--as={text}", "bill", "list"),
    "a command": lambda text: (text,),
}  # fmt: skip


def answered(capsys, *arguments):
    """The exit code and what was said on both streams."""
    try:
        code = main(arguments)
    except SystemExit as wrong_usage:
        code = wrong_usage.code
    said = capsys.readouterr()
    return code, said.out, said.err


def test_every_command_gets_many_texts_and_every_text_goes_to_many_commands():
    goes = Counter(text for command in COMMANDS for text in given(COMMANDS, command))
    assert set(goes) == set(HOSTILE)
    assert min(goes.values()) >= len(COMMANDS) // PARTS
    assert min(len(given(COMMANDS, command)) for command in COMMANDS) >= len(HOSTILE) // PARTS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_argument_gets_an_answer_and_a_clean_one(command, shop: Shop, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPPOS_DATA", str(shop.db.path.parent))
    shop.customers.add("Anil", "9812345678")
    shop.sales.sell(["1001"], [Tender("cash")])
    for text in given(COMMANDS, command):
        arguments = COMMANDS[command](text)
        if not arguments[0].strip():
            continue
        code, out, err = answered(capsys, *arguments)
        assert code in {0, 1, 2, 3}, (arguments, code)
        assert code == 0 or err.strip() or out.strip(), arguments
        assert unsafe(out + err, "\n") == [], (arguments, out, err)
        assert "Traceback" not in err
    assert unsafe_in_the_file(shop) == []
    assert audit.audit(shop.db).agrees


def test_a_bill_of_hostile_names_is_one_json_document(shop: Shop, capsys, monkeypatch):
    monkeypatch.setenv("SHOPPOS_DATA", str(shop.db.path.parent))
    for n, text in enumerate(HOSTILE):
        assert answered(capsys, "items", "add", f"J{n}", f"x{text}", "--price", "10")[0] == 0
    lines = [f"J{n}" for n in range(len(HOSTILE))]
    code, out, _err = answered(capsys, "sell", *lines, *PAID, "--json")
    assert code == 0
    assert [line["code"] for line in json.loads(out)["lines"]] == lines
    assert unsafe(out, "\n") == []


def test_bytes_that_are_no_text_are_arguments_too(shop: Shop):
    command = [sys.executable, "-m", "shoppos", "--data", str(shop.db.path.parent), "items", "add"]
    done = subprocess.run(
        [*(part.encode() for part in command), b"\xff\xfe1", b"Salt \xc0\x80 & \x1b@", b"--price", b"10"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
    assert unsafe_in_the_file(shop) == []
