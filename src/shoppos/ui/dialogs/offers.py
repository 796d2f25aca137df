"""Offers: which run, and a new one in a few fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, parse_rate
from shoppos.ui.dialogs.ask import ask
from shoppos.ui.dialogs.product_cells import asked
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, choice, line, scrolled, show_mistake, typed_day, words
from shoppos.ui.widgets.plain_table import PlainTable
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from shoppos.rules.offers import Offer
    from shoppos.shop import Shop

WIDTHS = ((1, 80), (2, 440))
ABOVE = 40
"""What the title and the edges of a window take of the screen's height."""


class OffersDialog(QDialog):
    """Enter makes the offer that is typed, Del ends the chosen one, Esc closes."""

    def __init__(self, shop: Shop, parent: QWidget, code: str = "") -> None:
        """Show what runs; a new offer begins with the item of that code."""
        super().__init__(parent)
        self.shop = shop
        self.setWindowTitle(_("Offers"))
        self.model = PlainTable((_("Offer"), _("Now"), _("When")))
        self.table = table(self.model, 0, WIDTHS)
        self.table.setAccessibleName(_("Offers"))
        self.said = words("", role="quiet")
        self._make_fields(code)
        self._lay_out()
        self.kind.editor.currentIndexChanged.connect(self._kind)
        self._kind()
        self._fill()
        self.kind.editor.setFocus()

    def _make_fields(self, code: str) -> None:
        kinds = [(_("Buy some, get some"), "get"), (_("So many for one price"), "count"), (_("So much off"), "percent")]
        categories = [("", ""), *((name, name) for name in self.shop.catalogue.categories())]
        self.kind = Field("kind", _("New offer"), choice(kinds, "get"))
        self.codes = Field("of", _("Items (empty: all)"), line(code, placeholder=_("Scan, or type codes"), scans=True))
        self.category = Field("category", _("Or a category"), choice(categories))
        self.buy = Field("buy", _("Buy"), line("2", right=True, most=4))
        self.get = Field("get", _("Get"), line("1", right=True, most=4))
        self.also = Field("also", _("Of these (empty: the same)"), line(placeholder=_("Codes"), scans=True))
        self.off = Field("off", _("% off"), line("100", right=True, most=6))
        self.count = Field("count", _("How many"), line("3", right=True, most=4))
        self.price = Field("price", _("For ₹"), line(right=True, most=16))
        self.least = Field("least", _("From ₹ (empty: any)"), line(right=True, most=16))
        self.since = Field("since", _("First day"), line(placeholder="dd-mm-yyyy", most=10))
        self.until = Field("until", _("Last day"), line(placeholder="dd-mm-yyyy", most=10))
        days = [(_("Every day"), ""), (_("Monday to Friday"), "12345"), (_("Saturday and Sunday"), "67")]
        self.days = Field("days", _("Days"), choice(days, ""))
        self.hours = Field("hours", _("Hours"), line(placeholder="17:00-19:00", most=11))
        self.name = Field("name", _("Called on the bill"), line(most=60))
        self.fields: list[Field[Any]] = [
            self.kind, self.codes, self.category, self.buy, self.get, self.also, self.count, self.price, self.off,
            self.least, self.since, self.until, self.days, self.hours, self.name,
        ]  # fmt: skip

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        places = (
            (self.kind, 0, 0), (self.codes, 0, 1), (self.category, 0, 2), (self.buy, 1, 0), (self.get, 1, 1),
            (self.also, 1, 2), (self.count, 1, 0), (self.price, 1, 1), (self.off, 1, 3), (self.least, 1, 2),
            (self.since, 2, 0), (self.until, 2, 1), (self.days, 2, 2), (self.hours, 2, 3), (self.name, 0, 3),
        )  # fmt: skip
        for field, row, column in places:
            grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        make, end, close = (QPushButton(said) for said in (_("Make it (Enter)"), _("End it (Del)"), _("Close (Esc)")))
        make.setProperty("role", "primary")
        row = QHBoxLayout()
        row.addWidget(end)
        row.addStretch()
        row.addWidget(close)
        row.addWidget(make)
        for button, act in ((make, self.make), (end, self.end), (close, self.accept)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        make.setDefault(True)
        QShortcut(QKeySequence("Del"), self.table, self.end)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(grid)
        self.table.setMinimumHeight(scaled(96))
        inner.addWidget(self.table, 1)
        inner.addStretch()
        column = QVBoxLayout(self)
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self.said)
        column.addLayout(row)
        room = self.screen().availableSize()
        self.resize(min(scaled(940), room.width()), min(scaled(600), room.height() - ABOVE))

    def _kind(self) -> None:
        """Only the fields of that kind."""
        kind = self.kind.editor.currentData()
        shows = {
            "get": (self.buy, self.get, self.also, self.off),
            "count": (self.count, self.price),
            "percent": (self.least, self.off),
        }
        for field in (self.buy, self.get, self.also, self.count, self.price, self.off, self.least):
            field.setVisible(field in shows[kind])
        if kind == "percent" and self.off.editor.text() == "100":
            self.off.editor.setText("10")
        elif kind == "get" and self.off.editor.text() == "10":
            self.off.editor.setText("100")

    def _fill(self) -> None:
        found, running = self.shop.offers.all(), {one.id for one in self.shop.offers.running()}
        rows = [(one.name, _("runs") if one.id in running else "", _when(one)) for one in found]
        self.model.show(rows, [one.id for one in found])
        self.table.setVisible(bool(found))
        if not found:
            self.said.setText(_("No offers yet. What is made here is taken off at the counter by itself."))

    # -- doing

    def make(self) -> None:
        """Make the offer that is typed."""
        for field in self.fields:
            field.clear_mistake()
        try:
            self.shop.offers.add(self._typed())
        except ShopError as error:
            if not (isinstance(error, InvalidInput) and show_mistake(self.fields, error)):
                self.said.setText(f"⚠ {error}")
            return
        self.said.setText(_("The offer is made; the counter gives it from now on."))
        self._fill()
        self.name.editor.clear()

    def _typed(self) -> Offer:
        from shoppos.rules.offers import Choice, Offer
        from shoppos.shop.offers import minutes

        kind = self.kind.editor.currentData()
        category = self.category.editor.currentData()
        begin, _dash, end = self.hours.editor.text().strip().partition("-")
        also = self._products(self.also) if kind == "get" else frozenset[str]()
        return Offer(
            b"", self.name.editor.text(), kind,
            of=Choice(self._products(self.codes), frozenset({category} if category else ())),
            buy=self._pieces(self.buy), get=self._pieces(self.get), also=Choice(also) if also else None,
            off=asked(self.off, parse_rate) or 0, count=self._pieces(self.count),
            price=asked(self.price, parse_paise) or 0,
            least=(asked(self.least, parse_paise) or 0) if kind == "percent" else 0,
            since=_day(self.since), until=_day(self.until),
            days=frozenset(map(int, self.days.editor.currentData())),
            hours=(minutes(begin), minutes(end)) if end else None,
        )  # fmt: skip

    def _products(self, field: Field[Any]) -> frozenset[str]:
        found = set[str]()
        for code in field.editor.text().replace(",", " ").replace(";", " ").split():
            hit = self.shop.catalogue.find_code(code)
            if hit is None:
                raise InvalidInput(_("No item has the code {code}.").format(code=code), field=field.name)
            found.add(hit.product_id.hex())
        return frozenset(found)

    def _pieces(self, field: Field[Any]) -> int:
        text = field.editor.text().strip()
        return int(text) if text.isdecimal() else 0

    def end(self) -> None:
        """Run the chosen offer no more, once asked."""
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self.model.keys):
            return
        if ask(self, _("End {name}?").format(name=self.model.rows[at][0]), _("End it"), _("Keep it")):
            self.shop.offers.end(self.model.keys[at])
            self._fill()


def _day(field: Field[Any]) -> int | None:
    """The day of a field as yyyymmdd; None if it is empty."""
    text = field.editor.text().strip()
    try:
        return typed_day(text) if text else None
    except ValueError:
        raise InvalidInput(_("Type the day like 31-12-2026."), field=field.name) from None


def _when(offer: Offer) -> str:
    """When it runs, in words."""
    said = [f"{day_of(day):%d-%m-%Y}" if day else "" for day in (offer.since, offer.until)]
    days = "" if not any(said) else " – ".join(said)
    hours = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in offer.hours or ())
    named = {"12345": _("Monday to Friday"), "67": _("Saturday and Sunday")}
    week = "".join(map(str, sorted(offer.days)))
    return ", ".join(part for part in (days, named.get(week, week), hours) if part) or _("always")
