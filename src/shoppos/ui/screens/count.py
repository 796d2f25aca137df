"""Counting: scan, type how many, go on; the differences at the end, each with its reason, then one key corrects all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees
from shoppos.rules import entry
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets import count_table
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.count_table import CODE, COUNTED, DIFFERS, EXPECTED, NAME, SHELF, WHY, WORTH, CountTable
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.labels import Cut, Words
from shoppos.ui.widgets.message_bar import MessageBar
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.counting import Count, Counted
    from shoppos.ui.context import Context

WIDTHS = ((SHELF, 96), (CODE, 116), (COUNTED, 92), (EXPECTED, 90), (DIFFERS, 84), (WORTH, 124), (WHY, 120))
NARROW = 960
"""Below this width the differences are shown without what names an item twice or can be reckoned."""
BEGIN = ("risk", "shelf", "category", "all")
DURING = ("book", "why", "again", "sheet", "finish")


class CountScreen(Screen):
    """One count at a time; every scan is written at once, so that a power cut loses none and selling goes on."""

    key = "count"
    watches: ClassVar[frozenset[str]] = frozenset({"stock_count", "stock_count_line", "product"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.count: Count | None = None
        self.open_book = False
        self._last: bytes | None = None
        self.model = CountTable()
        self.heading = Words(role="heading")
        self.progress = Cut(role="quiet")
        self.line = EntryLine()
        self.bar = MessageBar()
        self.ask = AskRow()
        self.table = table(self.model, NAME, WIDTHS)
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.empty = words("", role="quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = {name: QPushButton() for name in (*BEGIN, *DURING)}
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Count the stock")

    # -- building

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addSpacing(scaled(16))
        top.addWidget(self.progress, 1)
        many = Flow(gap=scaled(8))
        for name in (*BEGIN, *DURING):
            many.addWidget(self.buttons[name])
        for name in ("risk", "finish"):
            self.buttons[name].setProperty("role", "primary")
        self.buttons["book"].setCheckable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.line)
        column.addWidget(self.bar)
        column.addWidget(self.ask)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(many)

    def _connect(self) -> None:
        self.line.entered.connect(self._entered)
        self.line.one_more.connect(self._one_more)
        self.line.removed.connect(self.count_again)
        self.line.escaped.connect(self._escaped)
        self.line.moved.connect(self._moved)
        self.table.clicked.connect(self._clicked)
        acts: dict[str, Callable[[], object]] = {
            "risk": partial(self.start, "risk"), "shelf": partial(self._ask_of, "shelf"),
            "category": partial(self._ask_of, "category"), "all": partial(self.start, "all"),
            "book": self.turn_page, "why": self.explain, "again": self.count_again, "sheet": self.print_sheet,
            "finish": self.finish,
        }  # fmt: skip
        keys = {
            "shelf": "F3", "category": "F4", "all": "F6", "book": "F2", "why": "F5", "sheet": "Ctrl+P", "finish": "F9",
        }  # fmt: skip
        for name, act in acts.items():
            self.buttons[name].clicked.connect(partial(self._by_key, name, act))
        for name, key in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, partial(self._by_key, name, acts[name]))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _by_key(self, name: str, act: Callable[[], object], _checked: object = None) -> None:
        """A key acts only while its button is there."""
        if self.buttons[name].isVisible():
            act()

    def _clicked(self) -> None:
        self.line.setFocus()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        said = {
            "risk": _("Enter  Today's ten"), "shelf": _("F3  One shelf"), "category": _("F4  One category"),
            "all": _("F6  The whole shop"), "book": _("F2  Differences"), "why": _("F5  Why"),
            "again": _("Del  Count again"), "sheet": _("Ctrl+P  Sheet"), "finish": _("F9  Finish"),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(said[name])
        self.table.setAccessibleName(_("Items to count"))
        fit(self.table, WIDTHS)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, WHY)
        if self.context.opened is not None:
            self._show()

    # -- looking

    def enter(self) -> None:
        """Begin with the line, or with the question that waits."""
        if self.ask.isVisible():
            self.ask.start()
        else:
            self.line.setFocus()
            self.line.selectAll()

    def refresh(self, tables: frozenset[str]) -> None:
        """Somebody may have counted at another till: look again."""
        self._show()

    def _show(self) -> None:
        counting = self.shop.counting
        self.count = next(iter(counting.open_counts()), None)
        count = self.count
        for name in BEGIN:
            self.buttons[name].setVisible(count is None)
        for name in DURING:
            self.buttons[name].setVisible(count is not None)
        self.table.setVisible(count is not None)
        self.empty.setVisible(count is None)
        self.empty.setText(counting.due() or _("Nothing is being counted. Ten items take five minutes."))
        self.heading.setText(count_table.heading(count))
        self.heading.setVisible(count is not None)
        self._show_lines(count)
        hint = _("Scan, or type code or 12*code; *12 sets the last one") if count else _("Enter begins today's ten")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)

    def _show_lines(self, count: Count | None) -> None:
        lines = self.shop.counting.lines(count.id) if count else []
        if self.open_book and count:
            lines = self.shop.counting.differences(count.id)
        else:
            lines.sort(key=lambda line: 0 if line.product_id == self._last else 1 if line.counted is None else 2)
        self._fit_columns()
        self.buttons["book"].setChecked(self.open_book)
        self.model.show(lines, open_book=self.open_book)
        self.table.selectRow(max(self.model.row_of(self._last), 0))
        self.progress.setText(count_table.progress(count, open_book=self.open_book))

    def _fit_columns(self) -> None:
        """Blind while one counts; with the differences in sight what they are worth comes before shelf and code."""
        narrow = self.open_book and self.width() < scaled(NARROW)
        hidden = (
            {SHELF, CODE, EXPECTED} if narrow else set[int]() if self.open_book else {EXPECTED, DIFFERS, WORTH, WHY}
        )
        for column in range(WHY + 1):
            self.table.setColumnHidden(column, column in hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the window."""
        super().resizeEvent(event)
        self._fit_columns()

    # -- acts

    def start(self, scope: str, of: str = "") -> None:
        """Begin a count."""
        self._telling(lambda: self._began(scope, of))

    def _began(self, scope: str, of: str) -> None:
        self.shop.counting.start(scope, of)
        self._last, self.open_book = None, False
        self._show()

    def _ask_of(self, scope: str) -> None:
        names = self.shop.keepings.shelves() if scope == "shelf" else self.shop.catalogue.categories()
        question = _("Which shelf?") if scope == "shelf" else _("Which category?")
        if names:
            question += " " + ", ".join(names[:12])
        self.bar.tell("")
        self.ask.ask(question, (_("Name"),), _("Enter  Begin"), lambda texts: self._began(scope, texts[0]), self.enter)

    def turn_page(self) -> None:
        """From what is left to count to what differs, and back."""
        self.open_book = not self.open_book
        self._show()
        self.enter()

    def count_again(self) -> None:
        """Forget what was counted of the chosen item."""
        count, line = self.count, self.model.line(self.table.currentIndex().row())
        if count is None or line is None:
            return
        self._telling(lambda: self.shop.counting.recount(count.id, line.product_id))
        self._last = line.product_id
        self._show()

    def explain(self) -> None:
        """Say why the chosen item differs."""
        count, line = self.count, self.model.line(self.table.currentIndex().row())
        if count is None or line is None:
            return

        def answer(texts: list[str]) -> None:
            self.shop.counting.explain(count.id, line.product_id, texts[0])
            self._last = line.product_id
            self._show()

        question = _("Why does {name} differ?").format(name=line.name)
        self.ask.ask(question, (_("Reason"),), _("Enter  Keep"), answer, self.enter, given=(line.reason,))

    def print_sheet(self) -> None:
        """Print what is to be counted: blind, or with the differences in sight also what is expected."""
        if self.count is not None:
            self.shop.papers.count_sheet(self.count.id, blind=not self.open_book)
            self.context.wake_printer()
            self.bar.tell(_("The sheet is on its way to the printer."), "good")

    def finish(self) -> None:
        """Correct the stock by what was found: the differences are shown first, and want a reason."""
        count = self.count
        if count is None:
            return
        self.bar.tell("")
        if not self.open_book:
            self.turn_page()
        if not count.differing:
            self._telling(lambda: self._finish(count, ""))
            return
        question = _("{n} items differ, worth {worth}. Why, where nothing else is said?").format(
            n=count.differing, worth=rupees(count.worth)
        )
        self.ask.ask(
            question, (_("Reason"),), _("Enter  Correct the stock"), lambda texts: self._finish(count, texts[0]),
            self.enter,
        )  # fmt: skip

    def _finish(self, count: Count, reason: str, *, sure: bool = False) -> None:
        try:
            done = self.shop.counting.finish(count.id, reason, sure=sure)
        except Doubtful as doubt:
            QTimer.singleShot(0, partial(self._ask_sure, count, reason, str(doubt)))
            return
        except NeedsApproval as needed:
            QTimer.singleShot(
                0, partial(self._ask_yes, count, reason, needed, sure=sure)
            )  # once this question has closed
            return
        self._last, self.open_book = None, False
        self._show()
        said = _("The count is finished: {counted} counted, {n} differed, worth {worth}.")
        self.told.emit(said.format(counted=done.counted, n=done.differing, worth=rupees(done.worth)), "good")

    def _ask_sure(self, count: Count, reason: str, doubt: str) -> None:
        """What was corrected by hand too is asked about: Esc leaves the count open, to count the item again."""
        go_on = partial(self._finish, count, reason, sure=True)
        self.ask.ask(doubt, (), _("Enter  Both are true"), lambda _texts: go_on(), self.enter)

    def _ask_yes(self, count: Count, reason: str, needed: NeedsApproval, *, sure: bool) -> None:
        """A manager types their PIN where one counts."""

        def answer(texts: list[str]) -> None:
            self.shop.staff.approve(needed.act, needed.doc_id, texts[0], reason)
            self._finish(count, reason, sure=sure)

        self.ask.ask(str(needed), (_("PIN"),), _("Enter  Allow it"), answer, self.enter)
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)

    # -- the line

    def scanned(self, text: str) -> bool:
        """A scan is for the count while this page is in front."""
        if self.count is None:
            return False
        self._entered(text)
        return True

    def _entered(self, text: str) -> None:
        asked = text.strip()
        if self.count is None:
            self.start("risk")
        elif asked:
            self._telling(lambda: self._count(asked))
        self.enter()

    def _count(self, text: str) -> None:
        count, asked = self.count, entry.read(text)
        if count is None:
            return
        if isinstance(asked, entry.SetQuantity):
            line = self.model.line(self.table.currentIndex().row())
            if line is None:
                raise InvalidInput(_("Scan an item first."), field="count")
            self._counted(self.shop.counting.enter(count.id, f"{quantity(asked.quantity)}*{line.code}", replace=True))
            return
        try:
            self._counted(self.shop.counting.enter(count.id, text))
        except NotFound:
            named = self._named(asked)
            if named is None:
                self.context.sound("error")
                raise
            self._counted(self.shop.counting.enter(count.id, named))

    def _named(self, asked: entry.Entry) -> str | None:
        """What was typed by name as it is typed by code; None when no item or more than one is called so."""
        from shoppos.shop.hits import not_called

        if not isinstance(asked, entry.Find) or not any(char.isalpha() for char in asked.text):
            return None
        hits = self.shop.catalogue.search(asked.text, limit=3)
        if hits and hits[0].near:
            raise not_called(asked.text, hits)
        if len(hits) > 1:
            raise InvalidInput(
                _('Several items are called "{text}".').format(text=asked.text),
                _("Type more of the name, or its code."),
            )
        times = "" if asked.quantity is None else f"{quantity(asked.quantity)}*"
        return f"{times}{hits[0].code}" if hits else None

    def _counted(self, done: Counted) -> None:
        line = done.lines[0]
        self._last, self.open_book = line.product_id, False
        self.line.clear()
        self._show()
        self.bar.tell(
            done.message or _("{name}: {n} counted").format(name=line.name, n=quantity(line.counted or 0)),
            "warn" if done.message else "good",
        )

    def _one_more(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        if line is not None:
            self._telling(lambda: self._count(line.code))

    def _moved(self, by: int) -> None:
        rows = self.model.rowCount()
        if rows:
            self.table.selectRow(min(max(self.table.currentIndex().row() + by, 0), rows - 1))

    def _escaped(self) -> None:
        """Esc: what was typed, then the differences, then the counter; the count stays open."""
        if self.line.text() or self.bar.text():
            self.line.clear()
            self.bar.tell("")
        elif self.open_book:
            self.turn_page()
        else:
            self.leave.emit()

    def _telling(self, act: Callable[[], object]) -> None:
        """Do it; a refusal stands in the bar, and nothing typed is lost."""
        self.bar.tell("")
        try:
            act()
        except ShopError as error:
            self.bar.refuse(error)
