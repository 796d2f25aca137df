"""Orders at the command line: from the call to the doorstep, each act once, and what is refused changes nothing."""

import json
import os
import subprocess
import sys
import uuid

import pytest

from shoppos.reports.audit import audit
from shoppos.shop import Shop

ASHA = ("--phone", "9812345678", "--name", "Asha Kulkarni", "--address", "3 Hill Road, Pune", "--pin-code", "411004",
        "--state", "27")  # fmt: skip
AWB = "1490811234567"


def key():
    return str(uuid.uuid4())


def books(folder):
    """Everything that an order could change, and whether the books agree."""
    shop = Shop.open(folder)
    tables = ("orders", "order_step", "sale", "sale_line", "payment", "advance", "cod_receipt", "parcel", "stock_move",
              "reservation", "message", "print_job", "customer", "personal", "journal", "bank_credit")  # fmt: skip
    found = {name: shop.db.rows(f"SELECT count(*) FROM {name}")[0][0] for name in tables}
    found |= {"agree": audit(shop.db).agrees, "series": shop.db.rows("SELECT * FROM series ORDER BY letter")}
    shop.close()
    return found


# -- the address


def test_an_address_ends_with_the_town_of_its_pin_code(stocked):
    asha = ("order", "take", "--phone", "9812345678", "--address", "3 Hill Road")
    told = stocked(*asha, "--pin-code", "411004", "1001")
    assert (told.code, "PIN code" in told.err) == (0, False)
    assert "3 Hill Road, Pune" in stocked("order", "show", 1).out
    other = ("order", "take", "--phone", "9812345679", "--address", "4 Hill Road")
    wrong = stocked(*other, "--pin-code", "999999", "1001")
    assert wrong.code == 0
    assert "India Post has no PIN code 999999." in wrong.err


# -- the program itself


def test_an_order_goes_from_the_call_to_the_doorstep_by_the_real_program(folder):
    environment = {**os.environ, "SHOPPOS_DATA": str(folder)}

    def shoppos(*words):
        done = subprocess.run(
            [sys.executable, "-m", "shoppos", *words], env=environment, capture_output=True, text=True, check=False,
            timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    shoppos("items", "add", "1001", "Surf Excel", "--price", "150", "--rate", "18", "--stock", "50")
    order = json.loads(shoppos("order", "take", *ASHA, "--pay-by", "cod", "--shipping", "40", "2*1001", "--json"))
    number = order["number"]
    assert (number[-6:], order["state"], order["payment"], order["payable"]) == ("O00001", "taken", "cod", "340.00")
    assert json.loads(shoppos("order", "confirm", number, "--json"))["state"] == "confirmed"
    assert json.loads(shoppos("order", "pack", "O00001", "--json"))["state"] == "packed"
    gone = json.loads(shoppos("order", "dispatch", "1", "--courier", "Delhivery", "--awb", AWB, "--weight", "2.5",
                              "--json"))  # fmt: skip
    (parcel,) = gone["parcels"]
    assert (gone["state"], parcel["cod"], parcel["weight"], parcel["awb"]) == ("dispatched", "340.00", 2500, AWB)
    shoppos("print", "label", parcel["bills"][0], "--out", str(folder / "label.png"))
    assert (folder / "label.png").read_bytes().startswith(b"\x89PNG")
    done = json.loads(shoppos("order", "deliver", AWB, "--pay", "cash", "--json"))
    assert (done["state"], done["payment"], done["due"]) == ("delivered", "paid", "0.00")
    assert [step["kind"] for step in done["steps"]] == ["taken", "confirmed", "packed", "dispatched", "delivered"]
    assert "Asha Kulkarni" in shoppos("order", "show", "1")
    assert "The books agree" in shoppos("verify")


# -- telling


def test_the_document_of_an_order_is_whole_and_as_it_is_documented(sent):
    told = sent("order", "show", 1, "--json").json
    assert {
        "id", "number", "state", "channel", "way", "since", "made_at", "business_date", "promised", "slot", "pay_by",
        "note", "language", "backorder", "source", "outside_id", "customer", "payable", "paid", "due", "payment",
        "advance", "credit", "agreed", "shipping", "message", "lines", "parcels", "bills", "steps", "messages",
        "earliest", "acts", "next_act", "warnings",
    } <= {*told}  # fmt: skip
    assert (told["state"], told["payment"], told["message"]) == ("dispatched", "cod", "owed")
    assert (told["lines"], told["next_act"]) == ([], "deliver")
    assert told["bills"] == told["parcels"][0]["bills"]
    assert told["since"].endswith("+05:30")
    assert [line["quantity"] for line in told["parcels"][0]["lines"]] == ["2"]
    guide = (os.path.dirname(__file__), "..", "..", "docs", "guide", "orders.md")  # noqa: PTH120
    with open(os.path.join(*guide), encoding="utf-8") as page:  # noqa: PTH118, PTH123
        words = page.read()
    assert [name for name in told if f"`{name}`" not in words] == [], "what is told is documented"


def test_a_line_tells_what_is_free_of_it(taken):
    taken("order", "confirm", 1)
    taken("order", "take", "--phone", "9812300000", "--pickup", "3*1001", "1002")
    surf, parle = taken("order", "show", 2, "--json").json["lines"]
    assert surf["stock"] == {"free": "48", "reserved": "2", "on_hand": "50", "short": "0"}
    assert (surf["quantity"], surf["price"], surf["packed"]) == ("3", "150.00", "0")
    assert parle["stock"] is None, "of Parle-G nobody counts the stock"


def test_orders_are_listed_by_state_day_and_text(sent):
    sent("order", "take", "--phone", "9812300000", "--pickup", "1002")
    sent(
        "order", "take", "--phone", "9812300000", "--channel", "counter", "--due", "2030-01-05", "--key", key(), "1002"
    )
    sent("order", "cancel", 2, "--reason", "changed their mind")

    def listed(*words):
        return [row["number"][-1] for row in sent("order", "list", *words, "--json").json]

    assert listed() == ["3", "1"]
    assert listed("--state", "cancelled") == ["2"]
    assert listed("--state", "dispatched") == ["1"]
    assert listed("--due", "2030-01-05") == ["3"]
    assert listed("--channel", "counter") == ["3"]
    assert listed("--find", "asha") == ["1"]
    assert listed("--find", AWB) == ["1"]
    assert sent("order", "list", "--find", "nobody").out == "There is no such order.\n"
    assert "Asha Kulkarni" in sent("order", "list").out


def test_a_draft_is_listed_at_what_it_comes_to(stocked):
    stocked("order", "take", *ASHA, "--shipping", "40", "--discount", "10%", "1001")
    (row,) = stocked("order", "list", "--json").json
    assert (row["payable"], row["due"]) == ("175.00", "175.00")


def test_what_is_read_back_is_said_in_the_language_of_the_order(stocked):
    stocked("order", "take", *ASHA, "--language", "hi", "1001")
    told = stocked("order", "read-back", 1, "--json").json
    assert told["language"] == "hi"
    assert any("सर्फ एक्सेल" in sentence for sentence in told["sentences"])


def test_slots_tell_how_full_they_are(stocked, setting):
    assert stocked("order", "slots", "2030-01-07").out.startswith("The shop has no slots")
    every = [0, 1, 2, 3, 4, 5, 6]
    setting("slots", [{"label": "17-19", "from": 1020, "to": 1140, "most": 1, "ways": ["delivery"], "days": every}])
    stocked("order", "take", *ASHA, "--due", "2030-01-07", "--slot", "17-19", "--confirm", "1001")
    (found,) = stocked("order", "slots", "2030-01-07", "--json").json
    assert found == {"day": "2030-01-07", "slots": [
        {"label": "17-19", "from": "17:00", "to": "19:00", "taken": 1, "most": 1, "full": True}
    ]}  # fmt: skip
    assert stocked("order", "slots", "2030-01-07", "--pickup", "--json").json[0]["slots"] == []
    second = ("take", "--phone", "9812300000", "--pickup", "--delivery")
    assert "not both" in stocked("order", *second, "1001").err
    full = ("take", "--phone", "9812300000", "--address", "Camp", "--due", "2030-01-07", "--slot", "17-19", "--confirm")
    assert "--sure" in stocked("order", *full, "1001").err
    assert stocked("order", *full, "1001", "--sure").code == 0


def test_several_orders_are_gathered_in_one_walk(taken):
    taken("order", "confirm", 1)
    taken("order", "take", "--phone", "9812300000", "--pickup", "--confirm", "3*1001", "1002")
    told = taken("order", "pick", "--print", "--json").json
    assert [(line["code"], line["quantity"], len(line["orders"])) for line in told["lines"]] == [
        ("1002", "1", 1), ("1001", "5", 2),
    ]  # fmt: skip
    assert told["job"]
    assert taken("order", "pick", 1, "--json").json["lines"][0]["quantity"] == "2"


# -- once


def test_an_order_taken_twice_by_one_key_is_one(stocked, folder):
    words = ("order", "take", *ASHA, "--key", key(), "--confirm", "2*1001", "--json")
    first, again = stocked(*words).json, stocked(*words).json
    assert first == again
    assert books(folder)["orders"] == 1
    assert books(folder)["reservation"] == 1


def test_every_act_on_an_order_is_done_once(taken, folder):
    dispatch, deliver, pay = key(), key(), key()
    acts = (
        ("confirm", 1), ("pay", 1, "upi=100:412345678901", "--key", pay), ("pack", 1),
        ("dispatch", 1, "--carrier", "Ravi", "--sure", "--key", dispatch),
        ("deliver", 1, "--pay", "cash", "--key", deliver),
    )  # fmt: skip
    for words in acts:
        first = taken("order", *words, "--json")
        assert first.code == 0, (words, first.err)
        before = books(folder)
        again = taken("order", *words, "--json")
        assert (again.code, again.err) == (0, ""), words
        assert again.json == first.json, words
        assert books(folder) == before, words
    assert before["agree"]


def test_a_key_does_not_do_for_another_order(sent):
    sent("order", "take", "--phone", "9812300000", "--pickup", "--confirm", "1002")
    used = key()
    assert sent("order", "deliver", 1, "--key", used).code == 0
    said = sent("order", "pay", 2, "cash", "--key", used)
    assert (said.code, "another order" in said.err) == (1, True)


# -- the doorstep


def test_a_later_day_and_an_end_are_told_with_their_reason(taken):
    taken("order", "confirm", 1)
    words = ("order", "delay", 1, "--due", "2030-01-05", "--reason", "rain", "--json")
    first = taken(*words).json
    assert (first["promised"], taken(*words).json["steps"]) == ("2030-01-05", first["steps"])
    off = taken("order", "cancel", 1, "--reason", "moved away", "--json").json
    assert (off["state"], off["steps"][-1]["said"], off["acts"]) == ("cancelled", "moved away", [])


def test_money_before_the_bill_is_asked_for_taken_and_given_back(taken, folder, tmp_path):
    shop = Shop.open(folder)
    shop.settings.set_profile(upi="sharma@okhdfcbank")
    shop.close()
    taken("order", "confirm", 1)
    asked = taken("order", "qr", 1, "100", "--out", tmp_path / "qr.png", "--json").json
    assert (asked["amount"], asked["link"].startswith("upi://pay?")) == ("100.00", True)
    assert (tmp_path / "qr.png").read_bytes().startswith(b"\x89PNG")
    paid = taken("order", "pay", 1, "upi=100:412345678901", "--receipt", "--json").json
    assert (paid["payment"], paid["paid"], paid["due"]) == ("part paid", "100.00", "200.00")
    back = taken("order", "give-back", 1, "100", "--refund", "cash", "--reason", "asked for it", "--json").json
    assert (back["paid"], back["due"]) == ("0.00", "300.00")


def test_what_is_claimed_is_proved_or_taken_off_by_command(taken):
    taken("order", "confirm", 1)
    claimed = taken("order", "pay", 1, "upi=100", "--json").json
    assert (claimed["payment"], claimed["paid"], claimed["claimed"]) == ("cod", "0.00", "100.00")
    taken("order", "pay", 1, "upi=50")
    assert taken("order", "verify", 1, "412345678901").code != 0
    proved = taken("order", "verify", 1, "412345678901", "--amount", "100", "--json").json
    assert (proved["paid"], proved["claimed"]) == ("100.00", "50.00")
    taken("order", "dispatch", 1, "--carrier", "Ravi", "--sure")
    assert taken("order", "strike", 1, "--reason", "never came").code != 0
    off = taken("order", "strike", 1, "--reason", "never came", "--sure", "--json").json
    assert (off["paid"], off["claimed"], off["due"]) == ("100.00", "0.00", "200.00")


def test_goods_of_an_order_can_be_changed_until_they_leave(taken):
    taken("order", "confirm", 1)
    changed = taken("order", "change", 1, "3*1002", "--without", "1001", "--note", "ring twice", "--json").json
    assert [(line["code"], line["quantity"]) for line in changed["lines"]] == [("1002", "3")]
    assert (changed["note"], changed["payable"]) == ("ring twice", "30.00")
    taken("order", "take", "--phone", "9812345678", "--repeat", "--key", key(), "--json")
    assert [line["code"] for line in taken("order", "show", 2, "--json").json["lines"]] == ["1002"]
    assert len(taken("order", "repeat", 2, "--json").json["lines"]) == 1


# -- refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("take", "1001"), "--phone"),
        (("take", "--phone", "9812300000"), "--repeat"),
        (("take", "--phone", "12", "1001"), "not a mobile number"),
        (("take", "--phone", "9812300000", "1001", "no-such-code"), "no-such-code"),
        (("take", "--phone", "9812300000", "1001", "--shipping", "x"), "x"),
        (("take", "--phone", "9812300000", "1001", "--due", "2020-01-01"), "passed"),
        (("take", "--phone", "9812300000", "1001", "--due", "tomorrow"), "is not a day"),
        (("take", "--phone", "9812300000", "1001", "--pin-code", "411004"), "--address"),
        (("take", "--phone", "9812300000", "1001", "--address", "A", "--pin-code", "12"), "PIN"),
        (("take", "--phone", "9812300000", "--confirm", "--sure", "51*1001"), "Surf"),
        (("take", "--phone", "9812300000", "--repeat"), "ordered nothing"),
        (("take", "--phone", "9812300000", "1001", "--key", "x"), "not a UUID"),
        (("take", "--phone", "9812300000", "1001", "--discount", "x%"), "x"),
        (("change", 1, "--without", "1002"), "1002"),
        (("show", 9), "no order 9"),
        (("pack", 1), "taken, but not confirmed"),
        (("dispatch", 1), "taken, but not confirmed"),
        (("deliver", 1), "No parcel"),
        (("return", 1, "--reason", "x"), "No parcel"),
        (("hand-over", 1), "taken, but not confirmed"),
        (("delay", 1, "--due", "2030-01-05", "--reason", " "), "why"),
        (("cancel", 1, "--reason", "\x07"), "why"),
        (("pay", 1, "khata"), "Khata"),
        (("pay", 1, "upi=100:12"), "UTR"),
        (("pay", 1, "cash=0"), "more than 0"),
        (("give-back", 1, "5", "--reason", "x"), ""),
        (("run", "Ravi", "--settle", "5"), "delivered nothing"),
        (("slots", "31-31-31"), "is not a day"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(taken, folder, words, said):
    before = books(folder)
    answer = taken("order", *words)
    assert (answer.code, answer.out, said in answer.err) == (1, "", True), answer.err
    assert "Traceback" not in answer.err
    assert books(folder) == before
    assert before["agree"]


@pytest.mark.parametrize(
    "words",
    [("take",), ("explode", 1), ("dispatch",), ("take", "--channel", "pigeon", "1001"), ("list", "--state", "x")],
)
def test_wrong_use_is_code_two(stocked, words):
    assert stocked("order", *words).code == (1 if words == ("take",) else 2)


def test_hostile_words_reach_neither_terminal_nor_law(taken, folder):
    evil = "\x1b[2J=cmd()'; DROP TABLE orders;--\u202e"
    for words in (("show", evil), ("list", "--find", evil), ("read-back", evil), ("pack", 1, evil), ("deliver", evil)):
        said = taken("order", *words)
        assert "\x1b" not in said.out + said.err, words
        assert "Traceback" not in said.err
    done = taken("order", "change", 1, "--note", evil, "--json").json
    assert "\x1b" not in done["note"]
    taken("order", "confirm", 1)
    taken("order", "cancel", 1, "--reason", evil)
    assert "\x1b" not in taken("order", "show", 1).out
    assert books(folder)["agree"]


def test_the_doctor_tells_what_waits_around_orders(sent):
    found = sent("doctor", "--json").json
    assert found["orders"]["dispatched"] == 1
    assert (found["messages"]["owed"], found["messages"]["failed"]) == (1, 0)
    assert (found["bank"], found["pages"]["failed"], found["web"]["waiting"]) == ({"open": 0, "oldest": "none"}, 0, 0)
    sent("bank", "arrived", "412345678901", "55")
    assert sent("doctor", "--json").json["bank"]["open"] == 1
