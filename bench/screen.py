"""A key and a scan until the counter has painted them, and the same on a bare table: offscreen, a sale of 200 lines."""

import os
import random
import shutil
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from bench import fill
from bench.lookup import PREFIX, typed
from bench.table import Act, Bar, in_turns, percentile
from shoppos.base.money import grouped
from shoppos.shop import FILE, Shop

LINES = 200
ROUNDS = 200
PACE = 0.01
SIZE = (1366, 768)


def bars(_bills: int) -> list[Bar]:
    """Bar 6 of the table."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="shoppos-bench-") as scratch:
        ours, floor = Path(scratch, "ours"), Path(scratch, "floor")
        for place in (ours, floor):
            shutil.copytree(fill.ready(0), place)
        return _bars(Counter(ours), Bare(floor))


def _bars(ours: "Counter", floor: "Bare") -> list[Bar]:
    found = list[Bar]()
    for what, said in (("key", "key to list painted"), ("scan", f"scan to line painted, {LINES} lines")):
        acts = [getattr(one, f"{what}s")() for one in (floor, ours)]
        plain, mine = in_turns(acts, ROUNDS, pace=PACE, idle=lambda: [one.idle() for one in (floor, ours)])
        found.append(Bar("6", f"{said}, p95", percentile(mine, 95), percentile(plain, 95), "ms", 1.5, 1.2))
        found.append(Bar("6", "  its p99", percentile(mine, 99), None, "ms", 16.7, 16.7))
    return found


class Painted:
    """Whether a widget was painted since it was asked last."""

    def __new__(cls, widget: Any) -> Any:
        """An event filter on the widget; made late, for Qt is loaded late."""
        from PySide6.QtCore import QEvent, QObject

        class Filter(QObject):
            seen = False

            def eventFilter(self, _watched: Any, event: Any) -> bool:  # noqa: N802  (the name is Qt's)
                self.seen = self.seen or event.type() == QEvent.Type.Paint
                return False

            def wait(self) -> None:
                """Let Qt work until the widget was painted."""
                from PySide6.QtWidgets import QApplication

                end = time.monotonic() + 2
                while not self.seen and time.monotonic() < end:
                    QApplication.processEvents()
                if not self.seen:
                    raise TimeoutError(self.parent())

        made = Filter(widget)
        widget.installEventFilter(made)
        return made


class Place(ABC):
    """A window with a line to type in and a table; `look` is what a key does, `add` what a scan does."""

    def __init__(self, folder: Path) -> None:
        """Sell in the shop's file in `folder`."""
        from PySide6.QtWidgets import QApplication, QMainWindow

        from shoppos.ui import style

        self.app = QApplication.instance() or QApplication([])
        style.prepare(self.app, theme="light", percent=100)
        self.folder = folder
        self.dice = random.Random(9)
        self.codes = fill.basket(self.dice, LINES)
        self.text = self.code = ""
        self.window = QMainWindow()
        self.build()
        self.window.resize(*SIZE)
        self.window.show()
        self.app.processEvents()

    @abstractmethod
    def build(self) -> None:
        """Fill the window."""

    def keys(self) -> tuple[Act, Act]:
        """One more letter in the line, until the list is painted."""
        painted = Painted(self.results.viewport())

        def prepare() -> None:
            self.text = typed(self.dice)
            self.line.setText(self.text[:-1])
            self.clear()
            self.app.processEvents()
            painted.seen = False

        def act() -> None:
            self.press(self.text[-1])
            painted.wait()

        return prepare, act

    def scans(self) -> tuple[Act, Act]:
        """Enter after a scanned code, until the line's row is painted; the line is on disk by then."""
        painted = Painted(self.table.viewport())

        def prepare() -> None:
            self.line.setText(self.dice.choice(self.codes))
            self.clear()
            self.app.processEvents()
            painted.seen = False

        def act() -> None:
            self.press("\r")
            painted.wait()

        return prepare, act

    line: Any
    results: Any
    table: Any
    idle: Callable[[], None]

    def clear(self) -> None:
        """Show no results."""
        self.results.hide()

    def press(self, char: str) -> None:
        """One key on the line."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        key = Qt.Key.Key_Return if char == "\r" else char
        QTest.keyClick(self.line, key)


class Counter(Place):
    """The program's own counter."""

    def build(self) -> None:
        """Ring 200 lines up and show them."""
        from shoppos.ui import keys
        from shoppos.ui.context import Context
        from shoppos.ui.screens.counter import CounterScreen

        shop = Shop.open(self.folder)
        sale = shop.sales.on_screen().id
        for code in self.codes:
            shop.sales.enter(sale, code)
        self.idle = shop.db.checkpoint
        screen = CounterScreen(Context(keys.load("shoppos"), opened=shop))
        self.window.setCentralWidget(screen)
        self.line, self.table, self.results = screen.line, screen.table, screen.results
        screen.attach()
        screen.enter()


class Bare(Place):
    """A line, a list and a QTableView, with plain SQLite behind them."""

    def build(self) -> None:
        """A table of 200 lines from one table of five columns, and what a key and Enter do."""
        from PySide6.QtCore import QStringListModel
        from PySide6.QtWidgets import QLineEdit, QListView, QTableView, QVBoxLayout, QWidget

        db: Any = dbapi2.connect(str(self.folder / FILE), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0", "cache_size=-16000"):
            db.execute(f"PRAGMA {pragma}")
        db.execute(
            "CREATE TABLE bare (line INTEGER PRIMARY KEY, code TEXT, name TEXT, quantity INTEGER, price INTEGER)"
        )
        find = "SELECT p.name, p.price FROM barcode b JOIN product p ON p.id = b.product_id WHERE b.code = ?"
        rows = [[code, *db.execute(find, (code,)).fetchone()] for code in self.codes]
        table = [[n, code, name, 1, price] for n, (code, name, price) in enumerate(rows, 1)]
        db.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", table)
        self.idle = lambda: db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

        model, hits = _model(table), QStringListModel()
        self.line, self.table, self.results = QLineEdit(), QTableView(), QListView(self.window)
        self.table.setModel(model)
        self.results.setModel(hits)
        self.results.setGeometry(20, 60, 900, 400)

        def look(text: str) -> None:
            words = " ".join(f'"{word}"*' for word in text.split())
            found = db.execute(PREFIX, (words,)).fetchall() if words else []
            hits.setStringList([f"{name}  {code}  {grouped(price)}" for code, name, price, _on_hand in found])
            self.results.show()

        def add() -> None:
            code = self.line.text()
            db.execute(find, (code,)).fetchone()
            row = next(n for n, line in enumerate(table) if line[1] == code)
            table[row][3] += 1
            db.execute("BEGIN IMMEDIATE")
            db.execute("UPDATE bare SET quantity = ? WHERE line = ?", (table[row][3], row + 1))
            db.execute("COMMIT")
            model.dataChanged.emit(model.index(row, 0), model.index(row, 5))
            self.table.selectRow(row)
            self.line.clear()

        self.line.textEdited.connect(look)
        self.line.returnPressed.connect(add)
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(self.line)
        column.addWidget(self.table)
        self.window.setCentralWidget(page)
        self.results.raise_()


def _model(table: list[list[Any]]) -> Any:
    """The least a table model can be."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

    class Model(QAbstractTableModel):
        def rowCount(self, _parent: Any = None) -> int:  # noqa: N802  (the name is Qt's)
            return len(table)

        def columnCount(self, _parent: Any = None) -> int:  # noqa: N802  (the name is Qt's)
            return 6

        def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            n, _code, name, quantity, price = table[index.row()]
            return (str(n), name, str(quantity), grouped(price), "18%", grouped(price * quantity))[index.column()]

    return Model()
