"""The papers: what waits and why, what may be on paper and must be looked after, and all of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.ui.dialogs.choose_printer import ChoosePrinter
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import ENTER, words
from shoppos.ui.widgets.labels import Cut
from shoppos.ui.widgets.paper_acts import PaperActs
from shoppos.ui.widgets.paper_card import OWED, PaperCard
from shoppos.ui.widgets.paper_list import (
    PRINTER,
    SINCE,
    STATE,
    TODAY,
    TWO_LINES,
    WAITING,
    PaperList,
    TwoLines,
    named,
)
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from shoppos.reports.paper_list import ListedPaper
    from shoppos.ui.context import Context

PAPER = 0
WIDTHS = ((PAPER, 272), (PRINTER, 160), (SINCE, 124))
NARROW = 800
FARTHEST = 4000
"""Rows that are read again at once, some 25 ms of the window's time."""
CALM = 150
"""Milliseconds between two looks: a printer that works through a heap changes its papers many times a second."""


class PapersScreen(Screen):
    """One list, the paper chosen below it in whole sentences, and a key for each thing a person may decide."""

    key = "papers"
    watches: ClassVar[frozenset[str]] = frozenset({"print_job", "setting"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.model = PaperList(context.printer_states)
        self.table = table(self.model, STATE, WIDTHS)
        self.table.setItemDelegate(TwoLines(self.table))
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self.see)
        self.table.selectionModel().currentRowChanged.connect(self._show)
        self.empty = words("", role="quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = Cut(role="quiet")
        self.card = PaperCard()
        self.card.asked.connect(self._do)
        self.acts = acts = PaperActs(context, self, lambda: self.chosen)
        self.acts.told.connect(self.told)
        self.acts.ended.connect(self._look)
        self._buttons = {
            "there": acts.is_there, "again": acts.print_again, "now": acts.try_now, "move": self.move_it,
            "cancel": acts.cancel, "see": self.see,
        }  # fmt: skip
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(CALM)
        self._later.timeout.connect(self._look)
        self._lay_out()
        self._keys()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Papers")

    # -- building

    def _lay_out(self) -> None:
        self.chips = QButtonGroup(self)
        top = QHBoxLayout()
        for at in range(2):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.chips.addButton(chip, at)
            top.addWidget(chip)
        self.chips.button(0).setChecked(True)
        self.chips.idToggled.connect(self._chosen_other)
        top.addWidget(self.count, 1)
        self.reading = QPushButton()
        self.reading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reading.clicked.connect(self.print_reading)
        top.addWidget(self.reading)
        middle = QWidget()
        self.stack = QStackedLayout(middle)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(middle, 1)
        column.addWidget(self.card)

    def _keys(self) -> None:
        acts = self.acts
        for keys, act in (  # with Ctrl a letter is Latin in every layout
            ("Y", acts.is_there), ("N", acts.print_again), ("M", self.move_it), ("Del", acts.cancel),
            ("Ctrl+J", acts.is_there), ("Ctrl+N", acts.print_again), ("Ctrl+M", self.move_it),
            ("Ctrl+P", self.see), ("Ctrl+Z", acts.take_back), ("Ctrl+T", self._turn),
            ("Ctrl+R", self.print_reading),
            ("Esc", self.leave.emit),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.table.setAccessibleName(_("Papers"))
        self.card.retranslate()
        for chip, text in zip(self.chips.buttons(), (_("Waiting"), _("Today’s papers")), strict=True):
            chip.setText(text)
            chip.setToolTip("Ctrl+T")
        self.reading.setText(_("Till reading (Ctrl+R)"))
        fit(self.table, WIDTHS)
        self.table.verticalHeader().setDefaultSectionSize(scaled(TWO_LINES))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, SINCE)
        if self.context.opened is not None:
            self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what the card below says too gives way."""
        super().resizeEvent(event)
        self.table.setColumnHidden(PRINTER, self.width() < scaled(NARROW))
        self.card.fit(self.height())

    # -- looking

    def enter(self) -> None:
        """Begin with the first paper: what needs a person stands there."""
        if self.model.rowCount():
            self.table.selectRow(0)
        self.table.setFocus()

    def refresh(self, tables: frozenset[str]) -> None:
        """The papers have changed: look again, soon but not at each of many changes."""
        if not self.isVisible() or tables == self.watches:
            self._look()
        elif not self._later.isActive():
            self._later.start()

    @property
    def which(self) -> str:
        """Whether the papers that wait are shown, or all of today."""
        return TODAY if self.chips.checkedId() else WAITING

    @property
    def chosen(self) -> ListedPaper | None:
        """The paper that is marked."""
        return self.model.paper(self.table.currentIndex().row())

    def _look(self) -> None:
        """Look again, and stay at the paper one was at; where it is gone, at the one that took its place."""
        before, at = self.chosen, self.table.currentIndex().row()
        self.model.show(self.shop, self.which, min(at + 1, FARTHEST))
        row = self.model.row_of(before.id) if before is not None else -1
        row = row if row >= 0 else min(max(at, 0), self.model.rowCount() - 1)
        if row >= 0 and row != self.table.currentIndex().row():
            self.table.selectRow(row)
        self._tell()

    def _turn(self) -> None:
        self.chips.button(1 - self.chips.checkedId()).setChecked(True)

    def _chosen_other(self, _chip: int, chosen: bool) -> None:
        if chosen:
            self.model.show(self.shop, self.which)
            if self.model.rowCount():
                self.table.selectRow(0)
            self._tell()
            self.table.setFocus()

    def _tell(self) -> None:
        from shoppos.reports.owed import counts

        found = counts(self.shop.db)
        doubted, owed = found["uncertain"], found["owed"] + found["sending"]
        said = [ngettext("{n} paper waits", "{n} papers wait", owed).format(n=f"{owed:,}")] if owed else []
        if doubted:
            said.insert(
                0,
                ngettext("{n} paper may be out: look", "{n} papers may be out: look", doubted).format(n=f"{doubted:,}"),
            )
        self.count.setText("  ·  ".join(said))
        shown = bool(self.model.rowCount())
        self.empty.setText(
            _("Nothing waits: every paper is out.\nCtrl+T shows all of today.")
            if self.which == WAITING
            else _("Nothing was printed today. The first bill's paper will stand here.")
        )
        self.stack.setCurrentWidget(self.table if shown else self.empty)
        self._show()

    def _show(self) -> None:
        row = self.chosen
        if row is None:
            self.card.show_paper(None)
        else:
            self.card.show_paper(row, self.model.why(row), self.model.printer(row), self.model.age(row))

    # -- deciding

    def _do(self, what: str) -> None:
        self._buttons[what]()
        self.table.setFocus()

    def move_it(self) -> None:
        """Print it on another printer."""
        from shoppos.printing.printers import printers

        row = self.chosen
        if row is None or row.state != OWED:
            return
        here = self.model.printer(row)
        others = [one for one in printers(self.shop.db) if one.name != here and one.suits(row.kind)]
        if not others:
            said = _("There is no other printer for this paper. Add one in the settings (Ctrl+3).")
            self.told.emit(said, "warn")
            return
        question = _("Where shall {paper} be printed?").format(paper=named(row))
        beside = self.model.beside(row)
        dialog = ChoosePrinter(self, question, others, self.context.printer_states, len(beside))
        if dialog.exec():
            self.acts.move((row, *beside) if dialog.others.isChecked() else (row,), dialog.chosen)

    def print_reading(self) -> None:
        """What this till has taken so far today, on paper."""
        self.shop.shifts.print_x()
        self.context.wake_printer()
        self.told.emit(_("What this till has taken today goes to the printer."), "good")

    def see(self) -> None:
        """A picture of the paper."""
        row = self.chosen
        if row is not None:
            from shoppos.ui.dialogs.paper import PaperDialog, of_listed

            PaperDialog(self.context, of_listed(self.shop, row), self).exec()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list tries now, the space bar shows the paper; on a button they press it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                self.acts.try_now()
                return True
            if event.key() == Qt.Key.Key_Space:
                self.see()
                return True
        return super().eventFilter(watched, event)
