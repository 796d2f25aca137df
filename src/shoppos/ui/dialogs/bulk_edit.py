"""Many items changed in one go: what shall become of them, what that would do, and then all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.errors import InvalidInput, NeedsApproval, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import grouped, parse_paise, parse_quantity, parse_rate, rate
from shoppos.ui.dialogs.approve import allowed
from shoppos.ui.dialogs.product_cells import asked
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import DayChoice, Field, choice, line, scrolled, show_mistake, words
from shoppos.ui.widgets.plain_table import PlainTable
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop import Shop
    from shoppos.shop.bulk_edit import BulkDone, Planned, Wish

NAME, SAID = 1, 6
WIDTHS = ((0, 110), (2, 92), (3, 92), (4, 84), (5, 84), (SAID, 150))
ABOVE = 40
"""What the title and the edges of a window take of the screen's height."""
ROUNDINGS = (1, 50, 100, 500, 1000)


def scopes(shop: Shop, marked: list[bytes], text: str) -> list[tuple[str, list[bytes]]]:
    """What may be changed in one go: the items marked when there are several, those found, each category, all."""
    found: list[tuple[str, list[bytes]]] = []
    if len(marked) > 1:
        found.append((_("Marked: {n}").format(n=len(marked)), marked))
    if text:
        hits = shop.bulk.choose(text)
        found.append((_('Found by "{text}": {n}').format(text=text, n=f"{len(hits):,}"), hits))
    for category in shop.catalogue.categories():
        within = shop.bulk.choose(category=category)
        found.append((_("Category {name}: {n}").format(name=category, n=f"{len(within):,}"), within))
    every = shop.bulk.choose()
    return [*found, (_("All items: {n}").format(n=f"{len(every):,}"), every)]


def change_many(shop: Shop, parent: QWidget, marked: list[bytes], text: str) -> tuple[str, str] | None:
    """Let somebody change many items; what was done and how it went, None when nothing was."""
    dialog = BulkEditDialog(shop, parent, scopes(shop, marked, text), asked_for=len(marked) > 1 or bool(text))
    if not dialog.exec() or dialog.done_edit is None:
        return None
    done = dialog.done_edit
    said = ngettext("{n} item is changed.", "{n} items are changed.", done.changed).format(n=f"{done.changed:,}")
    if done.kept:
        said += " " + _("These stayed: {names}").format(names=", ".join(done.kept[:3]))
    return said, "warn" if done.kept or done.stopped else "good"


class BulkEditDialog(QDialog):
    """Enter shows what would happen, Ctrl+S does it; `done_edit` says afterwards what was done."""

    def __init__(
        self, shop: Shop, parent: QWidget, scopes: Sequence[tuple[str, list[bytes]]], *, asked_for: bool = False
    ) -> None:
        """Change the items of one of the `scopes`: what they are called, and which they are.

        Several wait to be chosen from, unless the first was `asked_for`: marked or searched before.
        """
        super().__init__(parent)
        self.shop = shop
        self.done_edit: BulkDone | None = None
        self.plan: list[Planned] = []
        self._planned: tuple[list[bytes], Wish] | None = None
        self._job: Job | None = None
        self.setWindowTitle(_("Change many items"))
        self._make_fields(scopes, asked_for=asked_for)
        self._lay_out()
        self._tell()
        self.scope.editor.currentIndexChanged.connect(self._other_items)
        self.price.editor.setFocus()

    def _make_fields(self, scopes: Sequence[tuple[str, list[bytes]]], *, asked_for: bool) -> None:
        from shoppos.rules.gst_rates import slabs

        leave = _("Leave as it is")
        on = self.shop.db.clock.now().date()
        self.scope = Field(
            "scope", _("Which items"), choice([(name, at) for at, (name, _ids) in enumerate(scopes)], -1)
        )
        self.scope.editor.setPlaceholderText(_("Choose which"))
        self.scope.editor.setCurrentIndex(0 if asked_for or len(scopes) == 1 else -1)
        self._scopes = [ids for _name, ids in scopes]
        self.price = Field("percent", _("Price"), line(placeholder=_("33, +5% or -2.50"), most=12))
        self.rounding = Field(
            "round_to", _("Rounded to ₹"), choice([(grouped(paise), paise) for paise in ROUNDINGS], 100)
        )
        categories = [(leave, None), *((name, name) for name in self.shop.catalogue.categories())]
        self.category = Field("category", _("Category"), choice(categories, editable=True))
        self.gst = Field(
            "rate", _("GST rate"), choice([(leave, None), *((f"{rate(slab)} %", slab) for slab in slabs(on))])
        )
        self.since = DayChoice()
        self.since.setDate(QDate(on.year, on.month, on.day))
        self.since_field = Field("since", _("New rate from"), self.since)
        self.hsn = Field("hsn", _("HSN"), line(placeholder=leave, most=10))
        self.low = Field("low", _("Warn below"), line(placeholder=leave, most=14))
        suppliers = [(one.name, one.id) for one in self.shop.suppliers.search()]
        self.supplier = Field("supplier", _("Supplier"), choice([(leave, None), *suppliers]))
        self.gst.editor.currentIndexChanged.connect(
            lambda: self.since_field.setEnabled(self.gst.editor.currentData() is not None)
        )
        self.since_field.setEnabled(False)
        self.retire = QCheckBox(_("Sell them no more"))
        self.fields: list[Field[Any]] = [
            self.scope, self.price, self.rounding, self.category, self.gst, self.since_field, self.hsn, self.low,
            self.supplier,
        ]  # fmt: skip

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for at, field in enumerate(self.fields):
            grid.addWidget(field, at // 3, at % 3, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        headings = (_("Code"), _("Name"), _("Price"), _("New"), _("Margin"), _("New"), "")
        self.model = PlainTable(headings, (2, 3, 4, 5))
        self.table = table(self.model, NAME, WIDTHS)
        self.table.setAccessibleName(_("What would change"))
        self.said = words("", role="quiet")
        self.progress = ProgressBar()
        self.progress.stopped.connect(self._stop)
        self.look = QPushButton(_("Show what would change (Enter)"))
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        back = QPushButton(_("Back (Esc)"))
        for button, act in ((self.look, self.show_plan), (self.go, self.apply), (back, self.reject)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.look.setDefault(True)
        QShortcut(QKeySequence("Ctrl+S"), self, self.apply)
        row = QHBoxLayout()
        row.addWidget(self.retire)
        row.addStretch()
        for button in (back, self.look, self.go):
            row.addWidget(button)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(grid)
        self.table.setMinimumHeight(scaled(150))
        inner.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self.said)
        column.addWidget(self.progress)
        column.addLayout(row)
        room = self.screen().availableSize()
        self.resize(min(scaled(980), room.width()), min(scaled(680), room.height() - ABOVE))

    # -- reading

    def wish(self) -> Wish:
        """What is typed; InvalidInput names the field that does not do."""
        from shoppos.shop.bulk_edit import Wish

        percent, amount, price = self._price()
        chosen = self.category.editor.currentText().strip()
        kept = self.category.editor.currentData() is None and chosen == self.category.editor.itemText(0)
        return Wish(
            percent=percent, amount=amount, price=price, round_to=self.rounding.editor.currentData(),
            category=None if kept else chosen, hsn=self.hsn.editor.text().strip() or None,
            rate=self.gst.editor.currentData(),
            since=None if self.gst.editor.currentData() is None else int(self.since.date().toString("yyyyMMdd")),
            low=asked(self.low, parse_quantity), supplier_id=self.supplier.editor.currentData(),
            retire=self.retire.isChecked(),
        )  # fmt: skip

    def _price(self) -> tuple[int, int, int | None]:
        """What is added to the price, in hundredths of a percent and in paise, and the price that is set instead."""
        text = self.price.editor.text().strip()
        if not text:
            return 0, 0, None
        sign, figure = (-1 if text.startswith("-") else 1), text.lstrip("+-")
        try:
            if figure.endswith("%"):
                return sign * parse_rate(figure), 0, None
            return (0, sign * parse_paise(figure), None) if figure != text else (0, 0, parse_paise(figure))
        except InvalidInput as error:
            raise InvalidInput(error.message, _("Type it like 33, +5% or -2.50."), "percent") from error

    def _ids(self) -> list[bytes]:
        at = self.scope.editor.currentIndex()
        if at < 0:
            raise InvalidInput(_("Which items?"), _("Choose them from the list."), "scope")
        return self._scopes[at]

    def _other_items(self) -> None:
        """Others are chosen: what was shown of the ones before is no longer what would happen."""
        self.plan = []
        self.model.show([])
        self.scope.clear_mistake()
        self._tell()

    def _many(self) -> int:
        """How many items are chosen; none before any are."""
        at = self.scope.editor.currentIndex()
        return len(self._scopes[at]) if at >= 0 else 0

    # -- looking and doing

    def show_plan(self) -> None:
        """Show what would become of them; nothing is written."""
        if self._job is not None and self._job.running:
            return
        for field in self.fields:
            field.clear_mistake()
        try:
            wish, ids = self.wish(), self._ids()
        except InvalidInput as error:
            show_mistake(self.fields, error)
            return
        self._planned = (ids, wish)
        self._job = Job(self.shop.db, lambda go_on, stop: self.shop.bulk.plan(ids, wish, go_on, stop), self)
        self._job.finished.connect(self._show)
        self._begin(_("Looking at the items …"))

    def _show(self, plan: list[Planned]) -> None:
        self.plan = plan
        rows = [
            (
                one.code, one.name, grouped(one.old_price), grouped(one.new_price) if "price" in one.now else "",
                _margin(one.old_margin), _margin(one.new_margin), one.problem,
            )
            for one in plan
        ]  # fmt: skip
        self.model.show(rows)
        self._tell()

    def apply(self) -> None:
        """Change them, if what would happen was shown; else show it."""
        if self._job is not None and self._job.running:
            return
        try:
            seen = self._planned is not None and self._planned == (self._ids(), self.wish()) and bool(self.plan)
        except InvalidInput:
            seen = False
        if not seen or self._planned is None:
            self.show_plan()
            return
        plan, wish = self.plan, self._planned[1]
        self._job = Job(self.shop.db, lambda go_on, stop: self.shop.bulk.apply(plan, wish, go_on, stop), self)
        self._job.finished.connect(self._applied)
        self._begin(_("Changing the items …"))

    def _applied(self, done: BulkDone) -> None:
        self.done_edit = done
        self.accept()

    def _begin(self, what: str) -> None:
        if self._job is None:
            return
        self._job.progressed.connect(self.progress.show_progress)
        self._job.finished.connect(self.progress.hide_again)
        self._job.refused.connect(self.progress.hide_again)
        self._job.refused.connect(self._refused)
        self.progress.begin(what)
        self._job.start()

    def _refused(self, error: ShopError) -> None:
        if isinstance(error, NeedsApproval) and allowed(self, self.shop, error):
            self.apply()
            return
        if not (isinstance(error, InvalidInput) and show_mistake(self.fields, error)):
            self.said.setText(f"⚠ {error}")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _tell(self) -> None:
        """What the buttons would do now."""
        good = sum(not one.problem for one in self.plan)
        kept = len(self.plan) - good
        said = ngettext("Change {n} item (Ctrl+S)", "Change {n} items (Ctrl+S)", good or self._many())
        self.go.setText(said.format(n=f"{good or self._many():,}"))
        stay = ngettext("{n} item stays as it is; the reason stands beside it.", "{n} items stay as they are.", kept)
        if not self.plan:
            self.said.setText(_("Nothing is written before you have seen it. It can be taken back afterwards."))
        else:
            self.said.setText(stay.format(n=kept) if kept else "")


def _margin(hundredths: int | None) -> str:
    return "–" if hundredths is None else f"{rate(hundredths // 10 * 10)} %"
