"""What an item needs beyond its card: shelf, supplier, size or colour, batch or serial number, pack, returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, parse_quantity, parse_rate, plain, quantity, rate, rupees
from shoppos.ui.widgets.form import Field, choice, choose, line

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop import Shop

COLUMNS = 4
SIBLINGS = 4
NEVER_BACK = -1


class ProductMore(QWidget):
    """Folded until asked for; `write` keeps what was changed, inside the act that saves the item."""

    def __init__(self, shop: Shop, product_id: bytes | None) -> None:
        """Show how that product is kept; None is a new one."""
        super().__init__()
        self.shop = shop
        self.button = QPushButton(_("More: shelf, supplier, sizes, batches, pack … (Ctrl+M)"))
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        self.button.setProperty("role", "chip")
        self.button.toggled.connect(self._fold)
        self._make_fields()
        self.inner = QWidget()
        grid = QGridLayout(self.inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for at, field in enumerate(self.fields):
            grid.addWidget(field, at // COLUMNS, at % COLUMNS, Qt.AlignmentFlag.AlignTop)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.inner.hide()
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column_box.addWidget(self.inner)
        self._fill(product_id)
        self._start = self.typed()

    def _make_fields(self) -> None:
        suppliers = [(one.name, one.id) for one in self.shop.suppliers.search()]
        tracks = [(_("Neither"), ""), (_("Batch and expiry"), "batch"), (_("Serial number or IMEI"), "serial")]
        policies = [(_("As the shop does"), ""), (_("Sell it anyway"), "allow"), (_("Warn"), "warn")]
        self.shelf = Field("shelf", _("Shelf"), line(most=60))
        self.supplier = Field("supplier_id", _("Supplier"), choice([("", None), *suppliers]))
        self.lead = Field("lead_days", _("Days until it comes"), line(right=True, most=4))
        self.most = Field("most", _("Buy up to"), line(right=True, most=14))
        families = [(name, name) for name in ("", *self.shop.keepings.families())]
        self.family = Field("family", _("Kind (the same for all sizes)"), choice(families, editable=True))
        self.variant = Field("variant", _("Size or colour"), line(most=60))
        self.tracks = Field("tracks", _("Kept by"), choice(tracks))
        manager = (_("Only with a manager"), "manager")
        self.policy = Field("policy", _("When there is too little"), choice([*policies, manager]))
        self.parts = Field("parts", _("A pack of"), line(placeholder=_("12*1002; 1003"), scans=True))
        self.back = Field("return_days", _("Comes back within days"), line(placeholder=_("0: never"), most=4))
        self.above = Field("above", _("Other GST rate above ₹"), line(placeholder="2500", right=True, most=16))
        self.dearer = Field("dearer", _("That rate %"), line(placeholder="18", right=True, most=6))
        self.fields: list[Field[Any]] = [
            self.shelf, self.supplier, self.lead, self.most, self.family, self.variant, self.tracks, self.policy,
            self.parts, self.back, self.above, self.dearer,
        ]  # fmt: skip

    def _fill(self, product_id: bytes | None) -> None:
        if product_id is None:
            return
        kept = self.shop.keepings.of(product_id)
        days = {None: "", NEVER_BACK: "0"}.get(kept.return_days, str(kept.return_days))
        texts = (
            (self.shelf, kept.shelf), (self.variant, kept.variant), (self.back, days),
            (self.lead, "" if kept.lead_days is None else str(kept.lead_days)),
            (self.most, "" if kept.most is None else quantity(kept.most)),
        )  # fmt: skip
        for field, text in texts:
            field.editor.setText(text)
        self.family.editor.setCurrentText(kept.family)
        others = [one for one in self.shop.keepings.variants(kept.family) if one.product_id != product_id]
        if kept.family and others:
            said = ", ".join(f"{one.variant or one.name} {rupees(one.price)}" for one in others[:SIBLINGS])
            self.family.tell(said + (" …" if len(others) > SIBLINGS else ""))
        for field, value in ((self.supplier, kept.supplier_id), (self.tracks, kept.tracks), (self.policy, kept.policy)):
            choose(field.editor, value)
        parts = [
            f"{quantity(many)}*{self.shop.catalogue.card(part).form.code}"
            for part, _name, many in self.shop.packs.parts(product_id)
        ]
        self.parts.editor.setText("; ".join(parts))
        by_price = self.shop.rates_by_price.of(product_id)
        if by_price:
            self.above.editor.setText(plain(by_price[0]))
            self.dearer.editor.setText(rate(by_price[1]))

    def typed(self) -> tuple[object, ...]:
        """Everything as it stands."""
        return tuple(
            field.editor.text() if isinstance(field.editor, QLineEdit) else field.editor.currentText()
            for field in self.fields
        )

    def _fold(self, on: bool) -> None:
        self.inner.setVisible(on)
        if on:
            self.shelf.editor.setFocus()

    def write(self, product_id: bytes) -> None:
        """Keep what was changed; InvalidInput names the field that does not do."""
        if self.typed() == self._start:
            return
        days = self._number(self.back, _whole)
        kept: dict[str, Any] = {
            "shelf": self.shelf.editor.text(), "supplier_id": self.supplier.editor.currentData(),
            "lead_days": self._number(self.lead, _whole), "most": self._number(self.most, parse_quantity),
            "family": self.family.editor.currentText(), "variant": self.variant.editor.text(),
            "tracks": self.tracks.editor.currentData(), "policy": self.policy.editor.currentData(),
            "return_days": NEVER_BACK if days == 0 else days,
        }  # fmt: skip
        parts = self._parts()
        if {part: many for part, _name, many in self.shop.packs.parts(product_id)} != parts:
            self.shop.packs.set_parts(product_id, parts)
        self.shop.keepings.set(product_id, **kept)
        above = self._number(self.above, parse_paise)
        known = self.shop.rates_by_price.of(product_id)
        wanted = None if above is None else (above, self._number(self.dearer, parse_rate) or 0)
        if wanted != known:
            self.shop.rates_by_price.set(product_id, above, wanted[1] if wanted else 0)

    def _parts(self) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for piece in self.parts.editor.text().replace(",", ";").split(";"):
            many, star, code = piece.strip().rpartition("*")
            if not code:
                continue
            hit = self.shop.catalogue.find_code(code)
            if hit is None:
                raise InvalidInput(_("No item has the code {code}.").format(code=code), field="parts")
            found[hit.product_id] = found.get(hit.product_id, 0) + (parse_quantity(many) if star else 1000)
        return found

    def _number(self, field: Field[Any], read: Callable[[str], int]) -> int | None:
        text = field.editor.text().strip()
        if not text:
            return None
        try:
            return read(text)
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, field.name) from error


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise InvalidInput(_("Type a whole number."))
    return int(text)
