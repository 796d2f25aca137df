"""Reports: a question is chosen, its days and what narrows it; the answer is read, followed, printed and saved."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.keys import printable
from shoppos.ui.screen import Screen
from shoppos.ui.screens.reports.asking import Answered, AskedFor, answer, known
from shoppos.ui.screens.reports.keeping import Keeping
from shoppos.ui.screens.reports.page import FILED, KEYS, ReportsPage
from shoppos.ui.widgets.form import ENTER
from shoppos.ui.widgets.period_field import EARLIER, FROM, LATER
from shoppos.ui.widgets.period_field import KEYS as PERIODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.report import Link, Period, Question
    from shoppos.ui.context import Context
    from shoppos.ui.job import Progress, Stopped

CALM = 120
"""Milliseconds for which one may go on choosing before it is asked."""
LIVE = 2_000
"""Milliseconds in which the news of a busy counter are told together."""
PAGES = {"bill": "bills", "customer": "people", "product": "catalogue", "order": "orders", "purchase": "buying"}
"""Where a line leads that is no report."""


class ReportsScreen(Screen):
    """Enter follows a line to what is behind it, Esc goes back the same way."""

    key = "reports"
    watches: ClassVar[frozenset[str]] = frozenset({"sale", "void", "credit_note", "expense", "khata_entry", "employee"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.page = ReportsPage()
        self.view = self.page.view
        self.job: Job | None = None
        self.asked: AskedFor | None = None
        self.answered: Answered | None = None
        self.trail: list[AskedFor] = []
        self._known: tuple[Question, ...] = ()
        self._focus = False
        self._soon, self._later = QTimer(self), QTimer(self)
        for timer, calm, act in ((self._soon, CALM, self._ask), (self._later, LIVE, self._ask)):
            timer.setSingleShot(True)
            timer.setInterval(calm)
            timer.timeout.connect(act)
        self.keeping = Keeping(context, self, lambda: self.answered, self.page.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Reports")

    def _connect(self) -> None:
        page = self.page
        page.questions.chosen.connect(self._choose)
        page.questions.entered.connect(self._into_answer)
        page.period.changed.connect(self._of_days)
        page.chosen.connect(self._narrow)
        page.wanted.connect(self.do)
        page.progress.stopped.connect(self._stop)
        self.keeping.told.connect(self.told)
        self.view.led.connect(self.follow)
        self.view.table.view.doubleClicked.connect(self._follow_line)
        self.view.table.view.installEventFilter(self)
        keys = [(key, partial(page.period.choose_name, name)) for name, key in PERIODS.items()]
        keys += [(key, partial(self.do, name)) for name, key in KEYS.items()]
        keys += [
            (EARLIER, partial(page.period.step, -1)), (LATER, partial(page.period.step, 1)),
            (FROM, page.period.begin_days), ("Ctrl+F", self.to_line), ("Esc", self._back),
            ("Ctrl+PgDown", partial(self.view.turn, 1)), ("Ctrl+PgUp", partial(self.view.turn, -1)),
        ]  # fmt: skip
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def retranslate(self) -> None:
        """Say everything again in the language in force; the answer is asked anew in it."""
        self.page.say()
        self._known = ()
        if self.isVisible() and self.context.opened is not None:
            self.refresh(self.watches)

    # -- looking

    def refresh(self, tables: frozenset[str]) -> None:
        """Shown or changed: ask again; while the counter sells, not at each of its bills."""
        if not self._known:
            self._learn()
        elif tables == self.watches or "employee" in tables:
            self._ask()
        elif self.isVisible() and not self._later.isActive():
            self._later.start()

    def _learn(self) -> None:
        """Load what answers the questions, beside the window."""
        shop = self.shop
        self._start(lambda _progress, _stopped: known(shop), self._learned)

    def _learned(self, questions: tuple[Question, ...]) -> None:
        self._known = questions
        if self.asked is None or all(one.name != self.asked.name for one in questions):
            self.asked = AskedFor(questions[0].name)
        self.page.period.say(printable)
        self.page.questions.show_questions(questions, self.asked.name)
        self._ask()

    def _choose(self, name: str) -> None:
        """Another question was marked: the days stay, where both are asked of days."""
        before = self.answered
        kept = before.report.period if before is not None and not before.question.of_now else None
        mine = next((one for one in self._known if one.name == name), None)
        was = next((one for one in self._known if self.asked is not None and one.name == self.asked.name), None)
        same = mine is not None and was is not None and mine.span == was.span
        self.trail.clear()
        self.asked = AskedFor(name, kept if same else None)
        self._soon.start()

    def _of_days(self, period: Period) -> None:
        if self.asked is not None:
            self.asked = replace(self.asked, period=period, row=0)
            self._soon.start()

    def _narrow(self) -> None:
        if self.asked is not None:
            self.asked = replace(self.asked, choices=self.page.narrowed(), row=0)
            self._soon.start()

    def _ask(self) -> None:
        """Ask what is wanted now; what was asked before is waited for no longer."""
        if self.asked is None or not self._known or not self.isVisible():
            return
        shop, asked = self.shop, self.asked

        def work(_progress: Progress, stopped: Stopped) -> Answered | None:
            return answer(shop, asked, stopped)

        self._start(work, self._show)
        self.page.progress.begin(_("Asking …"))

    def _start(self, work: Callable[[Progress, Stopped], Any], then: Callable[[Any], None]) -> None:
        self._stop()
        job = Job(self.shop.db, work, self)
        self.job = job

        def over(found: Any) -> None:
            if self.job is job:
                self.page.progress.hide_again()
                if found is not None:
                    then(found)

        def refused(error: ShopError) -> None:
            if self.job is job:
                self._refused(error)

        job.finished.connect(over)
        job.refused.connect(refused)
        job.start()

    def _stop(self) -> None:
        """Nobody waits for it any more."""
        self._soon.stop()
        self._later.stop()
        self.page.progress.hide_again()
        if self.job is not None:
            self.job.stop()

    def _refused(self, error: ShopError) -> None:
        self.page.progress.hide_again()
        self.view.hide()
        self.page.empty.setText(str(error))
        self.page.empty.show()
        self.answered = None
        self._offer()

    def _show(self, found: Answered) -> None:
        """Show the answer, and stand where one stood."""
        again = self.answered is not None and replace(self.answered.asked, row=0) == replace(found.asked, row=0)
        row = self.view.table.view.currentIndex().row() if again else found.asked.row
        self.answered = found
        question = found.question
        self.page.empty.hide()
        self.page.questions.mark(question.name)
        self.page.period.show_period(found.report.period, found.today)
        self.page.period.setVisible(not question.of_now)
        self.page.show_choices(question.choices, found.options, found.asked.choices)
        self.view.show()
        self.view.show_report(found.report, self.shop.db.clock.zone)
        if not again:
            self.view.show_part(found.asked.part)
        self.view.table.view.selectRow(min(max(row, 0), max(self.view.table.model.rowCount() - 1, 0)))
        self._offer()
        if self._focus:
            self._focus = False
            self.view.begin()

    def _offer(self) -> None:
        """What can be done with what is shown."""
        for name in ("print", "save"):
            self.page.buttons[name].setEnabled(self.answered is not None)
        filed = self.answered is not None and self.answered.question.name in FILED
        self.page.buttons["file"].setVisible(filed)

    # -- following

    def _follow_line(self) -> None:
        line = self.view.table.model.line(self.view.table.view.currentIndex().row())
        if line is not None and line.link is not None:
            self.follow(line.link)

    def follow(self, link: Link) -> None:
        """Go to what is behind a line or a number: another report, or the page of a bill, an item, a customer."""
        if self.asked is None or self.answered is None:
            return
        here = replace(
            self.asked, period=self.answered.report.period, part=self.view.part,
            row=max(self.view.table.view.currentIndex().row(), 0),
        )  # fmt: skip
        if link.kind != "report":
            self.asked = here
            self._focus = True
            self._lead(link)
            return
        self.trail.append(here)
        self._focus = True
        self.asked = AskedFor(link.target, link.period or self.answered.report.period, dict(link.choices), part=0)
        self._ask()

    def _lead(self, link: Link) -> None:
        """To the page of a bill, an item, a customer, an order or a purchase, by what that page looks for."""
        target = link.target
        try:
            if link.kind == "product":
                target = self.shop.catalogue.card(bytes.fromhex(target)).form.code
            elif link.kind == "customer":
                card = self.shop.customers.card(bytes.fromhex(target))
                target = card.phone or card.name
            elif link.kind == "purchase":
                target = "received"
        except ShopError as error:
            self.told.emit(str(error), "warn")
            return
        self.leads.emit(PAGES[link.kind], target)

    def _back(self) -> None:
        """Esc: to the report before, out of the search, then to the counter."""
        if self.trail:
            self.asked = self.trail.pop()
            self._focus = True
            self._ask()
        elif self.page.questions.search.text():
            self.page.questions.search.clear()
            self.to_line()
        else:
            self.leave.emit()

    def begin(self, number: str) -> None:
        """Another page asks for a report by its name, and the period's behind it ("methods today")."""
        from shoppos.reports import periods

        name, _blank, period = number.partition(" ")
        if not name or "/" in name or (self._known and all(one.name != name for one in self._known)):
            return
        days = periods.named(period, periods.today(self.shop.db.clock)) if period else None
        self.trail.clear()
        self._focus = True
        self.asked = AskedFor(name, days)
        if self._known:
            self._ask()

    def is_read(self) -> bool:
        """Whether what is asked is answered."""
        waits = self._soon.isActive() or self.page.questions.typing
        busy = waits or self.job is None or self.job.running
        return not busy and self.answered is not None and self.answered.asked is self.asked

    # -- doing

    def do(self, act: str) -> None:
        """Print, save, or file what is shown."""
        if act == "file":
            from shoppos.ui.dialogs.filing import FilingDialog

            dialog = FilingDialog(self.context, self)
            dialog.exec()
            dialog.deleteLater()
            if dialog.lead:
                self.leads.emit(PAGES["bill"], dialog.lead)
        elif act == "print":
            self.keeping.print_it()
        else:
            self.keeping.save()

    # -- keys

    def enter(self) -> None:
        """Begin with the question, or go on where one was."""
        if self.trail or self._focus:
            self.view.begin()
        else:
            self.page.questions.list.setFocus()

    def to_line(self) -> bool:
        """Look for another question."""
        self.page.questions.search.setFocus()
        self.page.questions.search.selectAll()
        return True

    def _into_answer(self) -> None:
        """Enter on a question: the keyboard goes to its answer, at once or when it is there."""
        waits = self._soon.isActive() or (self.job is not None and self.job.running)
        if waits or self.answered is None:
            self._focus = True
        else:
            self.view.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the table follows the line; Left goes back to the questions."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                self._follow_line()
                return True
            if event.key() == Qt.Key.Key_Left and not event.modifiers():
                self.page.questions.list.setFocus()
                return True
        return super().eventFilter(watched, event)
