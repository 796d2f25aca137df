"""A new shop, an audited shop, a looked-after shop: init, verify, doctor, selftest."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from sqlcipher3 import dbapi2

import shoppos
from shoppos.base.lock import holder, lock_path
from shoppos.cli.selftest import DRAWN
from shoppos.printing.languages import LANGUAGES

HOLD = """
import sys, time
from pathlib import Path
from shoppos.base.lock import WindowLock
lock = WindowLock(Path(sys.argv[1]))
lock.take()
print(flush=True)
time.sleep(60)
"""


def test_a_new_shop_is_ready_to_sell(run, tmp_path):
    place = tmp_path / "new" / "shop"
    said = run(
        "init", "--name", "Gupta Stores", "--state", "27", "--gstin", "27aapfu0939f1zv", "--upi", "gupta@okbank",
        "--address", "1 MG Road", "--pin", "411001", "--phone", "98765 43210", "--json", data=place,
    )  # fmt: skip
    assert said.code == 0, said.err
    made = said.json
    assert (made["till"], made["scheme"], made["gstin"], made["pin_code"]) == (
        "A1",
        "regular",
        "27AAPFU0939F1ZV",
        "411001",
    )
    assert run("items", "add", "1", "Tea", "--price", "20", data=place).code == 0
    assert run("sell", "1", "--pay", "cash", "--json", data=place).json["number"].endswith("/000001")
    again = run("init", "--name", "Other", "--state", "27", data=place)
    assert (again.code, "already" in again.err) == (1, True)


def test_a_shop_without_a_gstin_charges_no_gst(run, tmp_path):
    assert run("init", "--name", "Small", "--state", "09", data=tmp_path / "s").code == 0
    run("items", "add", "1", "Tea", "--price", "118", "--rate", "18", data=tmp_path / "s")
    bill = run("sell", "1", "--pay", "cash", "--json", data=tmp_path / "s").json
    assert (bill["kind"], bill["totals"]["cgst"], bill["payable"]) == ("CASH MEMO", "0.00", "118.00")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "X", "--state", "77"), "State"),
        (("--name", "X", "--state", "27", "--scheme", "regular"), "GSTIN"),
        (("--name", "X", "--state", "27", "--gstin", "27AAPFU0939F1ZX"), "not a valid GSTIN"),
        (("--name", "\x1b\x00", "--state", "27"), "needs a name"),
        (("--name", "X", "--state", "27", "--upi", "not a vpa"), "not a"),
    ],
)
def test_what_no_shop_can_be_is_refused_and_leaves_nothing(run, tmp_path, words, said):
    answer = run("init", *words, data=tmp_path / "s")
    assert (answer.code, said in answer.err) == (1, True)
    assert not (tmp_path / "s" / "shop.db").exists()


def test_where_there_is_no_shop_every_command_says_how_to_make_one(run, tmp_path):
    for words in (("items", "list"), ("bill", "show", "A1/2627/000001"), ("verify",), ("doctor",), ("queue", "list")):
        said = run(*words, data=tmp_path / "none")
        assert (said.code, "shoppos init" in said.err) == (1, True)
        assert not (tmp_path / "none").exists()


def test_books_that_agree_are_said_to(stocked):
    stocked("sell", "1001", "--pay", "cash")
    said = stocked("verify", "--json")
    assert (said.code, said.json["agrees"], said.json["documents"], said.json["first"]) == (0, True, 1, None)
    assert stocked("verify").out.startswith("The books agree: one bill or credit note in ")
    stocked("sell", "1001", "--pay", "cash")
    assert stocked("verify").out.startswith("The books agree: 2 bills and credit notes in ")


def test_books_that_were_changed_are_named_on_both_channels(stocked, folder):
    stocked("sell", "1001", "--pay", "cash")
    raw = dbapi2.connect(str(folder / "shop.db"), isolation_level=None)
    raw.execute("UPDATE stock SET on_hand = on_hand + 1000")
    raw.close()
    said = stocked("verify", "--json")
    assert (said.code, said.json["agrees"]) == (1, False)
    assert said.json["first"]["sentence"] in said.err
    assert "item 1001" in said.err
    assert stocked("verify").out == ""


def test_the_doctor_tells_what_support_asks_and_no_secret(stocked, folder):
    stocked("sell", "1001", "--pay", "cash")
    raw = dbapi2.connect(str(folder / "shop.db"), isolation_level=None)
    told = json.dumps([{"name": "Front 9876543210", "address": "tcp://10.0.0.9:9100"}])
    raw.execute("INSERT INTO setting VALUES ('printers', ?)", (told,))
    raw.close()
    said = stocked("doctor", "--json")
    found = said.json
    assert said.code == 0
    assert found["program"]["shoppos"] == shoppos.__version__
    assert found["database"]["sound"] is True
    assert found["database"]["wal_is_safe"] is True
    assert (found["pragmas"]["journal_mode"], found["pragmas"]["synchronous"]) == ("wal", 2)
    assert (found["shop"]["items"], found["shop"]["bills"], found["queue"]["owed"]) == (4, 1, 1)
    assert "tcp://10.0.0.9:9100" in found["printers"]["set_up"][0]
    assert "9876543210" not in said.out
    assert found["trouble"] == {}
    assert "27AAPFU0939F1ZV" not in said.out


def test_the_doctor_names_the_process_whose_window_is_open(stocked, folder):
    other = subprocess.Popen([sys.executable, "-c", HOLD, lock_path(folder)], stdout=subprocess.PIPE)
    other.stdout.readline()
    assert stocked("doctor", "--json").json["window"] == {"process": str(other.pid)}
    other.send_signal(signal.SIGKILL)
    other.wait()
    for _try in range(50):
        if not holder(lock_path(folder)):
            break
        time.sleep(0.05)
    assert stocked("doctor", "--json").json["window"] == {"process": "none"}


def test_a_damaged_file_is_told_in_a_sentence(stocked, folder):
    file = folder / "shop.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    for words in (("doctor",), ("bill", "list"), ("items", "list")):
        said = stocked(*words)
        assert said.code == 1, words
        assert "Traceback" not in said.err


def test_a_command_speaks_the_shops_language(stocked, folder):
    from shoppos.shop import Shop

    shop = Shop.open(folder)
    shop.settings.set("language", "hi")
    shop.close()
    assert "बाकी नहीं" in stocked("queue", "list").out
    assert "कोड" in stocked("items", "find", "1001").out
    assert "There is no shop in" in stocked("items", "find", "1001", data=folder.parent / "none").err


def test_the_selftest_draws_papers_in_every_language(run):
    said = run("--selftest")
    assert said.code == 0, said.err
    for what in ("Bill as text", "Bill as escpos", "Bill as pdf", "Bill as png", "label as zpl", "labels as tspl"):
        assert what in said.out
    assert {form for _kind, form, _paper, _begins in DRAWN} == {name for name, _compose in LANGUAGES}


def test_the_version_is_the_packages(run):
    assert run("--version").out == f"ShopPOS {shoppos.__version__}\n"
