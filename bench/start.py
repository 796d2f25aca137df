"""From nothing to a counter that can be seen and used, against an empty window; and one command against one query."""

import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import fill
from bench.table import Bar
from shoppos.shop import FILE, Shop
from shoppos.shop.payments import Tender

ROUNDS = 7
BILLS = 500
ENOUGH = 15

EMPTY = """
import os, time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", time.monotonic(), open("/proc/self/statm").read().split()[1], flush=True)
        os._exit(0)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

COUNTER = """
import gc, os, pathlib, sys, time
gc.disable()
from shoppos import app
from shoppos.ui.main_window import MainWindow, make_application
from PySide6.QtCore import QTimer

def say(word, *more):
    print(word, time.monotonic(), open("/proc/self/statm").read().split()[1], *more, flush=True)

def painted():
    say("painted")
    last, longest = [time.monotonic()], [0.0]
    def beat():
        now = time.monotonic()
        longest[0] = max(longest[0], now - last[0])
        last[0] = now
    beats = QTimer(program[0])
    beats.timeout.connect(beat)
    beats.start(1)
    program[0].stall = longest

def settle(self, old=app.Program._settle):
    old(self)
    say("loaded", self.stall[0])
    if int(sys.argv[2]):
        sell(self.shop, int(sys.argv[2]))
    os._exit(0)

def sell(shop, bills):
    from shoppos.shop.payments import Tender
    for _bill in range(bills):
        sale = program[0].window.counter.view.id
        for code in sys.argv[3:]:
            shop.sales.enter(sale, code)
        shop.sales.checkout(sale, [Tender("cash")])
        program[0].window.counter.attach()
        make_application().processEvents()
    say("sold")

program = []
def begun(self, *given, old=app.Program.__init__):
    old(self, *given)
    program.append(self)
    self.window.painted.connect(painted)
app.Program.__init__ = begun
app.Program._settle = settle
app.run(pathlib.Path(sys.argv[1]))
"""

QUERY = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(db.execute("SELECT * FROM sale WHERE number = ?", (sys.argv[2],)).fetchone())
"""


def bars(_bills: int) -> list[Bar]:
    """Bars 7, 8 and 18 of the table."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = fill.ready(0)
    empty, ours = list[dict[str, list[float]]](), list[dict[str, list[float]]]()
    for _round in range(ROUNDS):
        empty.append(_lived(EMPTY))
        ours.append(_lived(COUNTER, folder, 0))
    sold = _lived(COUNTER, folder, BILLS, *fill.basket(random.Random(1), 5))
    floor = _middle(empty, "painted", 0)
    return [
        Bar("7", "first paint of the counter", _middle(ours, "painted", 0), floor, "ms", 2.0, 1.6),
        Bar("7", "  all loaded", _middle(ours, "loaded", 0), floor, "ms", 8.0, 6.0),
        Bar("7", "  longest stall meanwhile", _middle(ours, "loaded", 2), None, "ms", 60, 35),
        Bar("8", "memory at first paint", _middle(ours, "painted", 1), None, "MB", 110, 80),
        Bar("8", f"  after {BILLS} bills, all loaded", sold["sold"][1], None, "MB", 200, 150),
        *_command(folder),
    ]


def _lived(script: str, *arguments: object) -> dict[str, list[float]]:
    """What a process of that script said: for each word milliseconds from its start, megabytes, and what it added."""
    begun = time.monotonic()
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = dict[str, list[float]]()
    for line in done.stdout.splitlines():
        word, at, pages, *more = line.split()
        mb = int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
        said[word] = [(float(at) - begun) * 1e3, mb, *(float(one) * 1e3 for one in more)]
    return said


def _middle(lives: list[dict[str, list[float]]], word: str, place: int) -> float:
    return statistics.median(life[word][place] for life in lives)


def _command(folder: Path) -> list[Bar]:
    """`bill show` against Python with one query."""
    shop = Shop.open(folder)
    number = shop.sales.sell(fill.basket(random.Random(2), 5), [Tender("cash")]).numbers[0]
    shop.close()
    ours = [sys.executable, "-m", "shoppos", "--data", str(folder), "bill", "show", number, "--json"]
    plain = [sys.executable, "-c", QUERY, str(folder / FILE), number]
    times = list[tuple[float, float]]()
    for _round in range(ENOUGH):
        times.append((_ran(plain), _ran(ours)))
    floor, mine = (statistics.median(column) for column in zip(*times, strict=True))
    said = f"command `bill show` (one query: {floor:.0f} ms)"
    return [Bar("18", said, mine, None, "ms", 900, 300)]


def _ran(command: list[str]) -> float:
    begun = time.monotonic()
    subprocess.run(command, capture_output=True, check=True)
    return (time.monotonic() - begun) * 1e3
