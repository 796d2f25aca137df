"""count, stock and keep at the command line."""

import json
import uuid

import pytest

from shoppos.base.ids import new_id
from shoppos.cli.root import run


@pytest.fixture
def at(folder, shop, capsys):
    """A command on the shop's folder: its exit code, and its JSON or what it said."""
    shop.close()

    def do(*typed, as_json=True):
        code = run(["--data", str(folder), *typed, *(["--json"] if as_json else [])])
        out = capsys.readouterr()
        return code, json.loads(out.out) if as_json and out.out else out.out + out.err

    return do


def test_a_count_goes_from_start_to_finish(at):
    code, begun = at("count", "start", "--items", "1001", "1002")
    assert code == 0
    assert [item["code"] for item in begun["items"]] == ["1002", "1001"]
    at("count", "enter", "48*1001", "200*1002")
    assert at("count", "finish")[0] == 1
    at("count", "explain", "1001", "stolen")
    code, done = at("count", "finish")
    assert (code, done["state"], done["differing"]) == (0, "finished", 1)
    assert at("stock", "show", "1001")[1]["on_hand"] == "48"
    assert at("count", "finish")[0] == 1
    assert at("count", "finish", "--id", begun["id"])[0] == 1
    assert [one["state"] for one in at("count", "list")[1]] == ["finished"]
    assert at("verify")[0] == 0


def test_stock_is_listed_damaged_used_and_carried(at):
    key = str(uuid.UUID(bytes=new_id()))
    for _again in range(2):
        assert at("stock", "damage", "1001", "2", "--reason", "broken", "--key", key)[1]["on_hand"] == "48"
    assert at("stock", "use", "1001", "1", "--reason", "our own")[1]["on_hand"] == "47"
    shown = at("stock", "transfer", "1001", "7", "--to", "Godown")[1]
    assert shown["places"] == {"shop": "40", "godown": "7"}
    assert [move["kind"] for move in shown["moves"]] == ["used", "damage", "opening"]
    listed = {item["code"]: item for item in at("stock", "list")[1]["items"]}
    assert (listed["1001"]["on_hand"], listed["1001"]["elsewhere"]) == ("47", "7")
    assert at("stock", "list", "--low")[1]["items"] == []
    assert at("stock", "transfer", "1001", "70", "--to", "godown", as_json=False)[0] == 1
    assert at("stock", "damage", "1001", "2", "--reason", "x", "--key", "no")[0] == 1


def test_a_box_is_made_and_sold(at):
    at("items", "add", "BOX", "Box", "--price", "1700")
    kept = at("keep", "pack", "BOX", "12*1001")[1]
    assert kept["parts"] == [{"name": "Surf Excel 1 kg", "quantity": "12"}]
    assert at("sell", "BOX", "--pay", "cash")[0] == 0
    assert at("stock", "show", "1001")[1]["on_hand"] == "38"
    assert at("stock", "show", "BOX")[1]["on_hand"] == "3"
    assert at("keep", "pack", "BOX", "12")[0] == 1


def test_families_and_shelves_are_kept(at):
    at("keep", "set", "1001", "--family", "Surf", "--variant", "1 kg", "--shelf", "A1", "--policy", "manager")
    shown = at("keep", "set", "1001")[1]
    assert (shown["family"], shown["shelf"], shown["policy"]) == ("Surf", "A1", "manager")
    assert [one["variant"] for one in at("keep", "family", "surf")[1]] == []
    assert [one["variant"] for one in at("keep", "family", "Surf")[1]] == ["1 kg"]
    assert [item["code"] for item in at("count", "start", "--shelf", "A1")[1]["items"]] == ["1001"]


def test_nothing_expires_in_a_shop_without_batches(at):
    assert at("stock", "expiring")[1] == {
        "batches": [],
        "worth": {"0": "0.00", "30": "0.00", "60": "0.00", "90": "0.00"},
    }


def test_a_sheet_is_written_to_a_file(at, tmp_path):
    at("count", "start", "--all")
    file = tmp_path / "sheet.pdf"
    assert at("print", "count", "--out", str(file), "--language", "pdf", "--width", "A4")[0] == 0
    assert file.read_bytes().startswith(b"%PDF")


def test_what_is_entered_in_one_go_is_counted_whole_or_not_at_all(at):
    at("count", "start", "--items", "1001", "1002")
    code, said = at("count", "enter", "44*1001", "2*NOPE", as_json=False)
    assert (code, "NOPE" in said) == (1, True)
    assert [item["counted"] for item in at("count", "show")[1]["items"]] == [None, None]
    assert at("count", "enter", "44*1001", "2*1002")[0] == 0
    assert sorted(item["counted"] for item in at("count", "show")[1]["items"]) == ["2", "44"]


def test_what_was_corrected_by_hand_since_the_scan_is_asked_about(at):
    at("count", "start", "--items", "1001")
    at("count", "enter", "48*1001")
    at("stock", "damage", "1001", "2", "--reason", "broken")
    code, said = at("count", "finish", "--reason", "broken", as_json=False)
    assert code == 1
    assert "--sure" in said
    assert at("stock", "show", "1001")[1]["on_hand"] == "48"
    assert at("count", "finish", "--reason", "stolen", "--sure")[0] == 0
    assert at("stock", "show", "1001")[1]["on_hand"] == "46"


def test_a_grid_of_sizes_and_colours_is_made_and_shown(at):
    assert at("items", "add", "TEE", "Shirt", "--price", "499")[0] == 0
    code, made = at("keep", "grid", "TEE", "--sizes", "S,M", "--colours", "Red,Blue", "--stock", "3")
    assert code == 0
    assert [(cell["size"], cell["colour"], cell["code"], cell["on_hand"]) for cell in made["cells"]] == [
        ("S", "Red", "TEE-S-RED", "3"), ("S", "Blue", "TEE-S-BLUE", "3"),
        ("M", "Red", "TEE-M-RED", "3"), ("M", "Blue", "TEE-M-BLUE", "3"),
    ]  # fmt: skip
    at("keep", "grid", "TEE", "--sizes", "M", "--colours", "Red", "--price", "549")
    shown = at("keep", "grid", "TEE-S-BLUE", as_json=False)[1]
    assert "TEE-M-RED  ₹549.00  3" in shown
    assert at("verify")[0] == 0
