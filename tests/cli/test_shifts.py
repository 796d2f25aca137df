"""The drawer by command: shift open, cash, show, close; what must lie in it is told only by its end."""

import pytest

from tests.printing.decoder import decoded
from tests.printing.desk import TILL
from tests.printing.virtual import VirtualPrinter


@pytest.fixture
def opened(stocked):
    assert stocked("shift", "open", "--float", "2000").code == 0
    return stocked


def test_a_shift_is_opened_shown_and_closed(opened):
    assert opened("sell", "1001", "--pay", "cash:200").code == 0
    out = opened("shift", "cash", "OUT", "20", "--reason", "tea", "--json").json
    assert out == {"till": "A1", "kind": "out", "amount": "20.00", "reason": "tea"}
    assert "₹500.00 put into the drawer: change" in opened("shift", "cash", "in", "500", "--reason", "change").out
    shown = opened("shift", "show", "--json").json
    assert (shown["open"]["shift"], shown["open"]["employee"], shown["open"]["float"]) == (1, "Meena", "2000.00")
    assert [(one["kind"], one["amount"], one["reason"]) for one in shown["movements"]] == [
        ("out", "20.00", "tea"), ("in", "500.00", "change")
    ]  # fmt: skip
    said = opened("shift", "show")
    assert "tea" in said.out
    assert "2,630" not in said.out
    assert "2630" not in str(shown)
    closed = opened("shift", "close", "--pieces", "500=5,100=1,10=1", "--reason", "given too much", "--json").json
    assert closed == {
        "till": "A1", "shift": 1, "float": "2000.00", "expected": "2630.00", "counted": "2610.00", "over": "-20.00",
        "reason": "given too much", "pieces": {"500.00": 5, "100.00": 1, "10.00": 1},
        "counts": 1, "first_counted": None,
    }  # fmt: skip
    assert opened("shift", "show", "--json").json["open"] is None
    assert "No shift is open at till A1." in opened("shift", "show").out
    assert opened("verify").code == 0


def test_a_difference_is_told_refused_without_a_reason_and_taken_with_one(opened):
    said = opened("shift", "close", "--counted", "1990")
    assert said.code == 1
    assert "The drawer is ₹10.00 short: ₹1,990.00 counted." in said.err
    assert opened("shift", "show", "--json").json["open"] is not None
    told = opened("shift", "close", "--counted", "1995", "--json")
    assert told.code == 1
    said = opened("shift", "close", "--counted", "1990", "--reason", "tea")
    assert "Counted 3 times, first ₹1,990.00" in said.out
    assert (said.code, "The drawer is ₹10.00 short." in said.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("close",), 2, "--counted"), (("close", "--counted", "1", "--pieces", "5=1"), 2, "not allowed"),
        (("close", "--pieces", "500"), 1, "500 is no count"), (("close", "--pieces", "500=1,500=2"), 1, "no count"),
        (("close", "--pieces", "700=1"), 1, "no note or coin of ₹700.00"),
        (("open", "--float", "100"), 1, "Meena's shift"), (("open", "--float", "-1"), 1, ""), (("open",), 2, "--float"),
        (("cash", "out", "0", "--reason", "x"), 1, "more than 0"), (("cash", "up", "1", "--reason", "x"), 2, "up"),
        (("cash", "out", "89010587", "--reason", "x"), 1, "is a barcode"),
        (("cash", "out", "999999", "--reason", "x"), 1, "₹9,99,999.00 out of the drawer? If it is right"),
        (("cash", "out", "5"), 2, "--reason"), (("cash", "out", "5", "--reason", " "), 1, "Say what the cash is for"),
    ],
)  # fmt: skip
def test_what_does_not_do_changes_nothing(words, code, said, opened):
    found = opened("shift", *words)
    assert found.code == code
    assert said in found.err
    shown = opened("shift", "show", "--json").json
    assert (shown["open"]["float"], shown["movements"]) == ("2000.00", [])


def test_the_same_key_moves_cash_once(opened):
    key = "0192f0c4-0000-7000-8000-000000000001"
    for _twice in range(2):
        assert opened("shift", "cash", "out", "20", "--reason", "tea", "--key", key).code == 0
    assert len(opened("shift", "show", "--json").json["movements"]) == 1
    assert opened("shift", "cash", "out", "20", "--reason", "tea", "--key", "x").code == 1


# -- the drawer at the printer


@pytest.fixture
def printer(setting):
    """A printer with a drawer that prints over the net."""
    with VirtualPrinter() as made:
        setting("printers", [{**TILL, "address": made.address}])
        yield made


def pulses(printer):
    """How often the drawer at that printer was opened."""
    printer.settle()
    return decoded(printer.printed).pulses


def test_the_drawer_opens_by_command_and_it_is_written_down(opened, printer):
    told = opened("shift", "drawer", "--reason", "change\x1b for a note", "--json").json
    assert told == {"till": "A1", "reason": "change for a note"}
    assert pulses(printer) == 1
    assert "The drawer opens: to look at the notes" in opened("shift", "drawer", "--reason", "to look at the notes").out
    assert pulses(printer) == 2
    shown = opened("shift", "show", "--json").json["openings"]
    assert [(one["kind"], one["reason"], one["employee"], one["allowed_by"]) for one in shown] == [
        ("reason", "change for a note", "Meena", ""), ("reason", "to look at the notes", "Meena", "")
    ]  # fmt: skip
    said = opened("shift", "show").out
    assert "Drawer opened" in said
    assert "to look at the notes" in said
    assert opened("verify").code == 0


def test_papers_that_wait_are_not_printed_by_opening_the_drawer(opened, printer):
    assert opened("sell", "1001", "--pay", "cash").code == 0
    assert opened("shift", "drawer", "--reason", "change").code == 0
    printer.settle()
    assert b"Surf" not in printer.printed
    assert pulses(printer) == 1


def test_without_a_drawer_the_command_is_refused_and_says_what_to_do(opened):
    said = opened("shift", "drawer", "--reason", "change")
    assert (said.code, said.out) == (1, "")
    assert "No printer of this shop has a cash drawer. If one hangs at a printer, say so in the settings" in said.err
    assert opened("shift", "drawer").code == 2
    assert opened("shift", "show", "--json").json["openings"] == []


def test_a_drawer_that_stays_shut_is_said_and_that_it_was_to_open_is_written_down(opened, setting):
    with VirtualPrinter() as gone:
        setting("printers", [{**TILL, "address": gone.address}])
    said = opened("shift", "drawer", "--reason", "change")
    assert (said.code, said.out) == (1, "")
    assert "That it was to open is written down." in said.err
    assert [one["reason"] for one in opened("shift", "show", "--json").json["openings"]] == ["change"]


def test_a_cashier_opens_it_by_command_on_a_managers_yes(opened, printer, tmp_path):
    pin = tmp_path / "pin"
    pin.write_text("4711", encoding="utf-8")
    assert opened("employees", "add", "Ravi").code == 0
    assert opened("employees", "pin", "Meena", "--new-pin-file", pin).code == 0
    asked = ("--as", "Ravi", "shift", "drawer", "--reason", "change")
    refused = opened(*asked)
    assert refused.code == 1
    assert "To open the drawer without a sale needs a manager's yes here." in refused.err
    assert pulses(printer) == 0
    act, what = refused.err.partition("shoppos approve ")[2].split()[:2]
    assert act == "drawer.open"
    assert opened("--as", "Ravi", "approve", act, what, "--manager-pin-file", pin).code == 0
    assert opened(*asked).code == 0
    assert opened(*asked).code == 1
    assert pulses(printer) == 1
    (one,) = opened("shift", "show", "--json").json["openings"]
    assert (one["employee"], one["allowed_by"]) == ("Ravi", "Meena")


def test_the_z_tells_how_often_it_was_opened(opened, printer):
    assert opened("shift", "drawer", "--reason", "change").code == 0
    closed = opened("day", "close", "--counted", "2000", "--sure", "--json").json
    assert closed["figures"]["drawer_opened"] == {"reason": 1, "count": 0, "float": 0, "movement": 0}
    shown = opened("day", "show", closed["number"])
    assert "Drawer opened without a sale" in shown.out
    assert "1 (For a reason 1)" in shown.out
