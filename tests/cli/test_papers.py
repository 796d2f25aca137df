"""Paper by command: a file leaves no trace, the first print is the original, the next ones say so."""

import json
import socket
import subprocess
import sys
import threading

import pytest

from shoppos.models.print_job import OWED, SENDING, UNCERTAIN
from shoppos.reports import owed


@pytest.fixture
def number(stocked):
    return stocked("sell", "1001", "--pay", "cash", "--json").json["number"]


@pytest.fixture
def printer():
    """A network printer that takes what comes and keeps it: its address, and the papers so far."""
    papers = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _from = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                papers.append(stream.read())

    threading.Thread(target=serve, daemon=True).start()
    yield f"tcp://127.0.0.1:{server.getsockname()[1]}", papers
    server.close()


@pytest.mark.parametrize(
    ("name", "begins"), [("b.pdf", b"%PDF-"), ("b.png", b"\x89PNG"), ("b.bin", b"\x1b@"), ("b.txt", b" ")]
)
def test_the_ending_of_a_file_says_its_language(stocked, number, tmp_path, name, begins):
    said = stocked("print", "bill", number, "--out", tmp_path / name, "--json")
    assert said.code == 0, said.err
    content = (tmp_path / name).read_bytes()
    assert content.startswith(begins)
    assert said.json["bytes"] == len(content)


def test_a_file_is_no_print_and_a_copy_is_marked(stocked, number, tmp_path):
    file = tmp_path / "b.txt"
    stocked("print", "bill", number, "--out", file)
    assert "DUPLICATE" not in file.read_text("utf-8")
    assert number in file.read_text("utf-8")
    stocked("print", "bill", number, "--out", file, "--copy")
    assert "DUPLICATE" in file.read_text("utf-8")
    assert [one["state"] for one in stocked("queue", "list", "--json").json] == ["owed"]


def test_width_and_words_are_chosen(stocked, number, tmp_path):
    narrow, wide = tmp_path / "58.txt", tmp_path / "80.txt"
    stocked("print", "bill", number, "--out", narrow, "--width", "58", "--words", "hi")
    stocked("print", "bill", number, "--out", wide, "--width", "80")
    assert max(map(len, wide.read_text("utf-8").splitlines())) == 48
    assert "सर्फ एक्सेल" in narrow.read_text("utf-8")
    assert stocked("print", "bill", number, "--out", wide, "--width", "79").code == 2


def test_a_paper_goes_to_standard_output(stocked, number, folder):
    done = subprocess.run(
        [sys.executable, "-m", "shoppos", "--data", folder, "print", "bill", number, "--out", "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(b"\x1b@")


def test_the_first_print_is_the_original_and_the_next_says_duplicate(stocked, number, printer, tmp_path):
    address, papers = printer
    first = stocked("print", "bill", number, "--to", address, "--language", "text", "--json")
    assert (first.code, first.json["copy"], first.json["state"]) == (0, 0, "sent")
    assert stocked("queue", "list", "--json").json == []
    second = stocked("print", "bill", number, "--to", address, "--language", "text", "--json")
    assert second.json["copy"] == 1
    assert [b"DUPLICATE" in paper for paper in papers] == [False, True]
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


def test_a_dead_printer_is_a_sentence_and_the_paper_stays_owed(stocked, number):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
    said = stocked("print", "bill", number, "--to", address)
    assert said.code == 1
    assert "The bill is saved" in said.err
    waiting = stocked("queue", "list", "--json").json
    assert [(one["state"], one["tries"]) for one in waiting] == [("owed", 1)]
    assert "refused" in waiting[0]["error"]


def test_a_printer_of_the_settings_is_known_by_its_name(stocked, number, folder, printer):
    from shoppos.shop import Shop

    address, papers = printer
    shop = Shop.open(folder)
    shop.settings.set("printers", [{"name": "Front", "address": address, "form": "text", "paper": "58"}])
    shop.close()
    assert stocked("print", "bill", number, "--to", "Front", "--json").json["width"] == "58"
    assert stocked("print", "bill", number, "--json").json["copy"] == 1
    assert len(papers) == 2
    assert "no printer called Back" in stocked("print", "bill", number, "--to", "Back").err


def test_without_a_printer_the_next_step_is_told(stocked, number):
    said = stocked("print", "bill", number)
    assert (said.code, "--out" in said.err) == (1, True)
    assert stocked("print", "bill", "A1/2627/999999", "--out", "x.txt").code == 1
    assert stocked("print", "bill", number, "--out", "/nonexistent/x.txt").code == 1


def test_the_queue_is_listed_cancelled_and_answered_for(stocked, number, folder):
    from shoppos.shop import Shop

    waiting = stocked("queue", "list", "--json").json[0]
    assert waiting["number"] == number
    assert waiting["id"][-8:] in stocked("queue", "list").out
    assert stocked("queue", "printed", number).code == 1
    shop = Shop.open(folder)
    shop.db.raw.execute("UPDATE print_job SET state = 'uncertain'")
    shop.close()
    assert stocked("doctor").code == 1
    assert stocked("queue", "printed", waiting["id"][-8:], "--json").json["state"] == "printed"
    other = stocked("sell", "1002", "--pay", "cash", "--json").json["number"]
    assert stocked("queue", "cancel", other).code == 0
    assert stocked("queue", "list").out == "Nothing is owed.\n"
    assert stocked("queue", "cancel", other).code == 1
    assert json.loads(stocked("doctor", "--json").out)["queue"] == {"owed": 0, "sending": 0, "uncertain": 0}


def test_the_states_that_wait_are_the_models():
    assert owed.WAITING == (OWED, SENDING, UNCERTAIN)
