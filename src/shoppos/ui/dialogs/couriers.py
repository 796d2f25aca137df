"""The couriers of the shop: their names, where a parcel is followed, and how their numbers are tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.rules.couriers import PLACE, S10, Courier
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Field, choice, choose, line, words
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from shoppos.ui.context import Context

HIGH = 230
SAMPLE = "AB123456785IN"


class CouriersDialog(OrderDialog):
    """A list, and the one that is chosen beside it; nothing is kept until Enter."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Show the couriers as the shop has them."""
        super().__init__(context, parent, _("Couriers"), _("Keep (Ctrl+Enter)"), wide=760)
        self.couriers = list(context.shop.dispatching.couriers.list())
        self.list = QListWidget()
        self.list.setAccessibleName(_("Couriers"))
        self.list.setMinimumHeight(scaled(HIGH))
        roomy(self.list)
        self.name: Field[QLineEdit] = Field("name", _("Name"), line(most=40))
        self.template: Field[QLineEdit] = Field("template", _("Link to follow a parcel"), line(most=300))
        checks = ((_("none"), ""), (_("Post office (S10): check digit"), S10))
        self.check: Field[QComboBox] = Field("check", _("Test of the number"), choice(checks))
        self.add, self.remove = QPushButton(_("New (Ctrl+N)")), QPushButton(_("Remove (Ctrl+Del)"))
        self.up, self.down = QPushButton("▲"), QPushButton("▼")
        self.up.setAccessibleName(_("Further up (Alt+Up)"))
        self.down.setAccessibleName(_("Further down (Alt+Down)"))
        self._acts()
        self._arrange()
        self._fill(0)
        self.list.currentRowChanged.connect(self._show)
        for field in (self.name, self.template):
            field.editor.textEdited.connect(field.clear_mistake)
            field.editor.textEdited.connect(self._keep)
        self.check.editor.currentIndexChanged.connect(self._keep)
        self._show(0)
        self.ready(self.name, self.template, self.check, first=self.list)

    def _acts(self) -> None:
        for button, keys, act in (
            (self.add, "Ctrl+N", self.add_one), (self.remove, "Ctrl+Del", self.remove_one),
            (self.up, "Alt+Up", lambda: self.move_one(-1)), (self.down, "Alt+Down", lambda: self.move_one(1)),
        ):  # fmt: skip
            button.clicked.connect(act)
            QShortcut(QKeySequence(keys), self, act)

    def _arrange(self) -> None:
        said = _("{awb} stands where the parcel's number goes. Without it the page is opened and the number pasted.")
        self.body.addWidget(words(said.format(awb=PLACE), role="hint"))
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list, 1)
        row = Flow(gap=scaled(8))
        for button in (self.add, self.remove, self.up, self.down):
            row.addWidget(button)
        left.addLayout(row)
        for field in (self.name, self.template, self.check):
            right.addWidget(field)
        right.addStretch()
        both = QHBoxLayout()
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)

    @property
    def at(self) -> int:
        """Which one is chosen, -1 for none."""
        return self.list.currentRow()

    def _fill(self, at: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([one.name or _("(no name)") for one in self.couriers])
        self.list.setCurrentRow(min(max(at, 0), len(self.couriers) - 1))
        self.list.blockSignals(False)

    def _show(self, at: int) -> None:
        chosen = self.couriers[at] if 0 <= at < len(self.couriers) else None
        for field in (self.name, self.template, self.check):
            field.setEnabled(chosen is not None)
            field.clear_mistake()
        one = chosen or Courier("")
        self.name.editor.setText(one.name)
        self.template.editor.setText(one.template)
        self.check.editor.blockSignals(True)
        choose(self.check.editor, one.check)
        self.check.editor.blockSignals(False)
        self._tell()

    def _keep(self) -> None:
        """What is typed belongs to the courier that is chosen."""
        if self.at < 0:
            return
        one = Courier(
            self.name.editor.text().strip(), self.template.editor.text().strip(),
            str(self.check.editor.currentData() or ""),
        )  # fmt: skip
        self.couriers[self.at] = one
        item = self.list.item(self.at)
        item.setText(one.name or _("(no name)"))
        self._tell()

    def _tell(self) -> None:
        """What the link of a parcel would be."""
        at = self.at
        one = self.couriers[at] if 0 <= at < len(self.couriers) else Courier("")
        self.template.tell(one.link(SAMPLE) if one.deep else "")

    def add_one(self) -> None:
        """One more, at the end."""
        self.couriers.append(Courier(""))
        self._fill(len(self.couriers) - 1)
        self._show(self.at)
        self.name.editor.setFocus()

    def remove_one(self) -> None:
        """The chosen one goes; parcels that went by it keep its name."""
        if self.at >= 0:
            at = self.at
            del self.couriers[at]
            self._fill(at)
            self._show(self.at)

    def move_one(self, step: int) -> None:
        """The chosen one stands one place further up or down."""
        at, to = self.at, self.at + step
        if at >= 0 and 0 <= to < len(self.couriers):
            self.couriers[at], self.couriers[to] = self.couriers[to], self.couriers[at]
            self._fill(to)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self, *, sure: bool) -> None:
        """Keep the list."""
        del sure
        self.shop.dispatching.couriers.set([one for one in self.couriers if one.name or one.template])
