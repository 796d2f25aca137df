"""The board's page: the search with its filters above, the board or one order in the middle, what can be done below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.keys import printable
from shoppos.ui.style import scaled
from shoppos.ui.widgets import order_words as said
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, choice, line, polish, words
from shoppos.ui.widgets.labels import Cut
from shoppos.ui.widgets.order_board import OrderBoard
from shoppos.ui.widgets.order_panel import OrderPanel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from shoppos.ui.context import Context

LOW = 600
"""Pixels of height at 100 % below which every line counts."""
TO_BOARD = frozenset({Qt.Key.Key_Down, *ENTER})
ACTS: tuple[tuple[str, str], ...] = (
    ("next", ">"), ("open", ""), ("pack", "P"), ("unpack", "O"), ("edit", "E"), ("delay", "D"), ("money", "T"),
    ("back", "V"), ("say", "M"), ("send", "J"), ("follow", "A"), ("fail", "N"), ("again", "W"), ("return", "B"),
    ("label", "L"), ("slip", "S"), ("cancel", "X"), ("gather", "G"), ("run", "R"), ("web", "U"),
)  # fmt: skip
"""What can be done, in the order of the buttons, each with the letter that does it, alone or with Ctrl: with Ctrl a
letter is Latin in every layout. H, K and Y with Ctrl are the window's own.
"""


def act_said(act: str) -> str:
    """What a button says behind its letter."""
    return {
        "open": _("Open"), "pack": _("Packing"), "unpack": _("Open the box"), "edit": _("Change"),
        "delay": _("Put off"), "money": _("Take money"), "back": _("Give back"), "say": _("Message"),
        "send": _("Send by hand"), "follow": _("Copy AWB, follow"), "fail": _("Not delivered"),
        "again": _("Out again"), "return": _("Came back"), "label": _("Label again"), "slip": _("Slip"),
        "cancel": _("Cancel"), "gather": _("Picking list"), "run": _("Run sheets"),
        "web": _("Web orders that wait"), "next": "",
    }[act]  # fmt: skip


class OrdersPage(QWidget):
    """The parts and their places; `wanted` tells the act asked for, `looked` that something else is looked for."""

    wanted = Signal(str)
    looked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        """Build it."""
        super().__init__(parent)
        self.context = context
        self.search = line(most=60, scans=True)
        self.search.setMinimumWidth(80)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self.looked)
        self.channel, self.way, self.day = choice([]), choice([]), choice([])
        self.late, self.waits = QPushButton(), QPushButton()
        self.board = OrderBoard()
        self.panel = OrderPanel()
        self.panel.installEventFilter(self)
        self.empty = words("", role="heading")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.summary = Cut(role="quiet")
        self.buttons: dict[str, QPushButton] = {}
        self._place = QWidget(self)
        self.middle = QStackedLayout(self._place)
        self._lay_out()
        self.board.typed.connect(self.typed)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        for box in (self.channel, self.way, self.day):
            box.currentIndexChanged.connect(self.looked)
            top.addWidget(box)
        for chip in (self.late, self.waits):
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.toggled.connect(self.looked)
            top.addWidget(chip)
        self.top = QWidget()
        self.top.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        for part in (self.board, self.panel, self.empty):
            self.middle.addWidget(part)
        below = Flow(gap=scaled(6))
        for act, _letter in ACTS:
            button = self.buttons[act] = QPushButton()
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("role", {"next": "act-first", "cancel": "act-danger"}.get(act, "act"))
            button.clicked.connect(lambda _on=False, act=act: self.wanted.emit(act))
            below.addWidget(button)
        self.new = QPushButton()
        self.new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new.setProperty("role", "act")
        self.new.clicked.connect(lambda: self.wanted.emit("new"))
        below.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addWidget(self.top)
        column.addWidget(self._place, 1)
        column.addWidget(self.summary)
        column.addLayout(below)

    def retranslate(self) -> None:
        """Say everything again in the language in force, at the size in force."""
        self.search.setPlaceholderText(_("Phone, name, order, AWB or bill … (Ctrl+F)"))
        self.search.setAccessibleName(_("Search orders"))
        channels = ((said.channel_said(one), one) for one in ("phone", "counter", "online"))
        ways = ((said.way_said(one), one) for one in ("delivery", "pickup"))
        days = ((_("Today"), "0"), (_("Tomorrow"), "1"))
        for box, name, every, options in (
            (self.channel, _("Taken by"), _("Channel"), channels),
            (self.way, _("Way"), _("Way"), ways), (self.day, _("Promised day"), _("Day"), days),
        ):  # fmt: skip
            _fill(box, name, ((every, ""), *options))
        self.buttons["open"].setText(_("Enter  Open"))
        for act, letter in ACTS:
            button = self.buttons[act]
            if act not in {"next", "open"}:
                button.setText(f"{letter}  {act_said(act)}")
                button.setToolTip(f"Ctrl+{letter}")
        key = printable(self.context.keymap.shown("order"))
        self.new.setText(_("{key}  New order").format(key=key))
        self.new.setVisible(bool(key))
        self.board.say()
        self.panel.say()

    def offer(self, acts: Iterable[str], next_said: str) -> None:
        """Show what can be done with the order that is marked, `next_said` what moves it on."""
        offered = set(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        self.buttons["next"].setText(f">  {next_said}")

    def count(self, late: int, waiting: int) -> None:
        """How many are late and how many customers wait for an answer."""
        self.late.setText(_("Late ({n})").format(n=late) if late else _("Late"))
        self.waits.setText(_("To answer ({n})").format(n=waiting) if waiting else _("To answer"))

    def count_web(self, waiting: int) -> None:
        """How many orders from the web wait for somebody to decide."""
        self.buttons["web"].setText(f"U  {act_said('web')} ({waiting})")

    def show_part(self, part: QWidget) -> None:
        """The board, one order, or the sentence of an empty board; a search where there is anything to find."""
        self.middle.setCurrentWidget(part)
        nothing = part is self.empty and not self.filtered
        self.top.setVisible(part is not self.panel and not nothing)
        role = "act-first" if nothing else "act"
        if self.new.property("role") != role:
            self.new.setProperty("role", role)
            polish(self.new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the line that repeats the card gives way."""
        super().resizeEvent(event)
        self.summary.setVisible(self.height() >= scaled(LOW))

    @property
    def opened(self) -> bool:
        """Whether one order is shown whole."""
        return self.middle.currentWidget() is self.panel

    @property
    def filtered(self) -> bool:
        """Whether something is looked for."""
        boxes = any(box.currentData() for box in (self.channel, self.way, self.day))
        return boxes or self.late.isChecked() or self.waits.isChecked() or bool(self.search.text().strip())

    def clear(self) -> None:
        """Look for nothing any more."""
        for box in (self.channel, self.way, self.day):
            box.setCurrentIndex(0)
        self.late.setChecked(False)
        self.waits.setChecked(False)
        self.search.clear()

    def typed(self, text: str) -> None:
        """Typed where the keyboard was on no line: digits are looked for, a letter does what it stands for."""
        if text.isdecimal():
            self.search.setFocus()
            self.search.insert(text)
        elif text in {">", "."}:
            self.wanted.emit("next")
        elif act := next((act for act, letter in ACTS if letter and letter == text.upper()), ""):
            self.wanted.emit(act)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search down into the board; letters act where one order is shown."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.search and event.key() in TO_BOARD:
                self.wanted.emit("found" if event.key() in ENTER else "board")
                return True
            held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            plain = held == Qt.KeyboardModifier.NoModifier
            if watched is self.panel and plain and event.key() in ENTER:
                self.wanted.emit("next")
                return True
            if watched is self.panel and plain and event.text().strip() and event.text().isprintable():
                self.typed(event.text())
                return True
        return super().eventFilter(watched, event)


def _fill(box: QComboBox, name: str, options: Iterable[tuple[str, str]]) -> None:
    """The options in the language in force; what was chosen stays so."""
    before = box.currentIndex()
    box.blockSignals(True)
    box.clear()
    for text, told in options:
        box.addItem(text, told)
    box.setCurrentIndex(max(before, 0))
    box.blockSignals(False)
    box.setAccessibleName(name)
