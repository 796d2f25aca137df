"""The run of a person of the shop: what they carry and collect, and the money that they hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.ui.dialogs.deliver import DeliverDialog
from shoppos.ui.dialogs.not_delivered import NotDeliveredDialog
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, Field, choice, line, words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.order_words import parcel_said, promised_said, short
from shoppos.ui.widgets.plain_table import PlainTable
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.reports.orders import RunParcel, RunSheet
    from shoppos.shop.runs import RunSettled
    from shoppos.ui.context import Context

ORDER, WHO, WHERE, STATE, COLLECT = range(5)
WIDTHS = ((ORDER, 84), (WHO, 150), (STATE, 120), (COLLECT, 104))
HIGH, MOST = 230, 0.34
"""Pixels of the list, and how much of its width a name or a state may take: an address needs the rest."""
OUT = "out"


class RunSheetDialog(OrderDialog):
    """Their parcels by slot and PIN code; D says delivered, N not, and below the money is handed over."""

    def __init__(self, context: Context, parent: QWidget | None, carrier: str = "") -> None:
        """Begin with `carrier`, else with whoever carries something."""
        super().__init__(context, parent, _("Run sheets"), _("Settle (Ctrl+Enter)"), wide=980)
        self._key = new_id()
        self.settled: RunSettled | None = None
        self.sheet: RunSheet | None = None
        names = context.shop.dispatching.carriers()
        self.who: Field[QComboBox] = Field("carrier", _("Who"), choice([(name, name) for name in names], carrier))
        self.model = PlainTable((_("Order"), _("Customer"), _("Where"), _("How it stands"), _("Collect")), (COLLECT,))
        self.table = table(self.model, WHERE, WIDTHS)
        self.table.setMinimumHeight(HIGH)
        self.table.setAccessibleName(_("Parcels"))
        self.table.installEventFilter(self)
        self.money = words("", role="heading")
        self.card = Card("good")
        QVBoxLayout(self.card).addWidget(self.money)
        self.amount: Field[QLineEdit] = Field("amount", _("Cash handed over"), line(right=True, most=20))
        self.said: Field[QLineEdit] = Field("said", _("Note (may stay empty)"), line(most=120))
        self.acts = {
            "deliver": QPushButton(_("Delivered (D)")), "fail": QPushButton(_("Not delivered (N)")),
            "print": QPushButton(_("Print the sheet (Ctrl+P)")),
        }  # fmt: skip
        self._arrange()
        self.table.selectionModel().currentRowChanged.connect(self.doubt_anew)
        self.who.editor.currentIndexChanged.connect(self.look)
        self.look()
        self.ready(self.amount, self.said, first=self.table if self.model.rows else self.who.editor)

    def _arrange(self) -> None:
        row = Flow(gap=scaled(8))
        for name, act in (("deliver", self.deliver), ("fail", self.fail), ("print", self.print_it)):
            self.acts[name].clicked.connect(act)
            self.acts[name].setProperty("role", "act")
            row.addWidget(self.acts[name])
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_it)
        self.body.addWidget(self.who)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.card)
        self.body.addWidget(beside(self.amount, self.said, stretch=(1, 2)))

    # -- looking

    @property
    def carrier(self) -> str:
        """Whose run it is."""
        return str(self.who.editor.currentData() or "")

    @property
    def chosen(self) -> RunParcel | None:
        """The parcel that is marked."""
        at = self.table.currentIndex().row()
        return self.model.keys[at] if 0 <= at < len(self.model.keys) else None

    def look(self) -> None:
        """Read the run again."""
        was, before = self.chosen, list(self.model.keys)
        self.doubt_anew()
        self.sheet = sheet = self.shop.dispatching.run(self.carrier) if self.carrier else None
        parcels = sheet.parcels if sheet is not None else ()
        clock = self.shop.db.clock
        today = clock.business_day(clock.ms())
        self.model.show([self._row(one, today) for one in parcels], parcels)
        if parcels:
            self.table.selectRow(_to_mark(was, before, parcels))
        self._widen()
        for name in ("deliver", "fail", "print"):
            self.acts[name].setEnabled(bool(parcels))
        self._tell_money()

    def _row(self, one: RunParcel, today: int) -> tuple[str, ...]:
        where = ", ".join(part for part in (one.address, one.pin_code) if part)
        state = parcel_said(one.state, one.tries) if one.state != OUT else ""
        when = promised_said(one.promised, one.slot, today) if one.carried and one.promised else ""
        collect = rupees(one.collect) if one.collect else _("paid")
        return (
            short(one.order),
            f"{one.name} ··{one.phone[-4:]}",
            where,
            " · ".join(filter(None, (state, when))),
            collect,
        )

    def _widen(self) -> None:
        """Names with the end of their number, and how a parcel stands, are read whole where there is room."""
        most = int(self.table.width() * MOST)
        for column, least in WIDTHS:
            if column in {WHO, STATE}:
                wide = min(self.table.sizeHintForColumn(column) + scaled(4), most)
                self.table.horizontalHeader().resizeSection(column, max(wide, scaled(least)))

    def _tell_money(self) -> None:
        sheet = self.sheet
        if sheet is None or not sheet.parcels:
            self.money.setText(_("Nothing is carried by {name}.").format(name=self.carrier) if self.carrier else "")
        else:
            n = len(sheet.out)
            out = ngettext("{n} parcel out, {amount} to collect", "{n} parcels out, {amount} to collect", n)
            brings = _("Cash to hand over now: {amount}").format(amount=rupees(sheet.to_bring))
            said = (brings, out.format(n=n, amount=rupees(sheet.to_collect)))
            self.money.setText("\n".join(said if sheet.to_bring or not n else reversed(said)))
        due = sheet.to_bring if sheet is not None else 0
        self.card.set_role("warn" if due else "good")
        self.amount.editor.setText(plain(due) if due else "")
        for widget in (self.amount, self.said, self.yes):
            widget.setEnabled(bool(due))

    # -- doing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """D and N decide over the parcel that is marked; Enter on the list says delivered."""
        if event.type() == QEvent.Type.Resize and watched is self.table:
            self._widen()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.table:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            if event.key() in {Qt.Key.Key_D, *ENTER}:
                self.deliver()
                return True
            if event.key() == Qt.Key.Key_N:
                self.fail()
                return True
        return super().eventFilter(watched, event)

    def deliver(self) -> None:
        """The parcel that is marked is with its customer."""
        self._decide(DeliverDialog)

    def fail(self) -> None:
        """Nobody took the parcel that is marked."""
        self._decide(NotDeliveredDialog)

    def _decide(self, dialog: type[DeliverDialog | NotDeliveredDialog]) -> None:
        one = self.chosen
        if one is None:
            return
        if not one.carried:
            said = _("Order {number} is delivered already. Choose a parcel that is still out.")
            self.context.sound("refused")
            self._say(said.format(number=short(one.order)), "doubt")
            return
        view = self.shop.orders.view(one.order_id)
        parcel = next(parcel for parcel in view.parcels if parcel.id == one.parcel_id)
        dialog(self.context, self, view, parcel).exec()
        self.look()
        self.table.setFocus()

    def print_it(self) -> None:
        """The sheet on paper, for who carries it."""
        if self.sheet is not None and self.sheet.parcels:
            self.shop.dispatching.print_run(self.carrier)
            self.context.wake_printer()
            self.amount.tell(_("The sheet goes to the printer."))

    def act(self, *, sure: bool) -> None:
        """Take the money."""
        self.settled = self.shop.dispatching.settle_run(
            self.carrier, parse_paise(self.amount.editor.text()), said=self.said.editor.text(), key=self._key, sure=sure
        )


def _to_mark(was: RunParcel | None, before: Sequence[RunParcel], now: Sequence[RunParcel]) -> int:
    """The row to mark: the same parcel while it stands as it did, else the next one that is out."""
    rows = {one.parcel_id: at for at, one in enumerate(now)}
    here = rows.get(was.parcel_id) if was is not None else None
    if was is not None and here is not None and (now[here].state, now[here].tries) == (was.state, was.tries):
        return here
    at = before.index(was) if was is not None else 0
    order = [rows.get(one.parcel_id) for one in (*before[at + 1 :], *before[:at], *now)]
    return next((row for row in order if row is not None and now[row].state == OUT), here or 0)
