"""The paper chosen in the list, in whole sentences, above what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.paper_list import copy_words, named, tries_words

if TYPE_CHECKING:
    from shoppos.reports.paper_list import ListedPaper

DOUBTED, OWED = "uncertain", "owed"
ACTS = {
    "there": {DOUBTED}, "again": {DOUBTED}, "now": {OWED}, "move": {OWED}, "cancel": {OWED, DOUBTED}, "see": None,
}  # fmt: skip
"""What can be done, and with papers in which state; None: with any."""

LOW = 480


class PaperCard(Card):
    """`asked` names what was pressed: there, again, now, move, cancel or see."""

    asked = Signal(str)

    def __init__(self) -> None:
        """Begin with no paper."""
        super().__init__()
        self.name, self.reason, self.about = words("", role="heading"), words(""), words("", role="quiet")
        self.buttons = {name: QPushButton() for name in ACTS}
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(16), scaled(10), scaled(16), scaled(12))
        column.setSpacing(scaled(4))
        for label in (self.name, self.reason, self.about):
            column.addWidget(label)
        row = Flow(gap=scaled(8))
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.asked.emit, name))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.buttons["there"].setProperty("role", "primary")
        column.addSpacing(scaled(4))
        column.addLayout(row)
        self.retranslate()

    def fit(self, height: int) -> None:
        """On a low page the small print gives its line to the list."""
        self.about.setVisible(height >= scaled(LOW))

    def retranslate(self) -> None:
        """Say the answers in the language in force."""
        said = {
            "there": _("Yes, it is there (Y)"), "again": _("No, print it again (N)"), "now": _("Try now (Enter)"),
            "move": _("Another printer (M)"), "cancel": _("Cancel (Del)"), "see": _("See it (Space)"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(said[name])
            key = {"there": "Ctrl+J", "again": "Ctrl+N", "move": "Ctrl+M"}.get(name, "")
            button.setToolTip(key)

    def show_paper(self, row: ListedPaper | None, reason: str = "", printer: str = "", age: str = "") -> None:
        """Show a paper: why it stands as it does, on which printer, since when; None hides the card."""
        self.setVisible(row is not None)
        if row is None:
            return
        doubted = row.state == DOUBTED
        for name, states in ACTS.items():
            self.buttons[name].setVisible(states is None or row.state in states)
        self.set_role("warn" if doubted else "card")
        name = "  ·  ".join(part for part in (named(row), copy_words(row.copy), row.customer) if part)
        self.name.setText(f"{_('Is it on paper?')}   {name}" if doubted else name)
        self.reason.setText(reason)
        by = _("asked for by {name}").format(name=row.employee) if row.employee else ""
        self.about.setText("  ·  ".join(part for part in (printer, age, by, tries_words(row.tries)) if part))
