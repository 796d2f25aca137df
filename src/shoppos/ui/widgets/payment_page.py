"""The page of payments as it lies: what came in at the left, what was claimed at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSplitter, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.keys import printable
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import line, words
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from shoppos.ui.context import Context

OPEN, TWICE, MATCHED, LEFT = range(4)
CAME_WIDTHS, CLAIM_WIDTHS = ((0, 116), (1, 104), (3, 130)), ((0, 90), (1, 104), (2, 135))
TOLD_BY, WHAT = 3, 2
WHO, WHY = 2, 3
NARROW, TINY = 1150, 800
KEYS = {
    "match": "Ctrl+Return", "paste": "Ctrl+V", "arrived": "Ctrl+N", "statement": "Ctrl+O", "courier": "Ctrl+R",
    "leave_it": "Ctrl+L", "take_up": "Ctrl+T",
}  # fmt: skip


STRIKE = "strike"
"""An act of the keymap: its key works everywhere."""


class PaymentPage(QWidget):
    """`wanted` tells an act that a button asks for."""

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        """Everything in its place, without words yet."""
        super().__init__()
        self.search = line(most=40)
        self.search.setClearButtonEnabled(True)
        self.came, self.claims = Rows(4, right=(1,)), Rows(4, right=(1,))
        self.table = table(self.came, WHO, CAME_WIDTHS)
        self.claim_table = table(self.claims, WHY, CLAIM_WIDTHS)
        self.left_head, self.right_head = words("", role="heading"), words("", role="heading")
        self.said = words("", role="quiet")
        self.progress = ProgressBar()
        self.chips = QButtonGroup(self)
        for at in range(4):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            self.chips.addButton(chip, at)
        self.chips.button(OPEN).setChecked(True)
        self._context = context
        self.buttons = {act: QPushButton() for act in (*KEYS, STRIKE)}
        for act, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, act=act: self.wanted.emit(act))
            button.setProperty("role", "act-first" if act == "match" else "act")
            button.setMinimumHeight(scaled(44))
        self._lay_out()

    def _lay_out(self) -> None:
        top = Flow(gap=scaled(8))
        for chip in self.chips.buttons():
            top.addWidget(chip)
        self.search.setMinimumWidth(scaled(200))
        top.addWidget(self.search)
        self.right = QWidget()
        split = QSplitter(Qt.Orientation.Horizontal)
        for head, view, half in (
            (self.left_head, self.table, QWidget()), (self.right_head, self.claim_table, self.right),
        ):  # fmt: skip
            column = QVBoxLayout(half)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(scaled(5))
            column.addWidget(head)
            column.addWidget(view, 1)
            split.addWidget(half)
        split.setChildrenCollapsible(False)
        split.setSizes([scaled(500), scaled(500)])
        acts = Flow(gap=scaled(8))
        for button in self.buttons.values():
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(14), scaled(8), scaled(14), scaled(8))
        column.setSpacing(scaled(7))
        column.addLayout(top)
        column.addWidget(split, 1)
        column.addWidget(self.said)
        column.addWidget(self.progress)
        column.addLayout(acts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow page stands what one looks for: amount, from whom, and why."""
        super().resizeEvent(event)
        narrow = self.width() < scaled(NARROW)
        self.table.setColumnHidden(TOLD_BY, narrow)
        self.claim_table.setColumnHidden(WHAT, narrow)
        self.table.setColumnHidden(0, self.width() < scaled(TINY))

    @property
    def part(self) -> int:
        """Which list is shown."""
        return self.chips.checkedId()

    def say(self) -> None:
        """All words, in the language in force."""
        said = _("Number, name or amount")
        self.search.setPlaceholderText(said)
        self.search.setAccessibleName(said)
        self.table.setAccessibleName(_("Payments that came in"))
        self.claim_table.setAccessibleName(_("What they may be for"))
        labels = {
            "paste": _("Paste bank SMS"), "arrived": _("UTR seen"), "statement": _("Statement…"),
            "courier": _("Courier's list…"), "leave_it": _("For nothing here"), "take_up": _("Take it up again"),
        }  # fmt: skip
        for act, label in labels.items():
            self.buttons[act].setText(f"{label} ({KEYS[act]})")
        never, key = _("It never came"), printable(self._context.keymap.shown(STRIKE))
        self.buttons[STRIKE].setText(f"{never} ({key})")
        fit(self.table, CAME_WIDTHS)
        fit(self.claim_table, CLAIM_WIDTHS)

    def count(self, counts: Iterable[int]) -> None:
        """How many stand in each list."""
        names = (_("Came in ({n})"), _("Paid twice ({n})"), _("Matched"), _("Left aside"))
        for chip, name, n in zip(self.chips.buttons(), names, (*counts, 0, 0), strict=False):
            chip.setText(name.format(n=n))


def nothing_said(part: int) -> str:
    """What stands where no payment is marked."""
    return {
        OPEN: _("Every payment that came in is matched. Ctrl+V reads the bank's message from the clipboard."),
        TWICE: _("Nothing was paid twice."), MATCHED: _("Nothing was matched yet."), LEFT: _("Nothing was left aside."),
    }[part]  # fmt: skip


def head_said(part: int) -> str:
    """What stands above the payments."""
    return {
        OPEN: _("Came in, nobody knows what for"), TWICE: _("Paid once more"), MATCHED: _("Matched lately"),
        LEFT: _("For nothing here"),
    }[part]  # fmt: skip
