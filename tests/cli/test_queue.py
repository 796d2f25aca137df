"""The queue by command: what waits and why, and what a person may decide of it."""

import json

import pytest

from shoppos.shop import Shop
from tests.printing.virtual import VirtualPrinter


@pytest.fixture
def state(folder):
    """Put every paper of the test's own shop into a state, as if its printing had gone so."""

    def put(name):
        shop = Shop.open(folder)
        shop.db.raw.execute("UPDATE print_job SET state = ?", (name,))
        shop.close()

    return put


def test_what_waits_is_listed_with_who_asked_for_it_and_why_it_waits(stocked, number, setting, nobody):
    waiting = stocked("queue", "list", "--json").json[0]
    assert (waiting["kind"], waiting["number"], waiting["copy"], waiting["state"]) == ("bill", number, 0, "owed")
    assert (waiting["printer"], waiting["asked_by"], waiting["tries"]) == ("", "Meena", 0)
    assert waiting["why"] == "No printer is set up for this paper."
    setting("printers", [{"name": "Front", "address": nobody}])
    assert stocked("queue", "list", "--json").json[0]["why"] == "It is printed in its turn."
    stocked("print", "bill", number)
    waiting = stocked("queue", "list", "--json").json[0]
    assert (waiting["printer"], waiting["tries"]) == ("Front", 1)
    assert "refused" in waiting["why"]
    assert waiting["next_try"] > waiting["since"]
    assert waiting["id"][-8:] in stocked("queue", "list").out


def test_a_paper_whose_printer_is_gone_names_the_one_it_will_come_out_of(stocked, number, setting, state, nobody):
    front, back = {"name": "Front", "address": nobody}, {"name": "Back", "address": nobody}
    setting("printers", [front, back])
    stocked("queue", "move", number, "--to", "Back")
    assert stocked("queue", "list", "--json").json[0]["printer"] == "Back"
    setting("printers", [front])
    assert stocked("queue", "list", "--json").json[0]["printer"] == "Front"
    state("uncertain")
    assert stocked("queue", "list", "--json").json[0]["printer"] == "Back", "there it has to be looked for"


def test_a_paper_is_named_by_its_bill_or_by_the_end_of_its_id(stocked, number, state, tmp_path):
    waiting = stocked("queue", "list", "--json").json[0]
    stocked("print", "bill", number, "--to", f"file:{tmp_path / 'one.txt'}")
    stocked("print", "bill", number, "--to", f"file:{tmp_path / 'two.txt'}")
    state("uncertain")
    said = stocked("queue", "printed", number)
    assert (said.code, "Name one by its id" in said.err) == (1, True)
    assert stocked("queue", "printed", waiting["id"][-8:], "--json").json["state"] == "printed"
    assert stocked("queue", "printed", number, "--json").json["copy"] == 1
    assert stocked("queue", "printed", number).code == 1
    assert stocked("queue", "cancel", "zz").code == 1


def test_only_a_paper_in_doubt_is_said_to_be_there(stocked, number, state):
    said = stocked("queue", "printed", number)
    assert (said.code, "is not in doubt: waits" in said.err) == (1, True)
    state("uncertain")
    assert stocked("doctor").code == 1
    assert stocked("queue", "list", "--json").json[0]["why"] == "It may have come out. Look at the printer."
    assert stocked("queue", "printed", number, "--json").json["state"] == "printed"
    assert stocked("doctor").code == 0


def test_a_paper_that_is_owed_no_longer_is_off_the_list(stocked, number):
    assert stocked("queue", "cancel", number, "--json").json == {
        "id": stocked("queue", "list", "--all", "--json").json[0]["id"],
        "kind": "bill",
        "number": number,
        "copy": 0,
        "state": "cancelled",
    }
    assert stocked("queue", "list").out == "Nothing is owed.\n"
    assert stocked("queue", "cancel", number).code == 1
    assert json.loads(stocked("doctor", "--json").out)["queue"] == {"owed": 0, "sending": 0, "uncertain": 0}


def test_all_of_today_is_listed_when_it_is_asked_for(stocked, number, tmp_path):
    stocked("print", "bill", number, "--to", f"file:{tmp_path / 'one.txt'}")
    stocked("print", "reading", "--to", f"file:{tmp_path / 'x.txt'}")
    assert stocked("queue", "list", "--json").json == []
    listed = stocked("queue", "list", "--all", "--json").json
    assert [(one["kind"], one["state"], one["why"]) for one in listed] == [
        ("reading", "printed", "It is on paper."),
        ("bill", "printed", "It is on paper."),
    ]
    assert "Reading of the till" in stocked("queue", "list", "--all").out


def test_a_paper_is_shown_whole_with_what_it_is_asked_to_say(stocked, number, setting, nobody):
    setting("printers", [{"name": "Labels", "address": nobody, "form": "pdf", "paper": "A4x24"}])
    stocked("print", "shelf", "1001=3", "--skip", "2")
    end = stocked("queue", "list", "--json").json[-1]["id"][-6:]
    shown = stocked("queue", "show", end, "--json").json
    assert (shown["kind"], shown["printer"], shown["state"]) == ("shelf", "Labels", "owed")
    assert [count for _product, count in shown["told"]["items"]] == [3]
    assert shown["told"]["skip"] == 2
    said = stocked("queue", "show", end).out
    assert "Shelf labels" in said
    assert "Waits" in said
    assert stocked("queue", "show", "nothing").code == 1


def test_a_paper_is_tried_again_when_its_printer_is_there(stocked, number, setting, nobody):
    setting("printers", [{"name": "Front", "address": nobody}])
    said = stocked("queue", "retry", number)
    assert (said.code, "refused" in said.err) == (1, True)
    with VirtualPrinter() as printer:
        setting("printers", [{"name": "Front", "address": printer.address}])
        said = stocked("queue", "retry", number, "--json")
        printer.settle()
        assert (said.code, said.json["state"], said.json["kind"]) == (0, "printed", "bill"), said.err
        assert printer.printed
    assert stocked("queue", "list", "--json").json == []


def test_a_printer_out_of_paper_says_so_and_nothing_is_sent(stocked, number, setting):
    with VirtualPrinter(paper_out=True) as printer:
        setting("printers", [{"name": "Front", "address": printer.address}])
        said = stocked("queue", "retry", number)
        assert (said.code, "out of paper" in said.err) == (1, True)
        assert printer.printed == b""
    assert "out of paper" in stocked("queue", "list", "--json").json[0]["why"]


def test_a_paper_goes_to_another_printer_and_is_laid_out_for_it(stocked, number, setting, nobody, tmp_path):
    setting("printers", [
        {"name": "Front", "address": nobody}, {"name": "Labels", "address": nobody, "form": "tspl", "paper": "50x25"},
        {"name": "Office", "address": f"file:{tmp_path / 'office.pdf'}", "form": "pdf", "paper": "A4"},
    ])  # fmt: skip
    stocked("print", "bill", number)
    said = stocked("queue", "move", number, "--to", "Labels")
    assert (said.code, "not for this" in said.err) == (1, True)
    assert "no printer called Back" in stocked("queue", "move", number, "--to", "Back").err
    said = stocked("queue", "move", number, "--to", "Office", "--json")
    assert (said.code, said.json["state"], said.json["printer"]) == (0, "owed", "Office")
    assert stocked("queue", "list", "--json").json[0]["printer"] == "Office"
    assert stocked("queue", "retry", number, "--json").json["state"] == "printed"
    assert (tmp_path / "office.pdf").read_bytes().startswith(b"%PDF-")


def test_a_paper_without_a_printer_to_go_to_stays_where_it_was(stocked, number):
    assert stocked("queue", "move", number).code == 2
    assert stocked("queue", "move", number, "--to", "Office").code == 1
    assert [one["state"] for one in stocked("queue", "list", "--json").json] == ["owed"]
