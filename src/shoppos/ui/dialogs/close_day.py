"""The day is closed by three keys and the digits: count, Enter, and what the Z says; a shift alone ends likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import grouped, rupees
from shoppos.rules import methods
from shoppos.ui.dialogs.count_cash import CountDialog, said_over
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from shoppos.reports.reading import Reading
    from shoppos.shop.days import DayClosed
    from shoppos.shop.shifts import Closed
    from shoppos.ui.context import Context

SLIP = "Ctrl+G"
MOST_NAMED = 6
"""Days of which each is named where they are closed."""


class CloseDayDialog(CountDialog):
    """Ends the shift and draws the Z; `done_with` is then the `DayClosed`."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Say which days are closed, and ask for the count."""
        days = context.shop.days.to_close()
        title = _("Close the day {day}").format(day=written(days[-1])) if days else _("Close the day")
        super().__init__(context, parent, title, self._yes_words())
        if len(days) > 1:
            forgotten = ", ".join(written(day) for day in days[:-1])
            if len(days) > MOST_NAMED:
                told = _("{count} days from {first} to {last}")
                forgotten = told.format(count=len(days) - 1, first=written(days[0]), last=written(days[-2]))
            self.told.setText(_("⚠ Not closed yet: {days}. Each gets a Z of its own now.").format(days=forgotten))
            self.told.show()
        if context.shop.days.left_open(days) is not None:
            self.let_it_go_on()
        self.after = words(_("What is sold after this counts for the next day."), role="hint")
        self.body.insertWidget(self.body.count() - 1, self.after)
        self.begin()

    def _yes_words(self) -> str:
        return _("Close the day (Enter)")

    def end(self, *, sure: bool, **counted: Any) -> DayClosed:
        """Close it."""
        return self.shop.days.close(**counted, sure=sure)


class EndShiftDialog(CountDialog):
    """Ends a turn at the drawer while the day goes on; `done_with` is then the `Closed`."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Ask for the count."""
        super().__init__(context, parent, _("End the shift"), self._yes_words())
        self.begin()

    def _yes_words(self) -> str:
        return _("End the shift (Enter)")

    def end(self, *, sure: bool, **counted: Any) -> Closed:
        """End it."""
        del sure
        return self.shop.shifts.close(**counted)


class DayResultDialog(QDialog):
    """What the Z says, whether the drawer agreed, and what is not sent yet; Enter or Esc leaves it."""

    def __init__(self, context: Context, done: DayClosed, parent: QWidget | None) -> None:
        """Show a day that was closed just now."""
        super().__init__(parent)
        self._context, self._done = context, done
        self.z = context.shop.days.z(done.number)
        self.setWindowTitle(_("The day is closed"))
        said = _("{day} is closed: Z {number}").format(day=written(done.business_date), number=done.number)
        self.head = words(said, role="title")
        self.drawer = words(said_over(done.closed) if done.closed else _not_counted(done))
        role = "quiet" if done.closed is None else "doubt" if done.closed.over else "fine"
        self.drawer.setProperty("role", "heading" if done.closed else role)
        self.banner = QFrame()
        self.banner.setProperty("role", {"quiet": "card", "doubt": "warn", "fine": "good"}[role])
        self.notes = words("\n".join(self._notes()))
        self.paper = words(self._paper(), role="hint")
        self.slip, self.leave = QPushButton(_("See the slip ({key})").format(key=SLIP)), QPushButton(_("Done (Enter)"))
        self._lay_out()
        QShortcut(QKeySequence(SLIP), self, self.see)
        self.leave.setFocus()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.banner)
        inside.setContentsMargins(*(scaled(12), scaled(8)) * 2)
        inside.addWidget(self.drawer)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(16),) * 4)
        column.setSpacing(scaled(10))
        for widget in (self.head, self.banner):
            column.addWidget(widget)
        column.addLayout(self._figures())
        for widget in (self.notes, self.paper):
            column.addWidget(widget)
        column.addStretch()
        foot = QHBoxLayout()
        foot.addStretch()
        for button, act in ((self.slip, self.see), (self.leave, self.accept)):
            button.setMinimumHeight(scaled(44))
            button.setAutoDefault(button is self.leave)
            button.clicked.connect(act)
            foot.addWidget(button)
        self.leave.setDefault(True)
        self.leave.setProperty("role", "primary")
        column.addLayout(foot)
        self.notes.setVisible(bool(self.notes.text()))
        self.setMinimumWidth(min(scaled(560), self.screen().availableSize().width()))

    def _figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(20))
        grid.setVerticalSpacing(scaled(4))
        grid.setColumnStretch(2, 1)
        for at, (caption, figure, role) in enumerate(figures_of(self.z.reading)):
            grid.addWidget(words(caption, role=role, wrap=False), at, 0)
            shown = words(figure, role=role, wrap=False)
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(shown, at, 1)
        return grid

    def _notes(self) -> Iterator[str]:
        """What somebody should know besides."""
        from shoppos.printing.printers import printers

        yield from unsent_said(self.z.reading, printer=bool(printers(self._context.shop.db)))
        forgotten = self._done.numbers[:-1]
        if forgotten:
            numbers = ", ".join(str(number) for number in forgotten)
            said = _("Days that nobody had closed were closed too. Their Zs have these numbers: {numbers}.")
            yield said.format(numbers=numbers)
        if self._done.invoices:
            yield _("One invoice for small sales: {number}").format(number=", ".join(self._done.invoices))
        clock = self._context.shop.db.clock
        if clock.business_day(clock.ms()) > self._done.business_date:
            yield _("Today is open still; close it in the evening.")

    def _paper(self) -> str:
        from shoppos.printing.printers import printers

        if printers(self._context.shop.db):
            return _("The Z slip goes to the printer.")
        return _("No printer is set up yet: the slip waits in the list of papers.")

    def see(self) -> None:
        """A picture of the slip."""
        from shoppos.ui.dialogs.reading import ReadingDialog, of_z

        dialog = ReadingDialog(self._context, of_z(self.z), self)
        dialog.exec()
        dialog.deleteLater()


def _not_counted(done: DayClosed) -> str:
    if done.goes_on:
        return _("{name}'s shift goes on: nothing was counted.").format(name=done.goes_on)
    return _("No shift was open: nothing was counted.")


def figures_of(found: Reading) -> Iterator[tuple[str, str, str]]:
    """What a day came to: captions, figures, and how they look."""
    yield _("Sales"), rupees(found.net), "heading"
    yield _("Bills made"), str(found.bills), ""
    for one in found.by_method:
        if one.sold:
            yield methods.label(one.method), grouped(one.sold), ""
    if found.cancelled:
        yield _("Cancelled"), f"{found.cancelled} · {grouped(found.cancelled_amount)}", ""
    if found.notes:
        yield _("Credit notes"), f"{found.notes} · {grouped(found.notes_amount)}", ""
    if found.counted is not None:
        yield _("Expected in the drawer"), grouped(found.expected), ""
        yield _("Counted"), grouped(found.counted), ""


def unsent_said(found: Reading, *, printer: bool = True) -> Iterator[str]:
    """What waited when the day was closed; it holds nothing up. Without a `printer` papers do not go by themselves."""
    papers, messages, reports = found.unsent
    waits = [
        said.format(n=n)
        for n, said in (
            (papers, ngettext("{n} paper", "{n} papers", papers)),
            (messages, ngettext("{n} message", "{n} messages", messages)),
            (reports, ngettext("{n} report", "{n} reports", reports)),
        )
        if n
    ]
    if waits:
        said = _("Not sent yet: {things}. They go out by themselves.")
        if papers and not printer:
            said = _("Not sent yet: {things}. Papers go out once a printer is set up.")
        yield said.format(things=", ".join(waits))


def written(day: int) -> str:
    """A business day (yyyymmdd) as people write it."""
    return f"{day_of(day):%d-%m-%Y}"
