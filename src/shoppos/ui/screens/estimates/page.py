"""The estimates' page: the list of them, or the goods of one; what can be done with it stands beside."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from shoppos.base.clock import day_of
from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.money import grouped
from shoppos.reports.estimates import STATES
from shoppos.reports.paper_words import estimate_said
from shoppos.ui import style
from shoppos.ui.keys import printable
from shoppos.ui.screen import Screen
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.bill_table import BillTable
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.estimate_side import EstimateSide
from shoppos.ui.widgets.finding import ITEMS, Finding
from shoppos.ui.widgets.form import choice
from shoppos.ui.widgets.labels import Hints, Words
from shoppos.ui.widgets.message_bar import MessageBar
from shoppos.ui.widgets.results import Results
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Generator

    from shoppos.reports.estimates import EstimateRow
    from shoppos.shop.estimate_goods import EstimateView
    from shoppos.ui.context import Context

NUMBER, WHO, DAY, UNTIL, TOTAL, STATE = range(6)
WIDTHS = ((NUMBER, 92), (DAY, 124), (UNTIL, 112), (TOTAL, 118), (STATE, 116))
SPARED = ((DAY, 700), (UNTIL, 580), (TOTAL, 460))
"""Columns that a narrow list leaves out, and the width from which on there is room for them."""
LIVING = frozenset({"open", "draft", "lapsed", "at the till"})


class EstimateLines(BillTable):
    """What is asked for; the entry line keeps the keyboard."""

    def empty_words(self) -> str:
        """What an empty table says."""
        return _("Type what the customer asks for: a name or a code.\nNothing is kept from anybody for it.")


class EstimatesPage(Screen):
    """Either the list, or one estimate that is written."""

    key = "estimates"
    watches: ClassVar[frozenset[str]] = frozenset({"estimate", "sale", "orders", "product", "personal", "setting"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.view: EstimateView | None = None
        self.search, self.line = EntryLine(), EntryLine()
        self.states: QComboBox = choice([], "")
        self.ask, self.bar, self.hints = AskRow(), MessageBar(), Hints()
        self.rows = Rows(6, right=(TOTAL,))
        self.list = table(self.rows, WHO, WIDTHS)
        self.nothing = Words(role="quiet")
        self.lines = EstimateLines()
        self.side = EstimateSide()
        self.stack = QStackedWidget()
        self.results = Results(self)
        self.finding = Finding(context, self.line, self.results)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.list, self.nothing, self.lines):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self.stack.addWidget(part)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QHBoxLayout()
        top.setSpacing(style.scaled(8))
        self.states.setMinimumHeight(style.scaled(44))
        self.states.setMinimumWidth(style.scaled(150))
        top.addWidget(self.search, 1)
        top.addWidget(self.states)
        left = QVBoxLayout()
        left.setSpacing(style.scaled(8))
        left.addLayout(top)
        for part in (self.line, self.ask):
            left.addWidget(part)
        left.addWidget(self.stack, 1)
        for part in (self.bar, self.hints):
            left.addWidget(part)
        page = QHBoxLayout(self)
        page.setContentsMargins(*(style.scaled(14), style.scaled(8)) * 2)
        page.setSpacing(style.scaled(14))
        page.addLayout(left, 1)
        page.addWidget(self.side)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def minimumSizeHint(self) -> QSize:
        """The smallest page that it has been tried on."""
        return QSize(960, 440)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.side.fit(self.width())
        room = self.width() - self.side.width()
        for column, least in SPARED:
            self.list.setColumnHidden(column, room < style.scaled(least))
        self.hints.setVisible(self.height() >= style.scaled(460))

    def title(self) -> str:
        """The page's name."""
        return _("Estimates")

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force."""
        self.side.relabel(self.context.keymap)
        chosen = self.states.currentIndex()
        self.states.blockSignals(True)
        self.states.clear()
        self.states.addItem(_("All"), "")
        for state in STATES:
            self.states.addItem(estimate_said(state), state)
        self.states.setCurrentIndex(max(chosen, 0))
        self.states.blockSignals(False)
        self.states.setAccessibleName(_("State"))
        said = _("Find by number, phone or name")
        self.search.setPlaceholderText(said)
        self.search.setAccessibleName(said)
        self.list.setAccessibleName(_("Estimates"))
        fit(self.list, WIDTHS)
        self.lines.setAccessibleName(_("Lines of the estimate"))
        self.lines.resize_to_font()
        self._fit()
        if self.context.opened is not None:
            self.show_now()

    # -- showing

    @property
    def writing(self) -> bool:
        """Whether one estimate stands on the page."""
        return self.view is not None

    @property
    def marked(self) -> EstimateRow | None:
        """The marked one of the list."""
        return self.rows.thing(self.list.currentIndex().row())

    @property
    def estimate_id(self) -> bytes | None:
        """The estimate that is written, else the marked one."""
        row = self.marked
        return self.view.id if self.view is not None else row.id if row is not None else None

    @property
    def today(self) -> int:
        """The business day, as yyyymmdd."""
        clock = self.shop.db.clock
        return clock.business_day(clock.ms())

    def show_now(self, line: int | None = None, *, message: str = "", quiet: bool = False) -> None:
        """The page as it stands; `line` was touched last, `message` says what was done."""
        view = self.view
        self.line.setVisible(view is not None)
        self.search.setVisible(view is None)
        self.states.setVisible(view is None)
        self._say_keys()
        if view is None:
            self._show_list()
        else:
            self.stack.setCurrentWidget(self.lines)
            self.lines.show_lines(view.sale.lines, line)
            self._show_one(view)
        if message:
            self.bar.tell(message, "good")
        elif not quiet:
            self.bar.tell(" ".join(view.sale.warnings[:2]) if view is not None and view.sale.lines else "", "warn")

    def _show_one(self, view: EstimateView) -> None:
        from shoppos.reports.estimates import state_of

        customer = view.sale.customer
        state = state_of(self.shop.db, view.id)
        self.side.show_one(
            number=view.number, state=state, name=customer.name if customer else "",
            phone=customer.phone if customer else "", until=view.valid_until, note=view.note,
            payable=view.sale.payable, items=view.sale.items, became=view.became, discount=view.sale.discount,
            shipping=view.sale.shipping,
        )  # fmt: skip
        acts = {"customer", "new"}
        if view.sale.lines:
            acts |= {"promise", "sell", "order", "give_up"}
        if view.number:
            acts |= {"print", "send", "pdf", "look", "until"}
        self.side.offer(acts - {"promise"} if view.number else acts, "" if view.number else "promise")

    def _show_list(self) -> None:
        """The list as it is looked for; the marked one stays marked."""
        chosen = self.marked
        found = self.shop.estimates.list(str(self.states.currentData() or ""), self.search.text().strip())
        headings = (_("Number"), _("For"), _("Day"), _("Valid until"), _("Total"), _("State"))
        self.rows.show(headings, [self._cells(row) for row in found], found, [
            at for at, row in enumerate(found) if row.state == "lapsed"
        ])  # fmt: skip
        self.stack.setCurrentWidget(self.list if found else self.nothing)
        key = printable(self.context.keymap.shown("new_sale"))
        looked_for = bool(self.search.text().strip() or self.states.currentData())
        self.nothing.setText(
            _("No estimate is like that. Esc shows all.")
            if looked_for
            else _("No estimates yet. {key} begins one: what it would cost, promised until a day.").format(key=key)
        )
        self.nothing.setFont(style.font(style.BASE_POINTS + 2))
        at = next((n for n, row in enumerate(found) if chosen is not None and row.id == chosen.id), 0)
        if found:
            self.list.selectRow(at)
        self.show_marked()

    def _cells(self, row: EstimateRow) -> tuple[str, ...]:
        days = (day_of(self.today) - day_of(row.day)).days
        age = _("today") if not days else _("{n} d").format(n=days)
        return (
            row.number.rpartition("/")[2] or "-", row.name or spaced(row.phone) or "-",
            f"{day_of(row.day):%d-%m} · {age}", f"{day_of(row.valid_until):%d-%m-%Y}" if row.number else "",
            grouped(row.payable) if row.payable else "", estimate_said(row.state),
        )  # fmt: skip

    def show_marked(self) -> None:
        """Say the marked one beside the list, and offer what can be done with it."""
        row = self.marked
        new = {"new", "of_counter"} if self.shop.sales.on_screen().lines else {"new"}
        if row is None:
            self.side.show_nothing(_("Nothing is marked."))
            self.side.offer(new, "new")
            return
        self.side.show_one(
            number=row.number, state=row.state, name=row.name, phone=row.phone, until=row.valid_until, note="",
            payable=row.payable or self.shop.estimates.view(row.id).sale.payable, items=row.items, became=row.became,
        )  # fmt: skip
        acts = new | ({"look", "send", "pdf", "print"} if row.number else set[str]())
        if row.state in LIVING:
            acts |= {"sell"} | (set[str]() if row.state == "at the till" else {"open", "order", "give_up"})
        self.side.offer(acts, "open" if "open" in acts else "")

    def _say_keys(self) -> None:
        """What the empty line asks for, and the keys below."""
        keymap = self.context.keymap
        if self.view is None:
            self.hints.say([_("Enter  open"), f"{printable(keymap.shown('new_sale'))}  {_('new')}", _("Esc  counter")])
            return
        if self.finding.mode == ITEMS:
            said = _("Type what is asked for: name, code, 3*code …")
            self.line.setPlaceholderText(said)
            self.line.setAccessibleName(said)
        first = _("Enter  done") if self.view.number else _("Enter  promise it")
        shown = (
            ("undo", _("undo")), ("note", _("note")), ("line_note", _("note on the line")), ("shipping", _("delivery")),
        )  # fmt: skip
        hints = [first, *(f"{printable(keymap.shown(act))} {words}" for act, words in shown if keymap.shown(act))]
        self.hints.say([*hints, _("Esc  back to the list")])

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Whatever the shop refuses inside is said in the bar; nothing typed is lost."""
        try:
            yield
        except ShopError as error:
            self.context.sound("refused")
            self.bar.refuse(error)

    def to_items(self) -> None:
        """The line looks for goods again."""
        self.finding.ask(ITEMS)
        self._say_keys()
