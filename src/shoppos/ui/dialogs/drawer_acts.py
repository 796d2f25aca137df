"""What the keys of the drawer do on every page: expense, cash in and out, open it, a shift, the X, the day's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui import keys
from shoppos.ui.dialogs import opening
from shoppos.ui.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context
    from shoppos.ui.dialogs.close_day import CloseDayDialog, EndShiftDialog
    from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog, DrawerCashDialog
    from shoppos.ui.dialogs.drawer_open import OpenDrawerDialog
    from shoppos.ui.dialogs.expense import ExpenseDialog

ACTS = ("expense", "cash_in", "cash_out", "open_drawer", "shift", "reading", "close_day", "closed_days")


class DrawerActs(QObject):
    """Opens the dialogs over `window`; the bill on the counter stays as it is. `tell` says what was done."""

    def __init__(self, context: Context, window: QWidget, tell: Callable[[str, str], None]) -> None:
        """Nothing is open yet."""
        super().__init__(window)
        self._context, self._window, self._tell = context, window, tell

    def do(self, action: str) -> None:
        """Do one of `ACTS`."""
        {
            "expense": self._spend, "cash_in": lambda: self._move("in"), "cash_out": lambda: self._move("out"),
            "open_drawer": self._open, "shift": self._shift, "reading": self._read, "close_day": self._close,
            "closed_days": self._list,
        }[action]()  # fmt: skip

    def _spend(self) -> None:
        from shoppos.ui.dialogs.expense import ExpenseDialog

        self._say_after(ExpenseDialog(self._context, self._window))

    def _move(self, kind: str) -> None:
        from shoppos.ui.dialogs.drawer_cash import DrawerCashDialog

        self._say_after(DrawerCashDialog(self._context, kind, self._window))

    def _open(self) -> None:
        """Ask why; where no printer has a drawer say so at once."""
        from shoppos.ui.dialogs.drawer_open import OpenDrawerDialog

        try:
            self._context.shop.drawer.refuse_none()
        except ShopError as refusal:
            self._refused(refusal)
            return
        self._say_after(OpenDrawerDialog(self._context, self._window))

    def _open_to_count(self, *, for_float: bool = False) -> None:
        """The drawer opens by itself for who is to count it, once that is written down, beside the window."""
        shop = self._context.shop
        if not shop.drawer.hangs():
            return
        job = Job(shop.db, lambda _progress, _stop: shop.drawer.open_to_count(for_float=for_float), self)
        job.finished.connect(self._written)
        job.refused.connect(self._refused)
        job.start()

    def _written(self, opens: bool) -> None:
        if opens:
            self._context.open_drawer()

    def _refused(self, refusal: ShopError) -> None:
        self._context.sound("refused")
        self._tell(str(refusal), "warn")

    def _shift(self) -> None:
        """Begin one where none goes on, else end it."""
        if self._context.shop.shifts.current() is None:
            from shoppos.ui.dialogs.drawer_cash import BeginShiftDialog

            self._open_to_count(for_float=True)
            self._say_after(BeginShiftDialog(self._context, self._window))
            return
        from shoppos.ui.dialogs.close_day import EndShiftDialog

        self._open_to_count()
        dialog = EndShiftDialog(self._context, self._window)
        dialog.accepted.connect(lambda: self._ended(dialog))
        opening.over(dialog)

    def _read(self) -> None:
        from shoppos.ui.dialogs.reading import ReadingDialog, of_x

        try:
            subject = of_x(self._context.shop)
        except ShopError as refusal:
            self._refused(refusal)
            return
        opening.over(ReadingDialog(self._context, subject, self._window))

    def _close(self) -> None:
        from shoppos.ui.dialogs.close_day import CloseDayDialog, written

        days = self._context.shop.days
        if not days.to_close():
            last, number = days.last()
            key = keys.printable(self._context.keymap.shown("closed_days"))
            said = _(
                "{day} is closed already: Z {number}. What is sold now counts for the next day. Closed days: {key}"
            )
            self._context.sound("refused")
            self._tell(said.format(day=written(last) if last else "", number=number, key=key), "warn")
            return
        if self._context.shop.shifts.current() is not None:
            self._open_to_count()
        dialog = CloseDayDialog(self._context, self._window)
        dialog.accepted.connect(lambda: self._closed(dialog))
        opening.over(dialog)

    def _list(self) -> None:
        from shoppos.ui.dialogs.closed_days import ClosedDaysDialog

        opening.over(ClosedDaysDialog(self._context, self._window))

    # -- what came of it

    def _say_after(self, dialog: ExpenseDialog | DrawerCashDialog | OpenDrawerDialog | BeginShiftDialog) -> None:
        dialog.accepted.connect(lambda: self._tell(dialog.said, "good"))
        opening.over(dialog)

    def _ended(self, dialog: EndShiftDialog) -> None:
        from shoppos.ui.dialogs.count_cash import said_over

        closed = dialog.done_with
        self._context.wake_printer()
        said = _("The shift has ended with {amount}. {drawer}")
        told = said.format(amount=rupees(closed.counted), drawer=said_over(closed))
        self._tell(told, "warn" if closed.over else "good")

    def _closed(self, dialog: CloseDayDialog) -> None:
        from shoppos.ui.dialogs.close_day import DayResultDialog

        self._context.wake_printer()
        self._context.deliver_now()
        opening.over(DayResultDialog(self._context, dialog.done_with, self._window))
