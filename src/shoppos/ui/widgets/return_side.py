"""Beside what comes back: of which bill, how much, and by which way the money goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.methods import label
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Figure, Words
from shoppos.ui.widgets.pay_ways import ACTIONS, PayWays

if TYPE_CHECKING:
    from shoppos.shop.return_view import ReturnView
    from shoppos.shop.returns import Amounts
    from shoppos.ui.keys import Keymap

POINTS = 38
WIDTH = 372


class ReturnSide(QWidget):
    """`acted` tells which of the buttons was pressed: damaged, instead, all, or take; `picked` a way to give back."""

    acted = Signal(str)
    picked = Signal(str)

    def __init__(self) -> None:
        """Nothing comes back yet."""
        super().__init__()
        self.bill = Words(role="heading")
        self.about = Words(role="quiet")
        self.warning = Words(role="doubt")
        for words in (self.bill, self.about, self.warning):
            words.setWordWrap(True)
        self.total = Card("total")
        self.heading, self.figure, self.parts = Words(), Figure(POINTS), Words()
        self.figure.setAccessibleName("to give back")
        self.parts.setWordWrap(True)
        inside = QVBoxLayout(self.total)
        inside.setContentsMargins(*(style.scaled(14), style.scaled(8)) * 2)
        inside.setSpacing(0)
        inside.addWidget(self.heading)
        inside.addWidget(self.figure, 1)
        inside.addWidget(self.parts)
        self.ways = PayWays()
        self.ways.fit(narrow=False)
        self.ways.picked.connect(self.picked)
        self.buttons = {name: QPushButton() for name in ("damaged", "instead", "all", "take")}
        for name, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMinimumHeight(style.scaled(44))
            button.clicked.connect(lambda _on=False, name=name: self.acted.emit(name))
        chips = QHBoxLayout()
        for name in ("damaged", "instead"):
            self.buttons[name].setCheckable(True)
            self.buttons[name].setProperty("role", "chip")
            chips.addWidget(self.buttons[name])
        self.buttons["take"].setProperty("role", "pay-first")
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.scaled(8))
        for part in (self.bill, self.about, self.warning, self.total, self.ways):
            column.addWidget(part)
        column.addLayout(chips)
        column.addWidget(self.buttons["all"])
        column.addStretch()
        column.addWidget(self.buttons["take"])

    def fit(self, width: int, height: int) -> None:
        """Take less room in a small window."""
        wide = width >= style.scaled(1200)
        self.setFixedWidth(style.scaled(WIDTH) if wide else width * 36 // 100)
        self.total.setFixedHeight(min(style.scaled(132), max(height * 18 // 100, 84)))
        roomy = height >= style.scaled(480)
        for part in (self.parts, self.about, self.buttons["all"]):
            part.setVisible(roomy)
        self.column.setSpacing(style.scaled(8) if roomy else 4)
        self.ways.fit(narrow=not wide)
        self.heading.setFont(style.font(style.BASE_POINTS + 1))
        self.figure.fit()

    def relabel(self, keymap: Keymap) -> None:
        """Say everything in the language and keys in force."""
        self.ways.set_keys({action: keymap.shown(action) for action in ACTIONS.values() if action})
        self.buttons["damaged"].setText(_("F4  Damaged"))
        self.buttons["instead"].setText(_("F3  Instead"))
        self.buttons["all"].setText(_("Ctrl+Enter  All of it comes back"))

    def show_state(
        self, view: ReturnView | None, amounts: Amounts | None, way: str, *, instead: bool, damaged: bool,
        loose: int | None,
    ) -> None:  # fmt: skip
        """Show what is to be given back; `loose` is the worth of goods without a bill."""
        self.bill.setText(view.number if view else _("Without a bill") if loose is not None else _("Which bill?"))
        self.about.setText(_about(view) if view else "")
        self.warning.setText("\n".join(view.warnings) if view else "")
        self.warning.setVisible(bool(self.warning.text()))
        self._say(amounts, loose)
        self.ways.choose(way)
        for key, button in self.ways.buttons.items():
            button.setEnabled(view is None or key in view.ways)
        self.buttons["instead"].setChecked(instead)
        self.buttons["damaged"].setChecked(damaged)
        self.buttons["instead"].setEnabled(view is not None)
        self.buttons["all"].setEnabled(view is not None)
        self.buttons["damaged"].setEnabled(view is not None or loose is not None)
        self.buttons["take"].setEnabled(amounts is not None or bool(loose))
        to_pay = amounts is not None and amounts.to_pay > 0
        said = _("Enter  Take {method}") if to_pay else _("Enter  Give back by {method}")
        if amounts is not None and not (to_pay or amounts.back):
            said = _("Enter  Take it off the due") if amounts.due else _("Enter  Exchange")
        self.buttons["take"].setText(said.format(method=label(way)))

    def _say(self, amounts: Amounts | None, loose: int | None) -> None:
        if amounts is None:
            self.heading.setText(_("To give back"))
            self.figure.setText(rupees(loose or 0))
            self.parts.setText("" if loose else _("Nothing scanned yet"))
            return
        parts = [(_("Goods back {amount}"), 0 if amounts.back == amounts.payable else amounts.payable)]
        parts += [
            (_("set off {amount}"), amounts.exchange),
            (_("less due {amount}"), amounts.due),
            (_("in points {amount}"), amounts.points),
        ]
        self.heading.setText(_("Still to pay") if amounts.to_pay else _("To give back"))
        self.figure.setText(rupees(amounts.to_pay or amounts.back))
        self.parts.setText(" · ".join(words.format(amount=rupees(paise)) for words, paise in parts if paise))


def _about(view: ReturnView) -> str:
    parts = [f"{view.day:%d-%m-%Y}", view.buyer, rupees(view.payable)]
    if view.refunded:
        parts.append(_("{amount} given back already").format(amount=rupees(view.refunded)))
    if view.due:
        parts.append(_("{amount} due").format(amount=rupees(view.due)))
    return "  ·  ".join(part for part in parts if part)
