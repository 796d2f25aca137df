"""Paper by command: a file leaves no trace, the first print is the original, the next ones say so."""

import subprocess
import sys

import pytest

from shoppos.cli.papers import _box as papers_box
from shoppos.models.print_job import OWED, SENDING, UNCERTAIN
from shoppos.printing.spooler import Spooler
from shoppos.reports import owed
from shoppos.shop import Shop
from shoppos.shop.papers import Papers
from tests.printing.decoder import decoded
from tests.printing.virtual import VirtualPrinter


@pytest.mark.parametrize(
    ("name", "begins"), [("b.pdf", b"%PDF-"), ("b.png", b"\x89PNG"), ("b.bin", b"\x1b@"), ("b.txt", b" ")]
)
def test_the_ending_of_a_file_says_its_language(stocked, number, tmp_path, name, begins):
    said = stocked("print", "bill", number, "--out", tmp_path / name, "--json")
    assert said.code == 0, said.err
    content = (tmp_path / name).read_bytes()
    assert content.startswith(begins)
    assert said.json["bytes"] == len(content)
    assert said.json["kind"] == "bill"


def test_a_file_is_no_print_and_a_copy_is_marked(stocked, number, tmp_path):
    file = tmp_path / "b.txt"
    stocked("print", "bill", number, "--out", file)
    assert "DUPLICATE" not in file.read_text("utf-8")
    assert number in file.read_text("utf-8")
    stocked("print", "bill", number, "--out", file, "--copy")
    assert "DUPLICATE" in file.read_text("utf-8")
    assert [one["state"] for one in stocked("queue", "list", "--json").json] == ["owed"]


def test_width_and_words_are_chosen(stocked, number, tmp_path):
    narrow, wide, tamil = tmp_path / "58.txt", tmp_path / "80.txt", tmp_path / "ta.txt"
    stocked("print", "bill", number, "--out", narrow, "--width", "58", "--words", "hi")
    stocked("print", "bill", number, "--out", wide, "--width", "80")
    assert max(map(len, wide.read_text("utf-8").splitlines())) == 48
    assert "सर्फ एक्सेल" in narrow.read_text("utf-8")
    assert stocked("print", "bill", number, "--out", tamil, "--words", "ta").code == 0
    assert stocked("print", "bill", number, "--out", wide, "--width", "79").code == 2


def test_a_paper_goes_to_standard_output(stocked, number, folder):
    done = subprocess.run(
        [sys.executable, "-m", "shoppos", "--data", folder, "print", "bill", number, "--out", "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(b"\x1b@")


def test_the_first_print_is_the_original_and_the_next_says_duplicate(stocked, number, mute, tmp_path):
    address, papers = mute
    first = stocked("print", "bill", number, "--to", address, "--language", "text", "--json")
    assert (first.code, first.json["copy"], first.json["state"]) == (0, 0, "sent")
    assert stocked("queue", "list", "--json").json == []
    second = stocked("print", "bill", number, "--to", address, "--language", "text", "--json")
    assert second.json["copy"] == 1
    assert [b"DUPLICATE" in paper for paper in papers] == [False, True]
    assert b"Meena" in papers[1].split(b"DUPLICATE")[1].splitlines()[1]
    third = stocked("print", "bill", number, "--to", f"file:{tmp_path / 'third.txt'}", "--json")
    assert (third.json["copy"], third.json["state"]) == (2, "printed")
    assert "DUPLICATE" in (tmp_path / "third.txt").read_text("utf-8")
    assert stocked("verify").code == 0


def test_a_copy_asked_for_is_no_original(stocked, number, tmp_path):
    said = stocked("print", "bill", number, "--to", f"file:{tmp_path / 'copy.txt'}", "--copy", "--json")
    assert said.json["copy"] == 1
    assert "DUPLICATE" in (tmp_path / "copy.txt").read_text("utf-8")
    assert stocked("print", "bill", number, "--to", f"file:{tmp_path / 'first.txt'}", "--json").json["copy"] == 0
    assert "DUPLICATE" not in (tmp_path / "first.txt").read_text("utf-8")


def test_a_second_print_brings_both_bills_of_the_sale_and_leaves_none_behind(stocked, tmp_path):
    sold = stocked("sell", "1001", "2001", "--gstin", "27AAPFU0939F1ZV", "--pay", "cash", "--json").json
    one, other = (made["number"] for made in sold["bills"])
    (tmp_path / "papers").mkdir()
    for number in (one, other, one):
        assert stocked("print", "bill", number, "--to", f"file:{tmp_path / 'papers'}", "--language", "text").code == 0
    marked = {path.stem: "DUPLICATE" in path.read_text("utf-8") for path in (tmp_path / "papers").iterdir()}
    names = [number.replace("/", "-") for number in (one, other)]
    assert marked == {names[0]: False, names[1]: False, f"{names[0]}-2": True, f"{names[1]}-2": True}
    assert stocked("queue", "list", "--json").json == []


def test_the_words_of_one_print_are_its_own(stocked, number, tmp_path):
    stocked("print", "bill", number, "--to", f"file:{tmp_path / 'hi.txt'}", "--words", "hi")
    stocked("print", "bill", number, "--to", f"file:{tmp_path / 'en.txt'}")
    assert "नकद" in (tmp_path / "hi.txt").read_text("utf-8")
    assert "नकद" not in (tmp_path / "en.txt").read_text("utf-8")


def test_a_printer_that_answers_has_printed(stocked, number):
    with VirtualPrinter() as printer:
        said = stocked("print", "bill", number, "--to", printer.address, "--json")
        printer.settle()
    assert (said.code, said.json["state"]) == (0, "printed"), said.err
    paper = decoded(printer.printed)
    assert paper.problems == []
    assert number in paper.text


def test_a_paper_that_may_be_out_is_done_in_part_and_waits_for_a_person(stocked, number):
    with VirtualPrinter(reset_after=400) as printer:
        said = stocked("print", "bill", number, "--to", printer.address, "--json")
        assert (said.code, said.json["state"]) == (3, "uncertain"), said.err
        assert "broke off" in said.err
    with VirtualPrinter(reset_after=400) as printer:
        assert stocked("printers", "test", printer.address).code == 3
    assert stocked("queue", "list", "--json").json[0]["state"] == "uncertain"
    assert stocked("queue", "printed", number).code == 0


def test_a_dead_printer_is_a_sentence_and_the_paper_stays_owed(stocked, number, nobody):
    said = stocked("print", "bill", number, "--to", nobody)
    assert said.code == 1
    assert "The bill is saved" in said.err
    waiting = stocked("queue", "list", "--json").json
    assert [(one["state"], one["tries"]) for one in waiting] == [("owed", 1)]
    assert "refused" in waiting[0]["why"]


def test_a_printer_of_the_settings_is_known_by_its_name(stocked, number, setting, mute):
    address, papers = mute
    setting("printers", [{"name": "Front", "address": address, "form": "text", "paper": "58"}])
    assert stocked("print", "bill", number, "--to", "Front", "--json").json["width"] == "58"
    assert stocked("print", "bill", number, "--json").json["copy"] == 1
    assert len(papers) == 2
    assert "no printer called Back" in stocked("print", "bill", number, "--to", "Back").err


def test_each_kind_goes_to_the_printer_that_the_shop_chose(stocked, number, setting, tmp_path):
    setting("printers", [{"name": name, "address": f"file:{tmp_path / name}", "form": "text"} for name in ("A", "B")])
    setting("routes", {"slip": "B"})
    assert stocked("print", "bill", number, "--json").json["to"].endswith("/A")
    assert stocked("print", "slip", number, "--json").json["to"].endswith("/B")


def test_without_a_printer_the_next_step_is_told(stocked, number):
    said = stocked("print", "bill", number)
    assert (said.code, "--out" in said.err) == (1, True)
    assert stocked("print", "bill", "A1/2627/999999", "--out", "x.txt").code == 1
    assert stocked("print", "bill", number, "--out", "/nonexistent/x.txt").code == 1


def test_a_slip_is_packed_by_and_printed_again_as_a_duplicate(stocked, number, tmp_path):
    file = tmp_path / "slip.txt"
    said = stocked("print", "slip", number, "--to", f"file:{file}", "--json")
    assert (said.json["kind"], said.json["copy"], said.json["state"]) == ("slip", 0, "printed")
    assert "Surf Excel 1 kg" in file.read_text("utf-8")
    assert stocked("print", "slip", number, "--to", f"file:{file}", "--json").json["copy"] == 1
    assert "DUPLICATE" in file.read_text("utf-8")
    assert stocked("print", "slip", number, "--copy", "--to", f"file:{file}", "--json").json["copy"] == 2


def test_the_reading_of_today_is_printed_under_both_its_names(stocked, number, tmp_path):
    for at, words in enumerate((("reading",), ("reading", "x"), ("report", "x"))):
        file = tmp_path / f"{at}.txt"
        said = stocked("print", *words, "--out", file, "--json")
        assert (said.code, said.json["kind"], said.json["till"]) == (0, "reading", "A1"), said.err
        assert "150.00" in file.read_text("utf-8")
    said = stocked("print", "report", "gstr9", "--out", tmp_path / "no.txt")
    assert (said.code, 'There is no report "gstr9"' in said.err) == (1, True)


def test_a_reading_on_a_device_is_a_paper_of_the_queue(stocked, number, tmp_path):
    said = stocked("print", "reading", "--to", f"file:{tmp_path / 'x.txt'}", "--json").json
    assert (said["state"], said["copy"]) == ("printed", 0)
    listed = stocked("queue", "list", "--all", "--json").json
    assert ("reading", "printed") in [(one["kind"], one["state"]) for one in listed]
    assert stocked("verify").code == 0


def test_the_states_that_wait_are_the_models():
    assert owed.WAITING == (OWED, SENDING, UNCERTAIN)


@pytest.mark.parametrize("kind", ["bill", "slip", "reading", "shelf", "label"])
def test_no_window_takes_a_paper_that_a_command_prints_elsewhere(
    stocked, setting, mute, folder, tmp_path, monkeypatch, kind
):
    address, papers = mute
    label = {"name": "labels", "address": address, "form": "tspl", "paper": "4x6"}
    setting("printers", [{"name": "till", "address": address}, label, {**label, "name": "goods", "paper": "50x25"}])
    lives = ("--address", "4 Tilak Road, Pune", "--pin-code", "411030", "--state", "27")
    stocked("customers", "add", "9876543210", "--name", "Anil", *lives)
    sold = stocked("sell", "1001", "--customer", "9876543210", "--address", "--pay", "cash", "--json")
    number = sold.json["number"]
    window_prints(folder)
    before = len(papers)
    owing = getattr(Papers, kind)

    def and_a_window_looks(*asked, **how):
        owed_now = owing(*asked, **how)
        window_prints(folder)
        return owed_now

    monkeypatch.setattr(Papers, kind, and_a_window_looks)
    names = {"reading": [], "shelf": ["1001"]}.get(kind, [number])
    to = tmp_path / f"paper.{'pdf' if kind in {'shelf', 'label'} else 'txt'}"
    said = stocked("print", kind, *names, "--to", f"file:{to}", "--json")
    assert (said.code, said.json["state"]) == (0, "printed"), said.err
    assert to.exists()
    assert len(papers) == before, "it came out of another printer"
    assert stocked("queue", "list", "--json").json == []


def window_prints(folder):
    """What the lanes of a window do when they hear of a change."""
    shop = Shop.open(folder)
    Spooler(shop.db, shop.db.clock, lambda _news: None).work()
    shop.close()


def test_a_paper_for_an_address_waits_for_it_in_its_own_language(stocked, number, setting, mute, folder, tmp_path):
    address, papers = mute
    setting("printers", [{"name": "till", "address": address}])
    to = tmp_path / "nowhere" / "bill.pdf"
    said = stocked("print", "bill", number, "--to", f"file:{to}", "--words", "hi")
    assert said.code == 1
    assert [one["printer"] for one in stocked("queue", "list", "--json").json] == [f"file:{to}"]
    to.parent.mkdir()
    assert stocked("queue", "retry", number).code == 0
    assert to.read_bytes().startswith(b"%PDF-")
    window_prints(folder)
    assert papers == []


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (("--skip", "-1", "--width", "A4x24"), "0 to 23 cells"),
        (("--skip", "24", "--width", "A4x24"), "0 to 23 cells"),
        (("--skip", "3", "--width", "50x25"), "no cell can be skipped"),
    ],
)
def test_cells_that_no_sheet_has_are_not_skipped(stocked, tmp_path, chosen, says):
    said = stocked("print", "shelf", "1001", *chosen, "--out", tmp_path / "l.pdf")
    assert (said.code, says in said.err) == (1, True), said.err
    assert not (tmp_path / "l.pdf").exists()
    last = stocked("print", "shelf", "1001", "--skip", "23", "--width", "A4x24", "--out", tmp_path / "l.pdf")
    assert last.code == 0, last.err


def test_a_box_has_three_sides_in_centimetres(stocked, tmp_path):
    lives = ("--address", "4 Tilak Road, Pune", "--pin-code", "411030", "--state", "27")
    stocked("customers", "add", "9876543210", "--name", "Anil", *lives)
    sold = stocked("sell", "1001", "--customer", "9876543210", "--address", "--pay", "cash", "--json").json
    refused = stocked("print", "label", sold["number"], "--size", "foo", "--out", tmp_path / "l.pdf")
    assert (refused.code, "not the size of a box" in refused.err) == (1, True)
    assert papers_box("30x20x10") == "30 × 20 × 10 cm"
    assert stocked("print", "label", sold["number"], "--size", "30x20x10", "--out", tmp_path / "l.pdf").code == 0


def test_a_bill_is_not_laid_on_a_sheet_of_labels(stocked, number, setting, tmp_path):
    setting("printers", [{"name": "Labels", "address": f"file:{tmp_path}", "form": "pdf", "paper": "A4x24"}])
    said = stocked("print", "bill", number, "--to", "Labels")
    assert (said.code, "A4x24" in said.err) == (1, True), said.err
    assert stocked("queue", "move", number, "--to", "Labels").code == 1
    assert not list(tmp_path.glob("*.pdf"))


def test_an_ending_nobody_knows_is_refused_unless_the_language_is_chosen(stocked, number, tmp_path):
    said = stocked("print", "bill", number, "--out", tmp_path / "b.xyz")
    assert (said.code, "--language" in said.err, (tmp_path / "b.xyz").exists()) == (1, True, False)
    assert stocked("print", "bill", number, "--out", tmp_path / "b.xyz", "--language", "escpos").code == 0


def test_a_reprint_that_fails_speaks_of_the_paper_and_a_list_says_where_each_one_went(stocked, number, setting, nobody):
    setting("printers", [{"name": "till", "address": nobody}])
    with VirtualPrinter() as printer:
        setting("printers", [{"name": "till", "address": printer.address}])
        assert stocked("print", "bill", number).code == 0
    again = stocked("print", "bill", number)
    assert (again.code, "The bill is saved" in again.err, "The paper waits" in again.err) == (1, False, True)
    assert [one["printer"] for one in stocked("queue", "list", "--all", "--json").json] == ["till", "till"]
    setting("printers", [])
    shown = stocked("queue", "list", "--all", "--json").json
    assert stocked("queue", "show", shown[-1]["id"], "--json").json["printer"] == "till"
