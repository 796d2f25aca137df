"""The page on which an order is taken: its parts, and how they show who calls and what they are promised."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from shoppos.base.clock import day_of
from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui import style
from shoppos.ui.keys import printable
from shoppos.ui.screen import Screen
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS, Finding
from shoppos.ui.widgets.half_typed import HalfTyped
from shoppos.ui.widgets.labels import Hints, Words
from shoppos.ui.widgets.message_bar import MessageBar
from shoppos.ui.widgets.order_address import AddressForm
from shoppos.ui.widgets.order_script import ReadBack
from shoppos.ui.widgets.order_side import OrderSide
from shoppos.ui.widgets.order_table import OrderTable
from shoppos.ui.widgets.order_terms import KEYS
from shoppos.ui.widgets.results import Results
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Generator

    from shoppos.shop.order_caller import CallerView
    from shoppos.shop.order_terms import Place
    from shoppos.shop.order_view import OrderView
    from shoppos.ui.context import Context

WHO, NUMBER, SINCE, LINES = range(4)
DRAFTS = ((NUMBER, 120), (SINCE, 150), (LINES, 90))
REPEAT, WAITS, LOWER = "Ctrl+R", "Alt+B", "Alt+N"
"""Keys of this page alone: the same as last time, the customer waits, only what is there."""
SAID = 3
"""Warnings that the bar shows at once."""


class OrderPage(Screen):
    """Either somebody is asked for, or their order is taken; what was typed stands in the books at once."""

    key = "order"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"reservation", "stock", "product", "advance", "customer_address", "setting"}
    )

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.view: OrderView | None = None
        self.caller: CallerView | None = None
        self.line, self.ask, self.bar, self.hints = EntryLine(), AskRow(), MessageBar(), Hints()
        self.drafts = Rows(4, right=(LINES,))
        self.begun = table(self.drafts, WHO, DRAFTS)
        self.nothing = Words(role="quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table, self.form, self.script = OrderTable(), AddressForm(self._place), ReadBack()
        self.side = OrderSide()
        self.stack = QStackedWidget()
        self.results = Results(self)
        self.finding = Finding(context, self.line, self.results)
        self.half = HalfTyped(self, "order", lambda: self.shop.begun)
        self.form.edited.connect(self.half.touched)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        for part in (self.begun, self.nothing, self.table, self.form):
            self.stack.addWidget(part)
        self.stack.currentChanged.connect(self._fit_stack)
        self._fit_stack()
        self.begun.setFocusPolicy(self.table.focusPolicy())
        left = QVBoxLayout()
        left.setSpacing(style.scaled(8))
        for part in (self.line, self.ask):
            left.addWidget(part)
        left.addWidget(self.stack, 1)
        for part in (self.bar, self.script, self.hints):
            left.addWidget(part)
        page = QHBoxLayout(self)
        page.setContentsMargins(*(style.scaled(14), style.scaled(8)) * 2)
        page.setSpacing(style.scaled(14))
        page.addLayout(left, 1)
        page.addWidget(self.side)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _fit_stack(self, _now: int = 0) -> None:
        """Only the part that is shown has a say in how high the place is."""
        policy, shown = QSizePolicy.Policy, self.stack.currentWidget()
        for part in (self.begun, self.nothing, self.table, self.form):
            way = policy.Preferred if part is shown else policy.Ignored
            part.setSizePolicy(way, way)

    def minimumSizeHint(self) -> QSize:
        """The smallest page that it has been tried on."""
        return QSize(960, 440)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the window."""
        super().resizeEvent(event)
        self.side.fit(self.width(), self.height())
        self.hints.setVisible(self.height() >= style.scaled(500))

    def title(self) -> str:
        """The page's name."""
        return _("Take an order")

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force."""
        self.side.relabel(self.context.keymap)
        self.begun.setAccessibleName(_("Orders being taken"))
        fit(self.begun, DRAFTS)
        self.table.resize_to_font()
        self.side.fit(self.width(), self.height())
        if self.context.opened is not None:
            self._show(self.table.chosen())

    # -- showing

    @property
    def taking(self) -> bool:
        """Whether an order stands on the page."""
        return self.view is not None

    def _show(self, line: int | None = None, *, message: str = "", quiet: bool = False) -> None:
        """The page as it stands; `line` was touched last, `message` says what was done."""
        view = self.view
        self._say_line()
        if view is None:
            self.side.begin()
            self._show_drafts()
            self._look_at(None)
            self.script.show_script((), "en")
            self._say(message, quiet=quiet, warnings=())
            return
        if self.stack.currentWidget() is not self.form:
            self.stack.setCurrentWidget(self.table)
        self.table.show_order(view, line)
        today = day_of(self.shop.db.clock.business_day(self.shop.db.clock.ms()))
        self.side.terms.show_order(view, self.shop.orders.days(view.id), today)
        self.side.show_total(view)
        if self.caller is not None:
            self.side.caller.show_caller(self.caller, taking=True, repeat=REPEAT)
        has_lines = bool(view.sale and view.sale.lines)
        self.script.show_script(self.shop.orders.read_back(view.id) if has_lines else (), view.language)
        self._say(message, quiet=quiet, warnings=self._warnings(view))

    def _say(self, message: str, *, quiet: bool, warnings: tuple[str, ...]) -> None:
        if message:
            self.bar.tell(message, "good")
        elif not quiet:
            self.bar.tell(" ".join(warnings[:SAID]), "warn")

    def _warnings(self, view: OrderView) -> tuple[str, ...]:
        """What the taker should know; what is not there comes with the two keys that answer it."""
        told = view.warnings if view.sale and view.sale.lines else ()
        if not any(one.short for one in view.stock.values()):
            return told
        if view.backorder:
            return (*told, _("The customer waits for it. {key}: not any more.").format(key=WAITS))
        keys = _("{waits}: the customer waits. {lower}: only what is there.").format(waits=WAITS, lower=LOWER)
        return (keys, *told) if len(told) >= SAID else (*told, keys)

    def _say_line(self) -> None:
        """What the empty line asks for, and the keys below."""
        keymap = self.context.keymap
        if self.view is None:
            said = _("Caller: last 4 digits, whole number or name")
            hints = [_("Enter  take the order"), f"{REPEAT}  " + _("the same as last time"), _("Esc  counter")]
        else:
            said = _("Type what is wanted: name, code, 3*code …")
            terms = (("way", _("way")), ("personal_id", _("address")), ("promised", _("day")), ("pay_by", _("paid by")))
            hints = [*(f"{KEYS[name]} {words}" for name, words in terms), f"{REPEAT} {_('as last time')}"]
            shown = (("undo", _("undo")), ("line_note", _("note on the line")), ("customer", _("another caller")))
            hints += [f"{printable(keymap.shown(act))} {words}" for act, words in shown if keymap.shown(act)]
        self.line.setPlaceholderText(said)
        self.line.setAccessibleName(said)
        self.hints.say(hints)

    def _show_drafts(self) -> None:
        """What was begun and not confirmed waits here: Enter takes it up again."""
        found = self.shop.orders.drafts()
        clock = self.shop.db.clock
        headings = (_("Being taken"), _("Order"), _("Since"), _("Lines"))
        rows = [
            (
                " · ".join(part for part in (one.name, spaced(one.phone)) if part), one.number.rpartition("/")[2],
                f"{clock.at(one.made_at):%d-%m %H:%M}", str(one.items),
            )
            for one in found
        ]  # fmt: skip
        self.drafts.show(headings, rows, found)
        if found:
            self.begun.selectRow(0)
        who = _("Type the last four digits of the caller's number.")
        self.nothing.setText(f"{who}\n{_('Name, addresses, dues and last orders are there at once.')}")
        self.nothing.setFont(style.font(style.BASE_POINTS + 2))
        if self.stack.currentWidget() is not self.form:
            self.stack.setCurrentWidget(self.begun if found else self.nothing)

    def _look_at(self, caller: CallerView | None) -> None:
        """Show who may be calling, before their order is begun."""
        self.caller = caller
        if caller is None or caller.customer is None:
            said = _("Type the caller's number.")
            if self.drafts.things and not self.line.text():
                said += "\n" + _("Enter goes on with the order that was begun.")
            self.side.caller.show_nobody(said)
        else:
            self.side.caller.show_caller(caller, taking=False, repeat=REPEAT)

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Whatever the shop refuses inside is said in the bar; nothing typed is lost."""
        try:
            yield
        except ShopError as error:
            self.context.sound("refused")
            if self.side.panel.opened:
                self.side.panel.refuse(error)
            else:
                self.bar.refuse(error)

    def _mode(self) -> None:
        """The line looks for people until somebody's order stands here, then for goods."""
        self.finding.ask(ITEMS if self.taking else CUSTOMERS)
        self._say_line()

    def _place(self, pin: str) -> Place:
        return self.shop.orders.place(pin)
