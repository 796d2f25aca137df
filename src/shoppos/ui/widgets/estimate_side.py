"""Beside the list of estimates or the lines of one: whose it is, until when, what it comes to, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports.paper_words import estimate_said
from shoppos.ui import style
from shoppos.ui.keys import printable
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import polish
from shoppos.ui.widgets.labels import Card, Figure, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.ui.keys import Keymap

WIDTH, LEAST_WIDE, NARROW = 340, 280, 1100
POINTS, TOUCH = 30, 44
ORDER, PDF, SEND, LOOK, UNTIL = "Ctrl+O", "Ctrl+G", "Ctrl+M", "Ctrl+L", "Ctrl+T"
"""Keys of this page alone."""
FIXED = {"order": ORDER, "pdf": PDF, "send": SEND, "look": LOOK, "until": UNTIL, "promise": "Return", "open": "Return"}
MAPPED = {"sell": "cash", "new": "new_sale", "print": "print", "give_up": "abandon", "customer": "customer"}
"""Acts that have the key of another action of the keymap."""
ACTS = (
    "promise", "open", "sell", "order", "print", "send", "pdf", "look", "customer", "until", "of_counter", "new",
    "give_up",
)  # fmt: skip


def act_said(act: str) -> str:
    """What a button does."""
    return {
        "promise": _("Promise it"), "open": _("Open"), "sell": _("Sell it now"), "order": _("Make an order"),
        "print": _("Print"), "send": _("WhatsApp text"), "pdf": _("Save as PDF"), "look": _("See the paper"),
        "customer": _("Customer"), "until": _("Valid until"), "of_counter": _("Take the counter's bill"),
        "new": _("New estimate"), "give_up": _("Give it up"),
    }[act]  # fmt: skip


class EstimateSide(QWidget):
    """`acted` tells which button was pressed, one of ACTS."""

    acted = Signal(str)

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.heading, self.state = Words(role="heading"), Words()
        self.who, self.until, self.note, self.about = Words(), Words(), Words(role="quiet"), Words(role="quiet")
        self.figure = Figure(POINTS)
        self.figure.setAccessibleName(_("Total"))
        self.buttons = {act: QPushButton() for act in ACTS}
        self._keymap: Keymap | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*(style.scaled(14), style.scaled(10)) * 2)
        column.setSpacing(style.scaled(4))
        for label in (self.heading, self.state, self.who, self.until, self.note):
            label.setWordWrap(True)
            column.addWidget(label)
        self.figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.addWidget(self.figure)
        self.about.setWordWrap(True)
        column.addWidget(self.about)
        many = Flow(gap=style.scaled(6))
        for act, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, act=act: self.acted.emit(act))
            many.addWidget(button)
        inner = QWidget()
        upper = QVBoxLayout(inner)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(style.scaled(10))
        upper.addWidget(card)
        upper.addLayout(many)
        upper.addStretch()
        self.area = QScrollArea()
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def fit(self, width: int) -> None:
        """Take less room in a small window."""
        wide = style.scaled(WIDTH if width >= style.scaled(NARROW) else LEAST_WIDE)
        self.setFixedWidth(min(wide, width * 40 // 100))
        self.figure.setFixedHeight(style.scaled(50))
        self.figure.fit()

    def relabel(self, keymap: Keymap) -> None:
        """Say everything in the language and keys in force."""
        self._keymap = keymap
        for act, button in self.buttons.items():
            key = FIXED.get(act) or keymap.shown(MAPPED.get(act, ""))
            said = _("Enter") if key == "Return" else printable(key) if key else ""
            button.setText(f"{said}  {act_said(act)}".strip())

    def offer(self, acts: Iterable[str], first: str = "") -> None:
        """Show what can be done; `first` is what Enter does."""
        offered = set(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
            role = "primary" if act == first else ""
            if button.property("role") != role:
                button.setProperty("role", role)
                polish(button)
            button.setMinimumHeight(max(style.scaled(TOUCH), TOUCH))  # a style sheet sets its own when it is polished

    def show_nothing(self, said: str) -> None:
        """Nothing is marked."""
        self.heading.setText(said)
        for label in (self.state, self.who, self.until, self.note, self.figure, self.about):
            label.hide()

    def show_one(
        self, *, number: str, state: str, name: str, phone: str, until: int, note: str, payable: int, items: int,
        became: str, discount: int = 0, shipping: int = 0,
    ) -> None:  # fmt: skip
        """Show one: day as yyyymmdd, paise; `discount` and `shipping` of the whole."""
        self.heading.setText(_("Estimate {number}").format(number=number) if number else _("Estimate"))
        said = estimate_said(state)
        self.state.setText(f"{said}: {became}" if became else said)
        self.who.setText(" ".join(part for part in (spaced(phone), name) if part) or _("For nobody by name"))
        self.until.setText(_("Valid until {day}").format(day=f"{day_of(until):%d-%m-%Y}") if number else "")
        self.note.setText(note)
        self.figure.setText(rupees(payable))
        parts = [ngettext("{n} item", "{n} items", items).format(n=items)]
        parts += [_("bill discount {amount}").format(amount=rupees(discount))] if discount else []
        parts += [_("delivery {amount}").format(amount=rupees(shipping))] if shipping else []
        self.about.setText(" · ".join(parts))
        for label in (self.state, self.who, self.figure, self.about):
            label.show()
        self.until.setVisible(bool(number))
        self.note.setVisible(bool(note))
