"""What is typed of one product that came: how many, at which cost, and batch, MRP and price where they matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, parse_quantity, plain, quantity
from shoppos.ui import style
from shoppos.ui.widgets.form import ENTER, Field, line, show_mistake, typed_day, words

if TYPE_CHECKING:
    from shoppos.shop.catalogue import Hit
    from shoppos.shop.receipt import ReceiptLine

NAMES = ("quantity", "free", "cost", "batch", "expiry", "serials", "mrp", "price")


class ReceiptRow(QWidget):
    """Enter goes from field to field; behind the last that matters, `ended` asks for the line. Esc gives it up.

    MRP and price are asked for when the cost is another than before; Ctrl+Enter ends at once.
    """

    ended = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        """Hidden until a product is asked for."""
        super().__init__()
        self.hit: Hit | None = None
        self.tracks = ""
        self.name = words("", role="heading")
        captions = {
            "quantity": _("Quantity"), "free": _("Free"), "cost": _("Cost of one"), "batch": _("Batch"),
            "expiry": _("Expiry"), "serials": _("Serial numbers"), "mrp": _("New MRP"), "price": _("New price"),
        }  # fmt: skip
        self.fields = {
            name: Field(name, captions[name], line(right=name not in {"batch", "serials"}, scans=name == "serials"))
            for name in NAMES
        }
        row = QHBoxLayout()
        row.setSpacing(style.scaled(8))
        for name, field in self.fields.items():
            field.editor.installEventFilter(self)
            field.editor.setMinimumHeight(style.scaled(44))
            field.editor.textEdited.connect(field.clear_mistake)
            row.addWidget(field, 3 if name == "serials" else 2 if name == "expiry" else 1, Qt.AlignmentFlag.AlignTop)
        self.fields["expiry"].editor.setPlaceholderText("31-03-2027")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.name)
        column.addLayout(row)
        self.hide()

    def editor(self, name: str) -> QLineEdit:
        """The line of one field."""
        return self.fields[name].editor

    def start(
        self, hit: Hit, tracks: str, *, many: int | None = None, free: int = 0, cost: int | None = None
    ) -> None:  # fmt: skip
        """Ask for a product; `many`, `free` and `cost` are what was typed with its code already."""
        self.hit, self.tracks = hit, tracks
        self.name.setText(f"{hit.name} · {hit.code}")
        given = {
            "quantity": quantity(many or 1000), "free": quantity(free) if free else "",
            "cost": _money(hit.cost if cost is None else cost), "mrp": _money(hit.mrp), "price": _money(hit.price),
        }  # fmt: skip
        for name, field in self.fields.items():
            field.editor.setText(given.get(name, ""))
            field.clear_mistake()
        for name, shown in (
            ("batch", tracks == "batch"),
            ("expiry", tracks == "batch"),
            ("serials", tracks == "serial"),
        ):
            self.fields[name].setVisible(shown)
        self.show()
        first = next(
            (name for name, typed in (("quantity", many), ("cost", cost)) if typed is None),
            "batch" if tracks == "batch" else "serials" if tracks == "serial" else "cost",
        )
        self._to(first)

    def stop(self) -> None:
        """Ask for nothing any more."""
        self.hit = None
        self.hide()

    def line(self) -> ReceiptLine:
        """What was typed; InvalidInput names the field that does not do."""
        from shoppos.shop.receipt import ReceiptLine

        if self.hit is None:
            raise InvalidInput(_("Scan the item first."), field="code")
        said = {name: field.editor.text().strip() for name, field in self.fields.items()}
        if self.tracks == "batch" and not said["batch"]:
            raise InvalidInput(_("A batch needs its code."), _("It stands beside the expiry on the pack."), "batch")
        many, free = self._quantity("quantity", said["quantity"]), said["free"]
        if not said["cost"]:
            raise InvalidInput(_("What does one cost?"), _("Type 0 for a gift."), "cost")
        mrp, price = (self._read(name, said[name]) for name in ("mrp", "price"))
        return ReceiptLine(
            self.hit.product_id, many, self._read("cost", said["cost"]) or 0,
            self._quantity("free", free) if free else 0, said["batch"], self._day(said["expiry"]),
            tuple(said["serials"].replace(",", " ").split()), None if mrp == self.hit.mrp else mrp,
            None if price == self.hit.price else price,
        )  # fmt: skip

    def refuse(self, error: InvalidInput) -> bool:
        """Put a refusal under the field it speaks of; False if it is none of these."""
        return show_mistake(self.fields.values(), error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Ctrl+Enter ends, Esc gives up."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                at_once = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._go_on(watched, at_once=at_once)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.given_up.emit()
                return True
        return super().eventFilter(watched, event)

    # -- inside

    def _go_on(self, watched: QObject, *, at_once: bool) -> None:
        at = next((n for n, name in enumerate(NAMES) if self.editor(name) is watched), len(NAMES))
        order = [name for name in NAMES[at + 1 :] if name != "free" and not self.fields[name].isHidden()]
        if not self._dearer():
            order = [name for name in order if name not in {"mrp", "price"}]
        if at_once or not order:
            self.ended.emit()
        else:
            self._to(order[0])

    def _dearer(self) -> bool:
        """Whether the cost is another than before, so that the price is worth a look."""
        if self.hit is None:
            return False
        try:
            return self._read("cost", self.editor("cost").text()) != self.hit.cost
        except InvalidInput:
            return True

    def _to(self, name: str) -> None:
        editor = self.editor(name)
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        editor.selectAll()

    def _read(self, name: str, text: str) -> int | None:
        try:
            return parse_paise(text) if text.strip() else None
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, name) from None

    def _quantity(self, name: str, text: str) -> int:
        from shoppos.rules.entry import looks_like_barcode

        if looks_like_barcode(text):
            raise InvalidInput(_("That looks like a barcode."), _("Save this line, then scan it."), name)
        try:
            return parse_quantity(text)
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, name) from None

    def _day(self, text: str) -> int | None:
        try:
            return typed_day(text) if text else None
        except ValueError:
            raise InvalidInput(
                _("{day} is not a day.").format(day=text), _("Type the day like 31-12-2026."), "expiry"
            ) from None


def _money(paise: int | None) -> str:
    return "" if paise is None else plain(paise)
