"""One item's stock: what there is and where, what came and went, and the four ways to change it by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.clock import day_of
from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_quantity, quantity
from shoppos.ui.style import scaled
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.labels import Words
from shoppos.ui.widgets.move_table import AFTER, DAY, NUMBER, QUANTITY, WHAT, WHY, MoveTable
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop import Shop

WIDTHS = ((DAY, 104), (WHAT, 110), (QUANTITY, 84), (AFTER, 84), (NUMBER, 150))
KEYS = {
    "correct": "F2",
    "damage": "F3",
    "use": "F4",
    "carry": "F5",
    "pack": "F6",
    "keep": "F7",
    "sizes": "F8",
    "close": "Esc",
}
ABOVE = 40
"""What the title and the edges of a window take of the screen's height."""
SHOWN = 200
"""Moves in the table."""


class ItemStockDialog(QDialog):
    """Every act is written at once; Esc closes."""

    def __init__(self, shop: Shop, parent: QWidget, product_id: bytes) -> None:
        """Show the stock of one product."""
        super().__init__(parent)
        self.shop = shop
        self.product_id = product_id
        self.code = shop.catalogue.card(product_id).form.code
        self.setWindowTitle(_("Stock"))
        room = self.screen().availableSize()
        self.resize(min(scaled(820), room.width()), min(scaled(540), room.height() - ABOVE))
        self.heading = Words(role="heading")
        self.standing = words("", role="quiet")
        self.ask = AskRow()
        self.model = MoveTable()
        self.table = table(self.model, WHY, WIDTHS)
        self.table.setAccessibleName(_("What came and what went"))
        said = {
            "correct": _("F2  Correct"), "damage": _("F3  Damaged"), "use": _("F4  Own use"),
            "carry": _("F5  Carry to …"), "pack": _("F6  Pack of …"), "keep": _("F7  Kept by …"),
            "sizes": _("F8  Sizes and colours"), "close": _("Esc  Close"),
        }  # fmt: skip
        self.buttons = {name: QPushButton(text) for name, text in said.items()}
        many = Flow(gap=scaled(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (self.heading, self.standing, self.ask, self.table):
            column.addWidget(part)
        column.addLayout(many)
        acts: dict[str, Callable[[], object]] = {
            "correct": self.correct, "damage": partial(self._take_off, "damage"),
            "use": partial(self._take_off, "used"), "carry": self.carry, "pack": self.pack,
            "keep": self.keep, "sizes": self.sizes, "close": self.reject,
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._act, acts[name]))
            many.addWidget(button)
            if name != "close":
                QShortcut(QKeySequence(KEYS[name]), self, partial(self._act, acts[name]))
        self.show_stock()
        self.table.setFocus()

    # -- looking

    def show_stock(self) -> None:
        """The stock as it is now."""
        from shoppos.reports import stock_card

        form, on_hand = self.shop.catalogue.card(self.product_id).form, self.shop.stock.on_hand(self.product_id)
        self.heading.setText(f"{form.code}   {form.name}")
        has = _("Never counted") if on_hand is None else f"{quantity(on_hand)} {form.unit.lower()}"
        self.standing.setText(
            "\n".join(part for part in (has, self._places(), self._batches(), self._parts(), self._family()) if part)
        )
        self.model.show(stock_card.moves(self.shop.db, self.product_id, SHOWN))

    def _places(self) -> str:
        stock, found = self.shop.stock, list[str]()
        places = stock.places(self.product_id)
        if len(places) > 1:
            found += [f"{place or _('Shop')}: {quantity(there)}" for place, there in places.items()]
        promised = stock.reserved(self.product_id)
        if promised:
            free = quantity(stock.free(self.product_id) or 0)
            found.append(_("{n} promised, {free} free").format(n=quantity(promised), free=free))
        return " · ".join(found)

    def _batches(self) -> str:
        found = list[str]()
        for batch in self.shop.stock.batches(self.product_id):
            day = f"{day_of(batch.expiry):%d-%m-%Y}" if batch.expiry else "–"
            found.append(
                _("Batch {code}: {n}, expires {day}").format(code=batch.code, n=quantity(batch.on_hand), day=day)
            )
        pieces = self.shop.stock.pieces(self.product_id)
        if pieces:
            found.append(_("Pieces: {serials}").format(serials=", ".join(pieces[:10])))
        return " · ".join(found)

    def _parts(self) -> str:
        parts = self.shop.packs.parts(self.product_id)
        held = ", ".join(f"{quantity(each)} × {name}" for _id, name, each in parts)
        return _("A pack of {parts}").format(parts=held) if held else ""

    # -- acts

    def correct(self) -> None:
        """Add what was found, or take off what is missing."""
        question = _("By how much is the stock wrong? 5 more, or -2 less.")
        self._ask(question, (_("Quantity"), _("Why")), _("Enter  Correct"), self._correct)

    def _correct(self, texts: list[str]) -> None:
        text = texts[0].strip().removeprefix("+")
        less = text.startswith("-")
        amount = parse_quantity(text.removeprefix("-"))
        self._allowed(lambda key: self.shop.stock.move(self.code, -amount if less else amount, texts[1], key=key))

    def _take_off(self, kind: str) -> None:
        damaged = kind == "damage"
        question = _("How much cannot be sold any more?") if damaged else _("How much did the shop use itself?")
        act = self.shop.stock.damage if damaged else self.shop.stock.use

        def answer(texts: list[str]) -> None:
            amount, said = parse_quantity(texts[0]), texts[2].split()
            serial = self.shop.keepings.of(self.product_id).tracks == "serial"
            batch, pieces = ("", said) if serial else (texts[2].strip(), [])

            def take(key: bytes, *, sure: bool = False) -> None:
                from shoppos.ui.dialogs.ask import ask

                try:
                    act(self.code, amount, texts[1], key=key, batch=batch, pieces=pieces, sure=sure)
                except Doubtful as doubt:
                    if not ask(self, str(doubt), _("Take it off anyway"), _("Look again"), careful=True):
                        raise
                    take(key, sure=True)

            self._allowed(take)

        names = (_("Quantity"), _("Why"), _("Batch or serial number, if any"))
        self._ask(question, names, _("Enter  Take off"), answer)

    def carry(self) -> None:
        """Carry goods to the godown, or back."""
        question = _("How much is carried, from where to where? Empty is the shop floor.")

        def answer(texts: list[str]) -> None:
            self.shop.stock.transfer(self.code, parse_quantity(texts[0]), texts[1], texts[2])
            self.show_stock()

        self._ask(question, (_("Quantity"), _("From"), _("To")), _("Enter  Carry"), answer)

    def pack(self) -> None:
        """Say of what this item is a pack."""
        question = _("What does one {code} hold? Type 12*CODE, more with a comma; empty for no pack.")
        given = ", ".join(
            f"{quantity(each)}*{self.shop.catalogue.card(part).form.code}"
            for part, _name, each in self.shop.packs.parts(self.product_id)
        )

        def answer(texts: list[str]) -> None:
            held: dict[bytes, int] = {}
            for text in filter(None, (part.strip() for part in texts[0].split(","))):
                amount, star, code = text.partition("*")
                if not star:
                    raise InvalidInput(_("{text} is no part of a pack.").format(text=text), _("Type it like 12*CODE."))
                held[self.shop.catalogue.show(code).product_id] = parse_quantity(amount)
            self.shop.packs.set_parts(self.product_id, held)
            self.show_stock()

        self._ask(question.format(code=self.code), (_("Parts"),), _("Enter  Keep"), answer, given=(given,))

    def keep(self) -> None:
        """By what the item is kept, where it lies, and of which others it is a variant."""
        kept = self.shop.keepings.of(self.product_id)
        question = _("Kept by batch, by serial number, or by neither (empty)? Shelf, family, and size or colour:")
        names = (_("batch / serial"), _("Shelf"), _("Family"), _("Size or colour"))

        def answer(texts: list[str]) -> None:
            tracks, shelf, family, variant = texts
            self.shop.keepings.set(
                self.product_id, tracks=tracks.strip().lower(), shelf=shelf, family=family, variant=variant
            )
            self.show_stock()

        given = (kept.tracks, kept.shelf, kept.family, kept.variant)
        self._ask(question, names, _("Enter  Keep"), answer, given=given)

    def sizes(self) -> None:
        """The item's sizes and colours as a grid."""
        from shoppos.ui.dialogs.variant_grid import VariantGridDialog

        VariantGridDialog(self.shop, self, self.product_id).exec()
        self.show_stock()

    def _family(self) -> str:
        """The item's variants side by side."""
        kept = self.shop.keepings.of(self.product_id)
        variants = self.shop.keepings.variants(kept.family) if kept.family else []
        return " · ".join(f"{one.variant or one.code}: {quantity(one.on_hand or 0)}" for one in variants)

    # -- inside

    def _act(self, act: Callable[[], object], _checked: object = None) -> None:
        if not self.ask.isVisible():
            act()

    def _ask(
        self, question: str, names: tuple[str, ...], button: str, answer: Callable[[list[str]], None], *,
        given: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.ask.ask(question, names, button, answer, self.table.setFocus, given=given)

    def _allowed(self, act: Callable[[bytes], object], key: bytes | None = None) -> None:
        """Do it once, with a manager's yes where one is needed."""
        key = key or new_id()
        try:
            act(key)
        except NeedsApproval as needed:
            QTimer.singleShot(0, partial(self._ask_yes, needed, act, key))  # once this question has closed
        else:
            self.show_stock()

    def _ask_yes(self, needed: NeedsApproval, act: Callable[[bytes], object], key: bytes) -> None:
        def answer(texts: list[str]) -> None:
            self.shop.staff.approve(needed.act, needed.doc_id, texts[0])
            self._allowed(act, key)

        self._ask(str(needed), (_("PIN"),), _("Enter  Allow it"), answer)
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)
