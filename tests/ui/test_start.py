"""The start and the end of the program, as the system sees them: a process of its own on a real shop."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shoppos.base.lock import WindowLock
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from tests.online.gateways import SmsGateway, serving
from tests.printing.virtual import VirtualPrinter
from tests.shop.order_taking import confirmed

ROOT = Path(__file__).resolve().parents[2]


class Started:
    """The program running on `folder`; `told` are the lines it says about itself."""

    def __init__(self, folder, what):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.started", folder, what],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.watchdog = threading.Timer(40, self.process.kill)
        self.watchdog.start()

    def until(self, word):
        """Read on until it says `word`."""
        for line in self.process.stdout:
            if line.startswith(word):
                return json.loads(line.split(" ", 1)[1])
        raise AssertionError(f"it never said {word}: {self.process.stderr.read()[-2000:]}")

    def end(self):
        """Wait for its end; gives all lines and the exit code."""
        out, errors = self.process.communicate(timeout=60)
        lines = [line.split(" ", 1) for line in out.splitlines() if line[:1].isupper()]
        told = [(word, json.loads(more)) for word, more in lines]
        assert "Traceback" not in errors, errors
        return told, self.process.returncode


@pytest.fixture
def start():
    running = []

    def begin(folder, what):
        running.append(Started(folder, what))
        return running[-1]

    yield begin
    for one in running:
        one.watchdog.cancel()
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


@pytest.fixture
def stocked(folder):
    shop = Shop.open(folder)
    shop.catalogue.add(ProductForm("1001", "Surf Excel 1 kg", 15000, rate=1800, hsn="3402"))
    shop.settings.set("wizard_done", True)
    shop.close()
    return folder


def dialogs(told):
    return [one for word, one in told if word == "DIALOG"]


def test_the_counter_is_painted_first_and_nothing_heavy_is_loaded_by_then(stocked, start):
    told, code = start(stocked, "close").end()
    assert [word for word, _more in told] == ["PAINTED", "READY", "ENDED"]
    assert told[0][1] == [True, []]
    assert told[1][1] == ["Sharma Kirana", []]
    assert code == 0


def test_the_largest_pages_are_read_behind_the_window_before_anybody_opens_them(stocked, start):
    told, code = start(stocked, "idle").end()
    assert [word for word, _more in told] == ["PAINTED", "READY", "ENDED"]
    assert told[0][1] == [True, []]
    assert code == 0


def test_it_leaves_a_whole_file_an_open_lock_and_a_diary(stocked, start):
    start(stocked, "close").end()
    assert not (stocked / "shop.db-wal").exists()
    lock = WindowLock(stocked / "window.lock")
    lock.take()
    lock.release()
    assert "First paint after" in (stocked / "logs" / "shoppos.log").read_text()
    assert json.loads((stocked / "window.json").read_text())["geometry"]


def test_what_still_reads_when_the_window_closes_is_stopped_before_the_file_is_closed(stocked, start):
    told, code = start(stocked, "read").end()
    assert [word for word, _more in told] == ["PAINTED", "READY", "STOPPED", "ENDED"]
    assert code == 0
    assert not (stocked / "shop.db-wal").exists()


def test_a_second_window_is_refused_in_a_sentence(stocked, start):
    first = start(stocked, "stay")
    first.until("READY")
    told, code = start(stocked, "close").end()
    assert code == 1
    assert len(dialogs(told)) == 1
    assert f"process {first.process.pid}" in dialogs(told)[0][1]
    assert first.process.poll() is None
    first.process.send_signal(signal.SIGTERM)
    assert first.end()[1] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_system_s_wish_ends_it_cleanly_and_the_sale_stands_there_again(stocked, start, number):
    running = start(stocked, "ring")
    running.until("RUNG")
    running.process.send_signal(number)
    _told, code = running.end()
    assert code == 0
    assert not (stocked / "shop.db-wal").exists()
    again = start(stocked, "close")
    assert again.until("READY") == ["Sharma Kirana", ["1001"]]
    again.end()


def test_a_wish_to_end_that_comes_before_the_shop_is_open_is_heard(stocked, start):
    running = start(stocked, "listen")
    running.until("HEARS")
    running.process.send_signal(signal.SIGTERM)
    assert running.end()[1] == 0


def test_the_paper_of_a_bill_is_printed_behind_the_window(stocked, start):
    shop = Shop.open(stocked)
    shop.settings.set(
        "printers", [{"name": "Roll", "address": f"file:{stocked / 'papers'}", "form": "text", "paper": "80"}]
    )
    shop.close()
    (stocked / "papers").mkdir()
    _told, code = start(stocked, "sell").end()
    assert code == 0
    papers = list((stocked / "papers").iterdir())
    assert len(papers) == 1
    assert "Surf Excel 1 kg" in papers[0].read_text("utf-8")


def test_messages_go_behind_the_window_also_those_that_another_program_owes(stocked, start):
    gateway = SmsGateway()
    with serving(gateway):
        shop = Shop.open(stocked)
        shop.settings.set("messages", {"quiet": [0, 0]})
        shop.settings.set("sms", {
            "url": gateway.url, "form": "json", "body": {"id": "{id}"}, "good": {"field": "type", "is": "success"},
        })  # fmt: skip
        asha = shop.customers.add("Asha Rao", "9812345670").id
        made = [shop.messages.say(asha, "owed since yesterday", "sms")]
        program = start(stocked, "ring")
        program.until("RUNG")
        made.append(shop.messages.say(asha, "owed by a command", "sms"))
        until = time.monotonic() + 20
        while len(gateway.taken) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        program.process.send_signal(signal.SIGTERM)
        assert program.end()[1] == 0
        assert gateway.taken == {one.hex(): 1 for one in made}
        assert shop.db.rows("SELECT DISTINCT state FROM message") == [("sent",)]
        shop.close()


def test_the_page_of_an_order_is_published_behind_the_window(stocked, start, tmp_path):
    shop = Shop.open(stocked)
    shop.tracking.choose(page="https://sharmakirana.example.in/t/index.html", publish=str(tmp_path / "web"))
    order = confirmed(shop, "1001")
    begun = start(stocked, "work")
    until = time.monotonic() + 30
    while shop.published.counted() == 0 and time.monotonic() < until:
        time.sleep(0.05)
    begun.process.send_signal(signal.SIGTERM)
    assert begun.end()[1] == 0
    link = shop.tracking.link(order)
    shop.close()
    assert (tmp_path / "web" / link.rpartition("/")[2]).is_file()


def test_paper_out_stands_in_words_on_the_counter_within_two_seconds_and_goes_when_the_roll_is_in(stocked, start):
    with VirtualPrinter() as printer:
        shop = Shop.open(stocked)
        shop.settings.set("printers", [{"name": "till", "address": printer.address, "form": "escpos", "paper": "80"}])
        shop.close()
        program = start(stocked, "watch")
        program.until("READY")
        while not printer.calls:  # it has been asked once: the day has begun
            time.sleep(0.05)
        for fault, words in ((True, "till: The printer is out of paper"), (False, "")):
            time.sleep(0.2)
            begun = time.monotonic()
            printer.set(paper_out=fault)
            said = program.until("SIGN")
            assert time.monotonic() - begun < 2
            assert words in said
            assert bool(said) == fault
        assert program.end()[1] == 0


def test_a_new_folder_becomes_a_shop_and_the_first_questions_come(tmp_path, start):
    told, code = start(tmp_path / "new" / "shop", "look_around").end()
    assert code == 0
    assert dialogs(told)[0][0] == "Wizard"
    shop = Shop.open(tmp_path / "new" / "shop")
    assert shop.settings.profile().scheme == "unregistered"
    shop.close()


def test_three_bugs_at_once_are_one_dialog_and_work_goes_on(stocked, start):
    running = start(stocked, "break")
    out, errors = running.process.communicate(timeout=60)
    told = [line for line in out.splitlines() if line.startswith("DIALOG")]
    assert len(told) == 1
    assert "CrashDialog" in told[0]
    assert "bill is safe" in told[0]
    assert running.process.returncode == 0, errors
    diary = (stocked / "logs" / "shoppos.log").read_text()
    assert diary.count("CRITICAL MainThread") == 3
    assert "9876543210" not in diary


def test_a_file_of_a_newer_shoppos_is_refused_in_a_sentence(stocked, start):
    raw = sqlite3.connect(stocked / "shop.db")
    raw.execute("PRAGMA user_version = 9999")
    raw.close()
    told, code = start(stocked, "close").end()
    assert code == 1
    assert "newer ShopPOS" in dialogs(told)[0][1]


@pytest.mark.parametrize(("answer", "opened"), [("close", False), ("anyway", True)])
def test_a_damaged_file_is_told_and_opened_only_by_who_says_so(stocked, start, answer, opened):
    damage(stocked / "shop.db")
    running = start(stocked, answer)
    assert "damaged" in running.until("DIALOG")[1]
    if opened:
        assert running.until("READY")
        running.process.send_signal(signal.SIGTERM)
    told, code = running.end()
    assert code == 0
    assert opened or not [word for word, _more in told if word == "READY"]


def damage(path):
    """Take an entry out of an index, as a bad disk might: quick_check counts and finds it."""
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode=DELETE")
    raw.execute("PRAGMA writable_schema=ON")
    page = raw.execute(
        "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL LIMIT 1"
    ).fetchone()[0]
    size = raw.execute("PRAGMA page_size").fetchone()[0]
    raw.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)


def test_the_look_of_last_time_is_there_at_the_first_paint(stocked, start):
    start(stocked, "choose").end()
    told = json.loads((stocked / "window.json").read_text())
    assert (told["language"], told["theme"], told["font_percent"]) == ("hi", "dark", 110)


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", '{"theme": 5, "language": ["hi"], "geometry": "%%%"}', '{"font_percent": true}']
)
def test_a_spoilt_note_of_the_look_is_left_aside(tmp_path, spoilt):
    from shoppos.ui.look import Look, load

    (tmp_path / "window.json").write_text(spoilt)
    found = load(tmp_path)
    assert (found.theme, found.language, found.font_percent) == ("system", "en", 100)
    assert isinstance(found, Look)


def test_a_folder_that_cannot_be_used_is_told(tmp_path, start):
    (tmp_path / "file").write_text("not a folder")
    told, code = start(tmp_path / "file" / "shop", "close").end()
    assert code == 1
    assert "cannot be used" in dialogs(told)[0][1]
