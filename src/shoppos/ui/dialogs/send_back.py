"""Goods that go back to their supplier: of each line of a purchase how many, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_quantity, quantity
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import EnterGoesOn, Field, line, scrolled, words

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.sending_back import Came, SentBack

WIDE, HIGH = 620, 520
ABOVE = 40
"""What the title and the edges of a window take of the screen's height."""


class SendBack(QDialog):
    """A field for each line that can still go back; `sent` is the debit note that was written."""

    def __init__(self, shop: Shop, parent: QWidget | None, number: str) -> None:
        """Offer what is left of that purchase."""
        super().__init__(parent)
        self.shop, self.number, self._key = shop, number, new_id()
        self.sent: SentBack | None = None
        self.setWindowTitle(_("Send back of {number}").format(number=number))
        room = self.screen().availableSize()
        self.resize(min(scaled(WIDE), room.width()), min(scaled(HIGH), room.height() - ABOVE))
        self.came = [one for one in shop.sending_back.lines(number) if one.left]
        if not self.came:
            raise Refused(_("All of {number} went back already.").format(number=number))
        self.serial = {one.line for one in self.came if self._by_piece(one)}
        self.fields = {one.line: self._field(one) for one in self.came}
        self.reason = Field("reason", _("Why"), line(most=200))
        self.wrong = words("", role="wrong")
        self.wrong.hide()
        self.all, self.no, self.yes = QPushButton(_("All of it")), QPushButton(_("Cancel")), QPushButton(_("Send back"))
        self.yes.setProperty("role", "primary")
        self.all.clicked.connect(self._everything)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        self._lay_out()
        editors = [*(field.editor for field in self.fields.values()), self.reason.editor]
        self._goes = EnterGoesOn(self, editors)
        self._goes.ended.connect(self.accept)
        editors[0].setFocus()

    def _by_piece(self, one: Came) -> bool:
        product_id = one.copied[0]
        return isinstance(product_id, bytes) and self.shop.keepings.of(product_id).tracks == "serial"

    def _field(self, one: Came) -> Field[QLineEdit]:
        said = _("{name}: {left} can go back").format(
            name=" · ".join(filter(None, (one.name, one.batch))), left=quantity(one.left)
        )
        hint = _("Serial numbers, with commas between") if one.line in self.serial else ""
        field = Field(str(one.line), said, line(most=300, scans=True), hint=hint)
        field.caption.setWordWrap(True)
        field.editor.textEdited.connect(field.clear_mistake)
        return field

    def _lay_out(self) -> None:
        inside = QWidget()
        fields = QVBoxLayout(inside)
        for field in (*self.fields.values(), self.reason):
            fields.addWidget(field)
        fields.addStretch()
        scroll = scrolled(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setSpacing(scaled(8))
        column.addWidget(scroll, 1)
        column.addWidget(self.wrong)
        row = QHBoxLayout()
        row.addWidget(self.all)
        row.addStretch()
        for button in (self.no, self.yes):
            row.addWidget(button)
        for button in (self.all, self.no, self.yes):
            button.setAutoDefault(False)
            button.setMinimumHeight(scaled(44))
        self.all.setVisible(len(self.serial) < len(self.came))
        column.addLayout(row)

    def _everything(self) -> None:
        """All that is left of every line; pieces with numbers of their own are named one by one."""
        for one in self.came:
            if one.line not in self.serial:
                self.fields[one.line].editor.setText(quantity(one.left))
        self.reason.editor.setFocus()

    def accept(self) -> None:
        """Write the debit note; what does not do is said where it was typed."""
        self.wrong.hide()
        gives = dict[int, int]()
        pieces = dict[int, list[str]]()
        for at, field in self.fields.items():
            text = field.editor.text().strip()
            if not text:
                continue
            if at in self.serial:
                pieces[at] = [part.strip() for part in text.split(",") if part.strip()]
                gives[at] = len(pieces[at]) * 1000
                continue
            try:
                gives[at] = parse_quantity(text)
            except InvalidInput as error:
                field.fail(str(error))
                field.editor.setFocus()
                return
        try:
            self.sent = self.shop.sending_back.take(
                self.number, gives, self.reason.editor.text(), pieces=pieces, key=self._key
            )
        except ShopError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            return
        super().accept()
