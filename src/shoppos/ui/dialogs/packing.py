"""The packing table: every scan ticks its line, what does not belong into the box is refused so that one hears it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from shoppos.base.errors import Doubtful, InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity, quantity, rupees
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, line, words
from shoppos.ui.widgets.labels import Card, Figure
from shoppos.ui.widgets.order_words import promised_said, short
from shoppos.ui.widgets.pack_table import BOX, ITEM, MARK, SHELF, WANTED, PackTable
from shoppos.ui.widgets.tables import ROW, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QTableView, QWidget

    from shoppos.shop.packing_view import PackLine
    from shoppos.ui.context import Context

WIDTHS = ((MARK, 40), (SHELF, 110), (WANTED, 96), (BOX, 110))
ROOM = (940, 640)
EDGE, PADDING = 40, 24
LATER, DROP = "later", "drop"
WALK = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
PIECE = 1000


class PackingDialog(QDialog):
    """One line takes all scans; `packed` is true once the box is closed. What was scanned is kept whatever happens."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Show how far the packing of that order is."""
        super().__init__(parent)
        self.context, self.order_id = context, order_id
        self.packed = False
        self.table_now = context.shop.dispatching.packing(order_id)
        self.view = context.shop.orders.view(order_id)
        self.setWindowTitle(_("Pack order {number}").format(number=self.table_now.number))
        self._repeat: tuple[str, Callable[[], object]] | None = None
        self._weighing: tuple[str, int] | None = None
        self.entry = line(most=80, scans=True)
        self.entry.setProperty("role", "entry")
        self.entry.setAccessibleName(_("Scan what goes into the box"))
        self.entry.installEventFilter(self)
        self.entry.textEdited.connect(self._typed)
        self.model = PackTable()
        self.lines = table(self.model, ITEM, WIDTHS)
        self.lines.setAccessibleName(_("What goes into the box"))
        self.lines.verticalHeader().setDefaultSectionSize(max(ROW, scaled(ROW - 10)))
        self.lines.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.banner = Card("card")
        self.said = words("", role="heading")
        self.figure = Figure(26)
        self.money = words("", role="quiet")
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._show()
        self._say(_("Scan each item as it goes into the box."), "card")
        self.entry.setFocus()

    # -- building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(10),) * 4)
        column.setSpacing(scaled(5))
        clock = self.context.shop.db.clock
        today = clock.business_day(clock.ms())
        view = self.view
        promised = promised_said(view.promised, view.slot, today)
        head = QHBoxLayout()
        title = QVBoxLayout()
        title.addWidget(words(f"{short(self.table_now.number)}  ·  {view.card.name or view.card.phone}", role="title"))
        title.addWidget(words("  ·  ".join(part for part in (promised, view.note) if part), role="quiet"))
        head.addLayout(title, 5)
        right = QVBoxLayout()
        self.figure.setMinimumHeight(scaled(40))
        self.money.setAlignment(Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.figure)
        right.addWidget(self.money)
        head.addLayout(right, 3)
        column.addLayout(head)
        column.addWidget(self.entry)
        inside = QVBoxLayout(self.banner)
        inside.setContentsMargins(scaled(12), scaled(5), scaled(12), scaled(5))
        inside.addWidget(self.said)
        column.addWidget(self.banner)
        column.addWidget(self.lines, 1)
        many = Flow(gap=scaled(6))
        acts: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("one", _("One more (+)"), "", lambda: self.by_hand(1)),
            ("less", _("One less (−)"), "", lambda: self.by_hand(-1)),
            ("all", _("All is in the box (Alt+A)"), "Alt+A", self.pack_all),
            ("slip", _("Slip (Ctrl+S)"), "Ctrl+S", self.print_slip),
            ("list", _("List (Ctrl+P)"), "Ctrl+P", self.print_list),
            ("leave", _("Later (Esc)"), "", self.reject),
            (LATER, _("Send the rest later (Ctrl+L)"), "Ctrl+L", lambda: self.close_box(LATER)),
            (DROP, _("Leave the rest out (Ctrl+D)"), "Ctrl+D", lambda: self.close_box(DROP)),
            ("close", _("Close the box (Enter)"), "Ctrl+Return", self.close_box),
        )
        for name, text, keys, act in acts:
            button = self.buttons[name] = QPushButton(text)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("role", "act")
            button.clicked.connect(partial(_call, act))
            if keys:
                QShortcut(QKeySequence(keys), self, partial(_call, act))
            many.addWidget(button)
        self.buttons["close"].setProperty("role", "act-first")
        column.addLayout(many)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(scaled(ROOM[0]), room.width() - EDGE), min(scaled(ROOM[1]), room.height() - EDGE))

    # -- looking

    @property
    def chosen(self) -> PackLine | None:
        """The line that is marked."""
        return self.model.line(self.lines.currentIndex().row())

    def _show(self, line_no: int = 0) -> None:
        """Show how it stands; the line that was ticked last is marked, and where that is done the next open one."""
        now = self.table_now
        self.model.show(now.lines)
        row = self.model.row_of(line_no)
        if row < 0:
            row = next((at for at, one in enumerate(now.lines) if one.left), 0)
        self.lines.horizontalHeader().resizeSection(SHELF, _shelf_width(self.lines, self.model, self.width()))
        self.lines.selectRow(row)
        self.lines.scrollTo(self.model.index(row, 0))
        done = sum(not one.left for one in now.lines)
        self.figure.setText(_("{done} of {all} lines").format(done=done, all=len(now.lines)))
        if now.payable == now.agreed:
            self.money.setText(rupees(now.payable))
        else:
            told = _("{payable} now, {agreed} was agreed")
            self.money.setText(told.format(payable=rupees(now.payable), agreed=rupees(now.agreed)))
        missing = now.begun and not now.complete
        for name in (LATER, DROP):
            self.buttons[name].setVisible(missing)
        self.buttons["close"].setVisible(now.complete)
        self.buttons["all"].setVisible(not now.complete)

    def _say(self, sentence: str, role: str) -> None:
        self.said.setText(sentence)
        self.banner.set_role(role)

    def _ticked(self, line_no: int, message: str = "") -> None:
        one = next((one for one in self.table_now.lines if one.line == line_no), None)
        if one is None:
            return
        unit = one.unit.lower()
        counted = _("{packed} of {wanted} {unit}").format(
            packed=quantity(one.packed), wanted=quantity(one.wanted), unit=unit
        )
        said = f"✓ {one.name}: {counted}. {message}".strip()
        if self.table_now.complete:
            said += " " + _("All is in the box: Enter closes it.")
        self._say(said, "good")
        self._show(line_no)

    # -- scanning

    def _typed(self) -> None:
        self._repeat = None

    def take(self) -> None:
        """Enter in the line: a scan, a weight that was asked for, or the box is closed."""
        text = self.entry.text().strip()
        if self._repeat is not None and self._repeat[0] == text:
            self._try(self._repeat[1], text)
        elif self._weighing is not None:
            self._weighed(text)
        elif text:
            self._try(lambda: self._scan(text), text, lambda: self._scan(text, sure=True))
        elif self.table_now.complete:
            self.close_box()
        else:
            self._say(_("Not all is in the box. Scan on, or say below what becomes of the rest."), "warn")

    def _scan(self, text: str, *, sure: bool = False) -> None:
        done = self.context.shop.dispatching.scan(self.order_id, text, sure=sure)
        self.table_now = done.packing
        self._ticked(done.line, done.message)

    def _weighed(self, text: str) -> None:
        """What the scale shows, for what was scanned or chosen before."""
        asked = self._weighing
        if asked is None:
            return
        code, line_no = asked
        if not text:
            self._weighing = None
            self._ask_again()
            return

        def again(*, sure: bool = False) -> None:
            amount = parse_quantity(text)
            if line_no:
                done = self.context.shop.dispatching.weigh(self.order_id, line_no, amount, sure=sure)
            else:
                done = self.context.shop.dispatching.scan(self.order_id, f"{quantity(amount)}*{code}", sure=sure)
            before, self.table_now = self.table_now, done.packing
            self._weighing = None
            change = done.packing.payable - before.payable
            said = _("The total is {payable} now.").format(payable=rupees(done.packing.payable)) if change else ""
            self._ask_again()
            self._ticked(done.line, said)

        self._try(again, text, lambda: again(sure=True))

    def _try(self, act: Callable[[], object], text: str, surely: Callable[[], object] | None = None) -> None:
        """Do it; what is refused is heard and stands there in red, and the line is free for the next scan."""
        self._repeat = None
        try:
            act()
        except Doubtful as error:
            self.context.sound("refused")
            self._say(_("⚠ {asked} Enter once more does it all the same.").format(asked=error.message), "warn")
            self._repeat = (text, surely or act)
            self.entry.selectAll()
            return
        except InvalidInput as error:
            if error.field == "quantity" and self._weighing is None:
                self._ask_weight(text, 0, error.message)
                return
            self._refuse(error)
        except ShopError as error:
            self._refuse(error)
        else:
            self.context.sound("scan")
        self.entry.clear()

    def _refuse(self, error: ShopError) -> None:
        self.context.sound("refused")
        self._say(f"✗ {error}", "error")

    def _ask_weight(self, code: str, line_no: int, sentence: str) -> None:
        self._weighing = (code, line_no)
        self.context.sound("scan")
        self._say(sentence + " " + _("Type what the scale shows, then Enter."), "warn")
        self.entry.clear()
        self.entry.setPlaceholderText(_("Weight, as in 0.752"))
        self.entry.setFocus()

    def _ask_again(self) -> None:
        self.entry.setPlaceholderText("")
        self._say(_("Scan each item as it goes into the box."), "card")

    # -- by hand

    def by_hand(self, step: int) -> None:
        """One more or one less of the line that is marked; goods that are weighed ask for their weight."""
        one = self.chosen
        if one is None:
            return
        if one.weighed and step > 0:
            self._ask_weight("", one.line, _("How much {name} is it?").format(name=one.name))
            return
        new = max(one.packed + step * PIECE, 0) if not one.weighed else 0
        if step > 0:
            new = min(new, one.wanted) if one.packed < one.wanted else new

        def put(*, sure: bool = False) -> None:
            self.table_now = self.context.shop.dispatching.put(self.order_id, one.line, new, sure=sure)
            self._ticked(one.line, _("By hand."))

        self._try(put, "", lambda: put(sure=True))
        self.entry.setFocus()

    def pack_all(self) -> None:
        """All of it is in the box, by the word of who packs: the box is closed."""

        def every(*, sure: bool = False) -> None:
            self.context.shop.dispatching.pack_all(self.order_id, sure=sure)
            self.packed = True
            self.accept()

        self._try(every, "", lambda: every(sure=True))

    def close_box(self, short: str = "") -> None:
        """The box is closed; `short` says what becomes of what is missing."""

        def close() -> None:
            self.context.shop.dispatching.pack(self.order_id, short=short)
            self.packed = True
            self.accept()

        self._try(close, "")

    # -- paper

    def print_slip(self) -> None:
        """The slip of this order."""
        self.context.shop.dispatching.print_slip(self.order_id)
        self.context.wake_printer()
        self._say(_("The order slip goes to the printer."), "good")

    def print_list(self) -> None:
        """What is to be gathered still, shelf by shelf."""

        def show() -> None:
            self.context.shop.dispatching.print_picking([self.order_id])
            self.context.wake_printer()
            self._say(_("The picking list goes to the printer."), "good")

        self._try(show, "")

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes what was scanned; arrows walk in the lines; + and - count by hand where nothing is typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.entry:
            if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.take()
                return True
            if event.key() in WALK:
                at = self.lines.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
                self.lines.selectRow(min(max(at, 0), len(self.model.lines) - 1))
                return True
            if event.text() in {"+", "-"} and not self.entry.text():
                self.by_hand(1 if event.text() == "+" else -1)
                return True
        return super().eventFilter(watched, event)

    def reject(self) -> None:
        """Esc: a weight that was asked for is not typed; else the box stays open, with what is in it."""
        if self._weighing is not None:
            self._weighing = None
            self.entry.clear()
            self._ask_again()
        else:
            super().reject()


def _shelf_width(table: QTableView, model: PackTable, wide: int) -> int:
    """As wide as the longest shelf's name, up to a third of the dialog: it is what one walks by."""
    metrics = table.fontMetrics()
    longest = max((metrics.horizontalAdvance(one.shelf) for one in model.lines), default=0)
    return max(scaled(dict(WIDTHS)[SHELF]), min(longest + scaled(PADDING), wide // 3))


def _call(act: Callable[[], object], _on: object = None) -> None:
    """Do it, whatever the button tells of itself."""
    act()
